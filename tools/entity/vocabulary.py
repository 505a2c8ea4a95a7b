#!/usr/bin/env python3
"""Cuts the teacher's vocabulary to the pieces that the covered languages need.

    vocabulary.py --tokenizer FILE --gold DIR --texts FILE... --size N --out DIR

Writes OUT/tokenizer.json, which cuts text as the teacher's does but with the pieces kept only, and OUT/rows.json, for each of its
ids the row of the teacher's embeddings. Ids follow the order of the pieces' bytes; the three marks are last.
"""

import argparse
import collections
import json
from pathlib import Path

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

import corpus

# Share of a language in what pieces are counted by. Those not named count 0.3.
SHARES = {"eng": 4.0, "deu": 2.0, "rus": 2.0, "zho": 2.0, "jpn": 2.0, "kor": 2.0, "fra": 2.0, "spa": 2.0}
SHARES |= dict.fromkeys(
    "por hrv srp slv dan swe fin tur kaz hin tha aze pol ces bul ukr ita ell swa ara fas zho-Hant nld ron hun est nob nno".split(), 1.5
)
SHARES |= dict.fromkeys(
    "slk ind ben nep hye heb vie cat glg eus lit lav bel mkd sqi bos kat urd mar tam afr msa tgl isl uzb kir tat mon amh mal kan tel pan guj".split(), 0.8
)
OTHER = 0.3
BLANKS = "[\\p{Cc}\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
# No text holds two of these in a row, so that none can be taken for a mark.
MARKS = ["\u2581\u2581<s>", "\u2581\u2581</s>", "\u2581\u2581<unk>"]
# Scores are kept in steps of 1 / 2048, so that sums of them are exact.
STEP = 2048
FEWEST = 2


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokenizer", required=True, type=Path)
    parser.add_argument("--gold", required=True)
    parser.add_argument("--texts", required=True, nargs="+", type=Path)
    parser.add_argument("--size", type=int, default=48_000)
    parser.add_argument("--out", required=True, type=Path)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    whole = json.loads(arguments.tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    rows = {piece: row for row, (piece, _) in enumerate(whole) if not piece.startswith("<")}
    scores = {piece: round(score * STEP) / STEP for piece, score in whole if piece in rows}

    texts = collections.defaultdict(list)
    for (language, _), found in corpus.gold(arguments.gold, "train").items():
        texts[language] += [sentence.text for sentence in found]
    for path in arguments.texts:
        with path.open(encoding="utf-8") as file:
            texts[path.name.split(".")[0]] += [line.rstrip("\n").split("\t", 1)[1] for line in file]
    kept = list(scores)
    # The first count is of the whole vocabulary; a second one of twice the pieces wanted lets those rise that others fall apart into.
    for size in (2 * arguments.size, arguments.size):
        counts, letters = counted(tokenizer_of(kept, scores), texts)
        single = {piece for piece in kept if len(piece) == 1 and (letters[piece] >= FEWEST or piece.isascii())}
        best = sorted(kept, key=lambda piece: (piece not in single, -counts[piece], piece))
        kept = best[:size]
    tokenizer = tokenizer_of(kept, scores)
    tokenizer.save(str(arguments.out / "tokenizer.json"))
    ids = sorted(kept, key=lambda piece: piece.encode())
    (arguments.out / "rows.json").write_text(json.dumps([rows[piece] for piece in ids] + [0, 2, 3]))  # as they stand there: beginning, end, unknown
    before = Tokenizer.from_file(str(arguments.tokenizer))
    for language in sorted(SHARES, key=SHARES.get, reverse=True):
        some = texts[language][:500]
        if some:
            was, now = (sum(len(e.ids) - 2 for e in t.encode_batch(some)) for t in (before, tokenizer))
            words = sum(len(corpus.units(text)) for text in some)
            unknown = sum(e.ids.count(len(kept) + 2) for e in tokenizer.encode_batch(some))
            print(f"{language}\tpieces a unit {was / words:.2f} -> {now / words:.2f}\tunknown {100 * unknown / now:.2f} %")


def tokenizer_of(pieces, scores):
    ordered = sorted(pieces, key=lambda piece: piece.encode())
    vocabulary = [(piece, scores[piece]) for piece in ordered] + [(mark, 0.0) for mark in MARKS]
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=len(ordered) + 2))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Replace(Regex(BLANKS), " "), normalizers.NFKC()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always", split=False)]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{MARKS[0]} $A {MARKS[1]}", special_tokens=[(MARKS[0], len(ordered)), (MARKS[1], len(ordered) + 1)]
    )
    return tokenizer


def counted(tokenizer, texts):
    """Gives how often each piece comes, weighed by the languages' shares, and how often each letter."""
    counts, letters = collections.Counter(), collections.Counter()
    for language, some in texts.items():
        found = collections.Counter()
        for at in range(0, len(some), 2000):
            for encoding in tokenizer.encode_batch(some[at : at + 2000]):
                found.update(encoding.tokens)
        for text in some:
            letters.update(text)
        total = sum(found.values())
        share = SHARES.get(language, OTHER) * min(1, total / 50_000)
        for piece, count in found.items():
            counts[piece] += share * count / total
    return counts, letters


if __name__ == "__main__":
    main()
