"""Bars in a row or one below the other, each in parts, all to one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar: what it counts, how many, and where it lies along the bar."""

    name: str
    number: int
    at: float
    length: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its label and where it leads; ``place`` is where it lies across the picture."""

    label: str
    url: str
    total: int
    parts: tuple[Part, ...]
    place: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars within ``width`` × ``height`` units of the drawing; ``step`` is the room of one, ``most`` the longest's."""

    width: float
    height: float
    step: float
    most: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """What a bar is to show: numbers by name of the part."""

    label: str
    url: str
    numbers: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.numbers.values())


def lying(counts: Sequence[Count]) -> Bars:
    """Bars from left to right, one below the other, in hundredths of the picture's width and height."""
    most, step = max((one.total for one in counts), default=0), 100 / max(1, len(counts))
    bars = tuple(_bar(one, 100, most, number * step) for number, one in enumerate(counts))
    return Bars(100, 100, step, most, bars)


def standing(counts: Sequence[Count], width: float, height: float) -> Bars:
    """Bars from the ground up, one beside the other; a part's place is told from the top."""
    most = max((one.total for one in counts), default=0)
    step = width / max(1, len(counts))
    bars = []
    for number, one in enumerate(counts):
        bar = _bar(one, height, most, number * step)
        parts = tuple(Part(p.name, p.number, height - p.at - p.length, p.length) for p in bar.parts)
        bars.append(Bar(bar.label, bar.url, bar.total, parts, bar.place))
    return Bars(width, height, step, most, tuple(bars))


def _bar(one: Count, length: float, most: int, place: float) -> Bar:
    parts, at = [], 0.0
    for name, number in one.numbers.items():
        long = round(length * number / most, 2) if most else 0.0
        if number:
            parts.append(Part(name, number, round(at, 2), long))
        at += long
    return Bar(one.label, one.url, one.total, tuple(parts), round(place, 2))
