"""PDF pages → images, for OCR: one page at a time, never larger than an engine can use."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray

_DPI = 300
_LARGEST_SIDE = 5000


def render(path: Path, index: int) -> NDArray[np.uint8]:
    """(h, w, 3) RGB or (h, w) grey uint8 of a page, ``index`` from 0.

    A page that claims a huge size is rendered at a coarser scale, so that the image stays under 25 megapixels.
    """
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[index]
        scale = min(_DPI / 72, _LARGEST_SIDE / max(*page.get_size(), 1.0))
        pixels = page.render(scale=scale, rev_byteorder=True).to_numpy()
        colours = pixels.ndim == 3 and pixels.shape[2] >= 3
        return np.array(pixels[:, :, :3] if colours else pixels.reshape(pixels.shape[:2]), np.uint8)
    finally:
        document.close()
