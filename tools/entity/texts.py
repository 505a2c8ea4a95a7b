#!/usr/bin/env python3
"""Chooses sentences of running prose for the teacher to label, in lots.

    python3 tools/entity/texts.py OUT --prose DIR --sentences DIR --gold DIR [--size N] [--lots N]

    --prose      CODE.txt.gz: one sentence a line, a blank line between documents
    --sentences  inventory.tsv and train/CODE.txt.zst: one sentence or interface string a line, source after source
    --gold       the annotated corpora; their sentences are left out

Writes OUT/CODE.LOT.tsv, `origin<TAB>sentence` a line, of at most N sentences. News and encyclopaedias come in the first lots,
stories and single sentences in the last. Needs the command zstd.
"""

import argparse
import gzip
import random
import re
import subprocess
from pathlib import Path

import corpus

# Sources of the sentences that are prose, best first, and how much of them is taken; the others are interface strings and word lists.
ORIGINS = {"sib200": 5000, "seed": 5000, "prose": 9000, "commonvoice": 4000, "asp": 300, "udhr": 60, "tatoeba": 300}
# Where there are fewer sentences than this, all are of use.
FEW = 3000
LENGTH = range(25, 700)
UNSPACED_LENGTH = range(10, 400)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    for folder in ("prose", "sentences", "gold"):
        parser.add_argument(f"--{folder}", type=Path, required=True)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--lots", type=int, default=9)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    seen_in_gold = {
        plain(sentence.text)
        for path in arguments.gold.glob("*/*.iob2.gz")
        if path.parent.name != "silver"
        for _, sentence in corpus.sentences(path)
    }
    sizes = inventory(arguments.sentences / "inventory.tsv")
    languages = set(sizes) | {path.name.split(".")[0] for path in arguments.prose.glob("*.txt.gz")}
    for language in sorted(languages):
        seen, lines = set(seen_in_gold), []
        found = {}
        for origin, text in [*prose(arguments.prose, language), *listed(arguments.sentences, language, sizes)]:
            found.setdefault(origin, []).append(text)
        few = sum(len(found.get(origin, [])) for origin in ORIGINS) < FEW
        for origin, most in ORIGINS.items():
            texts = found.get(origin, [])
            # Prose stands with its best sources first.
            if origin != "prose":
                random.Random(f"{language} {origin}").shuffle(texts)
            taken = 0
            for text in texts:
                key = plain(text)
                if taken < most and key not in seen and is_sentence(text, language) and (
                    few or may_name(text) or len(lines) % 4 == 0
                ):
                    seen.add(key)
                    lines.append(f"{origin}\t{text}\n")
                    taken += 1
        for lot in range(min(arguments.lots, -(-len(lines) // arguments.size))):
            some = lines[lot * arguments.size : (lot + 1) * arguments.size]
            (arguments.out / f"{language}.{lot + 1}.tsv").write_text("".join(some), encoding="utf-8")


def plain(text):
    return re.sub(r"[\W_]+", "", text.casefold())


def is_sentence(text, language):
    length = UNSPACED_LENGTH if language.split("-")[0] in corpus.UNSPACED else LENGTH
    return len(text) in length and "\t" not in text and sum(map(str.isalpha, text)) > len(text) / 2


def may_name(text):
    """Whether a word inside the sentence has a capital, or the script has none: of other sentences a few are enough.

    Georgian letters are small ones to Unicode, but no name begins with a capital.
    """
    return any(word[:1].isupper() for word in re.split(r"[\W_]+", text.lstrip("\"'«„“—– "))[1:]) or not any(
        (c.isupper() or c.islower()) and not "ა" <= c <= "ჿ" for c in text
    )


def inventory(path):
    """Gives for each language the bytes of each of its sources, in the order in which they stand."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    column = rows[0].index("sources_bytes")
    return {
        row[0]: [(name, int(size)) for name, _, size in (part.partition("=") for part in row[column].split())]
        for row in rows[1:]
    }


def listed(folder, language, sizes):
    path = folder / f"train/{language}.txt.zst"
    if not path.exists():
        return
    raw = subprocess.run(["zstd", "-dcq", str(path)], check=True, capture_output=True).stdout
    origins = iter(sizes[language])
    at, end, origin = 0, 0, ""
    for line in raw.splitlines(keepends=True):
        while at >= end:
            origin, size = next(origins, ("", len(raw)))
            end += size
        at += len(line)
        yield origin, line.decode().strip()


def prose(folder, language):
    path = folder / f"{language}.txt.gz"
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    yield "prose", line.strip()


if __name__ == "__main__":
    main()
