"""Every task and duty of the catalogue in short: what a matrix counts and a calendar places, read in one pass."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, func, select

from indexer.store import codec
from indexer.store.tables import AbbreviationRow, DocumentRow, DutyRow, PassageRow, TaskRow, TaskUnitRow, VectorRow
from indexer.types import Deadline


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task without its spans; ``lead`` and ``coordinate`` are the ids of its units, each once, in printed order."""

    id: str
    document_id: str
    no: str | None
    section: str | None
    section_folded: str
    task: str
    activity: str | None
    product: str | None
    deadline: Deadline | None
    lead: tuple[str, ...]
    coordinate: tuple[str, ...]
    # Tells within one process whether the record is still the same.
    mark: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty without its words."""

    id: str
    document_id: str
    unit_id: str
    role: str


class _Deadlines:
    """Deadlines built once each: few plans word them in many ways, so most of a large catalogue are repeats."""

    def __init__(self) -> None:
        self._known: dict[str, Deadline] = {}

    def of(self, found: dict[str, Any] | None) -> Deadline | None:
        if found is None:
            return None
        mark = repr(found)
        if mark not in self._known:
            self._known[mark] = codec.loads(Deadline, json.dumps(found, ensure_ascii=False))
        return self._known[mark]


def task_lines(connection: Connection, before: Iterable[TaskLine] = ()) -> tuple[TaskLine, ...]:
    """Every task in the order of documents and rows; those whose records are as ``before`` are taken over."""
    known = {line.id: line for line in before}
    parts: dict[tuple[str, str], dict[str, None]] = {}
    columns = (TaskUnitRow.task_id, TaskUnitRow.role, TaskUnitRow.unit_id)
    for task, role, unit in connection.execute(select(*columns).order_by(TaskUnitRow.task_id, TaskUnitRow.ordinal)):
        parts.setdefault((task, role), {})[unit] = None
    query = (
        select(TaskRow.id, TaskRow.document_id, TaskRow.section_folded, TaskRow.record)
        .join(DocumentRow, DocumentRow.id == TaskRow.document_id)
        .order_by(DocumentRow.serial, TaskRow.ordinal)
    )
    found, deadlines = [], _Deadlines()
    for key, owner, folded, record in connection.execute(query):
        lead, coordinate = tuple(parts.get((key, "lead"), ())), tuple(parts.get((key, "coordinate"), ()))
        mark, same = hash((owner, folded, record)), known.get(key)
        if same is not None and same.mark == mark:
            units = (same.lead, same.coordinate) == (lead, coordinate)
            found.append(same if units else replace(same, lead=lead, coordinate=coordinate))
            continue
        words: dict[str, Any] = json.loads(record)
        found.append(
            TaskLine(
                id=key,
                document_id=owner,
                no=words.get("no"),
                section=words.get("section"),
                section_folded=folded,
                task=words.get("task", ""),
                activity=words.get("activity"),
                product=words.get("product"),
                deadline=deadlines.of(words.get("deadline")),
                lead=lead,
                coordinate=coordinate,
                mark=mark,
            )
        )
    return tuple(found)


def duty_lines(connection: Connection) -> tuple[DutyLine, ...]:
    """Every duty in the order of documents and clauses."""
    query = (
        select(DutyRow.id, DutyRow.document_id, DutyRow.unit_id, DutyRow.role)
        .join(DocumentRow, DocumentRow.id == DutyRow.document_id)
        .order_by(DocumentRow.serial, DutyRow.ordinal)
    )
    return tuple(DutyLine(*row) for row in connection.execute(query))


def digests(connection: Connection, document_id: str | None = None) -> dict[str, str]:
    """For the document's id (every document's for None) a digest of what the ledger reads of it: letterhead, rows,
    duties, short forms, the numbers of its passages (never used twice) and the model of its vectors. Equal digests mean
    equal records."""
    passages = (
        select(PassageRow.document_id, func.count(), func.min(PassageRow.rowid), func.max(PassageRow.rowid))
        .group_by(PassageRow.document_id)
        .order_by(PassageRow.document_id)
    )
    queries = (
        select(DocumentRow.id, DocumentRow.sha256, DocumentRow.header),
        select(TaskRow.document_id, TaskRow.record, TaskRow.corrections).order_by(TaskRow.document_id, TaskRow.ordinal),
        select(DutyRow.document_id, DutyRow.record, DutyRow.corrections).order_by(DutyRow.document_id, DutyRow.ordinal),
        select(AbbreviationRow.document_id, AbbreviationRow.short, AbbreviationRow.long).order_by(AbbreviationRow.id),
        passages,
        select(VectorRow.document_id, VectorRow.fingerprint, VectorRow.dimension),
    )
    found = {key: hashlib.sha256() for key in connection.scalars(select(DocumentRow.id)) if document_id in (None, key)}
    for query in queries:
        if document_id is not None:
            # The first column of each names the document.
            query = query.where(next(iter(query.selected_columns)) == document_id)
        for owner, *parts in connection.execute(query):
            if owner in found:
                found[owner].update("\x1f".join(map(str, parts)).encode())
    return {key: made.hexdigest()[:32] for key, made in found.items()}
