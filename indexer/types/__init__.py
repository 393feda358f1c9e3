"""Records that the stages hand to one another: frozen, slotted, tuples only.

A stage returns new records and never fills a field that an earlier stage left open. ``None`` means that
the source does not say. Pages count from 1, boxes are in points from the top-left corner of the page, and
every ``Span`` is half-open and counts code points of ``Document.text``, the one text of a document.
"""

from indexer.types.document import Cell, Document, Line, Page, Repair, Table, Word
from indexer.types.obligation import (
    Abbreviation,
    Deadline,
    DeadlineKind,
    Duty,
    DutyRole,
    FieldSpans,
    Reference,
    Task,
    TaskField,
    UnitKind,
    UnitMention,
)
from indexer.types.outline import Clause, ClauseLevel, Header, Outline, Region, RegionKind
from indexer.types.passage import ParsedDocument, Passage
from indexer.types.place import Box, Span
from indexer.types.raw import PageSource, RawCell, RawDocument, RawLine, RawPage, RawTable, RawWord, TableOrigin

__all__ = [
    "Abbreviation",
    "Box",
    "Cell",
    "Clause",
    "ClauseLevel",
    "Deadline",
    "DeadlineKind",
    "Document",
    "Duty",
    "DutyRole",
    "FieldSpans",
    "Header",
    "Line",
    "Outline",
    "Page",
    "PageSource",
    "ParsedDocument",
    "Passage",
    "RawCell",
    "RawDocument",
    "RawLine",
    "RawPage",
    "RawTable",
    "RawWord",
    "Reference",
    "Region",
    "RegionKind",
    "Repair",
    "Span",
    "Table",
    "TableOrigin",
    "Task",
    "TaskField",
    "UnitKind",
    "UnitMention",
    "Word",
]
