"""Writes texts to compare languages on: strings of interfaces, from packages that nothing was trained on.

    python3 tools/compare/python/interface.py OUT

Fetches the packages below, and writes OUT/<language>.txt with lines of `kind<TAB>text`: up to 100 words, pairs of words and longer strings
(four words or more) of each language that has 15 of each. What three languages share, and what is as in English, was left
untranslated and is dropped, and so is what is in a script that the language is not written in. Needs pip and npm. The strings are for measuring only.
"""

import argparse
import collections
import json
import random
import re
import subprocess
import tarfile
import tempfile
import unicodedata
import zipfile
from pathlib import Path

PYPI = [
    "plone.app.locales==7.0.4", "sphinx==9.0.4", "wtforms==3.3.2", "django-allauth==65.21.1", "flask-security-too==5.9.2",
    "django-cms==5.1.3", "flask-admin==2.2.1",
]
# The files of a language, and how the file is named for it.
NPM = {
    "tinymce-i18n@26.9.21": r"/langs7/([\w-]+)\.js$",
    "element-plus@2.14.8": r"/dist/locale/([\w-]+)\.mjs$",
    "@uppy/locales@5.2.0": r"/lib/([\w-]+)\.js$",
    "video.js@8.24.1": r"/dist/lang/([\w-]+)\.json$",
    "datatables.net-plugins@3.0.2": r"/i18n/([\w-]+)\.json$",
}
CATALOGUE = r"/(?:locales?|translations)/([\w@-]+)/LC_MESSAGES/[^/]+\.po$"
# What these packages mean by codes that say something else, or nothing.
CODES = {"no": "nob", "nb": "nob", "nn": "nno", "ku": "kmr", "np": "nep", "fu": None, "sh": None, "to": None}
# The script of a language that some of these packages give strings of another one in: Sorani as Kurdish, Pashto and Persian as Punjabi.
SCRIPT = {"kmr": "LATIN", "pa": "GURMUKHI"}
UNSPACED = {"zh", "ja", "th", "km", "lo", "my"}
EACH, FEWEST = 100, 15

QUOTED = r'"((?:[^"\\]|\\.)*)"'
VALUE = re.compile(r""":\s*(["'`])((?:\\.|(?!\1)[^\\\n])*)\1\s*[,}\n]""")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    found, english = collections.defaultdict(dict), set()
    with tempfile.TemporaryDirectory() as folder:
        for name in PYPI:
            subprocess.run(["pip", "download", "-q", "--no-deps", "-d", folder, name], check=True)
        for name in NPM:
            subprocess.run(["npm", "pack", "--silent", "--pack-destination", folder, name], check=True, stdout=subprocess.DEVNULL)
        for path, text in files(Path(folder)):
            for code, string in strings(path, text):
                if code == "en":
                    english.add(key(string))
                elif code:
                    found[code].setdefault(key(string), string)
    shared = collections.Counter(own for strings in found.values() for own in strings)
    out.mkdir(parents=True, exist_ok=True)
    for code, strings_of in sorted(found.items()):
        kinds = collections.defaultdict(list)
        for own, string in strings_of.items():
            if shared[own] < 3 and own not in english and len(own) > 1:
                kinds[kind(string, code)].append(string)
        if min(len(kinds[name]) for name in ("word", "pair", "sentence")) < FEWEST:
            continue
        with (out / f"{code}.txt").open("w", encoding="utf-8") as file:
            for name in ("word", "pair", "sentence"):
                chance = random.Random(f"{code} {name}")
                for string in chance.sample(kinds[name], min(EACH, len(kinds[name]))):
                    file.write(f"{name}\t{string}\n")


def files(folder):
    """Gives the path and the text of each file of the packages that may hold strings."""
    for package in sorted(folder.iterdir()):
        if package.suffix == ".whl":
            with zipfile.ZipFile(package) as archive:
                for name in sorted(archive.namelist()):
                    if wanted(name):
                        yield name, archive.read(name).decode(errors="replace")
        else:
            with tarfile.open(package) as archive:
                for member in sorted(archive.getmembers(), key=lambda member: member.name):
                    if member.isfile() and wanted(member.name):
                        yield member.name, archive.extractfile(member).read().decode(errors="replace")


def wanted(name):
    return ".min." not in name and any(re.search(pattern, name) for pattern in (CATALOGUE, *NPM.values()))


def strings(path, text):
    """Gives the strings of a file that are text and no more, with the code of their language."""
    catalogue = re.search(CATALOGUE, path)
    match = catalogue or next(filter(None, (re.search(pattern, path) for pattern in NPM.values())))
    code = re.split(r"[-_@]", match.group(1))[0].lower()
    code = CODES.get(code, code)
    for string in translated(text) if catalogue else (match.group(2) for match in VALUE.finditer(text)):
        string = re.sub(r"<[^>]+>|&nbsp;|\xa0", " ", string)
        if re.search(r"https?:|www\.|[{}%$_<>=/\\|@]|&[a-z]+;", string):
            continue
        string = " ".join(unicodedata.normalize("NFC", string).split()).strip(" .:…!?*-()\"'")
        letters = sum(unicodedata.category(c)[0] in "LM" for c in string)
        foreign = code in SCRIPT and not any(unicodedata.name(c, "").startswith(SCRIPT[code]) for c in string)
        if letters >= 0.7 * len(string.replace(" ", "")) and not foreign:
            yield code, string


def translated(text):
    """Gives the translations of a gettext catalogue that nobody has to look over."""
    for entry in re.split(r"\n\s*\n", text):
        both = [re.search(rf"^{name} ((?:{QUOTED}\s*)+)", entry, re.MULTILINE) for name in ("msgid", r"msgstr(?:\[0\])?")]
        if all(both) and "#, fuzzy" not in entry:
            original, translation = (
                json.loads('"' + "".join(re.findall(QUOTED, match.group(1))) + '"', strict=False) for match in both
            )
            if original and translation and original != translation:
                yield translation


def key(string):
    return re.sub(r"[\W\d_]+", "", string.casefold())


def kind(string, code):
    if code in UNSPACED:
        return "word" if len(string) < 4 else "pair" if len(string) < 7 else "sentence"
    words = len(string.split())
    if words == 1 and len(string) < 3:
        return None
    return {1: "word", 2: "pair", 3: None}.get(words, "sentence")


if __name__ == "__main__":
    main()
