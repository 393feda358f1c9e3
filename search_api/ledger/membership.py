"""Whether a unit named in a plan is the body that issued another plan, or a group that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from indexer.fold import fold
from indexer.store.records import StoredDocument
from indexer.store.units import counted_name
from indexer.types import UnitMention

Part = Literal["lead", "coordinate", "group", "none"]

_COMMITTEE = "uy ban nhan dan"
_LEVELS = {"huyen": "huyen", "quan": "huyen", "thi xa": "huyen", "xa": "xa", "phuong": "xa", "thi tran": "xa"}
_OF_LEVEL = {
    "huyen": re.compile(r"\b(?:cap huyen|huyen|quan|thi xa|dia phuong|cac cap)\b"),
    "xa": re.compile(r"\b(?:cap xa|xa|phuong|thi tran|dia phuong|cac cap)\b(?! hoi)"),
}
_DEPARTMENTS = re.compile(r"\b(?:so|nganh|co quan|don vi|ban)\b")


@dataclass(frozen=True, slots=True)
class Issuer:
    """The body that a plan binds: its name with place, folded; ``level`` of a committee ("huyen", "xa"), else "";
    ``parent`` the body above it as its letterhead gives it, folded, else ""."""

    name: str
    level: str
    parent: str = ""

    @property
    def committee(self) -> bool:
        """Whether it is a people's committee, which has the whole range of duties in its place."""
        return self.name.startswith(_COMMITTEE)

    def apart_from(self, upper: Issuer) -> bool:
        """Whether a body stands between this one and ``upper``, whose rows name that body and not this one."""
        between = self.parent and self.parent != upper.name and not self.parent.startswith(_COMMITTEE)
        return bool(between) and not self.committee


def issuer(document: StoredDocument) -> Issuer:
    """The issuer of a plan; an empty name where the plan does not say."""
    name = fold(document.header.issuer or "")
    level = ""
    if name.startswith(_COMMITTEE):
        rest = name.removeprefix(_COMMITTEE).strip()
        level = next((level for word, level in _LEVELS.items() if rest.startswith(word)), "")
    return Issuer(name, level, fold(document.header.parent or ""))


def part(issuer: Issuer, upper: Issuer, lead: Sequence[UnitMention], coordinate: Sequence[UnitMention]) -> Part:
    """The part that an obligation of ``upper`` gives to the issuer: by name before by group.

    A hospital below a department has its own part or the department's, whichever is more.
    """
    own = _part(issuer, lead, coordinate)
    if not issuer.apart_from(upper):
        return own
    return min(own, _part(Issuer(issuer.parent, ""), lead, coordinate), key=get_args(Part).index)


def _part(issuer: Issuer, lead: Sequence[UnitMention], coordinate: Sequence[UnitMention]) -> Part:
    if not issuer.name:
        return "none"
    if any(_is(issuer, unit) for unit in lead):
        return "lead"
    if any(_is(issuer, unit) for unit in coordinate):
        return "coordinate"
    return "group" if any(_holds(unit, issuer) for unit in (*lead, *coordinate)) else "none"


def _is(issuer: Issuer, unit: UnitMention) -> bool:
    if unit.kind == "group":
        return False
    name = fold(counted_name(unit))
    return issuer.name in (name, f"{name} {fold(unit.scope)}") or (
        len(name.split()) > 2 and issuer.name.startswith(f"{name} ") and fold(unit.scope) in issuer.name
    )


def _holds(unit: UnitMention, issuer: Issuer) -> bool:
    if unit.kind != "group":
        return False
    name = fold(unit.name)
    if not issuer.committee and _COMMITTEE in name:
        return False
    if issuer.level:
        return bool(_OF_LEVEL[issuer.level].search(name))
    return not issuer.committee and bool(_DEPARTMENTS.search(name)) and "thuoc so" not in name
