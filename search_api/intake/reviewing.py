"""A document as its reviewer goes through it: doubtful rows first, each field with its place and its doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.extract.recognition import DOUBTFUL, recognised
from indexer.picture import has_pictures
from indexer.store.amend import values
from indexer.store.amend.records import Correction
from indexer.store.amend.replay import in_force
from indexer.types import Box, Clause, Document, Span, Task
from search_api import cite, present
from search_api.amending.noted import brief
from search_api.engine import Engine
from search_api.errors import NotFound
from search_api.intake.aside import as_json
from search_api.present import Json
from search_api.sheet import Sheet

TASK_FIELDS = ("no", "section", "task", "activity", "product", "lead", "coordinate", "deadline")
HEADER_FIELDS = values.HEADER_FIELDS
# Rows whose reading is surer than this and that nothing else speaks against need no look.
SURE = 0.6


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its value as a person types it, the value as JSON, where it stands, and why it is doubtful if it is.

    ``doubt`` is "empty", "recognised" (with ``sure``, 0..1), "repaired" or "deadline"; empty for none.
    """

    name: str
    words: str
    value: Any
    spans: tuple[Span, ...] = ()
    boxes: tuple[Box, ...] = ()
    doubt: str = ""
    sure: float | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A task under review. ``checked`` tells that a person answers for it."""

    id: str
    no: str | None
    words: str
    page: int | None
    span: Span
    fields: tuple[Field, ...]
    needs_review: bool
    reasons: tuple[str, ...]
    confidence: float
    checked: bool
    corrections: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document under review: its header, its rows in the order of the text, its clauses, and how to show its pages.

    ``pictures`` is the address that page numbers are put into as ``{n}``, empty where no page can be drawn.
    """

    document: Json
    draft: bool
    header: tuple[Field, ...]
    rows: tuple[Row, ...]
    clauses: tuple[Clause, ...]
    pages: Mapping[int, tuple[float, float]]
    pictures: str
    parsed: Document
    sheet: Sheet

    @property
    def doubtful(self) -> tuple[Row, ...]:
        """The rows to look at, the least sure first."""
        waiting = [row for row in self.rows if row.needs_review and not row.checked]
        return tuple(sorted(waiting, key=lambda row: (row.confidence, row.span.start)))

    def boxes(self, span: Span) -> tuple[Box, ...]:
        """Where a stretch of the text stands on the pages."""
        return cite.boxes(self.parsed.words, span)


class Reviewing:
    """Opens documents and drafts for review."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def queue(self) -> tuple[Json, ...]:
        """What waits for a person: drafts first, then held documents with doubtful rows, the latest first."""
        catalogue = self._engine.catalogue
        drafts = [as_json(one) for one in catalogue.shelf.listed("draft")]
        held = [one for one in catalogue.documents().items if one.reviews]
        held.sort(key=lambda one: -one.serial)
        return (*drafts, *({**present.document(one), "state": "held"} for one in held))

    def open(self, document_id: str) -> Reviewed:
        """The document or draft of that id. Raises NotFound for anything else."""
        catalogue = self._engine.catalogue
        held, aside = catalogue.document(document_id), catalogue.shelf.one(document_id)
        if held is None and (aside is None or aside.state != "draft"):
            raise NotFound(f"Không có văn bản “{document_id[:80]}”.", f"There is no document “{document_id[:80]}”.")
        standing, parsed = catalogue.shelf.standing(document_id), catalogue.shelf.parsed(document_id)
        document, outline = parsed.document, parsed.outline
        said = {one.id: one for one in in_force(standing.corrections)}
        rows = tuple(
            _row(one.record, [said[i] for i in one.touched if i in said], document) for one in standing.rows.tasks
        )
        headed = {one.field for one in said.values() if one.kind == "document"}
        shown = present.document(held) if held is not None else as_json(aside) if aside is not None else {}
        base = "documents" if held is not None else "aside"
        drawn = has_pictures(document.file) and any(page.number for page in document.pages)
        return Reviewed(
            document=shown,
            draft=held is None,
            header=tuple(_header_field(standing.header, name, name in headed) for name in HEADER_FIELDS),
            rows=rows,
            clauses=outline.clauses,
            pages={page.number: (page.width, page.height) for page in document.pages if page.number is not None},
            pictures=f"/api/v1/{base}/{document_id}/pages/{{n}}.webp" if drawn else "",
            parsed=document,
            sheet=Sheet(document.text, document.lines, document.tables, outline.clauses, outline.regions),
        )


def _header_field(header: Any, name: str, corrected: bool) -> Field:
    value = values.present(header, name)
    return Field(name, str(value or ""), value, doubt="" if value else "empty", corrected=corrected)


def _row(task: Task, said: Sequence[Correction], document: Document) -> Row:
    spans = {one.field: one.spans for one in task.fields}
    corrected = {one.field for one in said if one.action == "set"}
    checked = any(one.action == "check" for one in said)
    fields = tuple(_field(task, name, spans.get(name, ()), name in corrected, document) for name in TASK_FIELDS)  # type: ignore[call-overload]
    repaired = any(field.doubt == "repaired" for field in fields)
    return Row(
        id=task.id,
        no=task.no,
        words=task.activity or task.task,
        page=task.page,
        span=task.span,
        fields=fields,
        needs_review=(task.needs_review or task.confidence < SURE or repaired) and not checked,
        reasons=task.review,
        confidence=task.confidence,
        checked=checked,
        corrections=tuple(brief(one) for one in said),
    )


def _field(task: Task, name: str, spans: tuple[Span, ...], corrected: bool, document: Document) -> Field:
    value = values.present(task, name)
    sure = recognised(document.words, spans) if document.words and spans else None
    boxes = tuple(box for span in spans for box in cite.boxes(document.words, span))
    doubt = "" if corrected else _doubt(task, name, value, spans, sure, document)
    return Field(name, values.shown(value), value, spans, boxes, doubt, sure, corrected)


def _doubt(task: Task, name: str, value: Any, spans: Sequence[Span], sure: float | None, document: Document) -> str:
    if name in ("task", "lead") and not value:
        return "empty"
    if name != "no" and sure is not None and sure < DOUBTFUL:
        return "recognised"
    if name == "deadline" and task.deadline is not None and task.deadline.kind == "none":
        return "deadline"
    lettered = [one.span for one in document.repairs if one.reason in ("ocr", "encoding")]
    if any(one.start < span.end and span.start < one.end for one in lettered for span in spans):
        return "repaired"
    return ""
