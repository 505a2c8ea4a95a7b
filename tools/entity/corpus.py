"""Reads the named-entity corpora and raw prose as examples for the teacher."""

import gzip
import random
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

# The cap of a source in words, so that no language or domain drowns the others.
WORDS = 140_000
WORDS_OF = {
    ("hun", "nerkor"): 150_000, ("eng", "btc"): 45_000, ("eng", "wnut17"): 40_000, ("deu", "ler"): 30_000,
    ("deu", "europeana"): 20_000, ("fra", "europeana"): 40_000, ("nld", "europeana"): 40_000,
    ("ind", "prosa"): 12_000, ("nno", "norne-ndt"): 80_000, ("nob", "norne-ndt"): 80_000,
    ("qaf", "uner-arabizi"): 4_000, ("zho", "uner-gsd"): 60_000, ("zho", "uner-gsdsimp"): 60_000,
    ("fas", "parstwiner"): 110_000, ("ron", "ronec-v1"): 110_000, ("swe", "uner-talbanken"): 30_000,
    ("swe", "webbnyheter"): 100_000,
}
SILVER_WEIGHT = 0.3
COARSE = {"PER": "PER", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "ORG": "ORG"}
MISC = {"MISC", "EVENT", "WORK", "PROD", "LAW"}
# Some guidelines count these as MISC and some do not: they are taught as "no person, place or organisation".
EITHER = {"NORP", "LANG"}
UNSPACED = {"zho", "jpn", "tha", "yue", "lao", "khm", "mya", "bod"}


@dataclass
class Sentence:
    """A text with the entities annotated in it, as `(start, end, type)` in code points."""

    text: str
    # None where nothing is annotated.
    entities: list | None
    # Whether the source annotates the type MISC; where it does not, nothing is learned about it.
    misc: bool = True
    weight: float = 1.0
    # Spans of which it is only known that they are no person, place or organisation.
    either: list = field(default_factory=list)
    # Of a plain text, where units that may be a name begin, and the shares of their tags in 255ths.
    soft: dict = field(default_factory=dict)


def blocks(path):
    """Gives `(comments, rows)` for each sentence of an IOB2 file."""
    comments, rows = [], []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if not line:
                if rows:
                    yield comments, rows
                    comments, rows = [], []
            elif line.startswith("# ") and "\t" not in line:
                comments.append(line[2:])
            else:
                rows.append(line.split("\t"))
    if rows:
        yield comments, rows


def sentences(path):
    """Gives `(source, Sentence)` for each sentence of an IOB2 file."""
    source, types = "", set()
    for comments, rows in blocks(path):
        confidence = 1.0
        for comment in comments:
            key, _, value = comment.partition(" = ")
            if key == "source":
                source = value
            elif key == "types":
                types = set(value.split(","))
            elif key == "confidence":
                confidence = float(value)
        text, spans = "", []
        for token, tag, space in rows:
            start = len(text)
            text += token.replace("\u00a0", " ")
            if tag.startswith("B-"):
                spans.append([start, len(text), tag[2:]])
            elif tag.startswith("I-") and spans:
                spans[-1][1] = len(text)
            text += "" if space == "SpaceAfter=No" else " "
        text = text.rstrip()
        entities, either = [], []
        for start, end, kind in spans:
            if kind in COARSE:
                entities.append((start, end, COARSE[kind]))
            elif kind in MISC:
                entities.append((start, end, "MISC"))
            elif kind in EITHER:
                either.append((start, end))
        misc = "MISC" in types or {"EVENT", "PROD"} <= types
        yield source, Sentence(text, entities, misc, confidence, either)


def gold(folder, part):
    """Gives the sentences of `train` or `dev` by language and source; of `train` no more than the caps."""
    corpora = {}
    for path in sorted(Path(folder).glob(f"*/{part}.iob2.gz")):
        language = path.parent.name
        for source, sentence in sentences(path):
            corpora.setdefault((language, source), []).append(sentence)
    if part == "train":
        for key, found in corpora.items():
            corpora[key] = capped([s for s in found if usable(key, s)], WORDS_OF.get(key, WORDS), key)
    return corpora


def usable(key, sentence):
    """RONEC marks common nouns of people as persons; its sentences that do are left out."""
    return key[0] != "ron" or not any(
        kind == "PER" and sentence.text[start:end].islower() for start, end, kind in sentence.entities
    )


def capped(found, words, key):
    """Cuts the source to about `words` words: whole stretches of ten sentences, so that neighbours stay together."""
    stretches = [found[i : i + 10] for i in range(0, len(found), 10)]
    random.Random(f"{key}").shuffle(stretches)
    kept, total = [], 0
    for stretch in stretches:
        if total >= words:
            break
        kept += stretch
        size = sum(len(s.text) / 2 if key[0] in UNSPACED else s.text.count(" ") + 1 for s in stretch)
        total += size
    return kept


def silver(folder):
    """Gives sentences labelled by an earlier teacher, by language; they weigh less."""
    corpora = {}
    for path in sorted(Path(folder).glob("*.iob2.gz")):
        language = path.name.split(".")[0]
        for _, sentence in sentences(path):
            sentence.weight *= SILVER_WEIGHT
            sentence.misc = False
            corpora.setdefault((language, "silver"), []).append(sentence)
    return corpora


def joined(first, second, language):
    """Gives two sentences of one corpus as one text."""
    gap = "" if language in UNSPACED else " "
    shift = len(first.text) + len(gap)
    if first.entities is None:
        soft = first.soft | {start + shift: shares for start, shares in second.soft.items()}
        return Sentence(first.text + gap + second.text, None, soft=soft)
    return Sentence(
        first.text + gap + second.text,
        first.entities + [(start + shift, end + shift, kind) for start, end, kind in second.entities],
        first.misc and second.misc,
        min(first.weight, second.weight),
        first.either + [(start + shift, end + shift) for start, end in second.either],
    )


def recased(text, language, upper):
    """Gives the text in one case, letter by letter, so that every offset stays."""
    dotted = language in {"tur", "aze", "tat", "crh"}

    def change(letter):
        if dotted and letter in "iıİI":
            return {"i": "İ", "ı": "I"}.get(letter, letter) if upper else {"İ": "i", "I": "ı"}.get(letter, letter)
        changed = letter.upper() if upper else letter.lower()
        return changed if len(changed) == 1 else letter

    return "".join(map(change, text))


def units(text):
    """Cuts a text in what is tagged: runs of letters and digits, other characters alone.

    In scripts written without blanks, and in Hangul, each character is one. White space is left out. Gives
    `(start, end)` in code points.
    """
    return [match.span() for match in UNIT.finditer(text)]


ALONE = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
MARKS = "".join(chr(c) for c in range(0x300, 0x10000) if unicodedata.category(chr(c))[0] == "M") + "\u200c\u200d"
UNIT = re.compile(rf"[{ALONE}]|(?:(?![{ALONE}_])[\w{MARKS}])+|\S")
