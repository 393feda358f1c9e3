"""A page image made ready to read: stamps faded, upright, straight, with the way back to the page's points."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.read.ocr.engines import Grey
from indexer.read.placed import Rectangle

_THUMBNAIL = 1000
_WIDEST_SKEW = 10.0
_LEAST_SKEW = 0.15


def without_colour(image: NDArray[np.uint8]) -> Grey:
    """Grey levels in which red and blue ink (stamps, signatures) has faded: (h, w) or (h, w, 3) RGB uint8."""
    if image.ndim == 2:
        return image
    channels = image[:, :, :3].astype(np.int16)
    brightest, darkest = channels.max(axis=2), channels.min(axis=2)
    grey = cv2.cvtColor(np.ascontiguousarray(image[:, :, :3]), cv2.COLOR_RGB2GRAY)
    # Black print has no colour; where the channels differ widely there is ink of another kind over it or alone.
    coloured = (brightest - darkest) > 60
    return np.where(coloured, np.maximum(grey, brightest), grey).astype(np.uint8)


def skew(grey: Grey) -> float:
    """Degrees, counter-clockwise, that set the rows of print level: where the row profile changes most sharply."""
    scale = min(1.0, _THUMBNAIL / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = np.asarray(255 - small, np.uint8)
    if ink.mean() < 0.5:
        return 0.0
    best = 0.0
    for reach, step in ((_WIDEST_SKEW, 1.0), (1.0, 0.25), (0.25, 0.05)):
        around = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(around, key=lambda degrees: _sharpness(ink, float(degrees))))
    return best if abs(best) >= _LEAST_SKEW else 0.0


def _sharpness(ink: Grey, degrees: float) -> float:
    profile = _turned(ink, degrees, border=0).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(profile)).sum())


def _turned(image: Grey, degrees: float, border: int) -> Grey:
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(border,)), np.uint8
    )


@dataclass(frozen=True, slots=True)
class Straight:
    """A page's image set level, with what it takes to place its pixels on the page.

    ``degrees`` is how far it was turned counter-clockwise, ``points`` the points of the page that one pixel covers.
    """

    grey: Grey
    degrees: float
    points: float

    def on_page(self, box: Rectangle) -> Rectangle:
        """The rectangle in points of the page that holds a rectangle of pixels of the level image."""
        height, width = self.grey.shape
        back = cv2.invertAffineTransform(cv2.getRotationMatrix2D((width / 2, height / 2), self.degrees, 1.0))
        x0, top, x1, bottom = box
        corners = np.array([[x0, top, 1], [x1, top, 1], [x0, bottom, 1], [x1, bottom, 1]], np.float64)
        places = corners @ back.T * self.points
        # The upright core of the turned box: its mean sides, not the corners that stick out.
        left, right = (places[0, 0] + places[2, 0]) / 2, (places[1, 0] + places[3, 0]) / 2
        above, below = (places[0, 1] + places[1, 1]) / 2, (places[2, 1] + places[3, 1]) / 2
        return float(left), float(above), float(right), float(below)


def straightened(grey: Grey, points: float) -> Straight:
    """The image with its rows of print level; ``points`` are page points a pixel."""
    degrees = skew(grey)
    return Straight(_turned(grey, degrees, border=255) if degrees else grey, degrees, points)
