"""What the reader page needs of a document: structural types, so that pages depend on no stage's records."""

from __future__ import annotations

# ruff: noqa: D102  (the properties mirror fields that the records document)
from collections.abc import Sequence
from typing import Protocol


class Stretch(Protocol):
    """A half-open range of the one text, in code points."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class SheetLine(Protocol):
    """A paragraph or printed line of the one text."""

    @property
    def span(self) -> Stretch: ...
    @property
    def page(self) -> int | None: ...
    @property
    def bold(self) -> bool: ...
    @property
    def heading_mark(self) -> bool: ...
    @property
    def blank_before(self) -> bool: ...
    @property
    def table(self) -> int | None: ...


class SheetCell(Protocol):
    """A table cell with its lines in the one text."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def row_span(self) -> int: ...
    @property
    def column_span(self) -> int: ...
    @property
    def spans(self) -> Sequence[Stretch]: ...


class SheetTable(Protocol):
    """A table of the document."""

    @property
    def rows(self) -> int: ...
    @property
    def cells(self) -> Sequence[SheetCell]: ...
    @property
    def span(self) -> Stretch: ...


class Sheet(Protocol):
    """A document with its one text."""

    @property
    def text(self) -> str: ...
    @property
    def lines(self) -> Sequence[SheetLine]: ...
    @property
    def tables(self) -> Sequence[SheetTable]: ...


class SheetClause(Protocol):
    """A node of the clause tree."""

    @property
    def id(self) -> str: ...
    @property
    def parent_id(self) -> str | None: ...
    @property
    def path(self) -> Sequence[str]: ...
    @property
    def level(self) -> str: ...
    @property
    def marker(self) -> str | None: ...
    @property
    def heading(self) -> str | None: ...
    @property
    def span(self) -> Stretch: ...
    @property
    def whole(self) -> Stretch: ...
    @property
    def leaf(self) -> bool: ...


class SheetRegion(Protocol):
    """A stretch of the document with one function (header, bases, recipients…)."""

    @property
    def kind(self) -> str: ...
    @property
    def span(self) -> Stretch: ...


class SheetOutline(Protocol):
    """The clause tree and the regions of a document."""

    @property
    def clauses(self) -> Sequence[SheetClause]: ...
    @property
    def regions(self) -> Sequence[SheetRegion]: ...
