"""Small real PDFs for tests: words and rules put exactly where a case needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

A4 = (595.0, 842.0)
LANDSCAPE = (842.0, 595.0)
FONT = "DejaVu"
BOLD = "DejaVu-Bold"
_FOLDER = Path("/usr/share/fonts/truetype/dejavu")


class Sheet:
    """A page being drawn, with y counted from the top as the readers count it."""

    def __init__(self, canvas: Canvas, size: tuple[float, float]) -> None:
        self.canvas = canvas
        self.width, self.height = size

    def text(self, x: float, y: float, words: str, size: float = 10, bold: bool = False) -> None:
        """Words with their baseline at ``y``."""
        self.canvas.setFont(BOLD if bold else FONT, size)
        self.canvas.drawString(x, self.height - y, words)

    def lines(self, x: float, y: float, lines: Iterable[str], size: float = 10, pitch: float = 13) -> None:
        """Several lines, one below the other."""
        for index, line in enumerate(lines):
            self.text(x, y + index * pitch, line, size)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A ruling half a point thick."""
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """The four sides of a cell."""
        self.canvas.setLineWidth(0.5)
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0)


def draw(
    path: Path, *pages: Callable[[Sheet], None], size: tuple[float, float] = A4, rotation: int = 0, **options: object
) -> Path:
    """A PDF of the given pages at ``path``; skips the test where no font with Vietnamese letters is installed."""
    if not (_FOLDER / "DejaVuSans.ttf").is_file():
        pytest.skip("no DejaVu Sans (Debian package fonts-dejavu-core) to draw Vietnamese with")
    pdfmetrics.registerFont(TTFont(FONT, _FOLDER / "DejaVuSans.ttf"))
    pdfmetrics.registerFont(TTFont(BOLD, _FOLDER / "DejaVuSans-Bold.ttf"))
    canvas = Canvas(str(path), pagesize=size, **options)  # type: ignore[arg-type]
    for page in pages:
        if rotation:
            canvas.setPageRotation(rotation)
        # reportlab turns the page's box along with the page.
        page(Sheet(canvas, size[::-1] if rotation % 180 else size))
        canvas.showPage()
    canvas.save()
    return path


def grid(
    sheet: Sheet, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]], size: float = 9
) -> None:
    """A fully ruled table without merged cells; a cell's lines are parted by newlines."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            sheet.frame(xs[c], ys[r], xs[c + 1], ys[r + 1])
            sheet.lines(xs[c] + 3, ys[r] + 12, text.split("\n"), size, 11)
