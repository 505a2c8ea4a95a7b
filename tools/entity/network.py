"""The teacher: multilingual-e5-small, a BERT of 12 layers, with a linear layer over nine tags."""

import math

import torch
from torch import nn
from torch.nn import functional

HIDDEN, LAYERS, HEADS, FEED_FORWARD = 384, 12, 12, 1536
VOCABULARY, POSITIONS = 250037, 512
TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-MISC", "I-MISC"]
PAD = 1


class Layer(nn.Module):
    def __init__(self, linear=nn.Linear):
        super().__init__()
        self.query_key_value = linear(HIDDEN, 3 * HIDDEN)
        self.output = linear(HIDDEN, HIDDEN)
        self.attention_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner = linear(HIDDEN, FEED_FORWARD)
        self.outer = linear(FEED_FORWARD, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, x, mask):
        rows, length, _ = x.shape
        joined = self.query_key_value(x).view(rows, length, 3, HEADS, HIDDEN // HEADS)
        query, key, value = joined.permute(2, 0, 3, 1, 4)
        # Written out: the backward pass of the fused kernel is several times slower on a CPU.
        scores = query @ key.transpose(-1, -2) * (1 / math.sqrt(HIDDEN // HEADS)) + mask
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(rows, length, HIDDEN)
        x = self.attention_norm(x + self.output(mixed))
        return self.norm(x + self.outer(functional.gelu(self.inner(x))))


def through(layers, x, mask):
    """Gives what each of the layers makes of `x`; `mask` is true where a piece is."""
    hidden = torch.zeros(mask.shape).masked_fill_(~mask, -1e4)[:, None, None, :]
    if torch.is_autocast_enabled("cpu"):
        x, hidden = x.bfloat16(), hidden.bfloat16()
    states = []
    for layer in layers:
        x = layer(x, hidden)
        states.append(x)
    return states


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, HIDDEN)
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.kind = nn.Parameter(torch.zeros(HIDDEN))
        self.embedding_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(HIDDEN, len(TAGS))

    def load(self, tensors):
        """Takes the tensors of `weights.read`; the head stays as it is."""

        def put(parameter, *names):
            values = torch.cat([tensors[name] for name in names])
            parameter.data.copy_(values[: parameter.numel()].view_as(parameter))

        def linear(module, *names):
            put(module.weight, *(f"{name}.w" for name in names))
            put(module.bias, *(f"{name}.b" for name in names))

        put(self.word.weight, "emb.word")
        put(self.position.weight, "emb.pos")
        put(self.kind, "emb.type")
        linear(self.embedding_norm, "emb.ln")
        for i, layer in enumerate(self.layers):
            linear(layer.query_key_value, f"l{i}.q", f"l{i}.k", f"l{i}.v")
            linear(layer.output, f"l{i}.ao")
            linear(layer.attention_norm, f"l{i}.aln")
            linear(layer.inner, f"l{i}.fi")
            linear(layer.outer, f"l{i}.fo")
            linear(layer.norm, f"l{i}.oln")

    def freeze(self, layers):
        """Fixes the embeddings and the lowest `layers`."""
        for module in (self.word, self.position, self.embedding_norm, *self.layers[:layers]):
            module.requires_grad_(False)
        self.kind.requires_grad_(False)

    def states(self, ids):
        """Gives each layer's hidden state of each piece; `ids` are rows padded with PAD."""
        x = self.word(ids) + self.position.weight[: ids.shape[1]] + self.kind
        x = self.drop(self.embedding_norm(x))
        return through(self.layers, x, ids != PAD)

    def forward(self, ids):
        """Gives the scores of the nine tags for each piece, before the softmax."""
        return self.head(self.drop(self.states(ids)[-1])).float()
