"""Questions to the catalogue about who does what: tasks, duties and units, complete and filtered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from indexer import fold
from indexer.store import codec
from indexer.store.amend import ledger
from indexer.store.amend.records import Correction
from indexer.store.assignments import correction_ids
from indexer.store.entities import Entities
from indexer.store.holdings import CHUNK
from indexer.store.records import Alias, DutyFilter, Found, StoredDuty, StoredTask, StoredUnit, TaskFilter
from indexer.store.tables import AliasRow, DocumentRow, DutyRow, PassageRow, TaskRow, TaskUnitRow, UnitRow
from indexer.types import Duty, Task


def tasks(connection: Connection, wanted: TaskFilter, limit: int | None, offset: int) -> Found[StoredTask]:
    """Tasks in the order of documents and rows; ``total`` counts all that pass the filter."""
    query = _filtered(select(TaskRow.document_id, TaskRow.record, TaskRow.corrections), wanted)
    total = connection.scalar(select(func.count()).select_from(_filtered(select(TaskRow.id), wanted).subquery()))
    query = query.join(DocumentRow, DocumentRow.id == TaskRow.document_id)
    query = query.order_by(DocumentRow.serial, TaskRow.ordinal).limit(limit).offset(offset)
    return Found(total or 0, _stored(connection, connection.execute(query).all()))


def _stored(connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[StoredTask, ...]:
    said = _said(connection, rows)
    return tuple(StoredTask(owner, codec.loads(Task, record), said(ids)) for owner, record, ids in rows)


def _said(
    connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]]
) -> Callable[[str | None], tuple[Correction, ...]]:
    """Gives the corrections of a row by its column of ids, the last of each of ``rows``."""
    found = ledger.some(connection, (one for row in rows for one in correction_ids(row[-1])))
    return lambda ids: tuple(found[one] for one in correction_ids(ids) if one in found)


def task_ids(connection: Connection, wanted: TaskFilter) -> tuple[str, ...]:
    """The ids of the tasks that pass the filter, without reading the tasks."""
    return tuple(connection.scalars(_filtered(select(TaskRow.id), wanted)))


def tasks_at(
    connection: Connection, kind: str, every: str | None, start: date | None, end: date | None
) -> tuple[StoredTask, ...]:
    """Every task that may be due at a time, and perhaps others, in the order of documents and rows.

    ``kind`` is "recurring" (with ``every``), "ongoing", "before" (``end``), or any other for within ``start`` and
    ``end``. A deadline's further milestones stand in its record alone, so each row that has some comes along.
    """
    if kind not in ("recurring", "ongoing") and (end if kind == "before" else start) is None:
        return ()
    if kind == "recurring":
        may: ColumnElement[bool] = TaskRow.record.contains(f'"every":"{every}"', autoescape=True)
    elif kind == "ongoing":
        may = TaskRow.record.contains('"kind":"ongoing"', autoescape=True)
    elif kind == "before":
        may = TaskRow.due_end <= end
    else:
        may = (TaskRow.due_start >= start) & (TaskRow.due_start <= (end or start))
    if kind not in ("recurring", "ongoing"):
        may = may | TaskRow.record.contains('"also":[', autoescape=True)
    query = select(TaskRow.document_id, TaskRow.record, TaskRow.corrections).where(may)
    query = query.join(DocumentRow, DocumentRow.id == TaskRow.document_id)
    query = query.order_by(DocumentRow.serial, TaskRow.ordinal)
    return _stored(connection, connection.execute(query).all())


def tasks_of_passages(connection: Connection, rowids: Sequence[int]) -> tuple[StoredTask, ...]:
    """The tasks that the passages of those numbers are rows of, in the order of the numbers."""
    named: dict[int, str] = {}
    for start in range(0, len(rowids), CHUNK):
        query = select(PassageRow.rowid, PassageRow.task_id).where(PassageRow.rowid.in_(rowids[start : start + CHUNK]))
        named.update({rowid: task_id for rowid, task_id in connection.execute(query) if task_id is not None})
    found = tasks_named(connection, named.values())
    ids = dict.fromkeys(named[rowid] for rowid in rowids if rowid in named)
    return tuple(found[task_id] for task_id in ids if task_id in found)


def sections(connection: Connection, documents: Sequence[str] = ()) -> tuple[str, ...]:
    """The sections that tasks stand in, of those documents or of all, in the order of documents and rows."""
    query = select(TaskRow.document_id, TaskRow.section, func.min(TaskRow.ordinal)).where(TaskRow.section != "")
    if documents:
        query = query.where(TaskRow.document_id.in_(documents))
    rows = connection.execute(query.group_by(TaskRow.document_id, TaskRow.section)).all()
    serials = dict(connection.execute(select(DocumentRow.id, DocumentRow.serial)).tuples().all())
    ordered = sorted((serials[owner], first, section) for owner, section, first in rows if section)
    return tuple(dict.fromkeys(section for _, _, section in ordered))


def listed_count(connection: Connection, documents: Sequence[str] = ()) -> int:
    """How many tasks those documents have, or all: of a document with tables only the rows of these."""
    tables = select(TaskRow.document_id).where(TaskRow.origin == "table")
    query = select(func.count()).select_from(TaskRow)
    query = query.where((TaskRow.origin == "table") | TaskRow.document_id.not_in(tables))
    if documents:
        query = query.where(TaskRow.document_id.in_(documents))
    return connection.scalar(query) or 0


def tabled(connection: Connection) -> frozenset[str]:
    """The ids of documents that have tasks in tables."""
    return frozenset(connection.scalars(select(TaskRow.document_id).where(TaskRow.origin == "table").distinct()))


def task(connection: Connection, task_id: str) -> StoredTask | None:
    """The task of that id."""
    columns = (TaskRow.document_id, TaskRow.record, TaskRow.corrections)
    rows = connection.execute(select(*columns).where(TaskRow.id == task_id)).all()
    return _stored(connection, rows)[0] if rows else None


def tasks_named(connection: Connection, task_ids: Iterable[str]) -> dict[str, StoredTask]:
    """The tasks of those ids that are held, by id."""
    wanted = list(dict.fromkeys(task_ids))
    found: dict[str, StoredTask] = {}
    for start in range(0, len(wanted), CHUNK):
        columns = (TaskRow.document_id, TaskRow.record, TaskRow.corrections)
        rows = connection.execute(select(*columns).where(TaskRow.id.in_(wanted[start : start + CHUNK]))).all()
        found.update({stored.task.id: stored for stored in _stored(connection, rows)})
    return found


def _filtered(query: Select[*tuple[Any, ...]], wanted: TaskFilter) -> Select[*tuple[Any, ...]]:
    if wanted.documents:
        query = query.where(TaskRow.document_id.in_(wanted.documents))
    if wanted.units or wanted.role:
        parts = select(TaskUnitRow.task_id)
        if wanted.units:
            parts = parts.where(TaskUnitRow.unit_id.in_(wanted.units))
        if wanted.role:
            parts = parts.where(TaskUnitRow.role == wanted.role)
        query = query.where(TaskRow.id.in_(parts))
    if wanted.section:
        query = query.where(TaskRow.section_folded.contains(fold.fold(wanted.section), autoescape=True))
    if wanted.section_is is not None:
        query = query.where(TaskRow.section_folded == fold.fold(wanted.section_is))
    if wanted.text:
        query = query.where(TaskRow.folded.contains(fold.fold(wanted.text), autoescape=True))
    if wanted.due_from:
        query = query.where(TaskRow.due_end >= wanted.due_from)
    if wanted.due_to:
        query = query.where(TaskRow.due_end <= wanted.due_to)
    if wanted.origin:
        query = query.where(TaskRow.origin == wanted.origin)
    if wanted.needs_review is not None:
        query = query.where(TaskRow.needs_review == wanted.needs_review)
    return query


def duties(connection: Connection, wanted: DutyFilter, limit: int | None, offset: int) -> Found[StoredDuty]:
    """Duties in the order of documents and clauses; ``total`` counts all that pass the filter."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.documents:
        conditions.append(DutyRow.document_id.in_(wanted.documents))
    if wanted.units:
        conditions.append(DutyRow.unit_id.in_(wanted.units))
    if wanted.role:
        conditions.append(DutyRow.role == wanted.role)
    total = connection.scalar(select(func.count()).select_from(DutyRow).where(*conditions)) or 0
    query = select(DutyRow.document_id, DutyRow.record, DutyRow.corrections).where(*conditions)
    query = query.join(DocumentRow, DocumentRow.id == DutyRow.document_id)
    query = query.order_by(DocumentRow.serial, DutyRow.ordinal).limit(limit).offset(offset)
    rows = connection.execute(query).all()
    said = _said(connection, rows)
    found = [(owner, codec.loads(Duty, record), said(ids)) for owner, record, ids in rows]
    owners = {owner for owner, _, _ in found}
    texts: dict[str, str] = {}
    if owners:
        bodies = connection.execute(select(DocumentRow.id, DocumentRow.text).where(DocumentRow.id.in_(owners)))
        texts = {key: body for key, body in bodies}  # noqa: C416
    return Found(
        total,
        tuple(
            StoredDuty(owner, duty, texts[owner][duty.span.start : duty.span.end], corrected)
            for owner, duty, corrected in found
        ),
    )


def units(connection: Connection, text: str | None) -> tuple[StoredUnit, ...]:
    """Units with their counts, by name; with ``text`` those whose name, scope or printed form holds it."""
    rows = connection.execute(select(*_UNIT)).all()
    if text:
        wanted = fold.fold(text.strip())
        printed = connection.execute(select(AliasRow.unit_id, AliasRow.printed).distinct()).all()
        named = {unit for unit, words in printed if wanted in fold.fold(words)}
        rows = [row for row in rows if row[0] in named or wanted in fold.fold(f"{row[1]} {row[2]}")]
    parts = _counts(connection)
    found = [_unit(row, parts) for row in rows]
    return tuple(sorted(found, key=lambda unit: (fold.fold(unit.name), unit.scope)))


def unit(connection: Connection, unit_id: str) -> StoredUnit | None:
    """The unit of that id with its counts, or the one that people joined it to."""
    query = select(*_UNIT)
    row = connection.execute(query.where(UnitRow.id == unit_id)).first()
    if row is None:
        unit_id = Entities.of(connection).current(unit_id)
        row = connection.execute(query.where(UnitRow.id == unit_id)).first()
    return None if row is None else _unit(row, _counts(connection, unit_id))


_UNIT = (UnitRow.id, UnitRow.name, UnitRow.scope, UnitRow.kind, UnitRow.valid_from, UnitRow.valid_to)


def _unit(row: Row[*tuple[Any, ...]], parts: Mapping[str, tuple[int, int, int]]) -> StoredUnit:
    key, name, scope, kind, since, until = row
    leads, coordinates, duties = parts.get(key, (0, 0, 0))
    return StoredUnit(key, name, scope, kind, leads, coordinates, duties, since, until)


def _counts(connection: Connection, unit_id: str | None = None) -> dict[str, tuple[int, int, int]]:
    """Unit id to (tasks led, tasks coordinated, duties); a task counts once though it name the unit twice."""
    times = func.count(TaskUnitRow.task_id.distinct())
    parts = select(TaskUnitRow.unit_id, TaskUnitRow.role, times).group_by(TaskUnitRow.unit_id, TaskUnitRow.role)
    owed = select(DutyRow.unit_id, func.count()).group_by(DutyRow.unit_id)
    if unit_id is not None:
        parts, owed = parts.where(TaskUnitRow.unit_id == unit_id), owed.where(DutyRow.unit_id == unit_id)
    counts: dict[str, list[int]] = {}
    for key, role, number in connection.execute(parts):
        counts.setdefault(key, [0, 0, 0])[0 if role == "lead" else 1] = number
    for key, number in connection.execute(owed):
        counts.setdefault(key, [0, 0, 0])[2] = number
    return {key: (led, helped, duty) for key, (led, helped, duty) in counts.items()}


def aliases(connection: Connection, unit_id: str | None) -> tuple[Alias, ...]:
    """The wordings of a unit (of every unit for None), the most frequent first."""
    columns = (
        AliasRow.unit_id,
        AliasRow.document_id,
        AliasRow.printed,
        AliasRow.times,
        AliasRow.name,
        AliasRow.base,
    )
    query = select(*columns).order_by(AliasRow.times.desc(), AliasRow.id)
    if unit_id is not None:
        query = query.where(AliasRow.unit_id == unit_id)
    return tuple(Alias(*row) for row in connection.execute(query))
