"""Where the rows of a table begin that no ruling parts: at its first column's entries, or at wider gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.read.gutters import Strip, covered
from indexer.read.placed import Placed
from indexer.read.rulings import Ruling

Line = Sequence[Placed]

_WIDER = 1.6
_WIDER_BY = 0.25
_OFF_CENTRE = 0.8
_MIDSENTENCE = 0.6
_REMAINDER = 0.5
_EDGE = 0.3
MARK = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2}){0,3}|[IVXLC]+|[A-HĐa-hđ])[.)]?")


def row_breaks(lines: Sequence[Line], strips: Sequence[Strip], sides: Strip) -> list[Ruling]:
    """Horizontal rules between the rows that printed lines form over columns parted by ``strips``; none if unclear."""
    filled = [{_column(word, strips) for word in line} for line in lines]
    columns = len(strips) + 1
    starts = (
        _at_entries(lines, filled, columns)
        or _around_numbers(lines, strips, 0)
        or (_around_numbers(lines, strips, 1) if columns > 3 else [])
        or _at_gaps(lines)
        or _each(filled, columns)
    )
    found = []
    for index in starts:
        above = max(word.word.bottom for word in lines[index - 1])
        below = min(word.word.top for word in lines[index])
        found.append(Ruling(False, (above + below) / 2, sides[0], sides[1], drawn=False))
    return found


def _column(word: Placed, strips: Sequence[Strip]) -> int:
    return sum(word.word.x0 > right - 0.5 for _, right in strips)


def _at_entries(lines: Sequence[Line], filled: Sequence[set[int]], columns: int) -> list[int]:
    """Lines with an entry in the first column, where such lines fill most columns and others do not have one.

    Titles of groups ("I" before its name, or one stretch of words) begin rows too without filling them.
    """
    starts = _below_heading(lines, [index for index, line in enumerate(filled) if index > 0 and 0 in line])
    rows = [index for index in starts if not _is_title(lines[index], filled[index], columns)]
    full = [index for index in rows if 2 * len(filled[index]) > columns]
    midway = [index for index in rows if _opening(lines[index])[:1].islower()]
    if len(rows) < 2 or len(full) < 0.8 * len(rows) or len(midway) > 0.2 * len(rows):
        return []
    numbered = all(_is_mark(lines[index][0]) for index in rows)
    return starts if numbered or len(starts) <= 0.8 * (len(filled) - 1) else []


def _below_heading(lines: Sequence[Line], entries: list[int]) -> list[int]:
    """The entries without those that stand above the first running number: the heading's own lines ("Số" / "TT")."""
    first = next((index for index in entries if _is_mark(lines[index][0])), 0)
    return [index for index in entries if index >= first or _is_stretch(lines[index])]


def _is_title(line: Line, filled: set[int], columns: int) -> bool:
    numbered = _is_mark(line[0]) and filled <= {0, 1} and columns > 3
    return numbered or _is_stretch(line)


def _is_stretch(line: Line) -> bool:
    """Whether a line is one run of words over the columns, as a title of a group is."""
    return " " in line[0].word.text or (len(line) > 1 and len(covered(line)) == 1)


def _opening(line: Line) -> str:
    """The first word of a line behind its number."""
    return next((word.word.text for word in line if not _is_mark(word)), "")


def _is_mark(word: Placed) -> bool:
    return MARK.fullmatch(word.word.text) is not None


@dataclass(frozen=True, slots=True)
class _Path:
    """Rows cut so far: what the cuts cost, and the lines at which rows begin."""

    cost: float
    starts: tuple[int, ...]

    def plus(self, cost: float) -> _Path:
        """The same rows at a higher cost."""
        return _Path(self.cost + cost, self.starts)


def _around_numbers(lines: Sequence[Line], strips: Sequence[Strip], column: int) -> list[int]:
    """Lines at which rows begin whose numbers stand level with the middle of the row, as in centred columns.

    The cuts are those that leave every numbered cell nearest to the middle of its own row; a heading and a row that
    the page cuts off count less. None where numbers do not run through the column or rows would lie off them.
    """
    entries = _numbered(lines, strips, column)
    if len(entries) < 2:
        return []
    leading = median(lower[0].base - upper[0].base for upper, lower in pairwise(lines))
    openings = [_opening([word for word in line if _column(word, strips) >= column]) for line in lines]
    anchors = []
    for number, following in zip(entries, [*entries[1:], len(lines)], strict=True):
        inked = [index for index in range(number, following) if any(_column(w, strips) == column for w in lines[index])]
        anchors.append((lines[number][0].base + lines[inked[-1]][0].base) / 2)
    paths = {0: _Path(0.0, ())}
    if _is_mark(_in_column(lines[entries[0]], strips, column)[0]):
        paths |= {cut: _Path(_REMAINDER, (cut,)) for cut in range(1, entries[0] + 1)}
    for order, number in enumerate(entries):
        last = order + 1 == len(entries)
        cuts = [len(lines)] if last else range(number + 1, entries[order + 1] + 1)
        edge = last or (order == 0 and not _is_mark(_in_column(lines[number], strips, column)[0]))
        weight = (_EDGE if edge else 1.0) / leading
        paths = {
            cut: _cheapest(paths, lines, number, cut, anchors[order], weight).plus(
                _MIDSENTENCE * (cut < len(lines) and openings[cut][:1].islower())
            )
            for cut in cuts
        }
    best = paths[len(lines)]
    return list(best.starts[:-1]) if best.cost <= _OFF_CENTRE * len(entries) else []


def _in_column(line: Line, strips: Sequence[Strip], column: int) -> list[Placed]:
    return [word for word in line if _column(word, strips) == column]


def _numbered(lines: Sequence[Line], strips: Sequence[Strip], column: int) -> list[int]:
    """The lines that open the numbered cells of a column, behind the one that names it; none where it has others."""
    heads = {index: words[0] for index, line in enumerate(lines) if (words := _in_column(line, strips, column))}
    marks = [index for index, word in heads.items() if _is_mark(word)]
    if not marks or (column > 0 and not _consecutive([heads[index].word.text for index in marks])):
        return []
    if column == 0 and any(index > marks[0] and index not in marks for index in heads):
        return []
    return [*[index for index in heads if index < marks[0]][-1:], *marks]


def _consecutive(marks: Sequence[str]) -> bool:
    values = [mark.strip("().") for mark in marks]
    return all(value.isdecimal() for value in values) and all(
        int(later) - int(earlier) == 1 for earlier, later in pairwise(values)
    )


def _cheapest(
    paths: dict[int, _Path], lines: Sequence[Line], number: int, cut: int, anchor: float, weight: float
) -> _Path:
    """The cheapest way to a row that holds line ``number`` and ends before line ``cut``."""
    lower = lines[cut - 1][0].base
    found = []
    for start, path in paths.items():
        if start <= number:
            off = abs((lines[start][0].base + lower) / 2 - anchor) * weight
            found.append(_Path(path.cost + off, (*path.starts, cut)))
    return min(found, key=lambda path: path.cost)


def _at_gaps(lines: Sequence[Line]) -> list[int]:
    """Lines above which the page is free for clearly more than between the lines of one cell."""
    gaps = []
    reach = max((word.word.bottom for word in lines[0]), default=0.0) if lines else 0.0
    for line in lines[1:]:
        gaps.append(min(word.word.top for word in line) - reach)
        reach = max(reach, *(word.word.bottom for word in line))
    between = [gap for gap in gaps if gap > 0]
    if len(between) < 2:
        return []
    size = median(word.size for line in lines for word in line)
    usual = min(median(gaps), median(between))
    return [index for index, gap in enumerate(gaps, 1) if gap > max(_WIDER * usual, usual + _WIDER_BY * size)]


def _each(filled: Sequence[set[int]], columns: int) -> list[int]:
    """Every line, where every one fills most columns."""
    return list(range(1, len(filled))) if all(2 * len(line) > columns for line in filled) else []
