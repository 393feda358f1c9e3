"""Vertical strips that printed lines leave free: the borders of columns that no ruling draws."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.read.placed import Placed

Strip = tuple[float, float]
"""From x to x, in points."""

_SPACE = 0.35


def covered(line: Sequence[Placed]) -> list[Strip]:
    """The stretches of x that a line's words cover; ordinary word spaces count as covered."""
    found: list[Strip] = []
    for word in line:
        x0, x1 = word.word.x0, word.word.x1
        if found and x0 - found[-1][1] <= _SPACE * word.size:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def gutters(lines: Sequence[Sequence[Placed]], least: float, crossing: int = 0) -> list[Strip]:
    """Strips at least ``least`` points wide between covered ones that at most ``crossing`` lines cross."""
    events: list[tuple[float, int]] = []
    for line in lines:
        for x0, x1 in covered(line):
            events += [(x0, 1), (x1, -1)]
    events.sort()
    found: list[Strip] = []
    depth, since = 0, None
    for x, step in events:
        before, depth = depth, depth + step
        if before > crossing >= depth:
            since = x
        elif before <= crossing < depth and since is not None:
            if x - since >= least:
                found.append((since, x))
            since = None
    return found


def narrowed(strips: Sequence[Strip], line: Sequence[Placed], least: float) -> list[Strip]:
    """What a line leaves free of some strips, where that is still ``least`` points wide."""
    found = list(strips)
    for x0, x1 in covered(line):
        parts = [part for a, b in found for part in ((a, min(b, x0)), (max(a, x1), b))]
        found = [(a, b) for a, b in dict.fromkeys(parts) if b - a >= least]
    return sorted(found)
