"""Quarter turns: text that runs sideways is read on a page turned upright, and its boxes are turned back."""

from __future__ import annotations

from dataclasses import dataclass

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


def quarters_of(matrix: tuple[float, float, float, float, float, float]) -> int:
    """The clockwise quarter turns that set text drawn with a PDF text matrix upright."""
    a, b, _, _, _, _ = matrix
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3
