"""Records that the stages hand to one another: frozen, slotted, tuples only.

A stage returns new records and never fills a field that an earlier stage left open. ``None`` means that
the source does not say. Pages count from 1, boxes are in points from the top-left corner of the page, and
every ``Span`` is half-open and counts code points of ``Document.text``, the one text of a document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of ``Document.text``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its top-left corner; ``page`` counts from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


# --- read: a file as its reader found it, before any offset exists -------------------------------------------


@dataclass(frozen=True, slots=True)
class RawWord:
    """A word where the format places it on a page, in points from the top-left; confidence is 0..1 for OCR."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class RawLine:
    """One printed line, or one whole paragraph where the format stores paragraphs (``whole``)."""

    text: str
    words: tuple[RawWord, ...] = ()
    bold: bool = False
    size: float | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell at its top-left grid position; a merged cell is one cell with spans above 1."""

    row: int
    column: int
    lines: tuple[RawLine, ...]
    row_span: int = 1
    column_span: int = 1
    box: tuple[float, float, float, float] | None = None


TableOrigin = Literal["ruled", "aligned", "tabs", "markup", "image", "flat"]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table on one page (or in a format without pages), cells in row-major order.

    ``open_top``/``open_bottom`` tell that the grid touches the page's edge without a closing ruling, so its
    first or last row may belong to a row on the neighbouring page.
    """

    rows: int
    columns: int
    cells: tuple[RawCell, ...]
    origin: TableOrigin
    box: tuple[float, float, float, float] | None = None
    open_top: bool = False
    open_bottom: bool = False


PageSource = Literal["text", "ocr", "none"]


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page's lines and tables in reading order. ``number`` is None for formats without pages.

    ``source`` says whether the words came from the file's own text or from OCR; "none" is a page on which
    nothing could be read, and ``note`` then says why in one sentence.
    """

    number: int | None
    width: float
    height: float
    items: tuple[RawLine | RawTable, ...]
    source: PageSource = "text"
    confidence: float | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file as read. ``notes`` are sentences for the person who added it (encoding found, pages unread…)."""

    file: str
    sha256: str
    format: str
    pages: tuple[RawPage, ...]
    encoding: str | None = None
    notes: tuple[str, ...] = ()


# --- normalise: the one text ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """A page's stretch of the one text; width and height in points, 0 for formats without pages."""

    number: int | None
    width: float
    height: float
    span: Span
    source: PageSource = "text"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the one text after unwrapping, or a line kept as printed; never holds a newline.

    ``blank_before`` tells that the source had an empty line (or a paragraph gap) above it; ``heading_mark``
    that the source marked it as a heading (Markdown ``#``, a Word heading style); ``table`` is the index in
    ``Document.tables`` of the table it stands in; ``footnote`` that it is (or goes on with) a note of the page.
    """

    span: Span
    page: int | None
    bold: bool = False
    heading_mark: bool = False
    blank_before: bool = False
    table: int | None = None
    footnote: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """Where a word of the one text stands on its page. Formats without pages have none."""

    span: Span
    box: Box
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """A stretch of the one text that differs from what the file held, with what stood there and why."""

    span: Span
    printed: str
    reason: Literal["displaced mark", "ocr", "encoding", "spacing"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. ``spans`` are its lines in the one text, in order; ``text`` joins them with one space
    (a newline stays where the cell holds a list)."""

    row: int
    column: int
    row_span: int
    column_span: int
    spans: tuple[Span, ...]
    text: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its stretch of the one text. ``pages`` are the numbers of the pages it stands on."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    span: Span
    origin: TableOrigin
    pages: tuple[int, ...] = ()
    open_top: bool = False
    open_bottom: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document with its one fixed text, NFC, to which every offset and every quote refers.

    ``id`` is the first 12 hexadecimal digits of the file's SHA-256.
    """

    id: str
    file: str
    sha256: str
    format: str
    text: str
    pages: tuple[Page, ...]
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    words: tuple[Word, ...] = ()
    repairs: tuple[Repair, ...] = ()
    encoding: str | None = None
    notes: tuple[str, ...] = ()

    def slice(self, span: Span) -> str:
        """The words of the one text that ``span`` covers."""
        return self.text[span.start : span.end]


# --- segment: header, clauses, regions -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Header:
    """Who issued what (Nghị định 30/2020/NĐ-CP, Phụ lục I): every field as the document gives it, or None.

    ``number`` has its parts joined without spaces ("140/QĐ-UBND"); ``kind`` is the type name in sentence case
    ("Quyết định"); ``issuer`` is the body in full with its place ("Ủy ban nhân dân tỉnh Tây Ninh");
    ``scope`` is the place or body that bare unit names resolve to ("tỉnh Tây Ninh", "xã Thạnh Tân",
    "Thanh tra tỉnh Sóc Trăng"); ``attached_to`` the number in "Kèm theo Quyết định số …"; ``year`` the plan's
    year, which deadlines without a year take.
    """

    number: str | None = None
    kind: str | None = None
    issuer: str | None = None
    parent: str | None = None
    scope: str | None = None
    province: str | None = None
    place: str | None = None
    issued_on: date | None = None
    title: str | None = None
    signer: str | None = None
    capacity: str | None = None
    attached_to: str | None = None
    year: int | None = None


ClauseLevel = Literal[
    "phần", "chương", "mục", "tiểu mục", "điều", "khoản", "điểm", "gạch", "đoạn", "phụ lục", "tiêu đề"
]


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of the clause tree. ``path`` carries the true letters by sequence, ``marker`` what is printed.

    ``span`` covers the clause's own words after the marker, without its children; ``whole`` covers marker,
    words and children. ``heading`` is the nearest heading above (or its own words for a heading). An unmarked
    paragraph has the path element "¶n", the n-th dash under its parent "-n" (both only where needed to tell
    siblings apart; neither is part of the legal path). ``leaf`` is False for nodes that only carry a heading.
    ``id`` is the document id plus the path.
    """

    id: str
    parent_id: str | None
    path: tuple[str, ...]
    level: ClauseLevel
    marker: str | None
    heading: str | None
    span: Span
    whole: Span
    page: int | None
    leaf: bool


RegionKind = Literal["header", "bases", "body", "recipients", "signature", "appendix", "footnote", "closing"]


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch with one function; căn cứ ("bases") and nơi nhận ("recipients") never assign work."""

    kind: RegionKind
    span: Span
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What segmenting found in one document."""

    header: Header
    clauses: tuple[Clause, ...]
    regions: tuple[Region, ...]


# --- extract: units, deadlines, tasks, duties, references ----------------------------------------------------

UnitKind = Literal["unit", "group", "office", "person"]


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit named in full with the scope that tells it from its namesakes; ``printed`` is what stood there.

    ``kind`` "group" is a collective ("Các sở, ban, ngành tỉnh"), "office" a head or post that stands for a unit
    ("Giám đốc Sở Nội vụ"; ``unit`` is then that unit's name, "Sở Nội vụ"). ``entity`` is the id of the unit where it
    does not follow from name and scope alone: a successor of the same name, units joined or split by hand.
    """

    name: str
    scope: str
    printed: str
    kind: UnitKind = "unit"
    unit: str | None = None
    span: Span | None = None
    entity: str | None = None


DeadlineKind = Literal["date", "month", "quarter", "year", "range", "recurring", "ongoing", "relative", "none"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as printed with the first and last day it covers (domain rules in docs/extraction.md).

    ``every`` is month, quarter, half-year, year, week or period for recurring ones; ``day`` the day within the
    period ("trước ngày 20 của kỳ báo cáo"); ``operator`` "before" for trước, "by" for chậm nhất / đến hết;
    ``also`` further milestones of the same cell; ``notes`` say what was inferred or is impossible.
    """

    kind: DeadlineKind
    start: date | None
    end: date | None
    every: str | None
    text: str
    day: int | None = None
    operator: Literal["before", "by"] | None = None
    also: tuple[Deadline, ...] = ()
    notes: tuple[str, ...] = ()


TaskField = Literal["no", "section", "goal", "task", "activity", "product", "lead", "coordinate", "deadline"]


@dataclass(frozen=True, slots=True)
class FieldSpans:
    """Where a task's field stands in the one text."""

    field: TaskField
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A row of an assignment table, or an assignment read from prose (``origin``).

    ``id`` is the document id plus "-t" and the row's ordinal. ``span`` runs from the row's first to its last
    word. ``rule`` names the module rule that read it. ``confidence`` is 0..1; ``needs_review`` goes with the
    reasons in ``review``.
    """

    id: str
    no: str | None
    section: str | None
    goal: str | None
    task: str
    activity: str | None
    product: str | None
    lead: tuple[UnitMention, ...]
    coordinate: tuple[UnitMention, ...]
    lead_text: str
    coordinate_text: str
    deadline: Deadline | None
    path: tuple[str, ...]
    span: Span
    fields: tuple[FieldSpans, ...]
    page: int | None
    origin: Literal["table", "prose"]
    rule: str
    confidence: float
    needs_review: bool = False
    review: tuple[str, ...] = ()


DutyRole = Literal["lead", "responsible", "coordinate", "guide", "monitor"]


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation that prose puts on a unit; ``span`` is the sentence that says so."""

    id: str
    unit: UnitMention
    role: DutyRole
    path: tuple[str, ...]
    clause_id: str
    span: Span
    page: int | None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document named in this one; ``number`` without spaces, ``relation`` as the wording gives it."""

    number: str
    kind: str | None
    issued_on: date | None
    relation: Literal["basis", "implements", "attached", "amends", "replaces", "repeals", "mentions"]
    span: Span


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form that the document itself defines ("cải cách hành chính (CCHC)")."""

    short: str
    long: str
    span: Span


# --- passages: what is retrieved -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieval unit: a leaf clause (or a piece of a long one) or a table row.

    ``text`` is verbatim from the one text (a row: its cells joined with " | " would not be verbatim, so a row's
    text is its field texts in printed order, one a line, and ``span`` locates the row). ``context`` is the
    heading path that is embedded in front of it and never shown.
    """

    id: str
    kind: Literal["task", "clause"]
    clause_id: str | None
    task_id: str | None
    span: Span
    page: int | None
    path: tuple[str, ...]
    section: str | None
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """Everything the stages found in one file: what the catalogue stores in one transaction."""

    document: Document
    outline: Outline
    tasks: tuple[Task, ...]
    duties: tuple[Duty, ...]
    references: tuple[Reference, ...]
    abbreviations: tuple[Abbreviation, ...]
    passages: tuple[Passage, ...]
