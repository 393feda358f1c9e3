"""Every task and duty of one generation in short, with the units, plans and days that matrix and calendar share."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from indexer.extract.periods import periods
from indexer.fold import fold
from indexer.store.ledger import DutyLine, TaskLine
from indexer.store.records import StoredDuty, StoredUnit
from indexer.store.units import mention_id
from indexer.types import Deadline, Header
from search_api.engine import Engine
from search_api.knowledge import Knowledge
from search_api.ledger.columns import columns
from search_api.ledger.due import Due, Undated
from search_api.ledger.prose import stated
from search_api.ledger.recurring import rule, said
from search_api.ledger.unit_list import unit_list
from search_api.records import Presenter

T = TypeVar("T")
# Matrices and calendars of a generation that are kept: turning a page asks for the same one again.
_KEPT = 24


class Roll:
    """The tasks, duties and milestones of one generation, in the order of documents and rows."""

    def __init__(self, knowledge: Knowledge, before: Roll | None = None) -> None:
        self.knowledge = knowledge
        tasks, duties = knowledge.catalogue.lines(before.tasks if before else ())
        # What was added since this generation has no document here yet.
        self.tasks: tuple[TaskLine, ...] = tuple(t for t in tasks if t.document_id in knowledge.documents)
        self.duties: tuple[DutyLine, ...] = tuple(d for d in duties if d.document_id in knowledge.documents)
        self.units: dict[str, StoredUnit] = unit_list(knowledge).by_id
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._keeping = threading.Lock()
        first = _earliest(self.tasks)
        spans = {key: plan_span(one.header, first.get(key)) for key, one in knowledge.documents.items()}
        issued = {key: document.header.issued_on for key, document in knowledge.documents.items()}
        self.prose: dict[str, StoredDuty] = {}
        timed = (*self.tasks, *self._timed(knowledge))
        known = before.placed if before else {}
        self.placed: dict[str, _Placed] = {}
        for line in timed:
            span, day = spans[line.document_id], issued[line.document_id]
            held = known.get(line.id)
            if held is None or held.line is not line or (held.span, held.issued) != (span, day):
                held = _Placed(line, span, day, _dues(line, span, day))
            self.placed[line.id] = held
        self.dues: tuple[Due, ...] = tuple(due for held in self.placed.values() for due in held.dues)
        self.columns = columns(self.dues)

    def _timed(self, knowledge: Knowledge) -> Iterator[TaskLine]:
        """The duties whose sentence says when, each sentence once, as lines of the calendar."""
        seen: dict[tuple[str, int, str], None] = {}
        for one in knowledge.catalogue.duties().items:
            mark = (one.document_id, one.duty.span.start, mention_id(one.duty.unit))
            document = knowledge.documents.get(one.document_id)
            due = stated(one.text, document.header.year) if document and mark not in seen else None
            if due is None:
                continue
            seen[mark] = None
            self.prose[one.duty.id] = one
            unit, coordinates = (mention_id(one.duty.unit),), one.duty.role == "coordinate"
            yield TaskLine(
                id=one.duty.id,
                document_id=one.document_id,
                no=None,
                section=None,
                section_folded="",
                task=one.text,
                activity=None,
                product=None,
                deadline=due,
                lead=() if coordinates else unit,
                coordinate=unit if coordinates else (),
            )

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, kept for the next who asks by the same key; the last few are."""
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("T", self._kept[key])
        made = make()
        with self._keeping:
            self._kept[key] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class _Placed:
    """The milestones of a line, and what they follow from besides it."""

    line: TaskLine
    span: tuple[date | None, date | None]
    issued: date | None
    dues: tuple[Due, ...]


class Rolls:
    """The roll of the newest generation, made when it is first asked for. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._newest: Roll | None = None
        engine.preparing.append(self._of)

    def current(self) -> tuple[Presenter, Roll]:
        """The newest generation's presenter and roll."""
        presenter = self._engine.presenter()
        return presenter, self._of(presenter)

    def _of(self, presenter: Presenter) -> Roll:
        return presenter.knowledge.once(self._made)

    def _made(self, knowledge: Knowledge) -> Roll:
        """The roll of that generation, grown out of the newest one."""
        self._newest = Roll(knowledge, self._newest)
        return self._newest


def _earliest(tasks: Iterable[TaskLine]) -> dict[str, date]:
    """The first day of the earliest year that any deadline of a document names."""
    found: dict[str, date] = {}
    for line in tasks:
        start = line.deadline.start if line.deadline else None
        if start is not None:
            found[line.document_id] = min(found.get(line.document_id, date.max), date(start.year, 1, 1))
    return found


def plan_span(header: Header, earliest: date | None = None) -> tuple[date | None, date | None]:
    """The first and last day of the years that a plan is for: those its title names, else its year, else from
    ``earliest`` (the first year of any of its deadlines) on."""
    named = [p for p in periods(fold(header.title or ""), None) if p.kind in ("year", "range") and p.start and p.end]
    if named:
        return min(p.start for p in named if p.start), max(p.end for p in named if p.end)
    if header.year is not None:
        return date(header.year, 1, 1), date(header.year, 12, 31)
    return earliest, None


def _dues(line: TaskLine, span: tuple[date | None, date | None], issued: date | None) -> tuple[Due, ...]:
    if line.deadline is None:
        return (Due(line, None, undated="missing"),)
    return tuple(_due(line, one, span, issued) for one in (line.deadline, *line.deadline.also))


def _due(line: TaskLine, one: Deadline, span: tuple[date | None, date | None], issued: date | None) -> Due:
    if one.kind == "recurring":
        about = "\n".join(filter(None, (line.task, line.activity, line.product))) if one.every == "period" else ""
        found = rule(one, about)
        if found is None:
            return Due(line, one, undated="standing", notes=said(one))
        first, last = (one.start, one.end) if one.start or one.end else span
        since = max(filter(None, (first, issued)), default=None)
        return Due(line, one, rule=found, since=since, until=last, notes=(*said(one), *found.notes))
    if one.kind == "ongoing":
        return Due(line, one, undated="standing", notes=said(one))
    if one.end is not None:
        return Due(line, one, day=one.end, notes=said(one))
    reasons: dict[str, Undated] = {"relative": "relative", "none": "unreadable"}
    reason = reasons.get(one.kind) or ("open" if one.start else "impossible")
    return Due(line, one, undated=reason, notes=said(one))
