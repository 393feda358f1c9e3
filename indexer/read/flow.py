"""Words outside tables → lines in reading order, with blocks that stand side by side read one after the other.

The letterhead (agency left, quốc hiệu right) and the close (nơi nhận left, signature right) of Nghị định
30/2020/NĐ-CP, Phụ lục I, are such blocks: their lines share heights, and reading across would interleave them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.read.placed import Placed, bounds, printed_lines, raw_line
from indexer.types import RawLine

_GAP = 1.0
_GUTTER = 0.8
_FOLLOWS = 1.9
_APART = 8.0
_CLOSE = 0.8
_BESIDE = 0.2
_ROWS_OF_A_LIST = 7


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a printed line without a wide gap in it."""

    words: tuple[Placed, ...]
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def height(self) -> float:
        """The height of its box."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class _Band:
    """Printed lines from ``start`` to ``end`` (half-open) that a gutter around ``at`` parts into two blocks.

    ``across`` tells that they are nevertheless read line by line.
    """

    start: int
    end: int
    at: float
    across: bool


def reading_lines(words: Sequence[Placed]) -> list[RawLine]:
    """The lines of some words in the order in which a person reads them."""
    rows = [_pieces(line) for line in printed_lines(words)]
    lines: list[RawLine] = []
    index = 0
    while index < len(rows):
        band = _band(rows, index)
        if band is None:
            lines.append(_joined(rows[index]))
            index += 1
        elif band.across:
            lines += [_joined(row) for row in rows[band.start : band.end]]
            index = band.end
        else:
            lines += _side_by_side(rows[band.start : band.end], band.at)
            index = band.end
    return lines


def _pieces(line: Sequence[Placed]) -> list[Piece]:
    runs: list[list[Placed]] = [[line[0]]]
    for left, right in pairwise(line):
        if right.word.x0 - left.word.x1 > _GAP * max(left.size, right.size):
            runs.append([])
        runs[-1].append(right)
    return [Piece(tuple(run), *bounds(run)) for run in runs]


def _joined(row: Sequence[Piece]) -> RawLine:
    return raw_line([word for piece in row for word in piece.words])


def _side_by_side(rows: Sequence[Sequence[Piece]], at: float) -> list[RawLine]:
    lines = []
    for left in (True, False):
        for row in rows:
            side = [piece for piece in row if ((piece.x0 + piece.x1) / 2 < at) is left]
            if side:
                lines.append(_joined(side))
    return lines


def _band(rows: Sequence[Sequence[Piece]], start: int) -> _Band | None:
    """The longest run of printed lines from ``start`` on that one of the first line's gaps parts, if it is a band."""
    best: _Band | None = None
    for left, right in _first_gaps(rows, start):
        band = _grown(rows, start, left, right)
        if band is not None and (best is None or band.end > best.end):
            best = band
    return best


def _first_gaps(rows: Sequence[Sequence[Piece]], start: int) -> list[tuple[float, float]]:
    """Gaps to try: within the first line, or, where it stands on one side alone, those of the lines close below.

    Two blocks seldom begin at one height: the longer one starts higher.
    """
    gaps = [(left.x1, right.x0) for left, right in pairwise(rows[start])]
    bottom = rows[start][0].bottom
    for row in rows[start + 1 : start + 3]:
        if gaps or row[0].top - bottom > _CLOSE * row[0].height:
            break
        first, below = rows[start][0], row[0]
        gaps = [(left.x1, right.x0) for left, right in pairwise(row)]
        if not gaps and below.top < first.bottom - _BESIDE * first.height:
            gaps = [pair for pair in ((first.x1, below.x0), (below.x1, first.x0)) if pair[0] < pair[1]]
        bottom = row[0].bottom
    return gaps


def _grown(rows: Sequence[Sequence[Piece]], start: int, left: float, right: float) -> _Band | None:
    end = start
    sides: list[tuple[bool, bool]] = []
    bottoms = {True: 0.0, False: 0.0}
    for row in rows[start:]:
        size = max(piece.height for piece in row)
        narrowed = _narrowed(row, left, right, _GUTTER * size)
        if narrowed is None or (sides and row[0].top - max(bottoms.values()) > _APART * size):
            break
        left, right = narrowed
        middle = (left + right) / 2
        for piece in row:
            on_left = piece.x1 <= middle
            bottoms[on_left] = max(bottoms[on_left], piece.bottom)
        sides.append((any(p.x1 <= middle for p in row), any(p.x0 >= middle for p in row)))
        end += 1
    end = _trimmed(rows, start, end, (left + right) / 2)
    sides = sides[: end - start]
    both = sum(on_left and on_right for on_left, on_right in sides)
    if not (any(on_left for on_left, _ in sides) and any(on_right for _, on_right in sides)) or len(sides) < 2:
        return None
    # Many lines that all reach across are a list with a second column, which is read line by line.
    across = both >= _ROWS_OF_A_LIST and both >= 0.9 * len(sides)
    return _Band(start, end, (left + right) / 2, across)


def _narrowed(row: Sequence[Piece], left: float, right: float, least: float) -> tuple[float, float] | None:
    """The part of a gutter that a line leaves free; None where it leaves less than ``least``."""
    for piece in row:
        if piece.x1 <= right and piece.x0 <= left or (piece.x0 + piece.x1) / 2 < left:
            left = max(left, piece.x1)
        elif piece.x0 >= left:
            right = min(right, piece.x0)
        else:
            return None
    return (left, right) if right - left >= least else None


def _trimmed(rows: Sequence[Sequence[Piece]], start: int, end: int, at: float) -> int:
    """The band's end without the lines that follow it on one side only and do not continue a block.

    Lines of the right block may be left to the text that follows, since they are read last anyway.
    """
    last = {True: start, False: start}
    for index in range(start, end):
        for piece in rows[index]:
            side = piece.x1 <= at
            before = last[side]
            reach = max((p.bottom for p in rows[before] if (p.x1 <= at) is side), default=piece.top)
            if side and index > start and piece.top - reach > _FOLLOWS * piece.height and _beside(rows, index, at):
                return index
            last[side] = index
    while end > start and not any(piece.x1 <= at for piece in rows[end - 1]):
        end -= 1
    return end


def _beside(rows: Sequence[Sequence[Piece]], index: int, at: float) -> bool:
    """Whether nothing of the right block stands beside a line of the left one."""
    piece = rows[index][0]
    return not any(
        other.x0 >= at and other.top < piece.bottom and other.bottom > piece.top
        for row in rows[max(0, index - 1) : index + 2]
        for other in row
    )
