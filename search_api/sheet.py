"""A document as the reader page lays it out: the one text with its lines, tables, clause tree and regions."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.types import Cell as Cell
from indexer.types import Clause as Clause
from indexer.types import Line as Line
from indexer.types import Region as Region
from indexer.types import Span as Span
from indexer.types import Table as Table
from search_api.engine import Engine
from search_api.errors import NotFound


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is shown of one document; every span refers to ``text``."""

    text: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    clauses: tuple[Clause, ...]
    regions: tuple[Region, ...]


def sheet(engine: Engine, document_id: str) -> Sheet:
    """The document of that id; raises NotFound when it is not held."""
    catalogue = engine.catalogue
    text, layout = catalogue.text(document_id), catalogue.layout(document_id)
    if text is None or layout is None:
        raise NotFound(f"Không có văn bản “{document_id}”.", f"There is no document “{document_id}”.")
    return Sheet(text, layout.lines, layout.tables, catalogue.clauses(document_id), catalogue.regions(document_id))
