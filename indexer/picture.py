"""A page of an original as a picture to look at: drawn in a process of its own, kept beside the original."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import warnings
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

from indexer.errors import UnreadableDocument
from indexer.read.image import READER as IMAGES
from indexer.read.worker import Worker
from indexer.settings import Settings

WIDTHS = (900, 1600)
"""Widths of pictures in pixels: for reading on a screen, and for a closer look."""

_QUALITY = 78
_SECONDS = 30
_MOST_BYTES = 512 * 1_048_576
_TALLEST = 4
_CHECKED_EVERY = 64


def has_pictures(file: str) -> bool:
    """Whether pages of a file of that name can be drawn."""
    return Path(file).suffix.lower() in {".pdf", *IMAGES.suffixes}


class Pictures:
    """Pictures of pages, drawn when first asked for. Safe to share between threads; close it when done."""

    def __init__(self, settings: Settings) -> None:
        # One page must not hold up the next reader for as long as a whole file may take to be read.
        self._settings = settings.model_copy(update={"parse_seconds": min(_SECONDS, settings.parse_seconds)})
        self._kept = settings.data / "pictures"
        self._worker = Worker()
        self._drawing = threading.Lock()
        self._drawn = 0

    def page(self, original: Path, sha256: str, number: int, width: int) -> Path:
        """The WebP of page ``number`` (from 1), ``width`` pixels wide (one of WIDTHS).

        Raises UnreadableDocument for a page that cannot be drawn.
        """
        place = self._kept / sha256 / f"{number}-{width}.webp"
        if place.is_file():
            return place
        with self._drawing:
            if not place.is_file():
                content = self._worker.run(partial(_draw, number, width), original, self._settings)
                _keep(content, place)
                self._drawn += 1
                if self._drawn % _CHECKED_EVERY == 0:
                    prune(self._kept, _MOST_BYTES)
        return place

    def close(self) -> None:
        """End the process that draws."""
        self._worker.close()


def forget(data: Path, sha256: str) -> None:
    """Delete the pictures of an original."""
    shutil.rmtree(data / "pictures" / sha256, ignore_errors=True)


def prune(kept: Path, most_bytes: int) -> None:
    """Delete the pictures drawn longest ago until those left take at most ``most_bytes``."""
    found = sorted(((path.stat().st_mtime, path.stat().st_size, path) for path in kept.glob("*/*.webp")), reverse=True)
    total = 0
    for _, size, path in found:
        total += size
        if total > most_bytes:
            path.unlink(missing_ok=True)


def _keep(content: bytes, place: Path) -> None:
    """Write a picture to its place, all at once."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".part-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(draft).replace(place)
    finally:
        Path(draft).unlink(missing_ok=True)


def _draw(number: int, width: int, path: Path, settings: Settings, tell: Callable[..., None]) -> bytes:
    """The page as WebP; runs in the worker process."""
    image = _pdf_page(path, number, width) if path.suffix.lower() == ".pdf" else _frame(path, number, width)
    return _webp(image)


def _webp(image: Image.Image) -> bytes:
    kept = BytesIO()
    image.save(kept, "WEBP", quality=_QUALITY, method=2)
    return kept.getvalue()


def _pdf_page(path: Path, number: int, width: int) -> Image.Image:
    try:
        document = pypdfium2.PdfDocument(path)
        try:
            page = document[number - 1]
            across, down = page.get_size()
            scale = width / max(across, 1.0)
            if down * scale > width * _TALLEST:
                scale = width * _TALLEST / down
            drawn: Image.Image = page.render(scale=scale, rev_byteorder=True).to_pil()
            return drawn.convert("RGB")
        finally:
            document.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise _not_drawn(number) from error


def _frame(path: Path, number: int, width: int) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # The reader has checked the size of what is held.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path)
            frame = next(frame for at, frame in enumerate(ImageSequence.Iterator(image), 1) if at == number)
            turned = ImageOps.exif_transpose(frame).convert("RGB")
        height = min(width * _TALLEST, max(1, round(turned.height * width / turned.width)))
        return turned.resize((width, height), Image.Resampling.LANCZOS)
    except (OSError, SyntaxError, StopIteration, Image.DecompressionBombError) as error:
        raise _not_drawn(number) from error


def _not_drawn(number: int) -> UnreadableDocument:
    return UnreadableDocument(
        f"Trang {number} của tệp gốc không vẽ được thành ảnh.",
        f"Page {number} of the original cannot be drawn as a picture.",
    )
