"""One plan below held against one above, cut down to what anyone is shown of it and small enough to be kept."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_api.ledger.library import Counted, Library
from search_api.ledger.likeness import likeness, of_part, relations
from search_api.ledger.membership import Part, part

# Of what merely mentions a task, only the nearest are shown.
SHOWN_MENTIONS = 5
_PARTS: tuple[Part, ...] = ("none", "group", "coordinate", "lead")
_ENTRY = np.dtype(
    [
        ("row", "<u4"),
        ("column", "<u4"),
        ("code", "<i4"),
        ("whole", "<f4"),
        ("words", "<f4"),
        ("meaning", "<f4"),
        ("units", "<f4"),
        ("of_above", "<f4"),
        ("of_below", "<f4"),
    ]
)
_HEAD = struct.Struct("<II")
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Paired:
    """The pairs of obligations that matter, a structured array by row and column with the relation as ``code``
    (see ``likeness.relations``): all that carry a task out, the nearest that mention it, and the nearest of every
    lower obligation. ``parts`` is the issuer's part in every upper obligation."""

    entries: NDArray[Any]
    parts: tuple[Part, ...]

    def written(self) -> bytes:
        """The pairs as bytes."""
        codes = bytes(_PARTS.index(one) for one in self.parts)
        return _HEAD.pack(len(codes), len(self.entries)) + zlib.compress(codes + self.entries.tobytes(), 1)

    @staticmethod
    def read(value: bytes) -> Paired:
        """The pairs that ``written`` gave."""
        parts, _ = _HEAD.unpack_from(value)
        plain = zlib.decompress(value[_HEAD.size :])
        return Paired(np.frombuffer(plain[parts:], _ENTRY), tuple(_PARTS[code] for code in plain[:parts]))


def paired(library: Library, above: Counted, below: Counted, judged: Mapping[Cell, int]) -> Paired:
    """The two plans held against each other; ``judged`` are the codes that people gave to pairs, by row and column."""
    parts = tuple(part(below.issuer, above.issuer, one.lead, one.coordinate) for one in above.obligations)
    whole = below.issuer.committee or below.issuer.apart_from(above.issuer)
    units = np.array([[of_part(one, whole)] for one in parts], np.float32).reshape(-1, 1)
    shared = library.shared(above, below)
    prose = np.array([[one.kind != "task" for one in below.obligations]], np.bool_)
    found = likeness(shared, library.cosines(above, below), units, prose)
    codes = relations(found, shared)
    for cell, code in judged.items():
        codes[cell] = code
    if not codes.size:
        return Paired(np.zeros(0, _ENTRY), parts)
    wanted = _wanted(codes, found.whole, compared(above))
    for cell in judged:
        wanted[cell] = True
    rows, columns = np.nonzero(wanted)
    entries = np.zeros(len(rows), _ENTRY)
    entries["row"], entries["column"], entries["code"] = rows, columns, codes[rows, columns]
    for name, values in (
        ("whole", found.whole),
        ("words", found.words),
        ("meaning", found.meaning),
        ("units", found.units),
        ("of_above", shared.of_above),
        ("of_below", shared.of_below),
    ):
        entries[name] = values[rows, columns]
    return Paired(entries, parts)


def compared(above: Counted) -> NDArray[np.int64]:
    """The rows of a superior plan that are held against others: its tasks, or all it asks for where it has none."""
    tasks = [n for n, one in enumerate(above.obligations) if one.kind == "task"]
    return np.array(tasks or range(len(above.obligations)), np.int64)


def _wanted(codes: NDArray[np.int8], whole: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pairs are kept."""
    wanted: NDArray[np.bool_] = codes >= 2
    mentions = np.where(codes == 1, whole, -1.0)
    nearest = np.argsort(-mentions, axis=1, kind="stable")[:, :SHOWN_MENTIONS]
    np.put_along_axis(wanted, nearest, True, axis=1)
    wanted[rows[whole[rows].argmax(axis=0)], np.arange(whole.shape[1])] = True
    wanted[np.arange(whole.shape[0]), whole.argmax(axis=1)] = True
    return wanted & (codes >= 1)
