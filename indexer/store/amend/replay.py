"""What was extracted from a document with the corrections in force laid over it, in the order they were made."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from indexer.store.amend import keys, values
from indexer.store.amend.keys import RowKey
from indexer.store.amend.records import Correction, Extraction, Target
from indexer.types import Deadline, Duty, Header, Span, Task, UnitMention

T = TypeVar("T", Task, Duty)


@dataclass(slots=True)
class Row(Generic[T]):
    """A row on its way: where it comes from, what it is now, and who touched it.

    ``made`` names the correction that made it, ``base`` its place among the extracted rows; ``sources`` are the ids
    of the extracted rows whose words it stands for; ``reworded`` tells that it is to be searched by other words.
    """

    record: T
    base: int | None
    made: str | None = None
    sources: tuple[str, ...] = ()
    touched: list[int] = field(default_factory=list)
    reworded: bool = False


@dataclass(frozen=True, slots=True)
class Replayed:
    """The rows as corrected, and by correction the id of the row that it was found to mean (None: orphaned)."""

    tasks: tuple[Row[Task], ...]
    duties: tuple[Row[Duty], ...]
    found: Mapping[int, str | None]
    header: Header | None = None


def taken_back(corrections: Sequence[Correction]) -> frozenset[int]:
    """The ids of those that somebody undid; an undoing can itself be undone."""
    undone: set[int] = set()
    for one in reversed(corrections):
        if one.undoes is not None and one.id not in undone:
            undone.add(one.undoes)
    return frozenset(undone)


def in_force(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Those that nobody undid, without the undoings."""
    undone = taken_back(corrections)
    return tuple(one for one in corrections if one.undoes is None and one.id not in undone)


def replay(extraction: Extraction, corrections: Sequence[Correction], document_id: str, text: str) -> Replayed:
    """The document's rows under the corrections in force."""
    tasks = _Tasks(extraction.tasks, document_id)
    duties = _Duties(extraction.duties, document_id, text)
    standing = {one.id for one in in_force(corrections)}
    found: dict[int, str | None] = {}
    header = extraction.header
    for one in corrections:
        if one.kind == "document":
            found[one.id] = document_id
            if one.id in standing and one.field and header is not None:
                header = values.with_header_value(header, one.field, one.after)
            continue
        side: _Tasks | _Duties = tasks if one.kind == "task" else duties
        if one.id in standing:
            found[one.id] = side.apply(one)
        else:
            found[one.id] = found.get(one.undoes) if one.undoes in found else side.meant(one.target)
    return Replayed(tuple(tasks.rows), tuple(duties.rows), found, header)


class _Rows(ABC, Generic[T]):
    """The rows of one document while corrections are applied; what a correction does to a row, its kind tells."""

    def __init__(self, extracted: Sequence[T], known: Sequence[RowKey], document_id: str) -> None:
        self._owner = document_id
        self._extracted: Sequence[T] = extracted
        self._keys = known
        self.rows: list[Row[T]] = [Row(record, i, sources=(record.id,)) for i, record in enumerate(extracted)]

    def find(self, target: Target) -> Row[T] | None:
        """The row meant, if it is still there."""
        if target.made is not None:
            return next((row for row in self.rows if row.made == target.made), None)
        index = keys.locate(target, self._keys)
        return next((row for row in self.rows if row.base == index and row.made is None), None)

    def meant(self, target: Target) -> str | None:
        """The id of the row meant, though a correction took it away."""
        row = self.find(target)
        if row is not None:
            return row.record.id
        index = None if target.made else keys.locate(target, self._keys)
        return None if index is None else self._extracted[index].id

    def apply(self, one: Correction) -> str | None:
        """Do what the correction says; returns the id of the row it was found to mean."""
        if one.action == "add":
            return self._add(one)
        row = self.find(one.target)
        if row is None:
            return None
        before = row.record.id
        if one.action == "delete":
            self.rows.remove(row)
        else:
            self._change(row, one)
        row.touched.append(one.id)
        return before

    @abstractmethod
    def _add(self, one: Correction) -> str:
        """Make the row that a person added; returns its id."""

    @abstractmethod
    def _change(self, row: Row[T], one: Correction) -> None:
        """Change the row as its kind understands the correction."""


class _Tasks(_Rows[Task]):
    def __init__(self, extracted: Sequence[Task], document_id: str) -> None:
        super().__init__(extracted, [keys.task_key(task) for task in extracted], document_id)

    def _change(self, row: Row[Task], one: Correction) -> None:
        if one.action == "set" and one.field:
            row.record = values.with_value(row.record, one.field, one.after)
            row.reworded = True
        elif one.action == "check":
            row.record = replace(row.record, needs_review=False, review=(), confidence=1.0)
        elif one.action == "split":
            self._split(row, one)
        elif one.action == "join":
            self._join(row, one)

    def _add(self, one: Correction) -> str:
        given = dict(one.after)
        span = Span(*given.pop("span"))
        bare = _empty_task(f"{self._owner}-tc{one.id}", span, given.pop("page", None))
        made = Row(_filled(bare, given), None, str(one.id), touched=[one.id], reworded=True)
        later = (i for i, row in enumerate(self.rows) if row.record.span.start > span.start)
        self.rows.insert(next(later, len(self.rows)), made)
        return made.record.id

    def _split(self, row: Row[Task], one: Correction) -> None:
        at = self.rows.index(row)
        parts = []
        for number, given in enumerate(one.after, 1):
            record = replace(_filled(row.record, given), id=f"{self._owner}-tc{one.id}.{number}")
            part = Row(record, row.base, f"{one.id}.{number}", row.sources, [*row.touched, one.id], True)
            parts.append(part)
        self.rows[at : at + 1] = parts

    def _join(self, row: Row[Task], one: Correction) -> None:
        others = [found for given in one.after["with"] if (found := self.find(Target(**_target(given)))) is not None]
        others = [other for other in others if other is not row]
        record = row.record
        for other in others:
            record = _joined(record, other.record)
            row.sources += other.sources
            row.touched += [i for i in other.touched if i not in row.touched]
            self.rows.remove(other)
        row.record = _filled(record, one.after.get("fields") or {})
        row.reworded = True


class _Duties(_Rows[Duty]):
    def __init__(self, extracted: Sequence[Duty], document_id: str, text: str) -> None:
        super().__init__(extracted, [keys.duty_key(duty, text) for duty in extracted], document_id)

    def _change(self, row: Row[Duty], one: Correction) -> None:
        if one.action == "set" and one.field:
            row.record = values.with_duty_value(row.record, one.field, one.after)
        elif one.action == "check":
            row.record = replace(row.record, confidence=1.0)

    def _add(self, one: Correction) -> str:
        given = dict(one.after)
        key = f"{self._owner}-dc{one.id}"
        duty = Duty(
            key, UnitMention("", "", ""), "responsible", (), "", Span(*given.pop("span")), given.pop("page", None)
        )
        for name, value in given.items():
            duty = values.with_duty_value(duty, name, value)
        self.rows.append(Row(duty, None, str(one.id), touched=[one.id]))
        return key


def _target(given: Mapping[str, Any]) -> dict[str, Any]:
    return {**given, "path": tuple(given.get("path", ()))}


def _filled(task: Task, given: Mapping[str, Any]) -> Task:
    for name, value in given.items():
        task = values.with_value(task, name, value)
    return task


def _joined(one: Task, other: Task) -> Task:
    """Both rows as one: words in order, units once each, the first deadline that is there."""
    return replace(
        one,
        task=_both(one.task, other.task) or "",
        activity=_both(one.activity, other.activity),
        product=_both(one.product, other.product),
        lead=_united(one.lead, other.lead),
        coordinate=_united(one.coordinate, other.coordinate),
        lead_text=_both(one.lead_text, other.lead_text) or "",
        coordinate_text=_both(one.coordinate_text, other.coordinate_text) or "",
        deadline=_due(one.deadline, other.deadline),
        span=Span(min(one.span.start, other.span.start), max(one.span.end, other.span.end)),
        fields=(*one.fields, *other.fields),
    )


def _both(one: str | None, other: str | None) -> str | None:
    parts = [part for part in (one, other) if part]
    return " ".join(dict.fromkeys(parts)) or None


def _united(one: tuple[UnitMention, ...], other: tuple[UnitMention, ...]) -> tuple[UnitMention, ...]:
    names = {(mention.name, mention.scope) for mention in one}
    return (*one, *(mention for mention in other if (mention.name, mention.scope) not in names))


def _due(one: Deadline | None, other: Deadline | None) -> Deadline | None:
    return one if one is not None and one.kind != "none" else other or one


def _empty_task(key: str, span: Span, page: int | None) -> Task:
    return Task(
        id=key,
        no=None,
        section=None,
        goal=None,
        task="",
        activity=None,
        product=None,
        lead=(),
        coordinate=(),
        lead_text="",
        coordinate_text="",
        deadline=None,
        path=(),
        span=span,
        fields=(),
        page=page,
        origin="table",
        rule="person",
        confidence=1.0,
    )
