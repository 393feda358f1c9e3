"""A record or a stretch of text → the citation that proves it: the exact words, where they stand, a link to them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from indexer.store.records import StoredDocument
from indexer.types import Box, Span, Word

_SAME_LINE = 0.6
_GAP = 24.0


def reader_url(document_id: str, span: Span) -> str:
    """The address of the reader page that opens at the passage with its words marked."""
    return f"/documents/{document_id}?span={span.start}-{span.end}#mark"


def legal_path(path: Sequence[str]) -> list[str]:
    """The path without what only tells siblings apart: unmarked paragraphs and dashes."""
    return [step for step in path if not step.startswith("¶") and not (step[:1] == "-" and step[1:].isdigit())]


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends."""
    start, end = span.start, min(span.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def citation(
    document: StoredDocument, text: str, words: Sequence[Word], span: Span, path: Sequence[str], page: int | None
) -> Mapping[str, Any]:
    """The citation of ``span``: ``quote`` is that slice of the one text, ``boxes`` one a printed line."""
    exact = trimmed(text, span)
    return {
        "document_id": document.id,
        "file": document.file,
        "number": document.header.number,
        "page": page,
        "path": legal_path(path),
        "quote": text[exact.start : exact.end],
        "boxes": [
            {"page": box.page, "x0": box.x0, "top": box.top, "x1": box.x1, "bottom": box.bottom}
            for box in boxes(words, exact)
        ],
        "url": reader_url(document.id, exact),
    }


def boxes(words: Sequence[Word], span: Span) -> tuple[Box, ...]:
    """The rectangles that cover the words of ``span``, neighbours on one line joined; empty without pages."""
    first = bisect_left(words, span.start, key=lambda word: word.span.end - 1)
    found: list[Box] = []
    for word in words[first:]:
        if word.span.start >= span.end:
            break
        box = word.box
        if found and _joins(found[-1], box):
            last = found[-1]
            found[-1] = Box(
                last.page, last.x0, min(last.top, box.top), max(last.x1, box.x1), max(last.bottom, box.bottom)
            )
        else:
            found.append(box)
    return tuple(found)


def _joins(last: Box, box: Box) -> bool:
    if last.page != box.page or box.x0 < last.x0 or box.x0 - last.x1 > _GAP:
        return False
    shared = min(last.bottom, box.bottom) - max(last.top, box.top)
    return shared >= _SAME_LINE * min(last.bottom - last.top, box.bottom - box.top)
