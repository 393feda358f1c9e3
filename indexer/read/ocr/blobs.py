"""Where print stands on a page image, before it is read: enough to tell columns that no ruling draws."""

from __future__ import annotations

from statistics import median

import cv2
import numpy as np

from indexer.read.ocr.engines import Grey
from indexer.read.ocr.strokes import ink
from indexer.read.placed import Placed
from indexer.types import RawWord

# Letters of a word stand nearer than this, words farther apart: points at the sizes of running text.
_LETTER_GAP = 2.0
_MARK_GAP = 1.0
_SPECK = 0.4
_PICTURE = 3.0


def blobs(grey: Grey, points: float) -> list[Placed]:
    """The words of an image as boxes without text, in points; specks, rulings' rests and pictures left out."""
    across, down = max(1, round(_LETTER_GAP / points)), max(1, round(_MARK_GAP / points))
    print_ = cv2.morphologyEx(ink(grey), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    joined = cv2.morphologyEx(print_, cv2.MORPH_CLOSE, np.ones((down, across), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = [(x, y, x + width, y + height) for x, y, width, height, _ in stats.tolist()[1:]]
    tall = [bottom - top for _, top, _, bottom in boxes if 4.0 <= (bottom - top) * points <= 40.0]
    if not tall:
        return []
    usual = median(tall)
    size = usual * points
    return [
        Placed(RawWord("x", x0 * points, top * points, x1 * points, bottom * points), bottom * points, size)
        for x0, top, x1, bottom in boxes
        if _SPECK * usual <= bottom - top <= _PICTURE * usual
    ]
