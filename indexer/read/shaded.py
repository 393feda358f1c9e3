"""Tables whose every other row is shaded and none is ruled: the shaded rows and what stands between them are one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indexer.read.lattice import Lattice
from indexer.read.placed import Placed
from indexer.read.rulings import SNAP, Ruling

_FEW_ROWS = 2
_LEAST_COLUMNS = 3


def shaded_bridges(lattices: Sequence[Lattice], words: Sequence[Placed]) -> list[Ruling]:
    """Column rulings across the gap between two grids of one or two rows that stand in the same columns.

    The words in the gap must keep to the columns and fill more than one of them.
    """
    found = []
    for upper, lower in pairwise(lattices):
        if not _alike(upper, lower):
            continue
        top, bottom = upper.ys[-1], lower.ys[0]
        between = [
            word for word in words if top < word.middle[1] < bottom and upper.xs[0] < word.middle[0] < upper.xs[-1]
        ]
        crossing = any(word.word.x0 + 2 < x < word.word.x1 - 2 for word in between for x in upper.xs)
        columns = {sum(word.middle[0] > x for x in upper.xs) for word in between}
        if len(columns) > 1 and not crossing:
            found += [Ruling(True, x, top, bottom, drawn=False) for x in upper.xs]
    return found


def _alike(upper: Lattice, lower: Lattice) -> bool:
    same = len(upper.xs) == len(lower.xs) and all(
        abs(one - other) <= SNAP for one, other in zip(upper.xs, lower.xs, strict=True)
    )
    small = max(len(upper.ys), len(lower.ys)) <= _FEW_ROWS + 1
    return same and small and len(upper.xs) > _LEAST_COLUMNS and upper.ys[-1] < lower.ys[0]
