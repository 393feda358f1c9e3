"""Characters of a PDF page, set upright, cleaned of doubles and of what lies off the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from indexer.read.turn import View, quarters_of

_HEAVY = ("bold", "black", "heavy", "demi")
_DOUBLE = 0.12

UNMAPPED = "\ufffd"
"""Stands for a glyph whose font gives no Unicode character."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character upright on its (turned) page; ``base`` is its baseline's distance from the top."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    font: str

    @property
    def bold(self) -> bool:
        """Whether the font's name says that it is a heavy one."""
        return _is_heavy(self.font)

    @property
    def size(self) -> float:
        """The type size in points."""
        return self.bottom - self.top


@cache
def _is_heavy(font: str) -> bool:
    return any(word in font.lower() for word in _HEAVY)


def by_turn(chars: Iterable[Mapping[str, Any]]) -> dict[int, list[Mapping[str, Any]]]:
    """pdfplumber's characters by the quarter turns that set them upright, the commonest direction first."""
    groups: dict[int, list[Mapping[str, Any]]] = {}
    for char in chars:
        groups.setdefault(quarters_of(char["matrix"]), []).append(char)
    counts = Counter({quarters: sum(not c["text"].isspace() for c in group) for quarters, group in groups.items()})
    return {quarters: groups[quarters] for quarters, _ in counts.most_common()}


def upright(chars: Sequence[Mapping[str, Any]], view: View) -> list[Glyph]:
    """Characters of one direction on the turned visible page, without overprinted doubles and off-page ones."""
    width, height = view.turn.size
    seen: dict[tuple[str, int, int], Glyph] = {}
    found = []
    for char in chars:
        x0, top, x1, bottom = view.box(char)
        if x1 < 0 or bottom < 0 or x0 > width or top > height:
            continue
        text = UNMAPPED if char["text"].startswith("(cid:") else char["text"]
        glyph = Glyph(text, x0, top, x1, bottom, view.base(char), char["fontname"])
        if not _is_double(glyph, seen):
            found.append(glyph)
    return found


def _is_double(glyph: Glyph, seen: dict[tuple[str, int, int], Glyph]) -> bool:
    """Whether the glyph was printed before, a fraction of a point away, as bold type is often faked."""
    if glyph.text.isspace():
        return False
    column, row = int(glyph.x0 / 2), int(glyph.top / 2)
    near = _DOUBLE * glyph.size
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            other = seen.get((glyph.text, column + dx, row + dy))
            if other is not None and abs(other.x0 - glyph.x0) < near and abs(other.top - glyph.top) < near:
                return True
    seen[glyph.text, column, row] = glyph
    return False
