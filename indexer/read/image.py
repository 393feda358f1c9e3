"""Pictures of pages (.png, .jpg, .tiff…): read by OCR, one page a frame."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from indexer.errors import UnreadableDocument
from indexer.read import refusals
from indexer.read.checksum import sha256
from indexer.read.ocr import choose_engine, read_image
from indexer.read.protocol import Progress
from indexer.settings import Settings
from indexer.types import RawDocument, RawPage

_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")
_MOST_PIXELS = 120_000_000
_LARGEST_SIDE = 5000
_PAGE_LONG_SIDE = 842.0


@dataclass(frozen=True, slots=True)
class ImageReader:
    """Reads photographs and scans of pages."""

    name: str = "image"
    suffixes: tuple[str, ...] = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether the file opens with an image's mark."""
        return head.startswith(_MAGIC)

    def read(self, path: Path, settings: Settings, progress: Progress | None) -> RawDocument:
        """One page a frame, as large as A4. Raises ``UnreadableDocument`` for damaged and oversized images."""
        engine = choose_engine(settings.ocr)
        if engine is None:
            raise refusals.reader_missing(path, self.name, "tesseract-ocr-vie / trueocr")
        pages: list[RawPage] = []
        try:
            with warnings.catch_warnings():
                # The size is checked below, with a sentence of our own.
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                image = Image.open(path)
            if image.width * image.height > _MOST_PIXELS:
                raise _too_large(path, f"{image.width} × {image.height}")
            frames = getattr(image, "n_frames", 1)
            if frames > settings.max_pages:
                raise refusals.too_many_pages(path, frames, settings.max_pages)
            for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
                pixels = _pixels(frame)
                scale = _PAGE_LONG_SIDE / max(pixels.shape[:2])
                width, height = pixels.shape[1] * scale, pixels.shape[0] * scale
                pages.append(read_image(pixels, number, width, height, engine))
                if progress is not None:
                    progress(number, frames)
        except Image.DecompressionBombError as error:
            # Pillow refuses the largest before their size can be asked.
            raise _too_large(path, str(error).partition("(")[2].partition(" ")[0]) from error
        except (UnidentifiedImageError, OSError, SyntaxError) as error:
            raise refusals.damaged(path, type(error).__name__) from error
        notes = tuple(page.note for page in pages if page.note)
        return RawDocument(path.name, sha256(path), self.name, tuple(pages), notes=notes)


READER = ImageReader()


def _pixels(frame: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """RGB pixels, turned as the camera says, the longer side as long as 300 dpi makes it and an engine can use."""
    image = ImageOps.exif_transpose(frame)
    image.draft("RGB", (_LARGEST_SIDE, _LARGEST_SIDE))
    image = image.convert("RGB")
    longest = max(image.size)
    wanted = min(_LARGEST_SIDE, max(longest, 3508))
    if longest != wanted:
        ratio = wanted / longest
        image = image.resize((max(1, round(image.width * ratio)), max(1, round(image.height * ratio))))
    return np.asarray(image, np.uint8)


def _too_large(path: Path, pixels: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"{path.name}: ảnh có {pixels} điểm ảnh, quá giới hạn; hãy quét lại ở 300 dpi.",
        f"{path.name}: the image has {pixels} pixels, beyond the limit; scan it again at 300 dpi.",
    )
