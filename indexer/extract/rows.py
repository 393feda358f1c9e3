"""What the readers of tables hand over: rows whose cells are already sorted by field, each cell located in the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from indexer.types import Document, Span, TaskField


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in one field of a row: its words and where they stand in the one text (a span a line)."""

    text: str = ""
    spans: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text.strip())


EMPTY = Content()

ReviewReason = Literal["no lead", "reconstructed", "inherited", "unplaced", "doubtful", "joined", "no task", "roles"]

REASONS: dict[ReviewReason, str] = {
    "no lead": "ô chủ trì trống",
    "reconstructed": "bảng chỉ còn là các dòng chữ, ô được dựng lại",
    "inherited": "ô trống được coi là ô gộp với dòng trên",
    "unplaced": "có chữ chưa xếp được vào ô nào",
    "doubtful": "ranh giới giữa các ô không chắc chắn",
    "joined": "dòng bị ngắt trang được nối lại",
    "no task": "ô nhiệm vụ trống",
    "roles": "ô không nói rõ đơn vị nào chủ trì, đơn vị nào phối hợp",
}
"""What a reader is told about a row that needs a look."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an assignment table. ``groups`` are the titles it stands under, outermost first."""

    no: str | None
    fields: tuple[tuple[TaskField, Content], ...]
    groups: tuple[Content, ...] = ()
    review: tuple[ReviewReason, ...] = ()
    confidence: float = 1.0

    def get(self, field: TaskField) -> Content:
        """What stands in ``field``; empty where the row has none."""
        return next((content for name, content in self.fields if name == field), EMPTY)

    @property
    def span(self) -> Span | None:
        """From the first to the last word of the row's own cells; titles and numbers above it do not count."""
        spans = [s for name, content in self.fields if name not in ("section", "goal") for s in content.spans]
        return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None


@dataclass(frozen=True, slots=True)
class LogicalTable:
    """An assignment table as its author drew it, over all its pages. ``start`` is where its first heading stands.

    ``paired`` where one column names the leading and the supporting units of a row.
    """

    start: int
    rows: tuple[Row, ...]
    origin: str
    paired: bool = False


def joined(contents: Iterable[Content], separator: str = " ") -> Content:
    """The contents one after another, empty ones left out, a repeated one once."""
    parts = [c for c in dict.fromkeys(contents) if c]
    if len(parts) == 1:
        return parts[0]
    return Content(separator.join(c.text for c in parts), tuple(s for c in parts for s in c.spans))


def cut(document: Document, content: Content, start: int, end: int) -> Content:
    """The part ``content.text[start:end]`` with the spans it stands in, blanks at its ends left out.

    Where the text is not its spans joined by single characters, the whole spans are kept.
    """
    part = content.text[start:end]
    start += len(part) - len(part.lstrip())
    end = start + len(part.strip())
    if end <= start:
        return EMPTY
    spans, position = [], 0
    for span in content.spans:
        length = span.end - span.start
        if content.text[position : position + length] != document.slice(span):
            return Content(part.strip(), content.spans)
        low, high = max(start - position, 0), min(end - position, length)
        if low < high:
            spans.append(Span(span.start + low, span.start + high))
        position += length + 1
    return Content(part.strip(), tuple(spans))
