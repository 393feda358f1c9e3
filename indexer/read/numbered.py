"""Tables that rule their columns but not their rows: rows told by the running numbers of the first column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indexer.read.lattice import Area, Lattice
from indexer.read.placed import Placed
from indexer.read.rulings import Ruling

_LEAST_NUMBERS = 2
_ABOVE = 1.5
_SAME_HEIGHT = 0.6
_CLEARLY = 1.3


def missing_rules(lattices: Sequence[Lattice], words: Sequence[Placed]) -> list[Ruling]:
    """Rules above the second and later numbers of cells that hold nothing but 1, 2, 3… one below the other.

    A number begins a row where other columns begin a line level with it, or stands in one where clear gaps part rows.
    """
    found = []
    for lattice in lattices:
        for area in lattice.areas:
            if area.column == 0:
                found += _between_numbers(lattice, area, words)
    return found


def _between_numbers(lattice: Lattice, area: Area, words: Sequence[Placed]) -> list[Ruling]:
    x0, top, x1, bottom = lattice.cell_box(area)
    column = sorted(
        (word for word in words if x0 < word.middle[0] < x1 and top < word.middle[1] < bottom),
        key=lambda word: word.base,
    )
    values = [word.word.text.rstrip(".)") for word in column]
    if len(values) < _LEAST_NUMBERS or not all(value.isdecimal() for value in values):
        return []
    if any(int(later) - int(earlier) != 1 for earlier, later in pairwise(values)):
        return []
    right = lattice.xs[-1]
    beside = [word for word in words if x1 < word.middle[0] < right and top < word.middle[1] < bottom]
    heights = _level_with(column, beside) or _widest_gaps(column, beside)
    return [Ruling(False, at, lattice.xs[0], right, drawn=False) for at in heights]


def _level_with(numbers: Sequence[Placed], beside: Sequence[Placed]) -> list[float]:
    """Heights just above the numbers, where other columns begin a line level with each and none runs past it."""
    heights = []
    for number in numbers[1:]:
        level = [word for word in beside if abs(word.base - number.base) <= _SAME_HEIGHT * number.size]
        at = min(word.word.top for word in (number, *level)) - _ABOVE
        crossing = [word for word in beside if word.word.top + 2 < at < word.word.bottom - 2]
        if not level or crossing:
            return []
        heights.append(at)
    return heights


def _widest_gaps(numbers: Sequence[Placed], beside: Sequence[Placed]) -> list[float]:
    """The middles of the widest free strips, where they are clearly the widest and part every two numbers."""
    gaps: list[tuple[float, float]] = []
    reach: float | None = None
    for word in sorted((*numbers, *beside), key=lambda word: word.word.top):
        if reach is not None and word.word.top > reach:
            gaps.append((word.word.top - reach, (word.word.top + reach) / 2))
        reach = word.word.bottom if reach is None else max(reach, word.word.bottom)
    gaps.sort(reverse=True)
    wanted = len(numbers) - 1
    if len(gaps) < wanted or (len(gaps) > wanted and gaps[wanted - 1][0] < _CLEARLY * gaps[wanted][0]):
        return []
    heights = sorted(at for _, at in gaps[:wanted])
    parted = all(
        upper.middle[1] < at < lower.middle[1] for at, (upper, lower) in zip(heights, pairwise(numbers), strict=True)
    )
    return heights if parted else []
