"""Straight printed lines of a page: gathered from lines, rectangles and paths, collinear pieces joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from indexer.read.placed import Rectangle
from indexer.read.turn import View

SNAP = 3.0
"""Points by which two rulings may miss each other and still be one, or still touch."""

_THIN = 3.0
_SHORTEST = 4.0
_SHORTEST_DOTTED = 12.0


@dataclass(frozen=True, slots=True)
class Ruling:
    """A vertical ruling at x = ``at`` from top ``start`` to ``end``, or a horizontal one at y = ``at``.

    ``drawn`` is False for a side that the page leaves open and the reader closes.
    """

    vertical: bool
    at: float
    start: float
    end: float
    drawn: bool = True


def page_rulings(objects: Mapping[str, Sequence[Mapping[str, Any]]], view: View) -> list[Ruling]:
    """The rulings among pdfplumber's ``page.objects``, on the turned visible page."""
    boxes = [view.box(line) for line in objects.get("line", ())]
    boxes += [view.box(rect) for rect in objects.get("rect", ()) if _visible(rect)]
    for curve in objects.get("curve", ()):
        if min(curve["x1"] - curve["x0"], curve["bottom"] - curve["top"]) <= _THIN:
            boxes.append(view.box(curve))
            continue
        for (x0, y0), (x1, y1) in pairwise(curve.get("pts", ())):
            if abs(x1 - x0) < 1 or abs(y1 - y0) < 1:
                side = {"x0": min(x0, x1), "top": min(y0, y1), "x1": max(x0, x1), "bottom": max(y0, y1)}
                boxes.append(view.box(side))
    found = [ruling for box in boxes for ruling in from_box(box)]
    return joined(found + _dotted(box for box in boxes if _is_speck(box)))


def from_box(box: Rectangle) -> list[Ruling]:
    """A thin box is one ruling along its middle, any other the four sides of a rectangle; a speck is nothing."""
    x0, top, x1, bottom = box
    if _is_speck(box):
        return []
    if x1 - x0 <= _THIN:
        return [Ruling(True, (x0 + x1) / 2, top, bottom)]
    if bottom - top <= _THIN:
        return [Ruling(False, (top + bottom) / 2, x0, x1)]
    return [
        Ruling(True, x0, top, bottom),
        Ruling(True, x1, top, bottom),
        Ruling(False, top, x0, x1),
        Ruling(False, bottom, x0, x1),
    ]


def _is_speck(box: Rectangle) -> bool:
    return box[2] - box[0] <= _THIN and box[3] - box[1] <= _THIN


def _dotted(specks: Iterable[Rectangle]) -> list[Ruling]:
    """The rulings that specks in a row make up: dotted and dashed borders drawn piece by piece."""
    rows: dict[tuple[bool, int], list[Ruling]] = {}
    for x0, top, x1, bottom in specks:
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        rows.setdefault((True, round(2 * x)), []).append(Ruling(True, x, top, bottom))
        rows.setdefault((False, round(2 * y)), []).append(Ruling(False, y, x0, x1))
    return [
        ruling
        for (vertical, _), row in rows.items()
        for ruling in _merged(vertical, row[0].at, row)
        if ruling.end - ruling.start >= _SHORTEST_DOTTED
    ]


def joined(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Collinear rulings that touch as one, positions that all but agree as one position, specks dropped."""
    found: list[Ruling] = []
    for vertical in (True, False):
        same_way = [ruling for ruling in rulings if ruling.vertical is vertical]
        for at, group in _by_position(same_way):
            found += [ruling for ruling in _merged(vertical, at, group) if ruling.end - ruling.start >= _SHORTEST]
    return found


def _by_position(rulings: Sequence[Ruling]) -> list[tuple[float, list[Ruling]]]:
    groups: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda ruling: ruling.at):
        if groups and ruling.at - groups[-1][-1].at <= SNAP and ruling.at - groups[-1][0].at <= 2 * SNAP:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    return [(sum(ruling.at for ruling in group) / len(group), group) for group in groups]


def _merged(vertical: bool, at: float, group: Sequence[Ruling]) -> list[Ruling]:
    found: list[Ruling] = []
    for ruling in sorted(group, key=lambda ruling: ruling.start):
        if found and ruling.start - found[-1].end <= SNAP:
            end = max(ruling.end, found[-1].end)
            found[-1] = Ruling(vertical, at, found[-1].start, end, found[-1].drawn or ruling.drawn)
        else:
            found.append(Ruling(vertical, at, ruling.start, ruling.end, ruling.drawn))
    return found


def _visible(rect: Mapping[str, Any]) -> bool:
    """Whether a rectangle shows: stroked, or filled with something that is not white."""
    if rect.get("stroke"):
        return True
    if not rect.get("fill"):
        return False
    color = rect.get("non_stroking_color")
    if color is None:
        return True
    parts = tuple(color) if isinstance(color, (list, tuple)) else (color,)
    numbers = [part for part in parts if isinstance(part, (int, float))]
    if not numbers:
        return True
    white = (0.0,) * 4 if len(numbers) == 4 else (1.0,) * len(numbers)
    return any(abs(part - full) > 0.02 for part, full in zip(numbers, white, strict=True))
