"""A joining of two units or a splitting of one by hand, kept and carried through every document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from indexer.errors import CorrectionRefused, UnknownRecord
from indexer.store import assignments, entities
from indexer.store.entities import Entities
from indexer.store.moment import now
from indexer.store.records import Ruling
from indexer.store.tables import AliasRow, UnitRow
from indexer.store.units import wording_key


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person asks for: ``other`` is the unit that becomes ``unit``, or the wording that leaves it."""

    action: Literal["join", "split"]
    unit: str
    other: str
    by: str
    why: str


def make(session: Session, draft: Draft) -> Ruling:
    """Keep the ruling and write the links anew. Raises UnknownRecord and CorrectionRefused."""
    unit = Entities.of(session).current(draft.unit)
    name = _name(session, unit)
    if draft.action == "join":
        other = Entities.of(session).current(draft.other)
        if other == unit:
            raise CorrectionRefused(
                f"“{name}” đã là một đơn vị với “{draft.other[:80]}”.",
                f"“{name}” and “{draft.other[:80]}” are one unit already.",
            )
        other_name, alias = _name(session, other), None
    else:
        alias = _alias(session, unit, draft.other)
        other, other_name = entities.split_id(unit, alias), alias
    documents = _naming(session, unit, other)
    made = entities.keep(
        session,
        Ruling(0, draft.action, unit, name, other, other_name, alias, draft.by, now(), draft.why),
    )
    assignments.relink(session, documents)
    return made


def check(connection: Connection, draft: Draft) -> None:
    """See that whoever asks knows what the ruling is about. Raises UnknownRecord and CorrectionRefused."""
    current = Entities.of(connection).current
    _name(connection, current(draft.unit))
    if draft.action == "join":
        _name(connection, current(draft.other))
    else:
        _alias(connection, current(draft.unit), draft.other)


def meant(connection: Connection | Session, ruling_id: int) -> Ruling:
    """The ruling of that number. Raises UnknownRecord when there is none."""
    found = next((one for one in entities.rulings(connection) if one.id == ruling_id), None)
    if found is None:
        raise UnknownRecord(
            f"Không có lần gộp hay tách đơn vị số {ruling_id}.", f"There is no ruling {ruling_id} on units."
        )
    return found


def undo(session: Session, ruling_id: int, by: str, why: str) -> Ruling:
    """Take a ruling back. Raises UnknownRecord for one that is not there, CorrectionRefused for one not in force."""
    taken = meant(session, ruling_id)
    if taken not in entities.in_force(entities.rulings(session)):
        raise CorrectionRefused(
            f"Lần gộp hay tách số {ruling_id} không còn hiệu lực.", f"Ruling {ruling_id} is no longer in force."
        )
    documents = _naming(session, taken.unit_id, taken.other_id)
    made = entities.keep(
        session,
        Ruling(
            0,
            "undo",
            taken.unit_id,
            taken.unit_name,
            taken.other_id,
            taken.other_name,
            taken.alias,
            by,
            now(),
            why,
            taken.id,
        ),
    )
    assignments.relink(session, documents)
    return made


def _name(session: Connection | Session, unit: str) -> str:
    name = session.scalar(select(UnitRow.name).where(UnitRow.id == unit))
    if name is None:
        raise UnknownRecord(f"Không có đơn vị “{unit[:80]}”.", f"There is no unit “{unit[:80]}”.")
    return str(name)


def _alias(session: Connection | Session, unit: str, wording: str) -> str:
    """The wording as the documents print it. Raises UnknownRecord when the unit does not go by it, or only by it."""
    printed = set(session.scalars(select(AliasRow.printed).where(AliasRow.unit_id == unit)))
    wanted = wording_key(wording)
    found = sorted(one for one in printed if wording_key(one) == wanted)
    if not found:
        known = "; ".join(sorted(printed)[:8])
        raise UnknownRecord(
            f"Đơn vị này không được gọi là “{wording[:80]}” ở văn bản nào; các cách gọi: {known}.",
            f"No document calls this unit “{wording[:80]}”; it is called: {known}.",
        )
    if all(wording_key(one) == wanted for one in printed):
        raise CorrectionRefused(
            f"“{wording[:80]}” là cách gọi duy nhất của đơn vị, không có gì để tách.",
            f"“{wording[:80]}” is the only wording of this unit; there is nothing to split.",
        )
    return found[0]


def _naming(session: Session, *units: str) -> list[str]:
    """The documents that name any of the units."""
    return list(session.scalars(select(AliasRow.document_id).where(AliasRow.unit_id.in_(units)).distinct()))
