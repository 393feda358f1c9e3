"""A file as its reader found it, before any offset exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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
