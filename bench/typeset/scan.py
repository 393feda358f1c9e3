"""A PDF with a text layer → the same pages as a scanner would give them: grey, skewed, noisy, JPEG, no text."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DPI, SKEW, NOISE, QUALITY = 165, 0.7, 7.0, 42


def write(source: Path, path: Path, title: str) -> None:
    """Writes an image-only PDF of ``source``; the noise is seeded, so the same source gives the same bytes."""
    random = np.random.default_rng(20240206)
    document = pypdfium2.PdfDocument(source)
    canvas = Canvas(str(path), invariant=1)
    canvas.setTitle(title)
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        image = page.render(scale=DPI / 72).to_pil().convert("L")
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(_scanned(image, number, random)), 0, 0, width, height)
        canvas.showPage()
    canvas.save()


def _scanned(image: Image.Image, number: int, random: np.random.Generator) -> io.BytesIO:
    turned = image.rotate(SKEW if number % 2 == 0 else -SKEW * 0.6, resample=Image.Resampling.BICUBIC, fillcolor=250)
    grey = np.asarray(turned, dtype=np.float32) * 0.86 + 22.0
    grey += random.normal(0.0, NOISE, grey.shape).astype(np.float32)
    out = io.BytesIO()
    Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=QUALITY)
    out.seek(0)
    return out
