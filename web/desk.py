"""What the pages ask of the search engine, in the JSON records of the public contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from starlette.requests import Request

from search_api import sheet
from search_api.jobs import Intake, Taken
from search_api.limits import Page
from search_api.service import Service

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

    def given(self) -> dict[str, str | None]:
        """The filters that are set."""
        return {name: value for name, value in asdict(self).items() if value}


class Desk:
    """The engine as the pages see it; every method raises ``SearchError`` for what it cannot answer."""

    def __init__(self, service: Service, intake: Intake) -> None:
        self.service, self.intake = service, intake

    def generation(self) -> int:
        """A number that grows with every change of what is held."""
        return self.service.engine.catalogue.generation()

    def search(self, question: str, filters: Filters, limit: int, offset: int) -> Record:
        """``{"total", "hits", "interpreted", "took_ms"}``."""
        return self.service.search(question, Page(limit, offset), filters.given())

    def ask(self, question: str) -> Record:
        """``{"answer", "citations", "hits", "took_ms"}``."""
        return self.service.ask(question)

    def tasks(self, filters: Filters, limit: int, offset: int) -> Record:
        """``{"total", "tasks"}``."""
        return self.service.tasks(filters.given(), Page(limit, offset))

    def sections(self, document: str) -> tuple[str, ...]:
        """The sections that tasks stand in, of one document or of all."""
        return self.service.sections(document or None)

    def units(self, question: str, limit: int, offset: int) -> Record:
        """``{"total", "units"}``."""
        return self.service.units(question or None, Page(limit, offset))

    def unit(self, unit_id: str) -> Record:
        """One unit with its tasks and duties."""
        return self.service.unit(unit_id)

    def documents(self, limit: int, offset: int) -> Record:
        """``{"total", "documents"}``."""
        return self.service.documents(Page(limit, offset))

    def document(self, document_id: str) -> Record:
        """One document."""
        return self.service.document(document_id)

    def sheet(self, document_id: str) -> sheet.Sheet:
        """The one text of a document with its lines, tables and clause tree."""
        return sheet.sheet(self.service.engine, document_id)

    def add(self, name: str, content: BinaryIO) -> Taken:
        """Take a file in: its job, or the document that already holds it."""
        return self.intake.take(name, content)

    def job(self, job_id: str) -> Record:
        """``{"state", "stage", "done", "of", "error", "document_id"}``."""
        return self.intake.job(job_id)


def desk(request: Request) -> Desk:
    """The engine that this application was started with."""
    state = request.app.state.api.state
    return Desk(state.service, state.intake)
