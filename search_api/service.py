"""What the HTTP API, the pages and the command line ask for, as records of the public contract."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

from indexer.fold import fold
from indexer.store.records import DutyFilter, StoredDocument, StoredTask, TaskFilter
from search_api import limits, present
from search_api.amending.noted import note
from search_api.answer import Reply
from search_api.answer.reply import Quoted
from search_api.engine import Engine
from search_api.errors import NotFound
from search_api.ledger.shown import successor
from search_api.ledger.successors import successors
from search_api.ledger.unit_list import unit_list
from search_api.ledger.via_groups import groups, occurrences, tasks_via_groups
from search_api.limits import Page
from search_api.present import Json
from search_api.question.overrides import AS_READ, NOTHING, Overrides
from search_api.ranking.facets import EVERYTHING, Facets, Picked, mark
from search_api.ranking.finding import ANYWHERE, Findings, Within
from search_api.ranking.pool import Whole
from search_api.ranking.rank import Judged
from search_api.records import Presenter
from search_api.types import Reading

_ASK_HITS = 10
_ON = ("1", "true")
_SWITCH = (*_ON, "0", "false")


class Service:
    """Answers every reading call of the contract from one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def search(
        self,
        question: str,
        page: Page,
        filters: Mapping[str, str | None],
        said: Overrides = AS_READ,
        chosen: Picked = EVERYTHING,
        facets: bool = False,
    ) -> Json:
        """``{"query", "interpreted", "total", "took_ms", "hits"}``, with ``facets`` their counts over all hits."""
        presenter, reading, findings, taken = self.engine.search(question, self.within(filters, said), said)
        return {
            "query": question,
            "interpreted": self._interpreted(presenter, reading, findings, said),
            **_shown(presenter, reading, findings, page, chosen, facets),
            "took_ms": taken.as_json(),
        }

    def ask(self, question: str, via_group: str | None = None, said: Overrides = AS_READ) -> Json:
        """``{"question", "interpreted", "answer", "citations", "hits", "took_ms"}``.

        With ``via_group`` also the tasks that reach the units of the question through a group, apart from the answer.
        """
        presenter, reading, findings, reply, taken = self.engine.ask(question, said)
        shown = grouped(findings.judged)[:_ASK_HITS]
        found: dict[str, Any] = {
            "question": question,
            "interpreted": self._interpreted(presenter, reading, findings, said),
            **_answered(presenter, reply, reply.whole),
            "hits": [presenter.hit(first, reading, others) for first, others in shown],
            "took_ms": taken.as_json(),
        }
        ids = tuple(key for unit in reading.units for key in unit.ids)
        if limits.one_of("via_group", via_group, _SWITCH) in _ON and ids:
            documents = tuple(value for name, value in reply.filters if name == "document")
            wanted = TaskFilter(documents=documents, units=ids, role=reading.role)
            found["via_group"] = tasks_via_groups(presenter, wanted)
        return found

    def asked(
        self,
        question: str,
        page: Page,
        said: Overrides = AS_READ,
        chosen: Picked = EVERYTHING,
        every: bool = False,
    ) -> Json:
        """The answer and the page of hits at once: what ``search`` gives with facets, and ``answer``, ``citations``.

        Of a list over a great catalogue the answer holds the first tasks unless ``every`` one is asked for;
        ``answer["further"]`` tells how many follow.
        """
        presenter, reading, findings, reply, taken = self.engine.ask(question, said)
        return {
            "query": question,
            "interpreted": self._interpreted(presenter, reading, findings, said),
            **_answered(presenter, reply, reply.whole if every else None),
            **_shown(presenter, reading, findings, page, chosen, True),
            "took_ms": taken.as_json(),
        }

    def within(self, filters: Mapping[str, str | None], said: Overrides = AS_READ) -> Within:
        """What the filters of a search cut it to; raises BadParameter or NotFound for what they cannot mean."""
        section = said.as_section if said.as_section != NOTHING else ""
        if not any(filters.values()) and not section:
            return ANYWHERE
        knowledge = self.engine.presenter().knowledge
        wanted = limits.task_filter(
            knowledge,
            unit=filters.get("unit"),
            role=filters.get("role"),
            due_from=filters.get("due_from"),
            due_to=filters.get("due_to"),
            section_is=section,
        )
        documents = limits.documents(knowledge, filters.get("document"))
        kind = limits.one_of("kind", filters.get("kind"), ("task", "clause"))
        tasks = None if wanted == TaskFilter() else knowledge.catalogue.task_ids(wanted)
        return Within(documents, cast("Literal['task', 'clause'] | None", kind), tasks)

    def _interpreted(self, presenter: Presenter, reading: Reading, findings: Findings, said: Overrides) -> Json:
        knowledge = presenter.knowledge
        filters = findings.chosen.filters if findings.chosen else ()
        return {
            **present.interpreted(reading, findings.plans, knowledge.documents),
            "sections": [value for name, value in filters if name == "section"],
            "unit_options": [
                [{"id": one.id, "name": one.name, "scope": one.scope} for one in map(knowledge.units.unit, unit.ids)]
                for unit in reading.units
            ],
            "overrides": said.as_json(),
        }

    def tasks(self, wanted: Mapping[str, str | None], page: Page) -> Json:
        """``{"total", "tasks"}``; with ``via_group`` also the tasks that reach the unit through a group of it."""
        given = dict(wanted)
        through = limits.one_of("via_group", given.pop("via_group", None), _SWITCH)
        total, stored = self.stored_tasks(given, page)
        presenter = self.engine.presenter()
        found = present.page("tasks", total, [presenter.task(task) for task in stored])
        if through not in _ON:
            return found
        return {**found, "via_group": tasks_via_groups(presenter, limits.task_filter(presenter.knowledge, **given))}

    def stored_tasks(self, wanted: Mapping[str, str | None], page: Page | None) -> tuple[int, Sequence[StoredTask]]:
        """How many tasks pass the filter, and those of the page (all for None)."""
        knowledge = self.engine.presenter().knowledge
        found = knowledge.catalogue.tasks(
            limits.task_filter(knowledge, **dict(wanted)),
            page.limit if page else None,
            page.offset if page else 0,
        )
        return found.total, found.items

    def sections(self, document: str | None = None) -> tuple[str, ...]:
        """The sections that tasks stand in, of one document or of all."""
        knowledge = self.engine.presenter().knowledge
        found = knowledge.catalogue.tasks(TaskFilter(documents=limits.documents(knowledge, document))).items
        return tuple(dict.fromkeys(stored.task.section for stored in found if stored.task.section))

    def duties(self, document: str | None, unit: str | None, role: str | None, page: Page) -> Json:
        """``{"total", "duties"}``."""
        presenter = self.engine.presenter()
        knowledge = presenter.knowledge
        wanted = DutyFilter(
            documents=limits.documents(knowledge, document),
            units=limits.units(knowledge, unit),
            role=limits.one_of("role", role, limits.DUTY_ROLES),
        )
        found = knowledge.catalogue.duties(wanted, page.limit, page.offset)
        return present.page("duties", found.total, [presenter.duty(duty) for duty in found.items])

    def units(self, text: str | None, page: Page) -> Json:
        """``{"total", "units"}`` with counts."""
        found = unit_list(self.engine.presenter().knowledge).holding(text or "")
        shown = found[page.offset : page.offset + page.limit]
        return present.page("units", len(found), [present.stored_unit(unit) for unit in shown])

    def unit(self, unit_id: str, pages: Mapping[str, Page] | None = None) -> Json:
        """One unit: aliases, tasks it leads and coordinates, prose duties, successors.

        The three lists are complete unless ``pages`` are given for them, by "lead", "coordinate" and "duties"; how long
        they are tell the unit's counts.
        """
        cut = {name: (page.limit, page.offset) for name, page in (pages or {}).items()}
        presenter = self.engine.presenter()
        catalogue = presenter.knowledge.catalogue
        found = catalogue.unit(unit_id)
        if found is None:
            raise NotFound(f"Không có đơn vị “{unit_id[:80]}”.", f"There is no unit “{unit_id[:80]}”.")
        unit_id = found.id
        printed = dict.fromkeys(alias.printed for alias in catalogue.aliases(unit_id))
        leads = catalogue.tasks(TaskFilter(units=(unit_id,), role="lead"), *cut.get("lead", ())).items
        coordinates = catalogue.tasks(TaskFilter(units=(unit_id,), role="coordinate"), *cut.get("coordinate", ())).items
        duties = catalogue.duties(DutyFilter(units=(unit_id,)), *cut.get("duties", ())).items
        return {
            **present.stored_unit(found),
            "aliases": list(printed),
            "occurrences": occurrences(presenter, unit_id),
            "via_groups": groups(presenter, found),
            "lead_tasks": [presenter.task(task) for task in leads],
            "coordinate_tasks": [presenter.task(task) for task in coordinates],
            "prose_duties": [presenter.duty(duty) for duty in duties],
            "successors": [successor(one) for one in successors(found.name, found.scope)],
        }

    def documents(self, page: Page, text: str | None = None) -> Json:
        """``{"total", "documents"}`` in the order in which they were added; with a text those that are called so."""
        wanted = _words(text or "")
        if not wanted:
            held = self.engine.catalogue.documents(page.limit, page.offset)
            return present.page("documents", held.total, [present.document(one) for one in held.items])
        known = sorted(self.engine.presenter().knowledge.documents.values(), key=lambda one: one.serial)
        found = [one for one in known if _goes_by(one, wanted)]
        shown = found[page.offset : page.offset + page.limit]
        return present.page("documents", len(found), [present.document(one) for one in shown])

    def document_names(self) -> tuple[tuple[str, str], ...]:
        """What each document is called, by id: by its kind and number, else by who issued it, else by its file."""
        named = []
        for key, document in self.engine.presenter().knowledge.documents.items():
            header = document.header
            own = " ".join(filter(None, (header.kind, header.number))) if header.number else ""
            named.append((key, own or " · ".join(filter(None, (header.kind, header.issuer or document.file)))))
        return tuple(named)

    def document(self, document_id: str) -> Json:
        """One document with its references."""
        presenter = self._holding(document_id)
        knowledge = presenter.knowledge
        own = _squeezed(knowledge.documents[document_id].header.number)
        references = [
            presenter.reference(stored)
            for stored in knowledge.catalogue.references(document_id)
            if _squeezed(stored.reference.number) != own
        ]
        return {**present.document(knowledge.documents[document_id]), "references": references}

    def clauses(self, document_id: str) -> Json:
        """``{"total", "clauses"}`` in the order of the text."""
        presenter = self._holding(document_id)
        found = presenter.knowledge.catalogue.clauses(document_id)
        return present.page("clauses", len(found), [presenter.clause(document_id, clause) for clause in found])

    def text(self, document_id: str) -> str:
        """The one text of a document."""
        return self._holding(document_id).text(document_id)

    def _holding(self, document_id: str) -> Presenter:
        presenter = self.engine.presenter()
        if document_id not in presenter.knowledge.documents:
            raise NotFound(f"Không có văn bản “{document_id}”.", f"There is no document “{document_id}”.")
        return presenter


def _squeezed(number: str | None) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(number or ""))


def grouped(judged: Sequence[Judged]) -> list[tuple[Judged, list[Judged]]]:
    """The passages with those of other plans that say the same words gathered behind the best of them."""
    groups: dict[tuple[str, ...], tuple[Judged, list[Judged]]] = {}
    for one in judged:
        prepared = one.prepared
        words = mark(one)
        if words in groups and len(prepared.main.keys) > 3:
            first, others = groups[words]
            if first.prepared.passage.document_id != prepared.passage.document_id:
                others.append(one)
            continue
        groups[words] = (one, [])
    return list(groups.values())


def _goes_by(document: StoredDocument, wanted: Sequence[str]) -> bool:
    """Whether each of the words begins one of its kind, number, title, issuer, day or file."""
    header = document.header
    day = header.issued_on.strftime("%d/%m/%Y") if header.issued_on else None
    said = _words(" ".join(filter(None, (header.kind, header.number, header.title, header.issuer, day, document.file))))
    return all(any(own.startswith(word) for own in said) for word in wanted)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def _shown(
    presenter: Presenter, reading: Reading, findings: Findings, page: Page, chosen: Picked, facets: bool
) -> dict[str, Any]:
    """The page of hits that the chosen values leave, how many there are, and the counts of every facet."""
    found: dict[str, Any] = {}
    judged: Sequence[Judged] = findings.judged
    if facets or chosen != EVERYTHING:
        counted = Facets(judged, reading, chosen, presenter.knowledge)
        judged = counted.hits()
        if facets:
            found["facets"] = counted.as_json()
    groups = grouped(judged)
    shown = groups[page.offset : page.offset + page.limit]
    return {**found, "total": len(groups), "hits": [presenter.hit(first, reading, more) for first, more in shown]}


def _answered(presenter: Presenter, reply: Reply, whole: Whole | None = None) -> dict[str, Any]:
    """The answer and its citations, with the first tasks of a great list, or with all of ``whole``."""
    said = answer(presenter, reply)
    if whole is not None:
        said["tasks"] = [presenter.task(task) for task in whole()]
    elif reply.whole is not None and reply.count is not None:
        said["further"] = reply.count - len(reply.tasks)
    return {
        "answer": said,
        "citations": [] if reply.abstained else [_cited(presenter, quoted) for quoted in reply.quoted],
    }


def answer(presenter: Presenter, reply: Reply) -> dict[str, Any]:
    """The answer as the contract names it."""
    return {
        "abstained": reply.abstained,
        "reason": reply.reason,
        "intent": reply.intent,
        "text": None if reply.abstained else reply.text,
        "units": [present.unit(one) for one in reply.units],
        "coordinate": [present.unit(one) for one in reply.coordinate],
        "deadline": present.deadline(reply.deadline),
        "product": reply.product,
        "count": reply.count,
        "tasks": [presenter.task(task) for task in reply.tasks],
        "confidence": reply.confidence,
        "filters": [{"name": name, "value": value} for name, value in reply.filters],
        "named_then": [
            {
                "unit": one.name,
                "now": one.now,
                "subject": one.subject,
                "since": one.since.isoformat(),
                "basis": one.basis,
                "tasks": [presenter.task(task) for task in one.tasks],
            }
            for one in reply.named_then
        ],
    }


def _cited(presenter: Presenter, quoted: Quoted) -> Json:
    if quoted.task is not None:
        return presenter.row_citation(quoted.task)
    cited = presenter.cited(quoted.document_id, quoted.span, quoted.path, quoted.page)
    return {**cited, **note(quoted.corrections)}
