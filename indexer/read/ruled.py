"""Words in a lattice → a table record: each word in the cell that holds its middle."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.read.lattice import Area, Lattice, lattices
from indexer.read.numbered import missing_rules
from indexer.read.placed import Placed, Rectangle, printed_lines, raw_line
from indexer.read.rulings import Ruling
from indexer.read.shaded import shaded_bridges
from indexer.types import RawCell, RawTable, TableOrigin


@dataclass(frozen=True, slots=True)
class Taken:
    """A table and the words that it takes out of the page's running text."""

    table: RawTable
    box: Rectangle
    words: tuple[Placed, ...]


def ruled_tables(rulings: Sequence[Ruling], words: Sequence[Placed], origin: TableOrigin = "ruled") -> list[Taken]:
    """The tables that rulings draw around words, from the top of the page down; grids without words are none."""
    found = []
    drawn = [*rulings, *shaded_bridges(lattices(rulings), words)]
    for lattice in lattices([*drawn, *missing_rules(lattices(drawn), words)]):
        taken = fill(lattice, words, origin)
        if taken is not None:
            found.append(taken)
    return found


def fill(lattice: Lattice, words: Sequence[Placed], origin: TableOrigin) -> Taken | None:
    """A lattice with the words that stand in its cells; None where fewer than two cells hold any."""
    owner = {
        (row, column): area
        for area in lattice.areas
        for row in range(area.row, area.row + area.row_span)
        for column in range(area.column, area.column + area.column_span)
    }
    held: dict[Area, list[Placed]] = {area: [] for area in lattice.areas}
    for word in words:
        x, y = word.middle
        area = owner.get((bisect_right(lattice.ys, y) - 1, bisect_right(lattice.xs, x) - 1))
        if area is not None:
            held[area].append(word)
    if sum(bool(inside) for inside in held.values()) < 2:
        return None
    cells = tuple(_cell(lattice, area, held[area]) for area in lattice.areas)
    table = RawTable(
        len(lattice.ys) - 1,
        len(lattice.xs) - 1,
        cells,
        origin,
        lattice.box,
        lattice.open_top,
        lattice.open_bottom,
    )
    return Taken(table, lattice.box, tuple(word for inside in held.values() for word in inside))


def _cell(lattice: Lattice, area: Area, words: Sequence[Placed]) -> RawCell:
    return RawCell(
        area.row,
        area.column,
        tuple(raw_line(line) for line in printed_lines(words)),
        area.row_span,
        area.column_span,
        lattice.cell_box(area),
    )
