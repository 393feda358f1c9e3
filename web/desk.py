"""What the pages ask of the search engine, in the JSON records of the public contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, Protocol

from starlette.requests import Request

from web.sheet import Sheet, SheetOutline

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of a search or a task list as they stand in the address; empty strings are not set."""

    document: str = ""
    unit: str = ""
    role: str = ""
    kind: str = ""
    section: str = ""
    due_from: str = ""
    due_to: str = ""

    def given(self) -> dict[str, str]:
        """The filters that are set."""
        return {name: value for name, value in asdict(self).items() if value}


class Desk(Protocol):
    """The engine as the pages see it; every method raises ``SearchError`` for what it cannot answer."""

    def search(self, question: str, filters: Filters, limit: int, offset: int, language: str) -> Record:
        """``{"total", "hits", "interpreted", "took_ms"}``."""

    def ask(self, question: str, language: str) -> Record:
        """``{"answer", "citations", "hits", "took_ms"}``."""

    def tasks(self, filters: Filters, limit: int, offset: int) -> Record:
        """``{"total", "tasks"}``."""

    def sections(self, document: str) -> tuple[str, ...]:
        """The sections that tasks stand in."""

    def units(self, question: str, limit: int, offset: int) -> Record:
        """``{"total", "units"}``."""

    def unit(self, unit_id: str) -> Record:
        """One unit with its tasks and duties."""

    def documents(self, limit: int, offset: int) -> Record:
        """``{"total", "documents"}``."""

    def document(self, document_id: str) -> Record:
        """One document."""

    def sheet(self, document_id: str) -> tuple[Sheet, SheetOutline]:
        """The one text of a document with its lines, tables and clause tree."""

    def add(self, name: str, content: BinaryIO) -> Record:
        """``{"job", "document_id"}``, with ``duplicate_of`` for a file already held."""

    def job(self, job_id: str) -> Record:
        """``{"state", "stage", "done", "of", "error"}``."""


def desk(request: Request) -> Desk:
    """The engine that this application was started with."""
    found: Desk = request.app.state.desk
    return found
