"""trueocr: models inside its package, nothing to install; line by line, so word boxes are shares of the line's."""

from __future__ import annotations

import importlib.util
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.read.ocr.engines import Grey, Seen

_VERTICAL = 4
# The detector's boxes follow the small letters and cut the marks that stand above them: shares of a line's height.
_ABOVE, _BELOW = 0.10, 0.05
_WITHIN = 0.6


def installed() -> bool:
    """Whether the package is here."""
    return importlib.util.find_spec("trueocr") is not None


class TrueOcr:
    """The engine that needs no system package."""

    name = "trueocr"

    @cached_property
    def _model(self) -> Any:
        from trueocr import OCRConfig, TrueOCR

        return TrueOCR(OCRConfig(threads=1, auto_rotate=False))

    def words(self, image: Grey, single_column: bool) -> tuple[Seen, ...]:
        """Words line by line in the engine's reading order, or from top to bottom in a single column."""
        engine = self._model._get_page_engine()
        height, width = image.shape
        boxes, crops = [], []
        for box in _apart(engine.detect(image)):
            tall = float(box[3] - box[1])
            x0, top = max(0, int(np.floor(box[0]))), max(0, int(np.floor(box[1] - _ABOVE * tall)))
            x1, bottom = min(width, int(np.ceil(box[2]))), min(height, int(np.ceil(box[3] + _BELOW * tall)))
            if x1 > x0 and bottom > top:
                boxes.append((x0, top, x1, bottom))
                crops.append(image[top:bottom, x0:x1])
        found = self._model.recognizer.predict(crops, batch_size=32)
        if single_column:
            order = sorted(range(len(boxes)), key=lambda i: (boxes[i][1] + boxes[i][3], boxes[i][0]))
        else:
            places = np.asarray(boxes, np.float32).reshape(-1, 4)
            order = list(engine.reading_order(places, [line.text for line in found], (width, height)))
        return tuple(
            word
            for n, i in enumerate(order)
            for word in _spread(found[i].text, boxes[i], float(found[i].confidence), n)
        )

    def quarter_turns(self, image: Grey) -> int:
        """By the package's orientation model; vertical writing is left as it is."""
        _, turns, _ = self._model._get_page_engine().upright(image, turn=True)
        return 0 if turns == _VERTICAL else int(turns) % 4


def _apart(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """The detector's boxes (n, 5) without those that lie for the most part within a larger one."""
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    kept: list[int] = []
    for i in np.argsort(-areas).tolist():
        wide = np.minimum(boxes[i, 2], boxes[kept, 2]) - np.maximum(boxes[i, 0], boxes[kept, 0])
        tall = np.minimum(boxes[i, 3], boxes[kept, 3]) - np.maximum(boxes[i, 1], boxes[kept, 1])
        if not np.any(np.clip(wide, 0, None) * np.clip(tall, 0, None) > _WITHIN * areas[i]):
            kept.append(i)
    return boxes[sorted(kept)]


def _spread(text: str, box: tuple[int, int, int, int], confidence: float, line: int) -> list[Seen]:
    x0, top, x1, bottom = box
    per_letter = (x1 - x0) / max(1, len(text))
    seen, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        left, right = x0 + at * per_letter, x0 + (at + len(word)) * per_letter
        seen.append(Seen(word, round(left), top, round(right), bottom, confidence, line))
        at += len(word)
    return seen
