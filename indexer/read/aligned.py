"""Tables whose columns are drawn by alignment alone: between horizontal rules, or with no ruling at all.

Gutters that the words leave free stand in for the missing rulings, and the lattice then reads them as if they
had been printed. Without horizontal rules a table is accepted only where at least three columns keep their
gutters over a filled first row and two more.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indexer.read.gutters import Strip, covered, gutters, narrowed
from indexer.read.lattice import lattices
from indexer.read.placed import Placed, bounds, printed_lines
from indexer.read.rowbreaks import row_breaks
from indexer.read.ruled import Taken, fill
from indexer.read.rulings import Ruling

Lines = list[list[Placed]]

_SAME_END = 6.0
_SHORTEST_RULE = 120.0
_GUTTER_BETWEEN_RULES = 3.0
_GUTTER_BETWEEN_TWO = 5.0
_GUTTER_BARE = 5.0
_LEAST_ROWS = 3
_RAISED_BY = 1.2
_NEAR = 0.9
_FARTHEST = 4.5
_MOST_TITLES = 2
_WORD_SPACE = 0.7


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
    x0, x1 = min(rule.start for rule in group), max(rule.end for rule in group)
    column = [word for word in words if x0 - 2 < word.middle[0] < x1 + 2]
    bands = [
        printed_lines(word for word in column if upper.at < word.middle[1] < lower.at)
        for upper, lower in pairwise(group)
    ]
    lines = [line for band in bands for line in band if not (len(band) == 1 and _is_run(line))]
    least = _GUTTER_BETWEEN_RULES if len(group) > 2 else _GUTTER_BETWEEN_TWO
    strips = gutters(lines, least, crossing=len(lines) // 10)
    if not strips:
        return None
    strips = [_cleared(strip, lines) for strip in strips]
    rules = list(group)
    if len(group) <= 3:
        rules += row_breaks(bands[-1], strips, (x0, x1))
    for outside in (
        _beyond(column, group[0].at, strips, above=True),
        _beyond(column, group[-1].at, strips, above=False),
    ):
        if outside:
            _, top, _, bottom = bounds(outside)
            at = top - 1 if bottom < group[0].at else bottom + 1
            rules.append(Ruling(False, at, x0, x1, drawn=False))
    top, bottom = min(rule.at for rule in rules), max(rule.at for rule in rules)
    inner = (rule for rule in flat if x0 - _SAME_END < rule.start and rule.end < x1 + _SAME_END)
    rules += [rule for rule in inner if top < rule.at < bottom and rule not in group]
    return _table(rules, strips, (x0, x1), [word for word in column if top < word.middle[1] < bottom])


def _is_run(line: Sequence[Placed]) -> bool:
    """Whether the words of a line stand together, as a title's do; recognition may leave wide spaces between them."""
    return all(right.word.x0 - left.word.x1 < _WORD_SPACE * left.size for left, right in pairwise(line))


def _cleared(strip: Strip, lines: Sequence[Sequence[Placed]]) -> Strip:
    """The widest part of a gutter that no line reaches into, or as few as may be: where a wall cuts no word."""
    parts = [strip]
    for line in lines:
        parts = narrowed(parts, line, 0.5) or parts
    return max(parts, key=lambda part: part[1] - part[0])


def _beyond(words: Sequence[Placed], edge: float, strips: Sequence[Strip], above: bool) -> list[Placed]:
    """The row of words just outside the outermost rule, where it keeps the gutters and fills several columns.

    Tables are often drawn with a rule under each row only, or between rows only.
    """
    outside = [word for word in words if (word.middle[1] < edge) is above and abs(word.middle[1] - edge) > 1]
    lines = printed_lines(outside)
    row: list[Placed] = []
    columns: set[int] = set()
    near = edge
    for line in reversed(lines) if above else lines:
        size = line[0].size
        gap = near - max(w.word.bottom for w in line) if above else min(w.word.top for w in line) - near
        if gap > _NEAR * size or len(narrowed(strips, line, _GUTTER_BETWEEN_RULES)) < len(strips):
            break
        row += line
        columns |= {sum(word.middle[0] > right for _, right in strips) for word in line}
        near = min(w.word.top for w in line) if above else max(w.word.bottom for w in line)
    return row if 2 * len(columns) > len(strips) + 1 and len(columns) > 2 else []


def _bare(words: Sequence[Placed]) -> list[Taken]:
    lines = printed_lines(words)
    found = []
    index = 0
    while index < len(lines):
        end, strips = _grown(lines, index)
        first = _with_raised(lines, index, strips)
        strips = _widened(lines[first:end], strips)
        table = bare_table(lines[first:end], strips) if len(strips) > 1 else None
        if table is None:
            index += 1
        else:
            found.append(table)
            index = end
    return found


def _grown(lines: Lines, start: int) -> tuple[int, list[Strip]]:
    """How far the gutters of a line carry on below it, over titles of groups too, and what is left of them."""
    strips = gutters([lines[start]], _GUTTER_BARE)
    end = start + 1
    titles = 0
    while len(strips) > 1 and end + titles < len(lines):
        line, above = lines[end + titles], lines[end + titles - 1]
        if line[0].base - above[0].base > _FARTHEST * line[0].size:
            break
        kept = narrowed(strips, line, _GUTTER_BARE)
        if len(kept) == len(strips) and (not titles or 2 * len(covered(line)) > len(strips)):
            strips = kept
            end += titles + 1
            titles = 0
        elif len(covered(line)) == 1 and titles < _MOST_TITLES:
            titles += 1
        else:
            break
    return end, strips


def _widened(lines: Lines, strips: list[Strip]) -> list[Strip]:
    """The gutters of all lines but titles: a column of numbers may stand left of all that the first line says."""
    found = gutters([line for line in lines if len(covered(line)) > 1], _GUTTER_BARE)
    return found if len(found) > len(strips) > 1 else strips


def _with_raised(lines: Lines, start: int, strips: Sequence[Strip]) -> int:
    """The first line of the header: taller cells of it begin above the line that fills every column."""
    size = lines[start][0].size
    while (
        start > 0
        and lines[start][0].base - lines[start - 1][0].base < _RAISED_BY * size
        and len(narrowed(strips, lines[start - 1], _GUTTER_BARE)) == len(strips)
    ):
        start -= 1
    return start


def bare_table(lines: Lines, strips: Sequence[Strip], headed: bool = True) -> Taken | None:
    """The table of some lines with columns parted by ``strips``; None where they do not look like one.

    ``headed`` wants a first row that names every column: a table that goes on from the page before has none.
    """
    words = [word for line in lines for word in line]
    x0, top, x1, bottom = bounds(words)
    breaks = row_breaks(lines, strips, (x0, x1))
    ys = [top - 1, *(rule.at for rule in breaks), bottom + 1]
    if len(ys) - 1 < _LEAST_ROWS:
        return None
    rules = [Ruling(False, at, x0 - 1, x1 + 1, drawn=False) for at in ys]
    table = _table(rules, strips, (x0 - 1, x1 + 1), words)
    if table is None or not _evident(table, len(strips) + 1, headed):
        return None
    return table


def _evident(taken: Taken, columns: int, headed: bool) -> bool:
    """Whether the first row names every column and most rows below it, titles aside, fill most of them."""
    filled: dict[int, int] = {}
    for cell in taken.table.cells:
        filled[cell.row] = filled.get(cell.row, 0) + bool(cell.lines)
    below = [count for row, count in filled.items() if row > 0 and count > 2]
    if headed and filled.get(0, 0) != columns:
        return False
    return len(below) > 1 and sum(2 * count > columns for count in below) * 3 >= 2 * len(below)


def _table(rules: Sequence[Ruling], strips: Sequence[Strip], sides: Strip, words: Sequence[Placed]) -> Taken | None:
    """The lattice of some rules with a wall in every gutter, broken where words cross it."""
    ys = sorted(rule.at for rule in rules)
    walls = [Ruling(True, x, ys[0], ys[-1], drawn=False) for x in sides]
    for upper, lower in pairwise(ys):
        lines = printed_lines(word for word in words if upper < word.middle[1] < lower)
        crossed = [any(_crosses(line, strip) for line in lines) for strip in strips]
        if any(crossed) and all(len(covered(line)) == 1 for line in lines):
            continue
        walls += [
            Ruling(True, (left + right) / 2, upper, lower, drawn=False)
            for (left, right), bridged in zip(strips, crossed, strict=True)
            if not bridged
        ]
    grids = lattices([*rules, *walls])
    if not grids:
        return None
    return fill(max(grids, key=lambda grid: len(grid.areas)), words, "aligned")


def _crosses(line: Sequence[Placed], strip: Strip) -> bool:
    """Whether a line runs through a gutter without leaving it free."""
    return any(x0 < strip[0] + 1 and x1 > strip[1] - 1 for x0, x1 in covered(line))
