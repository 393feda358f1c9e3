"""Fonts that cover Vietnamese: Noto Serif (OFL 1.1) and DejaVu (Bitstream Vera licence), from Debian's packages."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path("/usr/share/fonts/truetype")
FILES = {
    "noto-serif": ("noto/NotoSerif-Regular.ttf", "noto/NotoSerif-Bold.ttf", "noto/NotoSerif-Italic.ttf"),
    "dejavu-serif": (
        "dejavu/DejaVuSerifCondensed.ttf",
        "dejavu/DejaVuSerifCondensed-Bold.ttf",
        "dejavu/DejaVuSerifCondensed-Italic.ttf",
    ),
    "noto-sans": ("noto/NotoSans-Regular.ttf", "noto/NotoSans-Bold.ttf", "noto/NotoSans-Italic.ttf"),
}


def register(family: str) -> tuple[str, str, str]:
    """Names of the regular, bold and italic faces, registered with reportlab."""
    names = []
    for face, file in zip(("", "-Bold", "-Italic"), FILES[family], strict=True):
        path = FOLDER / file
        if not path.exists():
            raise FileNotFoundError(f"{path}: apt install fonts-noto-core fonts-dejavu-extra")
        pdfmetrics.registerFont(TTFont(family + face, str(path)))
        names.append(family + face)
    return names[0], names[1], names[2]


def wrap(text: str, font: str, size: float, width: float, first: float = 0.0) -> list[str]:
    """``text`` broken at spaces and newlines into lines no wider than ``width`` points; ``first`` is the indent."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        room, current = width - (first if not lines else 0.0), ""
        for word in paragraph.split(" "):
            trial = f"{current} {word}" if current else word
            if current and pdfmetrics.stringWidth(trial, font, size) > room:
                lines.append(current)
                current, room = word, width
            else:
                current = trial
        lines.append(current)
    return lines
