"""Ruled lines of a page image, found by shape, and the image without them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.read.ocr.engines import Grey
from indexer.read.rulings import Ruling, joined

# Longer than any stroke of a letter at reading sizes, shorter than a cell.
_SHORTEST_ACROSS = 30.0
_SHORTEST_UPRIGHT = 22.0
_THICKEST = 5.0
_RAGGED = 12.0
_LONG = 90.0
_MEETS = 4.0


def ink(grey: Grey) -> NDArray[np.uint8]:
    """255 where there is print, 0 elsewhere: a threshold that follows the paper's own shade."""
    return np.asarray(
        cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 18), np.uint8
    )


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A long thin component: the ruling that it draws and its pixels (x, y, width, height, label)."""

    ruling: Ruling
    place: tuple[int, int, int, int, int]


def find(grey: Grey, points: float) -> tuple[list[Ruling], Grey]:
    """The rulings, in points of the level page (``points`` a pixel), and the image with their ink removed."""
    print_ = ink(grey)
    upright, upright_labels = _strokes(print_, points, vertical=True)
    across, across_labels = _strokes(print_, points, vertical=False)
    uprights = [stroke.ruling for stroke in upright]
    across = [stroke for stroke in across if _is_ruling(stroke.ruling, uprights)]
    mask = np.zeros_like(print_)
    for strokes, labels in ((upright, upright_labels), (across, across_labels)):
        for stroke in strokes:
            x, y, width, height, label = stroke.place
            mask[y : y + height, x : x + width][labels[y : y + height, x : x + width] == label] = 255
    thick = max(3, round(1.6 / points))
    lines = cv2.dilate(mask, np.ones((thick, thick), np.uint8))
    rulings = joined([stroke.ruling for stroke in (*upright, *across)])
    return _even(rulings), np.where(lines > 0, 255, grey).astype(np.uint8)


def _is_ruling(ruling: Ruling, uprights: list[Ruling]) -> bool:
    """Whether a short horizontal stroke runs from one upright to another: the foot of bold type does not."""
    if ruling.end - ruling.start >= _LONG:
        return True
    return all(
        any(abs(up.at - end) <= _MEETS and up.start - _MEETS <= ruling.at <= up.end + _MEETS for up in uprights)
        for end in (ruling.start, ruling.end)
    )


def _even(rulings: list[Ruling]) -> list[Ruling]:
    """Upright rulings that run out of the page together end at one height, however raggedly they were scanned."""
    flat = [ruling.at for ruling in rulings if not ruling.vertical]
    upright = [ruling for ruling in rulings if ruling.vertical]

    def loose(at: float) -> bool:
        return all(abs(at - y) > _RAGGED for y in flat)

    def last(at: float) -> float:
        return max((r.end for r in upright if loose(r.end) and abs(r.end - at) <= _RAGGED), default=at)

    def first(at: float) -> float:
        return min((r.start for r in upright if loose(r.start) and abs(r.start - at) <= _RAGGED), default=at)

    return [
        replace(
            r,
            start=first(r.start) if r.vertical and loose(r.start) else r.start,
            end=last(r.end) if r.vertical and loose(r.end) else r.end,
        )
        for r in rulings
    ]


def _strokes(print_: NDArray[np.uint8], points: float, vertical: bool) -> tuple[list[_Stroke], NDArray[np.int32]]:
    """What is left of the ink under a long thin kernel, once the specks that break a scanned line are bridged."""
    length = round((_SHORTEST_UPRIGHT if vertical else _SHORTEST_ACROSS) / points)
    bridge, kernel = ((5, 3), (length, 1)) if vertical else ((3, 5), (1, length))
    closed = cv2.morphologyEx(print_, cv2.MORPH_CLOSE, np.ones(bridge, np.uint8))
    mask = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(kernel, np.uint8))
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for label, (x, y, width, height, area) in enumerate(boxes.tolist()[1:], start=1):
        run, span = (height, width) if vertical else (width, height)
        # A slanted line spreads over many rows but is thin everywhere; a photograph or a stamp is thick.
        if area / max(1, run) * points > _THICKEST or span * points > 4 * _THICKEST:
            continue
        at = (x + width / 2) if vertical else (y + height / 2)
        start = y if vertical else x
        ruling = Ruling(vertical, at * points, start * points, (start + run) * points)
        found.append(_Stroke(ruling, (x, y, width, height, label)))
    return found, np.asarray(labels, np.int32)
