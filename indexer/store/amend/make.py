"""A person's request checked, kept, and laid over its document, within the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from indexer.errors import CorrectionConflict, CorrectionRefused, UnknownRecord
from indexer.store import codec
from indexer.store.amend import apply, keys, ledger, values
from indexer.store.amend.apply import Standing
from indexer.store.amend.records import UNSAID, Correction, Draft, Encode, Target
from indexer.store.amend.replay import Row, in_force, taken_back
from indexer.store.moment import now
from indexer.store.tables import DocumentRow, DutyRow, TaskRow
from indexer.types import Duty, Task

AnyRow = Row[Task] | Row[Duty]


def correct(session: Session, draft: Draft, encode: Encode) -> Correction:
    """Keep the correction and write its document anew.

    Raises UnknownRecord for a row that is not there, CorrectionRefused for what cannot be corrected so, and
    CorrectionConflict when the field has meanwhile another value than the person saw.
    """
    if draft.action == "add":
        owner, target, before = draft.record_id, Target(), None
        place = apply.standing(session, owner)
        _check_fields(draft.kind, draft.after or {})
        after = draft.after
    else:
        place = apply.standing(session, _owner(session, draft))
        row = _row(place, draft)
        target = _target(place, row, draft.kind)
        before, after = _change(place, row, draft)
    made = Correction(
        id=0,
        kind=draft.kind,
        action=draft.action,
        document=place.document,
        target=target,
        field=draft.field,
        before=before,
        after=after,
        by=draft.by,
        at=now(),
        why=draft.why,
    )
    return _kept(session, made, place.document.id, encode)


def undo(session: Session, correction_id: int, by: str, why: str, encode: Encode) -> Correction:
    """Take a correction back (or an undoing, which puts it in force again); the undoing is itself a correction."""
    meant = ledger.one(session, correction_id)
    if meant is None:
        raise UnknownRecord(
            f"Không có lần sửa số {correction_id}.",
            f"There is no correction {correction_id}.",
        )
    if correction_id in taken_back(ledger.all_of(session)):
        raise CorrectionRefused(
            f"Lần sửa số {correction_id} đã được hoàn tác rồi.",
            f"Correction {correction_id} has been undone already.",
        )
    back = replace(
        meant, id=0, action="undo", before=meant.after, after=meant.before, by=by, at=now(), why=why, undoes=meant.id
    )
    held = session.scalar(select(DocumentRow.id).where(DocumentRow.id == meant.document.id))
    owner = (meant.record_id or "").rpartition("-")[0] or held
    return _kept(session, replace(back, record_id=None), owner, encode)


def _kept(session: Session, made: Correction, owner: str | None, encode: Encode) -> Correction:
    number = ledger.keep(session, made)
    if owner is not None:
        apply.rewrite(session, owner, encode)
    found = ledger.one(session, number)
    assert found is not None
    return found


def _owner(session: Session, draft: Draft) -> str:
    table = TaskRow if draft.kind == "task" else DutyRow
    owner = session.scalar(select(table.document_id).where(table.id == draft.record_id))
    if owner is None:
        what = ("nhiệm vụ", "task") if draft.kind == "task" else ("trách nhiệm", "duty")
        raise UnknownRecord(
            f"Không có {what[0]} “{draft.record_id[:80]}”; có thể nó vừa bị xóa, tách hoặc gộp.",
            f"There is no {what[1]} “{draft.record_id[:80]}”; it may just have been deleted, split or joined.",
        )
    return owner


def _row(place: Standing, draft: Draft) -> AnyRow:
    rows: Sequence[AnyRow] = place.rows.tasks if draft.kind == "task" else place.rows.duties
    return next(row for row in rows if row.record.id == draft.record_id)


def _target(place: Standing, row: AnyRow, kind: str) -> Target:
    if row.made is not None or row.base is None:
        return Target(made=row.made)
    if kind == "task":
        found = [keys.task_key(task) for task in place.extraction.tasks]
    else:
        found = [keys.duty_key(duty, place.text) for duty in place.extraction.duties]
    return keys.target(found, row.base)


def _change(place: Standing, row: AnyRow, draft: Draft) -> tuple[Any, Any]:
    """What stood there, and what is to stand there, as JSON."""
    if draft.action == "set":
        field = values.check_field(draft.kind, draft.field)
        values.check_value(draft.kind, field, draft.after)
        present = values.present(row.record, field)
        _check_seen(place, row, draft, field, present)
        if values.same(field, draft.after, present) and present == draft.after:
            raise CorrectionRefused(
                f"Trường “{field}” đã có đúng giá trị này.",
                f"The field “{field}” already has this value.",
            )
        return present, draft.after
    whole = {name: values.present(row.record, name) for name in values.fields_of(draft.kind)}
    if draft.action == "split":
        if draft.kind != "task" or not isinstance(draft.after, list) or len(draft.after) < 2:
            raise CorrectionRefused(
                "Tách một nhiệm vụ cần ít nhất hai phần, mỗi phần ghi các trường của nó.",
                "Splitting a task needs at least two parts, each with its fields.",
            )
        for part in draft.after:
            _check_fields("task", part)
        return whole, draft.after
    if draft.action == "join":
        return whole, _joining(place, row, draft)
    return (whole, None) if draft.action == "delete" else (None, None)


def _check_seen(place: Standing, row: AnyRow, draft: Draft, field: str, present: Any) -> None:
    """Raise CorrectionConflict when the person cannot have seen the present value."""
    touching = [c for c in in_force(place.corrections) if c.id in row.touched and c.field == field]
    last = touching[-1] if touching else None
    if draft.before is not UNSAID:
        seen = values.same(field, draft.before, present)
    else:
        seen = last is None or last.by == draft.by
    if not seen:
        who = f" ({last.by}, {last.at:%d/%m/%Y %H:%M})" if last else ""
        shown = values.shown(present)
        raise CorrectionConflict(
            f"Trường “{field}” đã được sửa trước đó{who}, nay là “{shown}”; hãy xem lại rồi sửa tiếp.",
            f"The field “{field}” was corrected before you{who} and is now “{shown}”; look again before correcting it.",
            present,
            last.by if last else None,
        )


def _joining(place: Standing, row: AnyRow, draft: Draft) -> dict[str, Any]:
    given: Mapping[str, Any] = draft.after or {}
    others: list[AnyRow] = []
    for key in given.get("with") or ():
        found = next((one for one in place.rows.tasks if one.record.id == key), None)
        if found is None or found is row:
            raise UnknownRecord(
                f"Không có nhiệm vụ “{str(key)[:80]}” khác trong cùng văn bản để gộp.",
                f"There is no other task “{str(key)[:80]}” in the same document to join.",
            )
        others.append(found)
    if draft.kind != "task" or not others:
        raise CorrectionRefused(
            "Gộp nhiệm vụ cần ít nhất một nhiệm vụ khác cùng văn bản (trường “with”).",
            "Joining tasks needs at least one other task of the same document (“with”).",
        )
    _check_fields("task", given.get("fields") or {})
    targets = [codec.as_plain(_target(place, one, "task")) for one in others]
    return {"with": targets, "fields": dict(given.get("fields") or {})}


def _check_fields(kind: str, given: Mapping[str, Any]) -> None:
    for name, value in given.items():
        if name in ("span", "page"):
            continue
        values.check_value(kind, values.check_field(kind, name), value)
