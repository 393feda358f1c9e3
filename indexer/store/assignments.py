"""Tasks, duties and the units they name as rows of the catalogue, written anew for one document at a time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from indexer import fold
from indexer.store import codec
from indexer.store.entities import Entities
from indexer.store.eras import era
from indexer.store.tables import AliasRow, Base, DocumentRow, DutyRow, State, TaskRow, TaskUnitRow, UnitRow
from indexer.store.units import counted_name, mention_id
from indexer.types import Duty, Header, Task, UnitMention

# Grows when ids of units follow other rules than before: the links of every document are then written anew.
LINKS = 1

T = TypeVar("T")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """A task or duty with the ids of the corrections that made it what it is."""

    record: T
    corrections: tuple[int, ...] = ()


def write(session: Session, document_id: str, tasks: Sequence[Kept[Task]], duties: Sequence[Kept[Duty]]) -> None:
    """Put these tasks and duties in place of those that the document has, their units settled and counted."""
    header = _header(session, document_id)
    entities = Entities.of(session)
    settled = [Kept(entities.task(one.record, header), one.corrections) for one in tasks]
    owed = [Kept(entities.duty(one.record, header), one.corrections) for one in duties]
    before = set(session.scalars(select(AliasRow.unit_id).where(AliasRow.document_id == document_id)))
    for table in (TaskRow, DutyRow, AliasRow):
        session.execute(delete(table).where(table.document_id == document_id))
    mentions = [m for one in settled for m in (*one.record.lead, *one.record.coordinate)]
    mentions += [one.record.unit for one in owed]
    named = {mention_id(mention): mention for mention in mentions}
    _units(session, named)
    insert_rows(session, TaskRow, (_task(document_id, at, one) for at, one in enumerate(settled)))
    insert_rows(session, TaskUnitRow, (row for one in settled for row in _task_units(one.record)))
    insert_rows(session, DutyRow, (_duty(document_id, at, one) for at, one in enumerate(owed)))
    insert_rows(session, AliasRow, _aliases(document_id, mentions, header, entities))
    settle_units(session, before | named.keys())


def relink(session: Session, only: Iterable[str] | None = None) -> None:
    """Write the links of those documents (all of them for None) anew under the present rules and rulings."""
    wanted = session.scalars(select(DocumentRow.id).order_by(DocumentRow.serial)) if only is None else only
    for document_id in list(wanted):
        write(session, document_id, *held(session, document_id))
    if only is None:
        linked = select(AliasRow.unit_id)
        session.execute(delete(UnitRow).where(UnitRow.id.not_in(linked)))
        session.execute(update(State).values(links=LINKS))


def held(session: Session, document_id: str) -> tuple[list[Kept[Task]], list[Kept[Duty]]]:
    """The tasks and duties of a document as they stand."""
    found: list[list[Any]] = []
    for table, kind in ((TaskRow, Task), (DutyRow, Duty)):
        query = select(table.record, table.corrections).where(table.document_id == document_id)
        rows = session.execute(query.order_by(table.ordinal)).all()
        found.append([Kept(codec.loads(kind, text), correction_ids(ids)) for text, ids in rows])
    return found[0], found[1]


def correction_ids(text: str | None) -> tuple[int, ...]:
    """The ids in a row's column of corrections."""
    return tuple(json.loads(text)) if text else ()


def insert_rows(session: Session, table: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows without building objects of them."""
    values = list(rows)
    if values:
        session.connection().execute(insert(cast("Table", table.__table__)), values)


def settle_units(session: Session, touched: Iterable[str]) -> None:
    """Name each of those units by the fullest name its wordings stand for; delete one that nothing names any more."""
    for key in touched:
        query = select(AliasRow.name, AliasRow.scope, AliasRow.kind, AliasRow.valid_from, AliasRow.valid_to)
        rows = session.execute(query.where(AliasRow.unit_id == key, AliasRow.base == key)).all()
        rows = rows or session.execute(query.where(AliasRow.unit_id == key)).all()
        if not rows:
            session.execute(delete(UnitRow).where(UnitRow.id == key))
            continue
        best = max(rows, key=lambda row: (len(row.name), row.name))
        session.execute(update(UnitRow).where(UnitRow.id == key).values(**best._asdict()))


def _header(session: Session, document_id: str) -> Header:
    text = session.scalar(select(DocumentRow.header).where(DocumentRow.id == document_id))
    return codec.loads(Header, text or "{}")


def _units(session: Session, named: Mapping[str, UnitMention]) -> None:
    present = set(session.scalars(select(UnitRow.id).where(UnitRow.id.in_(named)))) if named else set()
    rows = (
        {"id": key, "name": counted_name(mention), "scope": mention.scope, "kind": _kind(mention)}
        for key, mention in named.items()
        if key not in present
    )
    insert_rows(session, UnitRow, rows)


def _kind(mention: UnitMention) -> str:
    """The kind of what a mention counts under: heads of a group count under the group."""
    if mention.kind == "office" and mention.unit:
        return "group" if fold.key(mention.unit).startswith("các ") else "unit"
    return mention.kind


def _task(owner: str, ordinal: int, kept: Kept[Task]) -> Row:
    task, due = kept.record, kept.record.deadline
    words = (task.no, task.section, task.goal, task.task, task.activity, task.product)
    everything = (*words, task.lead_text, task.coordinate_text, due and due.text)
    return {
        "id": task.id,
        "document_id": owner,
        "ordinal": ordinal,
        "no": task.no,
        "section": task.section,
        "origin": task.origin,
        "deadline_kind": due and due.kind,
        "due_start": due and due.start,
        "due_end": due and due.end,
        "needs_review": task.needs_review,
        "section_folded": fold.fold(task.section or ""),
        "folded": fold.fold("\n".join(part for part in everything if part)),
        "record": codec.dumps(task),
        "corrections": json.dumps(kept.corrections) if kept.corrections else None,
    }


def _task_units(task: Task) -> Iterator[Row]:
    for role, mentions in (("lead", task.lead), ("coordinate", task.coordinate)):
        for ordinal, mention in enumerate(mentions):
            yield {
                "task_id": task.id,
                "role": role,
                "ordinal": ordinal,
                "unit_id": mention_id(mention),
                "printed": mention.printed,
            }


def _duty(owner: str, ordinal: int, kept: Kept[Duty]) -> Row:
    duty = kept.record
    return {
        "id": duty.id,
        "document_id": owner,
        "ordinal": ordinal,
        "unit_id": mention_id(duty.unit),
        "role": duty.role,
        "record": codec.dumps(duty),
        "corrections": json.dumps(kept.corrections) if kept.corrections else None,
    }


def _aliases(owner: str, mentions: Sequence[UnitMention], header: Header, entities: Entities) -> Iterator[Row]:
    """The wordings under which the document names units, each with how often."""
    wordings: Counter[tuple[str, str, str, str]] = Counter()
    meant: dict[tuple[str, str, str, str], UnitMention] = {}
    for mention in mentions:
        base = entities.base(mention, header)
        key = (mention_id(mention), mention.printed, base, counted_name(mention))
        wordings[key] += 1
        meant.setdefault(key, mention)
    for (unit, printed, base, name), times in wordings.items():
        mention = meant[unit, printed, base, name]
        exists = era(mention.scope, header)
        yield {
            "unit_id": unit,
            "document_id": owner,
            "printed": printed,
            "times": times,
            "base": base,
            "name": name,
            "scope": mention.scope,
            "kind": _kind(mention),
            "valid_from": exists.since,
            "valid_to": exists.until,
        }
