"""Which OCR engine reads: Tesseract with Vietnamese where it is installed, the bundled one otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexerError

Grey = NDArray[np.uint8]
"""(height, width) uint8, 0 black."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A word as an engine saw it: box in pixels of the image given, confidence 0..1, the line it stands on."""

    text: str
    x0: int
    top: int
    x1: int
    bottom: int
    confidence: float
    line: int


class Engine(Protocol):
    """An OCR engine. ``name`` is what notes and the doctor call it."""

    name: str

    def words(self, image: Grey, single_column: bool) -> tuple[Seen, ...]:
        """Words in reading order; ``single_column`` tells that the image is one column of text.

        Raises ``OcrFailed`` when the engine cannot run.
        """
        ...

    def quarter_turns(self, image: Grey) -> int:
        """Clockwise quarter turns that set the page upright, 0 where the engine is not sure."""
        ...


class OcrFailed(IndexerError):
    """The engine stopped without an answer."""

    code = "ocr_failed"


@lru_cache(maxsize=1)
def available_engines() -> tuple[str, ...]:
    """Names of the engines that this installation has, the better first."""
    from indexer.read.ocr import bundled, tesseract

    return tuple(
        name for name, there in (("tesseract", tesseract.installed()), ("trueocr", bundled.installed())) if there
    )


@lru_cache(maxsize=4)
def choose_engine(wanted: str) -> Engine | None:
    """The engine that ``Settings.ocr`` asks for ("auto", a name, or "off"), None where there is none.

    Raises ``OcrFailed`` when an engine asked for by name is not installed.
    """
    from indexer.read.ocr import bundled, tesseract

    if wanted == "off":
        return None
    names = available_engines()
    if wanted == "auto":
        wanted = names[0] if names else "off"
        if wanted == "off":
            return None
    if wanted not in names:
        raise OcrFailed(
            f"Chưa cài bộ nhận dạng chữ «{wanted}»; hiện có: {', '.join(names) or 'không có bộ nào'}.",
            f"The OCR engine “{wanted}” is not installed; available: {', '.join(names) or 'none'}.",
        )
    return tesseract.Tesseract() if wanted == "tesseract" else bundled.TrueOcr()
