"""What a plan binds units to, row by row and duty by duty, ready to be held against another plan."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from indexer.fold import key
from indexer.store.catalogue import Catalogue
from indexer.store.records import DutyFilter, StoredDocument, StoredDuty, StoredPassage, StoredTask, TaskFilter
from indexer.types import Deadline, Span, Task, UnitMention
from search_api.ledger.prose import stated

Kind = Literal["task", "duty", "clause"]

_BINDING = frozenset(("lead", "responsible", "guide", "monitor"))
# Nothing below these headings is an assignment that another plan could carry out.
_ASIDE = ("mục đích", "mục tiêu", "yêu cầu", "kinh phí", "chỉ tiêu", "quan điểm", "nguyên tắc", "căn cứ")


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something that a plan asks for. ``key`` follows from the plan and the words, so that it outlives a re-reading;
    ``stored`` is the row it was read from, None for prose."""

    key: str
    id: str
    document_id: str
    kind: Kind
    text: str
    path: tuple[str, ...]
    span: Span
    page: int | None
    section: str | None
    lead: tuple[UnitMention, ...]
    coordinate: tuple[UnitMention, ...]
    deadline: Deadline | None
    product: str | None
    stored: StoredTask | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A document's obligations in the order of the text with their vectors, ``(n, dim)`` float32 rows of length 1."""

    document: StoredDocument
    obligations: tuple[Obligation, ...]
    vectors: NDArray[np.float32]


def plan(catalogue: Catalogue, document: StoredDocument, fingerprint: str) -> Plan:
    """The obligations of a document: its rows, the clauses that put duties on units, and, where it has no row at all,
    the other clauses of its body."""
    passages = catalogue.document_passages(document.id)
    tasks = {one.task.id: one for one in catalogue.tasks(TaskFilter(documents=(document.id,))).items}
    duties: dict[str, list[StoredDuty]] = {}
    for duty in catalogue.duties(DutyFilter(documents=(document.id,))).items:
        duties.setdefault(duty.duty.clause_id, []).append(duty)
    text = catalogue.text(document.id) or ""
    vectors = next((e.vectors for e in catalogue.index_entries([document.serial], fingerprint)), None)
    found: list[Obligation] = []
    rows: list[int] = []
    seen: dict[str, int] = {}
    for number, stored in enumerate(passages):
        for one in _read(stored, tasks, duties, text, document.header.year):
            times = seen[one.key] = seen.get(one.key, 0) + 1
            found.append(one if times == 1 else _numbered(one, times))
            rows.append(number)
    if vectors is None or not rows:
        return Plan(document, tuple(found), np.zeros((len(found), 1), np.float32))
    return Plan(document, tuple(found), vectors[np.array(rows)])


def _read(
    stored: StoredPassage,
    tasks: Mapping[str, StoredTask],
    duties: Mapping[str, Sequence[StoredDuty]],
    text: str,
    year: int | None,
) -> Iterator[Obligation]:
    """The obligation that a passage states, if it states one."""
    passage = stored.passage
    if passage.task_id is not None and passage.task_id in tasks:
        yield of_task(tasks[passage.task_id], text)
    elif passage.clause_id is not None and passage.clause_id in duties:
        yield _of_duties(stored, duties[passage.clause_id], year)
    elif passage.clause_id is not None and not tasks and not _aside(passage.section) and not _opens(passage.text):
        yield _of_clause(stored)


def of_task(stored: StoredTask, text: str) -> Obligation:
    """The obligation of a row; ``text`` is the one text of its document."""
    task = stored.task
    words = " ".join(filter(None, (task.task, task.activity)))
    return Obligation(
        key=_key(stored.document_id, _printed(task, text) or words),
        id=task.id,
        document_id=stored.document_id,
        kind="task",
        text=words,
        path=task.path,
        span=task.span,
        page=task.page,
        section=task.section,
        lead=task.lead,
        coordinate=task.coordinate,
        deadline=task.deadline,
        product=task.product,
        stored=stored,
    )


def _of_duties(stored: StoredPassage, duties: Sequence[StoredDuty], year: int | None) -> Obligation:
    passage = stored.passage
    lead = tuple(_once(d.duty.unit for d in duties if d.duty.role in _BINDING))
    coordinate = tuple(_once(d.duty.unit for d in duties if d.duty.role == "coordinate"))
    due = next((due for one in duties if (due := stated(one.text, year)) is not None), None)
    return replace(_prose(stored, "duty", lead, coordinate, passage.clause_id or passage.id), deadline=due)


def _of_clause(stored: StoredPassage) -> Obligation:
    return _prose(stored, "clause", (), (), stored.passage.clause_id or stored.passage.id)


def _prose(
    stored: StoredPassage, kind: Kind, lead: tuple[UnitMention, ...], coordinate: tuple[UnitMention, ...], name: str
) -> Obligation:
    passage = stored.passage
    return Obligation(
        key=_key(stored.document_id, passage.text),
        id=name,
        document_id=stored.document_id,
        kind=kind,
        text=passage.text,
        path=passage.path,
        span=passage.span,
        page=passage.page,
        section=passage.section,
        lead=lead,
        coordinate=coordinate,
        deadline=None,
        product=None,
        stored=None,
    )


def _printed(task: Task, text: str) -> str:
    """The words of the task cell as the file has them, which no correction of the record changes."""
    spans = [span for field in task.fields if field.field in ("task", "activity") for span in field.spans]
    return " ".join(text[span.start : span.end] for span in spans)


def _key(document_id: str, words: str) -> str:
    same = " ".join(key(words).split())
    return f"{document_id}-{hashlib.sha256(same.encode()).hexdigest()[:16]}"


def _numbered(one: Obligation, times: int) -> Obligation:
    return replace(one, key=f"{one.key}-{times}")


def _aside(section: str | None) -> bool:
    return section is not None and any(word in section.casefold() for word in _ASIDE)


def _opens(words: str) -> bool:
    """Whether words only lead up to what follows them ("… ban hành Kế hoạch như sau:")."""
    return words.rstrip().endswith(":")


def _once(units: Iterable[UnitMention]) -> list[UnitMention]:
    return list({(unit.name, unit.scope): unit for unit in units}.values())
