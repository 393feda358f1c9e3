"""The audit log: who did what, when and from where. Rows are only ever added, each sealed with the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Engine, func, insert, select
from sqlalchemy.orm import Session

from indexer import fold
from indexer.store.audit_table import AuditRow
from indexer.store.database import reading, writing
from indexer.store.moment import now

Result = Literal["done", "failed", "refused"]
# What stands before the first row.
BEGINNING = "0" * 64
_SEALED_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, with which role, how they came (``via``) and from which address."""

    person: str
    account_id: str | None = None
    role: str = ""
    via: str = ""
    address: str = ""


# The command line and the server's own threads.
INSTALLATION = Actor("chutri", None, "administrator", "system")


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: the ``kind`` of deed, and what it was about; ``document_id`` is "" where it was about none.

    ``detail`` holds neither words of documents nor secrets.
    """

    kind: str
    by: Actor = INSTALLATION
    subject: str = ""
    document_id: str = ""
    result: Result = "done"
    detail: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the log: the event with its number, its moment (UTC) and its seal."""

    id: int
    at: datetime
    event: Event
    seal: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; an empty field asks for all. Days are of UTC, ``last`` included."""

    person: str = ""
    kind: str = ""
    document: str = ""
    result: str = ""
    address: str = ""
    first: date | None = None
    last: date | None = None


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries there are, the seal of the last, and what is wrong with the first bad one (None: nothing)."""

    entries: int
    seal: str
    broken: int | None = None
    why: Literal["", "changed", "missing", "cut"] = ""


def seal_of(previous: str, number: int, at: datetime, happened: Event) -> str:
    """The digest that ties an entry to the one before it."""
    told = asdict(happened)
    told["detail"] = dict(happened.detail or {})
    words = json.dumps([previous, number, at.isoformat(), told], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(words.encode()).hexdigest()


class AuditLog:
    """The log as the catalogue offers it: it can be added to, read and checked.

    ``actor`` tells who acts at the moment; whoever serves people puts their own in its place.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.actor: Callable[[], Actor] = lambda: INSTALLATION

    def add(self, happened: Event) -> Entry:
        """Write what happened; it is kept when this returns."""
        with writing(self._engine) as session:
            return _add(session, happened)

    def note(
        self, session: Session, kind: str, subject: str = "", document_id: str = "", **detail: str | int | None
    ) -> None:
        """Write what is done in this transaction, so that neither is ever kept without the other."""
        told = {name: value for name, value in detail.items() if value is not None}
        _add(session, Event(kind, self.actor(), subject, document_id, detail=told))

    def entries(self, wanted: Wanted = EVERYTHING, limit: int | None = None, offset: int = 0) -> tuple[Entry, ...]:
        """The entries asked for, the latest first."""
        query = select(*_COLUMNS).where(*_conditions(wanted)).order_by(AuditRow.id.desc())
        with reading(self._engine) as connection:
            return tuple(_entry(row) for row in connection.execute(query.limit(limit).offset(offset)))

    def count(self, wanted: Wanted = EVERYTHING) -> int:
        """How many entries are asked for."""
        query = select(func.count()).select_from(AuditRow).where(*_conditions(wanted))
        with reading(self._engine) as connection:
            return int(connection.scalar(query) or 0)

    def kinds(self) -> tuple[str, ...]:
        """The kinds of deeds that the log has, by name."""
        with reading(self._engine) as connection:
            return tuple(connection.scalars(select(AuditRow.kind).distinct().order_by(AuditRow.kind)))

    def verify(self, number: int | None = None, seal: str = "") -> Verdict:
        """Whether every entry is as it was written and none is missing.

        The last entries can be cut off without a trace within the log: whoever noted the ``number`` and ``seal`` of an
        entry somewhere else hands them in, and the log must still have it.
        """
        previous, count = BEGINNING, 0
        with reading(self._engine) as connection:
            for entry in _in_order(connection):
                count += 1
                if entry.id != count:
                    return Verdict(count - 1, previous, count, "missing")
                if entry.seal != seal_of(previous, entry.id, entry.at, entry.event):
                    return Verdict(count - 1, previous, entry.id, "changed")
                previous = entry.seal
                if entry.id == number and seal and entry.seal != seal:
                    return Verdict(count, previous, entry.id, "changed")
            if count < max(number or 0, _written(connection)):
                return Verdict(count, previous, count + 1, "cut")
        return Verdict(count, previous)


def _add(session: Session, happened: Event) -> Entry:
    last = session.execute(select(AuditRow.id, AuditRow.seal).order_by(AuditRow.id.desc()).limit(1)).first()
    number, previous = (last.id + 1, last.seal) if last else (1, BEGINNING)
    at = now()
    sealed = Entry(number, at, happened, seal_of(previous, number, at, happened))
    values = {
        **asdict(happened.by),
        "id": number,
        "at": at,
        "kind": happened.kind,
        "person_key": fold.fold(happened.by.person),
        "subject": happened.subject,
        "document_id": happened.document_id,
        "result": happened.result,
        "detail": json.dumps(happened.detail or {}, ensure_ascii=False, sort_keys=True, default=str),
        "seal": sealed.seal,
    }
    session.execute(insert(AuditRow).values(**values))
    return sealed


_COLUMNS = (
    AuditRow.id,
    AuditRow.at,
    AuditRow.kind,
    AuditRow.person,
    AuditRow.account_id,
    AuditRow.role,
    AuditRow.via,
    AuditRow.address,
    AuditRow.subject,
    AuditRow.document_id,
    AuditRow.result,
    AuditRow.detail,
    AuditRow.seal,
)


def _entry(row: Any) -> Entry:
    number, at, kind, person, account, role, via, address, subject, document, result, detail, seal = row
    by = Actor(person, account, role, via, address)
    return Entry(number, at, Event(kind, by, subject, document, result, json.loads(detail)), seal)


def _in_order(connection: Connection) -> Iterator[Entry]:
    after = 0
    while True:
        query = select(*_COLUMNS).where(AuditRow.id > after).order_by(AuditRow.id).limit(_SEALED_AT_ONCE)
        rows = connection.execute(query).all()
        yield from (_entry(row) for row in rows)
        if len(rows) < _SEALED_AT_ONCE:
            return
        after = rows[-1].id


def _written(connection: Connection) -> int:
    """The greatest number that the database itself remembers to have given."""
    if connection.dialect.name != "sqlite":
        return 0
    return int(connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").scalar() or 0)


def _conditions(wanted: Wanted) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.person:
        found.append(AuditRow.person_key.contains(fold.fold(wanted.person), autoescape=True))
    if wanted.kind:
        found.append(AuditRow.kind == wanted.kind)
    if wanted.document:
        found.append(AuditRow.document_id == wanted.document)
    if wanted.result:
        found.append(AuditRow.result == wanted.result)
    if wanted.address:
        found.append(AuditRow.address == wanted.address)
    if wanted.first:
        found.append(AuditRow.at >= datetime.combine(wanted.first, time()))
    if wanted.last:
        found.append(AuditRow.at < datetime.combine(wanted.last + timedelta(1), time()))
    return found
