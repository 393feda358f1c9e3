"""A person's request checked, kept, and laid over its document, within the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from indexer.errors import CorrectionConflict, CorrectionRefused, UnknownDocument, UnknownRecord
from indexer.store import codec
from indexer.store.amend import apply, keys, ledger, values
from indexer.store.amend.apply import Standing
from indexer.store.amend.records import UNSAID, Correction, Draft, Encode, Target
from indexer.store.amend.replay import Row, in_force, taken_back
from indexer.store.moment import now
from indexer.store.tables import DutyRow, TaskRow
from indexer.types import Duty, Task

AnyRow = Row[Task] | Row[Duty]


def correct(session: Session, draft: Draft, encode: Encode) -> Correction:
    """Keep the correction and write its document anew.

    Raises UnknownRecord for a row that is not there, CorrectionRefused for what cannot be corrected so, and
    CorrectionConflict when the field has meanwhile another value than the person saw.
    """
    if draft.action == "add":
        target, before = Target(), None
        place = apply.standing(session, draft.record_id)
        _check_fields(draft.kind, draft.after or {})
        after = draft.after
    elif draft.kind == "document":
        place, target = apply.standing(session, draft.record_id), Target()
        before, after = _header_change(place, draft)
    else:
        place = apply.standing(session, owner(session, draft))
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
    said = meant(session, correction_id)
    if correction_id in taken_back(ledger.all_of(session)):
        raise CorrectionRefused(
            f"Lần sửa số {correction_id} đã được hoàn tác rồi.",
            f"Correction {correction_id} has been undone already.",
        )
    back = replace(
        said, id=0, action="undo", before=said.after, after=said.before, by=by, at=now(), why=why, undoes=said.id
    )
    held = apply.present_id(session, said.document.id)
    place = (said.record_id or "").rpartition("-")[0] or held
    return _kept(session, replace(back, record_id=None), place, encode)


def meant(connection: Connection | Session, correction_id: int) -> Correction:
    """The correction of that number. Raises UnknownRecord when there is none."""
    found = ledger.one(connection, correction_id)
    if found is None:
        raise UnknownRecord(
            f"Không có lần sửa số {correction_id}.",
            f"There is no correction {correction_id}.",
        )
    return found


def _kept(session: Session, made: Correction, owner: str | None, encode: Encode) -> Correction:
    number = ledger.keep(session, made)
    if owner is not None:
        apply.rewrite(session, owner, encode)
    found = ledger.one(session, number)
    assert found is not None
    return found


def owner(connection: Connection | Session, draft: Draft) -> str:
    """The id of the document that a correction is of. Raises UnknownRecord or UnknownDocument for none."""
    if draft.action == "add" or draft.kind == "document":
        held = apply.present_id(connection, draft.record_id)
        if held is None:
            raise UnknownDocument(
                f"Không có văn bản “{draft.record_id[:80]}”.", f"There is no document “{draft.record_id[:80]}”."
            )
        return held
    table = TaskRow if draft.kind == "task" else DutyRow
    found = connection.scalar(select(table.document_id).where(table.id == draft.record_id))
    found = found or apply.draft_of(connection, draft.record_id)
    if found is None:
        what = ("nhiệm vụ", "task") if draft.kind == "task" else ("trách nhiệm", "duty")
        raise UnknownRecord(
            f"Không có {what[0]} “{draft.record_id[:80]}”; có thể nó vừa bị xóa, tách hoặc gộp.",
            f"There is no {what[1]} “{draft.record_id[:80]}”; it may just have been deleted, split or joined.",
        )
    return str(found)


def _row(place: Standing, draft: Draft) -> AnyRow:
    rows: Sequence[AnyRow] = place.rows.tasks if draft.kind == "task" else place.rows.duties
    found = next((row for row in rows if row.record.id == draft.record_id), None)
    if found is None:
        raise UnknownRecord(
            f"Không có dòng “{draft.record_id[:80]}”; có thể nó vừa bị xóa, tách hoặc gộp.",
            f"There is no row “{draft.record_id[:80]}”; it may just have been deleted, split or joined.",
        )
    return found


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
        _check_seen(place, row.touched, draft, field, present)
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


def _header_change(place: Standing, draft: Draft) -> tuple[Any, Any]:
    """What the header said, and what it is to say, as JSON."""
    field = values.check_field("document", draft.field)
    present = values.present(place.header, field)
    touching = [c.id for c in in_force(place.corrections) if c.kind == "document"]
    _check_seen(place, touching, draft, field, present)
    if draft.action != "set" or present == draft.after:
        raise CorrectionRefused(
            f"Trường “{field}” đã có đúng giá trị này.",
            f"The field “{field}” already has this value.",
        )
    return present, draft.after


def check_all(session: Session, document_id: str, by: str, why: str, encode: Encode) -> tuple[int, ...]:
    """Mark every task of the document that nobody answers for as right; returns the ids of the corrections."""
    place = apply.standing(session, document_id)
    made = []
    for row in place.rows.tasks:
        said = [one for one in place.corrections if one.id in row.touched]
        if any(one.action == "check" for one in said):
            continue
        target = _target(place, row, "task")
        one = Correction(0, "task", "check", place.document, target, None, None, None, by, now(), why)
        made.append(ledger.keep(session, one))
    if made:
        apply.rewrite(session, document_id, encode)
    return tuple(made)


def undo_all(session: Session, ids: Sequence[int], by: str, encode: Encode) -> int:
    """Take those of the corrections back that are in force; returns how many that were."""
    gone = taken_back(ledger.all_of(session))
    meant_ones = [one for key, one in sorted(ledger.some(session, ids).items()) if key not in gone and not one.undoes]
    owners = set()
    for said in meant_ones:
        back = replace(said, id=0, action="undo", before=said.after, after=said.before, by=by, at=now(), undoes=said.id)
        ledger.keep(session, replace(back, record_id=None))
        owners.add((said.record_id or "").rpartition("-")[0] or said.document.id)
    for key in sorted(owners):
        if apply.present_id(session, key) is not None:
            apply.rewrite(session, key, encode)
    return len(meant_ones)


def _check_seen(place: Standing, touched: Sequence[int], draft: Draft, field: str, present: Any) -> None:
    """Raise CorrectionConflict when the person cannot have seen the present value."""
    touching = [c for c in in_force(place.corrections) if c.id in touched and c.field == field]
    last = touching[-1] if touching else None
    if draft.before is not UNSAID:
        seen = values.same(field, draft.before, present)
    else:
        seen = last is None or last.by == draft.by
    if not seen:
        who = f" ({last.by}, {last.at:%d/%m/%Y %H:%M})" if last else ""
        shown = values.shown(present)
        raise CorrectionConflict(
            f"Chỗ này đã được sửa trước đó{who}, nay là “{shown}”; hãy xem lại rồi sửa tiếp.",
            f"This was corrected before you{who} and is now “{shown}”; look again before correcting it.",
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
