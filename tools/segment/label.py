"""Cuts raw text of scripts without blanks into words with open tools, for the trainer of the segment pack.

    python3 tools/segment/label.py OUT --data DIR [--strings FOLDER]

FOLDER is what tools/language/fetch.py wrote its part `text` to: more text in Khmer and Burmese. DIR is laid out as tools/README.md tells. OUT gets, per language, `<code>.txt`: a run of one script a line, its words parted by blanks, and
`<code>.words`: lists of words for the filter, the best first, parted by blank lines; and `fold.txt`: traditional and simplified characters. SOURCES.md lists what
must be installed. Thai and Lao are cut by the ICU in Node.
"""

import argparse
import collections
import gzip
import io
import itertools
import json
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
}
CODES = {"ja": ["jpn"], "zh": ["zho", "zho-Hant"], "th": ["tha"], "lo": ["lao"], "km": ["khm"], "my": ["mya"]}


def lines(data, code, strings):
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


def thai_words(texts):
    """The words of two treebanks, as pythainlp's taggers know them, and those of its own list that the texts have."""
    import pythainlp.corpus

    folder = os.path.join(os.path.dirname(pythainlp.corpus.__file__))
    lists = []
    for name in ["pos_tud_unigram", "tdtb-unigram_tagger"]:
        with open(os.path.join(folder, f"{name}.json"), encoding="utf-8-sig") as file:
            lists.append(sorted(json.load(file)))
    with open(os.path.join(folder, "words_th.txt"), encoding="utf-8-sig") as file:
        known = {line.strip() for line in file}
    counts = collections.Counter()
    for text in texts:
        for start in range(len(text)):
            counts.update(text[start:end] for end in range(start + 2, min(start + 12, len(text)) + 1) if text[start:end] in known)
    lists.append([word for word, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if count > 1])
    return lists


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
    import importlib.util

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
    import importlib.util

    import pycrfsuite

    (folder,) = importlib.util.find_spec("pyidaungsu").submodule_search_locations
    module = importlib.util.spec_from_file_location("tokenize_burmese", os.path.join(folder, "tokenize.py"))
    tokenize = importlib.util.module_from_spec(module)
    module.loader.exec_module(tokenize)
    tagger = pycrfsuite.Tagger()
    tagger.open(os.path.join(folder, "model", "tokenizer.crfsuite"))
    tokenizer = tokenize.Tokenize()
    return [tokenizer.segment_sentence(tagger, text).split() for text in texts]


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
            # Words as people cut them say more than all that ICU knows beside them.
            cut, words = icu(texts, language), thai_words(texts)
        else:
            cutter = {"km": khmer, "my": burmese}.get(language, lambda texts: icu(texts, language))
            cut = cutter(texts)
            counts = collections.Counter(word for parts in cut for word in parts)
            known = frequent(options.data, CODES[language][0])
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
            fit = [word for word in dict.fromkeys(group) if len(word) > 1 and re.fullmatch(RUNS[language], word)]
            lists.append("".join(f"{word}\n" for word in fit if word not in seen))
            seen.update(fit)
        with open(os.path.join(options.out, f"{language}.words"), "w", encoding="utf-8") as file:
            file.write("\n".join(lists))
        print(language, len(texts), "runs", [group.count("\n") for group in lists], "words", file=sys.stderr)


main()
