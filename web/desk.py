"""What the pages ask of the search engine, in the JSON records of the public contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, BinaryIO

from starlette.requests import Request

from search_api import leaves as printed
from search_api import sheet
from search_api.intake.jobs import Intake, Taken
from search_api.ledger import accounts
from search_api.ledger.book import Ledger
from search_api.ledger.naming import units_then
from search_api.ledger.shown import successor
from search_api.ledger.successors import successors
from search_api.limits import Page
from search_api.present import stored_unit
from search_api.service import Service
from search_api.views import Given, Views

Record = Mapping[str, Any]
MOST_OPTIONS = 200
# Seconds that a page waits for a comparison before it tells how far that has come.
A_MOMENT = 0.12


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of a search or a task list as they stand in the address; empty strings are not set."""

    document: str = ""
    unit: str = ""
    role: str = ""
    kind: str = ""
    section: str = ""
    section_is: str = ""
    due_from: str = ""
    due_to: str = ""
    as_of: str = ""

    def given(self) -> dict[str, str | None]:
        """The filters that are set."""
        return {name: value for name, value in asdict(self).items() if value}


class Desk:
    """The engine as the pages see it; every method raises ``SearchError`` for what it cannot answer."""

    def __init__(self, service: Service, intake: Intake, views: Views, ledger: Ledger) -> None:
        self.service, self.intake, self.views, self.ledger = service, intake, views, ledger

    def edition(self) -> tuple[int, frozenset[str] | None]:
        """What tells whether anything changed that this reader sees: the generation, and whose part of it is seen."""
        catalogue = self.service.engine.catalogue
        return catalogue.generation(), catalogue.readers

    def ask(self, question: str) -> Record:
        """``{"answer", "citations", "hits", "took_ms"}``."""
        return self.service.ask(question)

    def tasks(self, filters: Filters, limit: int, offset: int) -> Record:
        """``{"total", "tasks"}``."""
        return self.service.tasks(filters.given(), Page(limit, offset))

    def sections(self, document: str) -> tuple[str, ...]:
        """The sections that tasks stand in, of one document or of all."""
        return self.views.sections(document or None)

    def unit_options(self, chosen: str = "") -> tuple[tuple[str, str], ...]:
        """The units with most to do as (id, name) for a choice, and the one chosen."""
        found = {u.id: f"{u.name} ({u.scope})" if u.scope else u.name for u in self.views.busiest(MOST_OPTIONS)}
        if chosen and chosen not in found:
            found[chosen] = chosen
        return tuple(found.items())

    def units(self, question: str, limit: int, offset: int) -> Record:
        """``{"total", "units"}``."""
        return self.service.units(question or None, Page(limit, offset))

    def unit(self, unit_id: str) -> Record:
        """One unit with its tasks and duties."""
        return self.service.unit(unit_id)

    def today(self, unit: Record) -> tuple[Record, ...]:
        """Who is responsible today for what a unit was, by what act; () when nothing changed since it was named."""
        since = date.fromisoformat(unit["valid_from"]) if unit.get("valid_from") else None
        return tuple(successor(one) for one in successors(str(unit["name"]), str(unit["scope"] or ""), since))

    def units_before(self, name: str) -> tuple[Record, ...]:
        """The units that documents of their time name, whose duties the unit of that name has today."""
        knowledge = self.service.engine.presenter().knowledge
        held = (knowledge.catalogue.unit(key) for key in units_then(knowledge, name))
        return tuple(stored_unit(one) for one in held if one is not None)

    def documents(self, limit: int, offset: int, text: str = "") -> Record:
        """``{"total", "documents"}``, with a text those that are called so."""
        return self.service.documents(Page(limit, offset), text)

    def document(self, document_id: str) -> Record:
        """One document."""
        return self.service.document(document_id)

    def sheet(self, document_id: str) -> sheet.Sheet:
        """The one text of a document with its lines, tables and clause tree."""
        return sheet.sheet(self.service.engine, document_id)

    def page_numbers(self, document_id: str) -> tuple[int, ...]:
        """The numbers of the printed pages of a document; empty for a format without pages."""
        return printed.page_numbers(self.service.engine.presenter(), document_id)

    def leaves(self, document_id: str, numbers: Sequence[int]) -> tuple[printed.Leaf, ...]:
        """Printed pages of a document with their words where they stand."""
        presenter = self.service.engine.presenter()
        return tuple(printed.leaf(presenter, document_id, number) for number in numbers)

    def marked_boxes(self, document_id: str, marks: Sequence[printed.Mark]) -> tuple[tuple[printed.Box, ...], ...]:
        """For each mark the boxes that cover its words."""
        return printed.marked_boxes(self.service.engine.presenter(), document_id, marks)

    def tasks_on(self, document_id: str, pages: Sequence[int], marks: Sequence[printed.Mark]) -> Sequence[Record]:
        """The tasks on some pages of a document, or those that marks touch."""
        return printed.tasks_on(self.service.engine.presenter(), document_id, pages, marks)

    def matrix(self, given: Given, limit: int, offset: int) -> Record:
        """Units against sections or documents, with counts."""
        return self.views.matrix(given, Page(limit, offset))

    def calendar(self, given: Given, limit: int, offset: int) -> Record:
        """Deadlines of a window, as of a day."""
        return self.views.calendar(given, Page(limit, offset), date.today())

    def compare(self, documents: Sequence[str], topic: str, limit: int, offset: int) -> Record:
        """Plans side by side, a row an obligation, or ``{"progress"}`` of what takes longer than a moment."""
        return accounts.compared(self.ledger, documents, topic, Page(limit, offset), A_MOMENT)

    def cascade(self, superior: str, below: Sequence[str], which: str, limit: int, offset: int) -> Record:
        """A superior plan held against those below it, or ``{"progress"}`` of what takes longer than a moment."""
        return self.ledger.cascade(superior, below, which or None, Page(limit, offset), A_MOMENT)

    def judge(self, above: str, below: str, verdict: str, by: str, why: str) -> None:
        """Keep what a person says about a pair of obligations."""
        self.ledger.judge(above, below, verdict, by, why)

    def unjudge(self, above: str, below: str) -> None:
        """Take back what was said about a pair."""
        self.ledger.unjudge(above, below)

    def conflicts(self, documents: Sequence[str], limit: int, offset: int) -> Record:
        """One obligation given twice and differently, or ``{"progress"}`` of what takes longer than a moment."""
        return self.ledger.conflicts(documents, Page(limit, offset), A_MOMENT)

    def graph(self, document: str) -> Record:
        """``{"nodes", "edges"}`` of all documents, or of one and what it names."""
        return self.ledger.graph(document or None)

    def references(self, document: str, held: str, limit: int, offset: int) -> Record:
        """Which document names which."""
        return self.ledger.references(document or None, held or None, Page(limit, offset))

    def add(self, name: str, content: BinaryIO) -> Taken:
        """Take a file in: its job, or the document that already holds it."""
        return self.intake.take(name, content)

    def job(self, job_id: str) -> Record:
        """``{"state", "stage", "done", "of", "error", "document_id"}``."""
        return self.intake.job(job_id)


def desk(request: Request) -> Desk:
    """The engine that this application was started with."""
    state = request.app.state.api.state
    return Desk(state.service, state.intake, state.views, state.ledger)
