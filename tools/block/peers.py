"""Asks peers for the main text of the pages in PAGES/gold: trafilatura and jusText with their tags, jusText without.

    python3 tools/block/peers.py PAGES OUT

leaves OUT/PEER/NAME for `hamisi-tools blocks --peers OUT`, and tells how quick each was.
"""

import argparse
import pathlib
import re
import sys
import time

import justext
import trafilatura

LANGUAGES = {
    "ar": "Arabic", "bn": "Bengali", "cs": "Czech", "de": "German", "en": "English", "es": "Spanish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "it": "Italian", "ko": "Korean", "lv": "Latvian", "ne": "Nepali", "pl": "Polish",
    "pt": "Portuguese", "ru": "Russian", "uk": "Ukrainian", "vi": "Vietnamese",
}  # fmt: skip


def stoplist(page):
    """The words of the language that a page says it is in; none where jusText has no list, which it allows for."""
    found = re.search(rb"""<html[^>]*?\blang=["']?([a-zA-Z]{2})""", page)
    code = found.group(1).decode().lower() if found else "en"
    name = LANGUAGES.get(code)
    return justext.get_stoplist(name) if name in justext.get_stoplists() else frozenset()


def justext_text(page, words):
    thresholds = {} if words else {"stopwords_low": 0, "stopwords_high": 0}
    paragraphs = justext.justext(page, words, **thresholds)
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("pages", type=pathlib.Path)
    options.add_argument("out", type=pathlib.Path)
    options = options.parse_args()
    peers = {
        "HTML, trafilatura": lambda page, lines: trafilatura.extract(page, include_comments=False) or "",
        "HTML, jusText": lambda page, lines: justext_text(page, stoplist(page)),
        "lines, jusText": lambda page, lines: justext_text(lines, stoplist(page)),
    }
    for peer, ask in peers.items():
        folder = options.out / peer
        folder.mkdir(parents=True, exist_ok=True)
        took = size = 0
        for path in sorted((options.pages / "gold").glob("*.html")):
            page = path.read_bytes()
            text = (options.out / "lines" / path.stem).read_text()
            lines = "".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>\n" for line in text.split("\n"))
            start = time.perf_counter()
            try:
                found = ask(page, f"<html><body>{lines}</body></html>".encode())
            except Exception as error:
                print(f"{peer}: {path.stem}: {error}", file=sys.stderr)
                found = ""
            took += time.perf_counter() - start
            size += len(page)
            (folder / path.stem).write_text(found)
        print(f"{peer}: {size / took / 1e6:.2f} MB/s")


if __name__ == "__main__":
    main()
