"""The accurate tagger: the teacher with fewer pieces, fewer layers and 4-bit weights."""

import torch
from torch import nn
from torch.nn import functional

from network import HIDDEN, TAGS, Layer, through

GROUP = 32
POSITIONS = 256
STEPS = 7  # of a group's scale in a linear layer, so that a weight fits 7 bits
FINE_STEPS = 255  # of a group's scale in the embeddings
EPSILON = 1e-12


def quantised(weight, steps):
    """Gives the integers of each weight (-8 to 7), the scale of each group (1 to `steps`) and of each row."""
    groups = weight.view(weight.shape[0], -1, GROUP)
    high, low = groups.amax(-1), groups.amin(-1)
    wanted = torch.maximum(high / 7, low / -8).clamp_min(1e-9)
    row = wanted.amax(-1, keepdim=True) / steps
    scale = (wanted / row).round().clamp(1, steps)
    integers = (groups / (scale * row)[..., None]).round().clamp(-8, 7)
    return integers, scale, row


class Rounded(torch.autograd.Function):
    """A weight as it will be once quantised; the gradient goes to the weight itself."""

    @staticmethod
    def forward(ctx, weight, steps):
        integers, scale, row = quantised(weight, steps)
        return (integers * (scale * row)[..., None]).view_as(weight)

    @staticmethod
    def backward(ctx, gradient):
        return gradient, None


class RoundedInput(torch.autograd.Function):
    """An input as signed bytes with one scale a token."""

    @staticmethod
    def forward(ctx, x):
        scale = x.abs().amax(-1, keepdim=True).float().clamp_min(1e-12) / 127
        return ((x.float() / scale).round() * scale).to(x.dtype)

    @staticmethod
    def backward(ctx, gradient):
        return gradient


class Linear(nn.Linear):
    rounding = False

    def forward(self, x):
        if not self.rounding:
            return super().forward(x)
        return functional.linear(RoundedInput.apply(x), Rounded.apply(self.weight, STEPS), self.bias)


class Compressed(nn.Module):
    def __init__(self, pieces, layers):
        super().__init__()
        self.word = nn.Embedding(pieces, HIDDEN)
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.embedding_norm = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(Linear) for _ in range(layers))
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(HIDDEN, len(TAGS))
        self.rounding = False

    def take(self, teacher, rows, layers):
        """Begins as the teacher's `layers`, with the `rows` of its embeddings."""
        with torch.no_grad():
            self.word.weight.copy_(teacher.word.weight[rows])
            self.position.weight.copy_(teacher.position.weight[:POSITIONS] + teacher.kind)
        self.embedding_norm.load_state_dict(teacher.embedding_norm.state_dict())
        for own, index in zip(self.layers, layers):
            own.load_state_dict(teacher.layers[index].state_dict())
        self.head.load_state_dict(teacher.head.state_dict())

    def round(self):
        """Computes from now on with quantised weights and inputs."""
        self.rounding = True
        for layer in self.layers:
            for linear in (layer.query_key_value, layer.output, layer.inner, layer.outer):
                linear.rounding = True

    def states(self, ids, mask):
        """Gives what each layer makes of each piece; `mask` is true where a piece is."""
        words = self.word(ids)
        if self.rounding:
            words = Rounded.apply(words.view(-1, HIDDEN), FINE_STEPS).view_as(words)
        x = self.embedding_norm(words + self.position.weight[: ids.shape[1]])
        return through(self.layers, self.drop(x), mask)

    def forward(self, ids, mask):
        """Gives the scores of the nine tags for each piece, before the softmax, and each layer's states."""
        states = self.states(ids, mask)
        return self.head(self.drop(states[-1])).float(), states
