"""Tables whose columns are drawn by alignment alone: between horizontal rules, or with no ruling at all.

Gutters that the words leave free stand in for the missing rulings, and the lattice then reads them as if they
had been printed. Without horizontal rules a table is accepted only where at least three columns keep their
gutters over a filled first row and two more.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from indexer.read.gutters import Strip, covered, gutters, narrowed
from indexer.read.lattice import lattices
from indexer.read.placed import Placed, bounds, printed_lines
from indexer.read.ruled import Taken, fill
from indexer.read.rulings import Ruling

Lines = list[list[Placed]]

_SAME_END = 6.0
_SHORTEST_RULE = 120.0
_GUTTER_BETWEEN_RULES = 3.0
_GUTTER_BETWEEN_TWO = 5.0
_GUTTER_BARE = 5.0
_LEAST_ROWS = 3
_ROW_GAP = 1.2
_FARTHEST = 4.5


def aligned_tables(rulings: Sequence[Ruling], words: Sequence[Placed]) -> list[Taken]:
    """The tables among words that no drawn lattice holds, from the top of the page down."""
    found = _between_rules(rulings, words)
    taken = {id(word) for table in found for word in table.words}
    found += _bare([word for word in words if id(word) not in taken])
    return sorted(found, key=lambda table: table.box[1])


def _between_rules(rulings: Sequence[Ruling], words: Sequence[Placed]) -> list[Taken]:
    flat = sorted((ruling for ruling in rulings if not ruling.vertical), key=lambda ruling: ruling.at)
    groups: list[list[Ruling]] = []
    for ruling in flat:
        if ruling.end - ruling.start < _SHORTEST_RULE:
            continue
        group = next((group for group in groups if _same_ends(group[0], ruling)), None)
        if group is None:
            groups.append([ruling])
        else:
            group.append(ruling)
    found = []
    for group in groups:
        table = _ruled_rows(group, flat, words) if len(group) > 1 else None
        if table is not None:
            found.append(table)
    return found


def _same_ends(one: Ruling, other: Ruling) -> bool:
    return abs(one.start - other.start) <= _SAME_END and abs(one.end - other.end) <= _SAME_END


def _ruled_rows(group: Sequence[Ruling], flat: Sequence[Ruling], words: Sequence[Placed]) -> Taken | None:
    top, bottom = group[0].at, group[-1].at
    x0, x1 = min(rule.start for rule in group), max(rule.end for rule in group)
    inside = [word for word in words if top < word.middle[1] < bottom and x0 - 2 < word.middle[0] < x1 + 2]
    bands = [
        printed_lines(word for word in inside if upper.at < word.middle[1] < lower.at)
        for upper, lower in pairwise(group)
    ]
    lines = [line for band in bands for line in band if not (len(band) == 1 and len(covered(line)) == 1)]
    least = _GUTTER_BETWEEN_RULES if len(group) > 2 else _GUTTER_BETWEEN_TWO
    strips = gutters(lines, least, crossing=len(lines) // 10)
    if not strips:
        return None
    rules = [
        rule
        for rule in flat
        if top - 1 < rule.at < bottom + 1 and x0 - _SAME_END < rule.start < rule.end < x1 + _SAME_END
    ]
    if len(group) <= 3:
        rules += _row_breaks(bands[-1], strips, (x0, x1))
    return _table(rules, strips, (x0, x1), inside)


def _bare(words: Sequence[Placed]) -> list[Taken]:
    lines = printed_lines(words)
    found = []
    index = 0
    while index < len(lines):
        end, strips = _grown(lines, index)
        first = _with_raised(lines, index, strips)
        table = _bare_table(lines[first:end], strips) if len(strips) > 1 else None
        if table is None:
            index += 1
        else:
            found.append(table)
            index = end
    return found


def _grown(lines: Lines, start: int) -> tuple[int, list[Strip]]:
    """How far the gutters of a line carry on below it, and what is left of them."""
    strips = gutters([lines[start]], _GUTTER_BARE)
    end = start + 1
    while len(strips) > 1 and end < len(lines):
        size = lines[end][0].size
        if lines[end][0].base - lines[end - 1][0].base > _FARTHEST * size:
            break
        kept = narrowed(strips, lines[end], _GUTTER_BARE)
        if len(kept) < len(strips):
            break
        strips = kept
        end += 1
    return end, strips


def _with_raised(lines: Lines, start: int, strips: Sequence[Strip]) -> int:
    """The first line of the header: taller cells of it begin above the line that fills every column."""
    size = lines[start][0].size
    while (
        start > 0
        and lines[start][0].base - lines[start - 1][0].base < _ROW_GAP * size
        and len(narrowed(strips, lines[start - 1], _GUTTER_BARE)) == len(strips)
    ):
        start -= 1
    return start


def _bare_table(lines: Lines, strips: Sequence[Strip]) -> Taken | None:
    words = [word for line in lines for word in line]
    x0, top, x1, bottom = bounds(words)
    breaks = _row_breaks(lines, strips, (x0, x1))
    ys = [top - 1, *(rule.at for rule in breaks), bottom + 1]
    if len(ys) - 1 < _LEAST_ROWS:
        return None
    rules = [Ruling(False, at, x0 - 1, x1 + 1, drawn=False) for at in ys]
    table = _table(rules, strips, (x0 - 1, x1 + 1), words)
    if table is None or not _evident(table, len(strips) + 1):
        return None
    return table


def _evident(taken: Taken, columns: int) -> bool:
    """Whether the first row names every column and most rows below it fill most of them."""
    filled: dict[int, int] = {}
    for cell in taken.table.cells:
        filled[cell.row] = filled.get(cell.row, 0) + bool(cell.lines)
    below = [count for row, count in filled.items() if row > 0]
    return filled.get(0, 0) == columns and sum(2 * count > columns for count in below) * 3 >= 2 * len(below)


def _row_breaks(lines: Lines, strips: Sequence[Strip], sides: Strip) -> list[Ruling]:
    """Rules between rows: at gaps wider than those within cells, else above lines that begin in the first column."""
    advances = [lower[0].base - upper[0].base for upper, lower in pairwise(lines)]
    if not advances:
        return []
    size = median(line[0].size for line in lines)
    usual = min((advance for advance in advances if advance > 0.8 * size), default=size)
    starts = [index + 1 for index, advance in enumerate(advances) if advance > _ROW_GAP * usual]
    if not starts:
        first_column = [line[0].word.x1 <= strips[0][1] for line in lines]
        starts = [index for index in range(1, len(lines)) if first_column[index]]
        if len(starts) == len(lines) - 1 and len(lines) > 1 and not all(len(covered(line)) > 1 for line in lines):
            return []
    found = []
    for index in starts:
        above = max(word.word.bottom for word in lines[index - 1])
        below = min(word.word.top for word in lines[index])
        found.append(Ruling(False, (above + below) / 2, sides[0], sides[1], drawn=False))
    return found


def _table(rules: Sequence[Ruling], strips: Sequence[Strip], sides: Strip, words: Sequence[Placed]) -> Taken | None:
    """The lattice of some rules with a wall in every gutter, broken where words cross it."""
    ys = sorted(rule.at for rule in rules)
    walls = [Ruling(True, x, ys[0], ys[-1], drawn=False) for x in sides]
    for left, right in strips:
        at = (left + right) / 2
        across = [word.middle[1] for word in words if word.word.x0 < left + 1 and word.word.x1 > right - 1]
        for upper, lower in pairwise(ys):
            if not any(upper < middle < lower for middle in across) and not _bridged(
                words, (left, right), upper, lower
            ):
                walls.append(Ruling(True, at, upper, lower, drawn=False))
    grids = lattices([*rules, *walls])
    if not grids:
        return None
    return fill(max(grids, key=lambda grid: len(grid.areas)), words, "aligned")


def _bridged(words: Sequence[Placed], strip: Strip, upper: float, lower: float) -> bool:
    """Whether a line between two heights runs through a gutter without leaving it free."""
    for line in printed_lines(word for word in words if upper < word.middle[1] < lower):
        if any(x0 < strip[0] + 1 and x1 > strip[1] - 1 for x0, x1 in covered(line)):
            return True
    return False
