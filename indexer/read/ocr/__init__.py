"""Page images → words with boxes and confidence, lines and ruled tables, behind one interface for every engine."""

from __future__ import annotations

from pathlib import Path

from indexer.read.ocr.engines import Engine, OcrFailed, available_engines, choose_engine
from indexer.read.ocr.page import read_image
from indexer.read.ocr.render import render
from indexer.settings import Settings
from indexer.types import RawPage

__all__ = ["Engine", "OcrFailed", "available_engines", "choose_engine", "page", "read_image", "render"]


def page(path: Path, number: int, width: float, height: float, settings: Settings) -> RawPage:
    """Page ``number`` (from 1) of a PDF of the given size in points, read from its image.

    A page on which nothing could be read comes back without items and with the reason in ``note``.
    """
    try:
        engine = choose_engine(settings.ocr)
        if engine is None:
            note = f"Trang {number}: trang ảnh chưa đọc được, vì chưa có hoặc đã tắt bộ nhận dạng chữ (ocr)."
            return RawPage(number, width, height, (), source="none", note=note)
        return read_image(render(path, number - 1), number, width, height, engine)
    except OcrFailed as error:
        return RawPage(number, width, height, (), source="none", note=f"Trang {number}: {error}")
