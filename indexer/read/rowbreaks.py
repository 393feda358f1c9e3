"""Where the rows of a table begin that no ruling parts: at its first column's entries, or at wider gaps."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from indexer.read.gutters import Strip
from indexer.read.placed import Placed
from indexer.read.rulings import Ruling

_WIDER = 1.6
_WIDER_BY = 0.25


def row_breaks(lines: Sequence[Sequence[Placed]], strips: Sequence[Strip], sides: Strip) -> list[Ruling]:
    """Horizontal rules between the rows that printed lines form over columns parted by ``strips``; none if unclear."""
    filled = [{_column(word, strips) for word in line} for line in lines]
    starts = _at_entries(filled, len(strips) + 1) or _at_gaps(lines) or _each(filled, len(strips) + 1)
    found = []
    for index in starts:
        above = max(word.word.bottom for word in lines[index - 1])
        below = min(word.word.top for word in lines[index])
        found.append(Ruling(False, (above + below) / 2, sides[0], sides[1], drawn=False))
    return found


def _column(word: Placed, strips: Sequence[Strip]) -> int:
    return sum(word.middle[0] > right for _, right in strips)


def _at_entries(filled: Sequence[set[int]], columns: int) -> list[int]:
    """Lines with an entry in the first column, where such lines fill most columns and others do not have one."""
    starts = [index for index, line in enumerate(filled) if index > 0 and 0 in line]
    full = [index for index in starts if 2 * len(filled[index]) > columns]
    if len(starts) < 2 or len(full) < 0.8 * len(starts) or len(starts) > 0.8 * (len(filled) - 1):
        return []
    return starts


def _at_gaps(lines: Sequence[Sequence[Placed]]) -> list[int]:
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
