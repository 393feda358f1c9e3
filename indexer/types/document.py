"""The one text of a document, with its pages, lines, words, tables and repairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.types.place import Box, Span
from indexer.types.raw import PageSource, TableOrigin


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
