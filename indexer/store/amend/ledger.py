"""Corrections as rows of the catalogue: only ever added, found by document, by id, or all of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update
from sqlalchemy.orm import Session

from indexer import fold
from indexer.store import codec
from indexer.store.amend.records import Correction, DocumentKey, Target
from indexer.store.intake_tables import ShelfRow
from indexer.store.tables import CorrectionRow, DocumentRow

_COLUMNS = (
    CorrectionRow.id,
    CorrectionRow.kind,
    CorrectionRow.action,
    CorrectionRow.document,
    CorrectionRow.target,
    CorrectionRow.field,
    CorrectionRow.before,
    CorrectionRow.after,
    CorrectionRow.made_by,
    CorrectionRow.made_at,
    CorrectionRow.why,
    CorrectionRow.undoes,
    CorrectionRow.record_id,
)


def keep(session: Session, one: Correction) -> int:
    """Write a correction; returns its id."""
    values = {
        "kind": one.kind,
        "action": one.action,
        "document_id": one.document.id,
        "document": codec.dumps(one.document),
        "number": one.document.number,
        "target": codec.dumps(one.target),
        "field": one.field,
        "before": _dumped(one.before),
        "after": _dumped(one.after),
        "made_by": one.by,
        "made_at": one.at,
        "why": one.why,
        "undoes": one.undoes,
    }
    return int(session.execute(insert(CorrectionRow).values(**values).returning(CorrectionRow.id)).scalar_one())


def _dumped(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def all_of(connection: Connection | Session) -> tuple[Correction, ...]:
    """Every correction, the oldest first."""
    return _found(connection)


def one(connection: Connection | Session, correction_id: int) -> Correction | None:
    """The correction of that id."""
    found = _found(connection, CorrectionRow.id == correction_id)
    return found[0] if found else None


def some(connection: Connection | Session, ids: Iterable[int]) -> dict[int, Correction]:
    """The corrections of those ids."""
    wanted = sorted(set(ids))
    return {c.id: c for c in _found(connection, CorrectionRow.id.in_(wanted))} if wanted else {}


def of_document(session: Session, document: DocumentKey) -> tuple[Correction, ...]:
    """What applies to a document, the oldest first.

    That is what was said of its very file, of the versions that it replaced, and of a file that is no longer held of
    the document with the same number, issuer and date.
    """
    own = {document.id} | replaced_by(session, document.id)
    condition: ColumnElement[bool] = CorrectionRow.document_id.in_(own)
    if document.number:
        condition = or_(condition, CorrectionRow.number == document.number)
    said = _found(session, condition)
    elsewhere = {c.document.id for c in said} - {document.id}
    held = set(session.scalars(select(DocumentRow.id).where(DocumentRow.id.in_(elsewhere)))) if elsewhere else set()
    return tuple(
        c
        for c in said
        if c.document.id in own
        or (c.document.id not in held and _identity(c.document) == _identity(document) and document.issued_on)
    )


def _identity(document: DocumentKey) -> tuple[object, ...]:
    return fold.fold(document.number or ""), fold.fold(document.issuer or ""), document.issued_on


def replaced_by(session: Session, document_id: str) -> frozenset[str]:
    """The documents that this one replaced, and those that they had replaced before."""
    found: set[str] = set()
    waiting = [document_id]
    while waiting:
        older = set(session.scalars(select(ShelfRow.document_id).where(ShelfRow.successor == waiting.pop())))
        waiting += older - found
        found |= older
    return frozenset(found - {document_id})


def place(session: Session, found: Mapping[int, str | None]) -> None:
    """Note for each correction the row that it applies to now."""
    for correction_id, record_id in found.items():
        session.execute(update(CorrectionRow).where(CorrectionRow.id == correction_id).values(record_id=record_id))


def displace(session: Session, document_id: str) -> None:
    """Note that the rows of a document are gone, so that what was said of them waits for its return."""
    gone = CorrectionRow.record_id.startswith(f"{document_id}-", autoescape=True)
    gone = gone | (CorrectionRow.record_id == document_id)
    session.execute(update(CorrectionRow).where(gone).values(record_id=None))


def _found(connection: Connection | Session, *conditions: ColumnElement[bool]) -> tuple[Correction, ...]:
    rows = connection.execute(select(*_COLUMNS).where(*conditions).order_by(CorrectionRow.id)).all()
    return tuple(
        Correction(
            id=row[0],
            kind=row[1],  # type: ignore[arg-type]
            action=row[2],  # type: ignore[arg-type]
            document=codec.loads(DocumentKey, row[3]),
            target=codec.loads(Target, row[4]),
            field=row[5],
            before=None if row[6] is None else json.loads(row[6]),
            after=None if row[7] is None else json.loads(row[7]),
            by=row[8],
            at=row[9],
            why=row[10],
            undoes=row[11],
            record_id=row[12],
        )
        for row in rows
    )
