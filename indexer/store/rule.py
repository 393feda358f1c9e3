"""Two units joined or told apart by hand, or one split: kept, and carried through every document."""

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
    """What a person asks for: ``other`` becomes ``unit`` or stays apart, or is a wording that leaves it."""

    action: Literal["join", "split", "apart"]
    unit: str
    other: str
    by: str
    why: str


def make(session: Session, draft: Draft) -> Ruling:
    """Keep the ruling and write the links anew. Raises UnknownRecord and CorrectionRefused."""
    resolved = Entities.of(session)
    unit, alias = resolved.current(draft.unit), None
    name = _name(session, unit)
    if draft.action == "split":
        alias = _alias(session, unit, draft.other)
        other, other_name = entities.split_id(unit, alias), alias
    else:
        other = resolved.current(draft.other)
        other_name = _name(session, other)
        _see_two(draft.action, (unit, name), (other, other_name), resolved)
    made = entities.keep(
        session,
        Ruling(0, draft.action, unit, name, other, other_name, alias, draft.by, now(), draft.why),
    )
    if moves(made):
        assignments.relink(session, _naming(session, unit, other))
    return made


def moves(ruling: Ruling) -> bool:
    """Whether mentions come to stand for another unit by that ruling or by its undoing."""
    return ruling.action != "apart"


def check(connection: Connection, draft: Draft) -> None:
    """See that whoever asks knows what the ruling is about. Raises UnknownRecord and CorrectionRefused."""
    current = Entities.of(connection).current
    _name(connection, current(draft.unit))
    if draft.action == "split":
        _alias(connection, current(draft.unit), draft.other)
    else:
        _name(connection, current(draft.other))


def meant(connection: Connection | Session, ruling_id: int) -> Ruling:
    """The ruling of that number. Raises UnknownRecord when there is none."""
    found = next((one for one in entities.rulings(connection) if one.id == ruling_id), None)
    if found is None:
        raise UnknownRecord(
            f"Không có quyết định số {ruling_id} về đơn vị.", f"There is no ruling {ruling_id} on units."
        )
    return found


def undo(session: Session, ruling_id: int, by: str, why: str) -> Ruling:
    """Take a ruling back. Raises UnknownRecord for one that is not there, CorrectionRefused for one not in force."""
    taken = meant(session, ruling_id)
    if taken not in entities.in_force(entities.rulings(session)):
        raise CorrectionRefused(
            f"Quyết định số {ruling_id} về đơn vị không còn hiệu lực.", f"Ruling {ruling_id} is no longer in force."
        )
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
    if moves(taken):
        assignments.relink(session, _naming(session, taken.unit_id, taken.other_id))
    return made


def _see_two(action: str, unit: tuple[str, str], other: tuple[str, str], resolved: Entities) -> None:
    """Raises CorrectionRefused for what is one unit already, or told apart already."""
    names = unit[1][:80], other[1][:80]
    if unit[0] == other[0]:
        raise CorrectionRefused(f"“{names[0]}” và “{names[1]}” đã là một đơn vị.", f"“{names[0]}” is one unit already.")
    if action == "apart" and {unit[0], other[0]} in resolved.apart():
        raise CorrectionRefused(
            f"Đã ghi “{names[0]}” và “{names[1]}” là hai đơn vị.",
            f"“{names[0]}” and “{names[1]}” are told apart already.",
        )


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
