"""Quarter turns: text that runs sideways is read on a page turned upright, and its boxes are turned back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.read.placed import Rectangle


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page of ``width`` × ``height`` is turned so that its text stands upright.

    ``quarters`` are clockwise quarter turns: 1 for text that runs up the page, 2 for text upside down, 3 for text
    that runs down the page.
    """

    quarters: int
    width: float
    height: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the turned page."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)

    def forward(self, box: Rectangle) -> Rectangle:
        """A rectangle of the page, on the turned page."""
        x0, top, x1, bottom = box
        if self.quarters == 1:
            return self.height - bottom, x0, self.height - top, x1
        if self.quarters == 2:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        if self.quarters == 3:
            return top, self.width - x1, bottom, self.width - x0
        return box

    def back(self, box: Rectangle) -> Rectangle:
        """A rectangle of the turned page, on the page."""
        width, height = self.size
        return Turn(-self.quarters % 4, width, height).forward(box)


@dataclass(frozen=True, slots=True)
class View:
    """The visible part of a PDF page: where it begins on pdfplumber's page, and how it is turned.

    ``shift`` is what the visible part's left side lacks to the x of a text matrix.
    """

    turn: Turn
    left: float = 0.0
    top: float = 0.0
    shift: float = 0.0

    def box(self, item: Mapping[str, Any]) -> Rectangle:
        """The rectangle of a pdfplumber object on the turned visible page."""
        return self.turn.forward(
            (item["x0"] - self.left, item["top"] - self.top, item["x1"] - self.left, item["bottom"] - self.top)
        )

    def base(self, char: Mapping[str, Any]) -> float:
        """The distance of a character's baseline from the top of the turned visible page."""
        across = float(char["matrix"][4]) - self.shift
        down = float(char["top"]) - self.top + float(char["y1"]) - float(char["matrix"][5])
        return (down, across, self.turn.height - down, self.turn.width - across)[self.turn.quarters]


def quarters_of(matrix: tuple[float, float, float, float, float, float]) -> int:
    """The clockwise quarter turns that set text drawn with a PDF text matrix upright."""
    a, b, _, _, _, _ = matrix
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3
