"""The printed pages of a document: their size, their words where they stand, and what is marked on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indexer.picture import has_pictures as has_pictures
from indexer.store.records import StoredTask, TaskFilter
from indexer.types import Box as Box
from indexer.types import Span, Word
from search_api import cite
from search_api.errors import NotFound
from search_api.records import Presenter

Mark = tuple[int, int]
"""A half-open stretch of the one text."""

_LINE = 0.5
_GAP = 30.0


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words of one printed line: their stretch of the one text, and their box in points."""

    span: Span
    box: Box


@dataclass(frozen=True, slots=True)
class Leaf:
    """A printed page: its number from 1, its size in points, where its words came from, and its runs of words."""

    number: int
    width: float
    height: float
    source: str
    runs: tuple[Run, ...]


def leaf(presenter: Presenter, document_id: str, number: int) -> Leaf:
    """The page of that number; raises NotFound for a document that is not held or has no such page."""
    layout = presenter.knowledge.catalogue.layout(document_id) if document_id in presenter.knowledge.documents else None
    page = next((one for one in layout.pages if one.number == number), None) if layout else None
    if page is None:
        raise NotFound(
            f"Văn bản “{document_id}” không có trang {number}.", f"The document “{document_id}” has no page {number}."
        )
    words = [word for word in presenter.words(document_id) if word.box.page == number]
    return Leaf(number, page.width, page.height, page.source, _runs(words))


def page_numbers(presenter: Presenter, document_id: str) -> tuple[int, ...]:
    """The numbers of a document's pages; empty for a format without pages."""
    layout = presenter.knowledge.catalogue.layout(document_id) if document_id in presenter.knowledge.documents else None
    return tuple(page.number for page in layout.pages if page.number is not None) if layout else ()


def marked_boxes(presenter: Presenter, document_id: str, marks: Sequence[Mark]) -> tuple[tuple[Box, ...], ...]:
    """For each mark the boxes that cover its words, one a printed line."""
    words = presenter.words(document_id)
    return tuple(cite.boxes(words, Span(start, end)) for start, end in marks)


def tasks_on(presenter: Presenter, document_id: str, pages: Sequence[int], marks: Sequence[Mark]) -> list[Any]:
    """The tasks that stand on one of the pages; where there are none, those that the marks touch."""
    held = presenter.knowledge.catalogue.tasks(TaskFilter(documents=(document_id,))).items
    return [presenter.task(one) for one in held if _touches(one, pages, marks)]


def as_json(found: Leaf, text: str) -> dict[str, Any]:
    """``{"page", "width", "height", "source", "runs": [{"text", "start", "end", "x0", "top", "x1", "bottom"}]}``."""
    return {
        "page": found.number,
        "width": found.width,
        "height": found.height,
        "source": found.source,
        "runs": [
            {
                "text": text[run.span.start : run.span.end],
                "start": run.span.start,
                "end": run.span.end,
                "x0": run.box.x0,
                "top": run.box.top,
                "x1": run.box.x1,
                "bottom": run.box.bottom,
            }
            for run in found.runs
        ],
    }


def _touches(stored: StoredTask, pages: Sequence[int], marks: Sequence[Mark]) -> bool:
    task = stored.task
    if task.page is not None and pages:
        return task.page in pages
    return any(task.span.start < end and start < task.span.end for start, end in marks)


def _runs(words: Sequence[Word]) -> tuple[Run, ...]:
    """Words in the order of the text, cut where the line or the column ends."""
    runs: list[list[Word]] = []
    for word in words:
        if runs and _goes_on(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return tuple(_run(one) for one in runs)


def _goes_on(last: Word, word: Word) -> bool:
    shared = min(last.box.bottom, word.box.bottom) - max(last.box.top, word.box.top)
    lower = min(last.box.bottom - last.box.top, word.box.bottom - word.box.top)
    near = -_GAP / 10 <= word.box.x0 - last.box.x1 <= _GAP
    return near and shared >= _LINE * lower and word.span.start - last.span.end <= 2


def _run(words: Sequence[Word]) -> Run:
    boxes = [word.box for word in words]
    whole = Box(
        boxes[0].page,
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
    return Run(Span(words[0].span.start, words[-1].span.end), whole)
