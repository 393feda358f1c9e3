"""The groups that a unit belongs to: "Các sở, ban, ngành tỉnh" found from Sở Nội vụ. A group itself stays a group."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from indexer.fold import key
from indexer.gazetteer import load
from indexer.store.records import StoredUnit
from search_api.knowledge import Knowledge
from search_api.ledger.unit_list import unit_list

# A noun that only any unit answers to, or "liên quan", says too little to be sure of a member.
_ANYONE = "*"
_CONCERNED = "liên quan"
_DISTRICT = ("huyện", "quận", "thị xã", "thành phố")
_COMMUNE = ("xã", "phường", "thị trấn", "đặc khu")
_LEVEL_OF = {"huyện": _DISTRICT, "thị xã": _DISTRICT, "xã": _COMMUNE, "phường": _COMMUNE}
_BELOW = re.compile(r"^ủy ban nhân dân\b")


@dataclass(frozen=True, slots=True)
class Membership:
    """A group that a unit belongs to; ``sure`` is False where the group's words would fit any unit of the place."""

    group: StoredUnit
    sure: bool


def groups_of(unit: StoredUnit, knowledge: Knowledge) -> tuple[Membership, ...]:
    """The groups of the catalogue that the unit belongs to, the sure ones first."""
    if unit.kind == "group":
        return ()
    places = knowledge.once(_provinces)
    found = []
    for group in knowledge.once(_groups):
        if _together(unit, group):
            how = list(_fits(unit, group, places))
            if how:
                found.append(Membership(group, any(how)))
    return tuple(sorted(found, key=lambda one: not one.sure))


def _together(unit: StoredUnit, group: StoredUnit) -> bool:
    """Whether both existed at one time."""
    starts = [day for day in (unit.valid_from, group.valid_from) if day]
    ends = [day for day in (unit.valid_to, group.valid_to) if day]
    return not starts or not ends or max(starts) <= min(ends)


def _fits(unit: StoredUnit, group: StoredUnit, places: Mapping[str, frozenset[str]]) -> Iterator[bool]:
    """For each noun of the group that takes the unit in, whether it is sure."""
    member, same_place = key(unit.name), key(unit.scope) == key(group.scope)
    concerned = _CONCERNED in key(group.name)
    for noun in _nouns(group):
        for opening, reach in _members()[noun]:
            if reach == "below":
                below = _BELOW.match(member) and places.get(unit.id, frozenset()) & places.get(group.id, frozenset())
                levels = _LEVEL_OF.get(noun, (*_DISTRICT, *_COMMUNE))
                if below and not same_place and key(unit.scope).startswith(levels):
                    yield True
            elif same_place and (opening == _ANYONE or _opens(member, opening)):
                yield opening != _ANYONE and not concerned


@cache
def _members() -> dict[str, tuple[tuple[str, str], ...]]:
    """Noun to the openings of its members' names with where they stand, the longest noun first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in load("group_members"):
        found.setdefault(key(row["noun"]), []).append((row["opening"], row["reach"]))
    return {noun: tuple(found[noun]) for noun in sorted(found, key=len, reverse=True)}


def _nouns(group: StoredUnit) -> Iterator[str]:
    """The nouns that say who belongs to the group, each word read once: "đơn vị sự nghiệp" is not "đơn vị".

    The inspectorates of departments, "Thanh tra các sở", are not these departments.
    """
    if key(group.name).startswith("thanh tra các "):
        return
    words = re.split(r" (?:thuộc|trực thuộc|của|đóng trên|trên địa bàn)\b", key(group.name))[0]
    for noun in _members():
        words, times = re.subn(rf"(?<!\w){re.escape(noun)}(?!\w| hội)", "", words)
        if times:
            yield noun


def _opens(member: str, opening: str) -> bool:
    return member == opening or member.startswith(f"{opening} ")


def _groups(knowledge: Knowledge) -> tuple[StoredUnit, ...]:
    return tuple(one for one in unit_list(knowledge).units if one.kind == "group")


def _provinces(knowledge: Knowledge) -> dict[str, frozenset[str]]:
    """Unit id to the provinces of the documents that name it."""
    found: dict[str, set[str]] = {}
    for alias in knowledge.catalogue.aliases():
        document = knowledge.documents.get(alias.document_id)
        if document is not None and document.header.province:
            found.setdefault(alias.unit_id, set()).add(key(document.header.province))
    return {unit: frozenset(names) for unit, names in found.items()}
