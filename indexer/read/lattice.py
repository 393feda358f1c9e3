"""Rulings → lattices of cells: which rulings belong together, where a table's open sides are, which cells are merged.

Columns and rows are the positions of the rulings. A merged cell is a set of grid squares with no ruling between
them, so spans come out of the drawing itself; a square that is open to the outside is no cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.read.placed import Rectangle
from indexer.read.rulings import SNAP, Ruling
from indexer.types import RawTable

_OPEN_SIDE = 8.0
_COVERED = 0.7


@dataclass(frozen=True, slots=True)
class Area:
    """A cell of a lattice by its grid position and spans."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table's grid: positions of its column and row borders and its cells in row-major order.

    ``open_top``/``open_bottom`` tell that the columns run on past the outermost horizontal ruling.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def box(self) -> Rectangle:
        """The grid's outline."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_box(self, area: Area) -> Rectangle:
        """The outline of one cell."""
        return (
            self.xs[area.column],
            self.ys[area.row],
            self.xs[area.column + area.column_span],
            self.ys[area.row + area.row_span],
        )


def lattice_of(table: RawTable) -> Lattice | None:
    """The grid that a table's cells stand in, from their boxes; None where they do not tell every border."""
    boxes = [cell.box for cell in table.cells if cell.box is not None]
    xs = tuple(sorted({x for box in boxes for x in (box[0], box[2])}))
    ys = tuple(sorted({y for box in boxes for y in (box[1], box[3])}))
    if len(xs) != table.columns + 1 or len(ys) != table.rows + 1:
        return None
    areas = tuple(Area(cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells)
    return Lattice(xs, ys, areas, table.open_top, table.open_bottom)


def lattices(rulings: Sequence[Ruling]) -> list[Lattice]:
    """The grids that rulings form, from the top of the page down; a lone frame around text is none."""
    found = []
    for group in _groups(rulings):
        closed, open_top, open_bottom = _closed(group)
        lattice = _lattice(closed, open_top, open_bottom)
        if lattice is not None and len(lattice.areas) > 1:
            found.append(lattice)
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _groups(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    """Rulings that cross or touch, directly or through others; lines that touch nothing are left out."""
    flat = [ruling for ruling in rulings if not ruling.vertical]
    upright = [ruling for ruling in rulings if ruling.vertical]
    parent = list(range(len(flat) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, row in enumerate(flat):
        for j, column in enumerate(upright, len(flat)):
            if _touch(row, column):
                parent[root(i)] = root(j)
    groups: dict[int, list[Ruling]] = {}
    for index, ruling in enumerate((*flat, *upright)):
        groups.setdefault(root(index), []).append(ruling)
    return [group for group in groups.values() if len(group) > 2]


def _touch(row: Ruling, column: Ruling) -> bool:
    return row.start - SNAP <= column.at <= row.end + SNAP and column.start - SNAP <= row.at <= column.end + SNAP


def _closed(group: list[Ruling]) -> tuple[list[Ruling], bool, bool]:
    """The group with a ruling added along every side on which the drawn ones run on and stop together."""
    columns = [ruling for ruling in group if ruling.vertical]
    rows = [ruling for ruling in group if not ruling.vertical]
    added: list[Ruling] = []
    for low, inner in ((True, _ends(columns, True)), (False, _ends(columns, False))):
        reach = [ruling for ruling in rows if _beyond(ruling, inner, low)]
        if len(reach) >= 2:
            at = min(r.start for r in reach) if low else max(r.end for r in reach)
            added.append(Ruling(True, at, min(r.at for r in reach), max(r.at for r in reach), drawn=False))
    opened = []
    for low, inner in ((True, _ends(rows, True)), (False, _ends(rows, False))):
        reach = [ruling for ruling in columns if _beyond(ruling, inner, low)]
        opened.append(len(reach) >= 2)
        if len(reach) >= 2:
            at = min(r.start for r in reach) if low else max(r.end for r in reach)
            sides = [r.at for r in (*reach, *added) if r.vertical]
            added.append(Ruling(False, at, min(sides), max(sides), drawn=False))
            added = [_stretched(ruling, at) if ruling.vertical else ruling for ruling in added]
    return group + added, opened[0], opened[1]


def _ends(rulings: Sequence[Ruling], low: bool) -> float:
    return min(ruling.at for ruling in rulings) if low else max(ruling.at for ruling in rulings)


def _beyond(ruling: Ruling, inner: float, low: bool) -> bool:
    return ruling.start < inner - _OPEN_SIDE if low else ruling.end > inner + _OPEN_SIDE


def _stretched(ruling: Ruling, to: float) -> Ruling:
    return replace(ruling, start=min(ruling.start, to), end=max(ruling.end, to))


def _lattice(group: Sequence[Ruling], open_top: bool, open_bottom: bool) -> Lattice | None:
    columns = [ruling for ruling in group if ruling.vertical]
    rows = [ruling for ruling in group if not ruling.vertical]
    xs, ys = _positions(columns), _positions(rows)
    if len(xs) < 2 or len(ys) < 2:
        return None
    squares = _Squares(xs, ys, columns, rows)
    return Lattice(tuple(xs), tuple(ys), tuple(squares.areas()), open_top, open_bottom)


def _positions(rulings: Sequence[Ruling]) -> list[float]:
    found: list[float] = []
    for at in sorted(ruling.at for ruling in rulings):
        if not found or at - found[-1] > SNAP:
            found.append(at)
    return found


class _Squares:
    """The squares between neighbouring grid positions, joined where no ruling parts them."""

    def __init__(
        self, xs: Sequence[float], ys: Sequence[float], columns: Sequence[Ruling], rows: Sequence[Ruling]
    ) -> None:
        self._xs, self._ys = xs, ys
        self._width, self._height = len(xs) - 1, len(ys) - 1
        self._walls = [[self._drawn(columns, x, ys[j], ys[j + 1]) for x in xs] for j in range(self._height)]
        self._floors = [[self._drawn(rows, y, xs[i], xs[i + 1]) for i in range(self._width)] for y in ys]

    @staticmethod
    def _drawn(rulings: Sequence[Ruling], at: float, start: float, end: float) -> bool:
        """Whether rulings at a position cover most of a stretch."""
        covered = sum(
            max(0.0, min(end, ruling.end) - max(start, ruling.start))
            for ruling in rulings
            if abs(ruling.at - at) <= SNAP
        )
        return covered >= _COVERED * (end - start)

    def areas(self) -> list[Area]:
        """The cells in row-major order; parts of an odd shape come as one cell a row."""
        owner: dict[tuple[int, int], int] = {}
        found: list[Area] = []
        for row in range(self._height):
            for column in range(self._width):
                if (row, column) in owner:
                    continue
                part = self._part(row, column)
                owner.update(dict.fromkeys(part, row))
                if not self._open(part):
                    found += _rectangles(part)
        return sorted(found, key=lambda area: (area.row, area.column))

    def _part(self, row: int, column: int) -> set[tuple[int, int]]:
        part, waiting = {(row, column)}, [(row, column)]
        while waiting:
            r, c = waiting.pop()
            for square, parted in (
                ((r, c + 1), c + 1 < self._width and self._walls[r][c + 1]),
                ((r, c - 1), self._walls[r][c]),
                ((r + 1, c), r + 1 < self._height and self._floors[r + 1][c]),
                ((r - 1, c), self._floors[r][c]),
            ):
                inside = 0 <= square[0] < self._height and 0 <= square[1] < self._width
                if inside and not parted and square not in part:
                    part.add(square)
                    waiting.append(square)
        return part

    def _open(self, part: set[tuple[int, int]]) -> bool:
        """Whether a part lies open to the outside both sideways and up or down: the bay of a stepped outline."""
        sideways = any(
            (c == 0 and not self._walls[r][0]) or (c == self._width - 1 and not self._walls[r][self._width])
            for r, c in part
        )
        upward = any(
            (r == 0 and not self._floors[0][c]) or (r == self._height - 1 and not self._floors[self._height][c])
            for r, c in part
        )
        return sideways and upward


def _rectangles(part: set[tuple[int, int]]) -> list[Area]:
    rows, columns = {r for r, _ in part}, {c for _, c in part}
    if len(part) == len(rows) * len(columns):
        return [Area(min(rows), min(columns), len(rows), len(columns))]
    found = []
    for row in sorted(rows):
        inside = sorted(c for r, c in part if r == row)
        start = inside[0]
        for at, following in zip(inside, [*inside[1:], None], strict=True):
            if following != at + 1:
                found.append(Area(row, start, 1, at - start + 1))
                start = following if following is not None else start
    return found
