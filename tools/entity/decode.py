"""From the scores of sub-word pieces to entities over units of text."""

import unicodedata

import numpy as np

from network import TAGS

# I-X follows only B-X or I-X.
FORBIDDEN = np.zeros((len(TAGS), len(TAGS)), np.float32)
for _after, _name in enumerate(TAGS):
    if _name[0] == "I":
        for _before, _other in enumerate(TAGS):
            if _other[1:] != _name[1:]:
                FORBIDDEN[_before, _after] = -1e4
BEGIN = [0.0] + [-1e4 if name[0] == "I" else 0.0 for name in TAGS[1:]]
INSIDE = "'’‘ʼ`-‐.·&/"
CERTAIN = np.log(np.array([0.999] + [0.001 / 8] * 8, np.float32))


def unit_scores(text, units, offsets, scores):
    """Gives the log-probabilities of each unit of `text`: those of the first piece that overlaps it.

    Where a piece began in an earlier unit, what speaks for B speaks for I, and a mark that is no part of names, as the
    Armenian comma, is O. So is a unit without a piece.
    """
    rows = np.empty((len(units), len(TAGS)), np.float32)
    piece, before = 0, 0
    for i, (start, end) in enumerate(units):
        while piece < len(offsets) and (offsets[piece][1] <= start or offsets[piece][0] == offsets[piece][1]):
            piece += 1
        if piece == len(offsets) or offsets[piece][0] >= end:
            rows[i] = CERTAIN
            before = end
            continue
        rows[i] = scores[piece]
        shared = offsets[piece][0] < before
        before = end
        if shared and unicodedata.category(text[start])[0] in "PS" and text[start] not in INSIDE:
            rows[i] = CERTAIN
        elif shared:
            shares = np.exp(rows[i])
            shares[2::2] += shares[1::2]
            shares[1::2] = 1e-9
            rows[i] = np.log(shares)
    return rows


def entities_of(units, rows):
    """Gives the best entities as `(start, end, type, confidence)`, and the probability of each unit's chosen tag.

    The confidence of an entity is the lowest of its units.
    """
    if not units:
        return [], np.zeros(0, np.float32)
    best = rows[0] + BEGIN
    came = np.empty((len(units), len(TAGS)), np.int8)
    for i in range(1, len(units)):
        paths = best[:, None] + FORBIDDEN
        came[i] = paths.argmax(0)
        best = paths.max(0) + rows[i]
    tags = [int(best.argmax())]
    for i in range(len(units) - 1, 0, -1):
        tags.append(int(came[i, tags[-1]]))
    tags.reverse()
    chosen = np.exp(rows[np.arange(len(units)), tags])
    found = []
    for (start, end), tag, share in zip(units, tags, chosen.tolist()):
        if TAGS[tag][0] == "B":
            found.append((start, end, TAGS[tag][2:], share))
        elif TAGS[tag][0] == "I":
            first, _, kind, least = found.pop()
            found.append((first, end, kind, min(least, share)))
    return found, chosen
