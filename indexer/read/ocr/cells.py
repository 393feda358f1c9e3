"""The words of ruled cells: all cells of a table set below one another and read as one column.

Read in place, a row of narrow cells comes out as lines across the columns; cut out and stacked, each cell keeps
its own lines and the engine runs once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexer.read.lattice import Lattice
from indexer.read.ocr.engines import Engine, Grey, Seen
from indexer.read.ocr.strokes import ink

_MARGIN = 40
_GAP = 36
_INSET = 1.5
_LEAST_INK = 12


@dataclass(frozen=True, slots=True)
class _Cut:
    """A cell's print: where it was cut from and the pixels."""

    x: int
    y: int
    pixels: Grey


def cell_words(grey: Grey, lattice: Lattice, points: float, engine: Engine, tallest: int) -> list[Seen]:
    """The words in a lattice's cells, at their places in the image, each cell's lines numbered apart."""
    found: list[Seen] = []
    for stack in _stacks(list(_cuts(grey, lattice, points)), tallest):
        found += _read(stack, engine, first_line=len(found))
    return found


def _cuts(grey: Grey, lattice: Lattice, points: float) -> Iterator[_Cut]:
    height, width = grey.shape
    for area in lattice.areas:
        x0, top, x1, bottom = lattice.cell_box(area)
        left, right = max(0, round((x0 + _INSET) / points)), min(width, round((x1 - _INSET) / points))
        above, below = max(0, round((top + _INSET) / points)), min(height, round((bottom - _INSET) / points))
        if right - left < 4 or below - above < 4:
            continue
        pixels = grey[above:below, left:right]
        rows, columns = np.nonzero(ink(pixels))
        if len(rows) < _LEAST_INK:
            continue
        y0, y1 = max(0, int(rows.min()) - 6), int(rows.max()) + 7
        c0, c1 = max(0, int(columns.min()) - 6), int(columns.max()) + 7
        yield _Cut(left + c0, above + y0, pixels[y0:y1, c0:c1])


def _stacks(cuts: Sequence[_Cut], tallest: int) -> Iterator[list[_Cut]]:
    stack: list[_Cut] = []
    used = 0
    for cut in cuts:
        if stack and used + cut.pixels.shape[0] + _GAP > tallest:
            yield stack
            stack, used = [], 0
        stack.append(cut)
        used += cut.pixels.shape[0] + _GAP
    if stack:
        yield stack


def _read(stack: Sequence[_Cut], engine: Engine, first_line: int) -> list[Seen]:
    width = max(cut.pixels.shape[1] for cut in stack) + 2 * _MARGIN
    height = sum(cut.pixels.shape[0] + _GAP for cut in stack) + _MARGIN
    canvas = np.full((height, width), 255, np.uint8)
    tops, y = [], _MARGIN
    for cut in stack:
        canvas[y : y + cut.pixels.shape[0], _MARGIN : _MARGIN + cut.pixels.shape[1]] = cut.pixels
        tops.append(y)
        y += cut.pixels.shape[0] + _GAP
    found = []
    for word in engine.words(canvas, single_column=True):
        index = int(np.searchsorted(tops, (word.top + word.bottom) / 2 + _GAP / 2)) - 1
        cut, above = stack[max(0, index)], tops[max(0, index)]
        dx, dy = cut.x - _MARGIN, cut.y - above
        found.append(
            replace(
                word,
                x0=word.x0 + dx,
                x1=word.x1 + dx,
                top=word.top + dy,
                bottom=word.bottom + dy,
                # Lines of neighbouring cells that the engine ran together part again here.
                line=first_line + word.line * len(stack) + index,
            )
        )
    return found
