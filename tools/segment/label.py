"""Cuts raw text of scripts without blanks into words with open tools, for the trainer of the segment pack.

    python3 tools/segment/label.py OUT --data DIR [--strings FOLDER]

FOLDER is what tools/language/fetch.py wrote its part `text` to: more text in Khmer and Burmese. DIR is laid out as tools/README.md tells. OUT gets, per
language, `<code>.txt`: a run of one script a line, its words parted by blanks, and `<code>.words`: lists of words for the filter, the best first, parted by
blank lines; and `fold.txt`: traditional and simplified characters. Thai text stays uncut, and instead of lists there is `th.traits`: by tabs words, those that
matter most first, what is known of each, and what would be had the treebank not used it. SOURCES.md lists what must be installed. Lao is cut by the ICU in
Node, Tibetan by lists of words that DIR has.
"""

import argparse
import collections
import gzip
import importlib.util
import io
import itertools
import json
import math
import os
import re
import subprocess
import sys

import zstandard

RUNS = {
    "ja": r"[々-〇ぁ-ゖゝゞァ-ヺー-ヿ\u3400-\u4dbf\u4e00-\u9fff]+",
    "zh": r"[々-〇\u3400-\u4dbf\u4e00-\u9fff]+",
    "th": r"[\u0e01-\u0e3a\u0e40-\u0e4e]+",
    "lo": r"[\u0e81-\u0ebd\u0ec0-\u0ece\u0edc-\u0edf]+",
    "km": r"[\u1780-\u17d3\u17dc\u17dd]+",
    "my": r"[\u1000-\u103f\u1050-\u108f]+",
    "bo": r"[\u0f00\u0f0b\u0f0c\u0f35\u0f37\u0f39\u0f40-\u0f6c\u0f71-\u0f84\u0f86-\u0fbc]+",
}
CODES = {"ja": ["jpn"], "zh": ["zho", "zho-Hant"], "th": ["tha"], "lo": ["lao"], "km": ["khm"], "my": ["mya"], "bo": ["bod", "dzo"]}


def lines(data, code, strings=None):
    """The lines of language data, prose and strings in a language."""
    train = os.path.join(data, "lid", "train", f"{code}.txt.zst")
    if os.path.exists(train):
        with open(train, "rb") as file:
            yield from io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(file), "utf-8")
    prose = os.path.join(data, "prose", f"{code}.txt.gz")
    if os.path.exists(prose):
        yield from gzip.open(prose, "rt")
    more = os.path.join(strings, f"{code}.txt") if strings and code in ("khm", "mya") else ""
    if os.path.exists(more):
        yield from open(more, encoding="utf-8")


def frequent(data, code):
    """Its words, the most frequent first."""
    with open(os.path.join(data, "lid", "words", f"{code}.txt.zst"), "rb") as file:
        return [line.strip() for line in io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(file), "utf-8")]


def japanese(texts, data):
    import fugashi
    import unidic_lite

    tagger = fugashi.Tagger(f'-d "{unidic_lite.DICDIR}"')
    cut = [[word.surface for word in tagger(text)] for text in texts]
    return cut, by_rank(word for word in frequent(data, "jpn") if [part.surface for part in tagger(word)] == [word])


def simplify():
    import opencc

    folder = os.path.join(os.path.dirname(opencc.__file__), "dictionary")
    pairs = {}
    for line in open(os.path.join(folder, "TSCharacters.txt"), encoding="utf-8"):
        one, many = line.rstrip("\n").split("\t")
        first = many.split(" ")[0]
        if len(one) == len(first) == 1 and ord(one) < 0x10000 and ord(first) < 0x10000 and one != first:
            pairs[one] = first
    return pairs


def chinese(texts, pairs):
    import jieba

    jieba.setLogLevel(60)
    cut = []
    for text in texts:
        at, words = 0, []
        for word in jieba.cut("".join(pairs.get(c, c) for c in text), HMM=True):
            words.append(text[at : at + len(word)])
            at += len(word)
        cut.append(words)
    jieba.initialize()
    listed = [(count, word) for word, count in jieba.dt.FREQ.items() if count >= 5 and 2 <= len(word) <= 6]
    return cut, by_rank(word for _, word in sorted(listed, key=lambda pair: (-pair[0], pair[1])))


# Words whose traits are written, and characters of the longest of them.
TRAITED, LONGEST = 40000, 16
# A word that occurs in fewer sentences of the treebank may be in its list for one sentence alone.
SELDOM = 2


def substrings(text, among, least):
    """The parts of a text that are `among` words."""
    parts = (text[start:end] for start in range(len(text)) for end in range(start + least, min(start + LONGEST, len(text)) + 1))
    return {part for part in parts if part in among}


def best_cut(word, costs):
    """The least cost of cutting a word into shorter ones, and into how many."""
    best = [(0.0, 0)] + [(math.inf, 0)] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 12), end):
            cost = costs.get(word[start:end]) if end - start < len(word) else None
            if cost is not None and best[start][0] + cost < best[end][0]:
                best[end] = (best[start][0] + cost, best[start][1] + 1)
    return best[-1]


def thai_traits(data):
    """Words, what dictionaries, counts and the treebank's own words say of each, and what they would say beside the treebank."""
    import pythainlp.corpus

    folder = os.path.dirname(pythainlp.corpus.__file__)

    def read(name):
        with open(os.path.join(folder, name), encoding="utf-8-sig") as file:
            return json.load(file) if name.endswith(".json") else [line.rstrip("\n").split("\t") for line in file]

    treebank = set(read("pos_tud_unigram.json"))
    lists = [set(read("tdtb-unigram_tagger.json"))]
    names = ["words_th", "volubilis_words_th", "icubrk_th", "wikipedia_titles_th", "syllables_th"]
    lists += [{fields[0].strip() for fields in read(f"{name}.txt")} for name in names]
    counted = [{fields[0]: int(fields[1]) for fields in read(f"{name}.txt")} for name in ["tnc_freq", "ttc_freq", "phupha_word_freqs"]]
    costs = []
    for counts in counted[:2]:
        total = sum(counts.values())
        costs.append({word: math.log(total / (count + 0.1)) for word, count in counts.items()})
        costs[-1][""] = math.log(total / 0.1)
    words = treebank.union(*lists[:-1], counted[1], (word for word, count in counted[0].items() if count > 2))
    words = {word for word in words if 2 <= len(word) <= LONGEST and re.fullmatch(RUNS["th"], word)}
    # The prose is the treebank's text; of its development part nothing is counted.
    with gzip.open(os.path.join(data, "seg", "ud", "th_tud.dev.jsonl.gz"), "rt") as file:
        texts = [json.loads(line) for line in file]
    held = {text["text"][start:end] for text in texts for start, end in text["sentences"]}
    sentences, seen = collections.Counter(), collections.Counter()
    for line in lines(data, "tha"):
        if line.strip() not in held:
            seen.update(substrings(line, words, 2))
    with gzip.open(os.path.join(data, "prose", "tha.txt.gz"), "rt") as prose:
        for line in prose:
            if line.strip() not in held:
                sentences.update(substrings(line, treebank, 1))

    def weight(word):
        national, books, web = (counts.get(word, 0) for counts in counted)
        use = 30 * (seen[word] + (word in lists[0])) + 0.1 * national + 0.5 * books + 0.5 * math.log1p(web)
        return word not in treebank, -use, word

    parts = [{word: 1.0 for word in treebank if not alone or sentences[word] >= SELDOM} for alone in [False, True]]

    def traits(word, alone):
        own = int(word in treebank and not (alone and sentences[word] < SELDOM))
        length = 1 + (len(word) > 3) + (len(word) > 6)
        found = [f"{name}{size}" for name, of in enumerate([{word} if own else (), *lists]) if word in of for size in (0, length)]

        def graded(name, value, step, least, most):
            found.append(f"{name}{own},{max(least, min(most, math.floor(value / step)))}")

        for name, cost in zip("nb", costs):
            whole = cost.get(word, cost[""])
            cut, pieces = best_cut(word, cost)
            graded(f"{name}", -whole, 1.5, -14, 0)
            graded(f"{name}cut", min(cut, 1e3) - whole, 1.5, -8, 14)
            if name == "n":
                graded("npieces", pieces, 1, 0, 9)
        graded("w", math.log1p(counted[2].get(word, 0)), 2, 0, 12)
        graded("pieces", min(best_cut(word, parts[alone])[0], 9), 1, 0, 9)
        for name, affixes, has in [("begin", BEGINNINGS, word.startswith), ("end", ENDINGS, word.endswith)]:
            affix = next((affix for affix in affixes if len(word) > len(affix) and has(affix)), "")
            found.append(f"{name}{own}{affix}")
        others = sentences[word] - (1 if alone and sentences[word] else 0)
        graded("used", math.log1p(others) if own else -1, 0.7, -1, 12)
        found.append("".join(str(int(word in of)) for of in [{word} if own else (), *lists[:2], lists[3]]))
        return " ".join(found)

    for word in sorted(words, key=weight)[:TRAITED]:
        yield "\t".join([word, traits(word, False), traits(word, True)])


# What many words begin and end with that are often cut there.
BEGINNINGS = ["การ", "ความ", "ผู้", "นัก", "ที่", "ใน", "เป็น", "ไม่", "ได้", "ให้", "เพื่อ", "ก็"]
ENDINGS = ["กัน", "ได้", "แล้ว", "ที่", "ว่า", "ไป", "มา", "ใจ", "การ", "นี้", "นั้น", "จาก", "กับ"]


def by_rank(words):
    """Lists of words of which the most frequent stand first."""
    words = list(words)
    return [words[:4000], words[4000:16000], words[16000:]]


def icu(texts, language):
    script = """
      const segmenter = new Intl.Segmenter(process.argv[1], { granularity: "word" });
      const lines = require("fs").readFileSync(0, "utf8").split("\\n");
      console.log(lines.map((line) => [...segmenter.segment(line)].map(({ segment }) => segment).join(" ")).join("\\n"));
    """
    out = subprocess.run(["node", "-e", script, language], input="\n".join(texts), capture_output=True, text=True, check=True)
    return [line.split(" ") for line in out.stdout.rstrip("\n").split("\n")]


def treebank_words():
    """The words that khmer-nltk's tagger of parts of speech has met in the Asian Language Treebank, from the names of its features."""
    (folder,) = importlib.util.find_spec("khmernltk").submodule_search_locations
    with open(os.path.join(folder, "pos_tag", "sklearn_crf_pos_alt_0.9846.sav"), "rb") as file:
        model = file.read()
    return {name.decode() for name in re.findall(rb"\0(?:[-+]1:)?word:((?:\xe1[\x9e\x9f][\x80-\xbf])+)(?=\0)", model)}


def ends(words):
    """Where words end, from the beginning of the first."""
    return set(itertools.accumulate(len(word) for word in words))


def khmer(texts):
    """Words as a conditional random field and ICU cut them: where one has a longer word, it stays whole only if a treebank has it."""
    import khmercut

    known = treebank_words()
    cut = []
    for text, other in zip(texts, icu(texts, "km")):
        both = [ends(khmercut.tokenize(text)), ends(other)]
        words, start = [], 0
        for end in sorted(both[0] & both[1]):
            inner = [] if text[start:end] in known else sorted(at for at in both[0] | both[1] if start < at < end)
            for stop in [*inner, end]:
                words.append(text[start:stop])
                start = stop
        cut.append(words)
    return cut


def burmese(texts):
    """Words by the conditional random field of pyidaungsu, whose package as a whole wants more than that to be installed."""
    import pycrfsuite

    (folder,) = importlib.util.find_spec("pyidaungsu").submodule_search_locations
    module = importlib.util.spec_from_file_location("tokenize_burmese", os.path.join(folder, "tokenize.py"))
    tokenize = importlib.util.module_from_spec(module)
    module.loader.exec_module(tokenize)
    tagger = pycrfsuite.Tagger()
    tagger.open(os.path.join(folder, "model", "tokenizer.crfsuite"))
    tokenizer = tokenize.Tokenize()
    return [tokenizer.segment_sentence(tagger, text).split() for text in texts]


# Tibetan and Dzongkha case marks, conjunctions and demonstratives, which are words of their own unless joined to much used ones.
PARTICLES = set("གི ཀྱི གྱི ཡི གིས ཀྱིས གྱིས ཡིས ལ དུ ཏུ རུ སུ ན ནས ལས དང ནི ཀྱང ཡང འང ཏེ དེ སྟེ འདི ཅིང ཞིང ཤིང ཅིག ཞིག ཤིག ཅེས ཞེས རྣམས ཚོ ཚུ ལུ སྦེ".split())
MUCH_USED = 300
# Syllables that begin no word, and ones that end none.
NO_FIRST = PARTICLES | set("པ བ པའི བའི པར བར པས བས".split())
NO_LAST = PARTICLES | set("ཡོད རེད ཡིན ཨིན ཡོདཔ".split())
# What is written together with the word before it.
FUSED = ["འི", "འོ", "འང", "འམ", "ར", "ས"]
# Syllables of the longest word that is looked for.
SYLLABLES = 4


# What parts syllables.
TSHEG = "\u0f0b\u0f0c"
# The logarithm of what the reciprocals of 50,000 ranks add up to.
ZIPF = math.log(math.log(50000))


def units(run):
    """What a model reads as one character: a Tibetan syllable with the marks behind it, else a character."""
    return re.findall(f"[{TSHEG}]*[^{TSHEG}]+[{TSHEG}]*|[{TSHEG}]+", run) if re.match(RUNS["bo"], run) else list(run)


def tibetan(data):
    """Cuts by the words of two lists: the most probable way, a word being as probable as its rank says (Zipf)."""
    costs = {}
    for code in CODES["bo"]:
        for rank, word in enumerate(frequent(data, code)):
            parts = tuple(word.strip(TSHEG).replace(TSHEG[1], TSHEG[0]).split(TSHEG[0]))
            fits = len(parts) == 1 or rank < MUCH_USED or (parts[0] not in NO_FIRST and parts[-1] not in NO_LAST)
            if all(parts) and len(parts) <= SYLLABLES and fits:
                costs.setdefault(parts, math.log(rank + 3) + ZIPF)
    seldom = max(costs.values()) + 1

    def cost(parts):
        if parts in costs:
            return costs[parts]
        stems = ((*parts[:-1], parts[-1][: -len(ending)]) for ending in FUSED if parts[-1].endswith(ending))
        fused = [costs[stem] + 1 for stem in stems if stem in costs]
        return min(fused, default=seldom if len(parts) == 1 else math.inf)

    def cut(text):
        parts = units(text)
        bare = [part.strip(TSHEG) for part in parts]
        best = [(0.0, 0)]
        for end in range(1, len(parts) + 1):
            starts = range(max(0, end - SYLLABLES), end)
            best.append(min((best[start][0] + cost(tuple(bare[start:end])), start) for start in starts))
        words, end = [], len(parts)
        while end:
            words.append("".join(parts[best[end][1] : end]))
            end = best[end][1]
        return words[::-1]

    return lambda texts: [cut(text) for text in texts]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--data", required=True)
    parser.add_argument("--strings", help="folder of more text")
    parser.add_argument("--only", default=",".join(CODES))
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    pairs = simplify()
    with open(os.path.join(options.out, "fold.txt"), "w", encoding="utf-8") as file:
        file.writelines(f"{one}{other}\n" for one, other in sorted(pairs.items()))
    for language in options.only.split(","):
        texts = []
        for code in CODES[language]:
            for line in lines(options.data, code, options.strings):
                texts += [run for run in re.findall(RUNS[language], line) if len(run) > 1]
        texts = list(dict.fromkeys(texts))
        if language == "ja":
            cut, words = japanese(texts, options.data)
        elif language == "zh":
            cut, words = chinese(texts, pairs)
        elif language == "th":
            # Nothing cuts them as people have but a model that has learned from people; the trainer asks one.
            cut, words = [[text] for text in texts], []
            with open(os.path.join(options.out, "th.traits"), "w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in thai_traits(options.data))
        else:
            cutters = {"km": khmer, "my": burmese, "bo": tibetan(options.data)}
            cutter = cutters.get(language, lambda texts: icu(texts, language))
            cut = cutter(texts)
            counts = collections.Counter(word.strip(TSHEG) for parts in cut for word in parts)
            known = itertools.chain(*(frequent(options.data, code) for code in CODES[language]))
            known = [word for word in dict.fromkeys(known) if re.fullmatch(RUNS[language], word)]
            whole = {word for word, parts in zip(known, cutter(known)) if len(parts) == 1}
            counted = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
            words = [[word for word, count in counted if count > 4], [word for word, count in counted if count <= 4]]
            words.append([word for word in known if word in whole and word not in counts])
        assert all("".join(parts) == text for parts, text in zip(cut, texts))
        with open(os.path.join(options.out, f"{language}.txt"), "w", encoding="utf-8") as file:
            file.writelines(" ".join(parts) + "\n" for parts in cut)
        seen, lists = set(), []
        for group in words:
            fit = [word for word in dict.fromkeys(group) if len(units(word)) > 1 and re.fullmatch(RUNS[language], word)]
            lists.append("".join(f"{word}\n" for word in fit if word not in seen))
            seen.update(fit)
        with open(os.path.join(options.out, f"{language}.words"), "w", encoding="utf-8") as file:
            file.write("\n".join(lists))
        print(language, len(texts), "runs", [group.count("\n") for group in lists], "words", file=sys.stderr)


main()
