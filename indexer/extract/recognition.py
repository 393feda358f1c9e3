"""How sure OCR was of the words of a record: what it read with little conviction is marked for a second look."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.types import Span, Task, Word

DOUBTFUL = 0.75
"""A field read with less confidence than this needs a second look (Tesseract and trueocr give 0.95 on clean print)."""


def recognised(words: Sequence[Word], spans: Iterable[Span]) -> float | None:
    """The mean confidence (0..1), weighed by letters, of the words in ``spans``; None where none came from OCR.

    ``words`` are a document's, in the order of its text.
    """
    letters, sure = 0, 0.0
    for span in spans:
        first = bisect_left(words, span.start, key=lambda word: word.span.end - 1)
        for word in words[first:]:
            if word.span.start >= span.end:
                break
            if word.confidence is not None:
                size = word.span.end - word.span.start
                letters += size
                sure += size * word.confidence
    return sure / letters if letters else None


def doubt(confidence: float) -> str:
    """What a reader is told about words that were read with this confidence."""
    return f"độ tin cậy nhận dạng chữ thấp ({confidence:.0%})".replace("%", " %")


def with_doubt(task: Task, words: Sequence[Word]) -> Task:
    """The task, marked for review where one of its fields was read with little confidence.

    Numbers are left out: their one or two characters say little.
    """
    fields = [field for field in task.fields if field.field != "no"]
    found = [sure for field in fields if (sure := recognised(words, field.spans)) is not None]
    if not found or min(found) >= DOUBTFUL:
        return task
    whole = recognised(words, (span for field in fields for span in field.spans)) or 0.0
    confidence = round(task.confidence * whole, 2)
    return replace(task, confidence=confidence, needs_review=True, review=(*task.review, doubt(min(found))))
