"""Phrases that carry role words ("Sở A chủ trì, phối hợp với Sở B") → the parts that lead and that coordinate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_LEAD = (
    r"(?:cơ quan |đơn vị |là cơ quan |là đơn vị |làm )?(?:chủ trì|đầu mối|thực hiện chính|chịu trách nhiệm(?: chính)?)"
)
_JOIN = (
    r"(?:phối hợp(?: (?:thực hiện|chặt chẽ))?(?: (?:với|cùng|của))?"
    r"|(?:với )?sự (?:phối hợp|tham gia) của|tham gia(?: phối hợp)?)"
)
_MARK = re.compile(rf"(?P<lead>\b{_LEAD}\b)|(?P<join>\b{_JOIN}(?=\W|$))", re.IGNORECASE)
_EDGE = " \t\n,;:.-–()"


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A stretch of a phrase and the role of the units in it; ``start`` is its offset in the phrase."""

    role: Literal["lead", "coordinate"]
    text: str
    start: int


def role_phrases(text: str) -> tuple[RolePhrase, ...]:
    """The parts of ``text`` by role.

    "A chủ trì, phối hợp B", "Chủ trì: A; phối hợp: B", "A (chủ trì), B (phối hợp)" and "A phối hợp với B" all give A
    the lead; without a role word the whole phrase is one leading part.
    """
    marks = list(_MARK.finditer(text))
    if not marks:
        return (RolePhrase("lead", text, 0),)
    found: list[RolePhrase] = []
    before = text[: marks[0].start()]
    trailing = bool(before.strip(_EDGE)) and not text[marks[-1].end() :].strip(_EDGE)
    if trailing:
        return _suffixed(text, marks)
    if before.strip(_EDGE):
        found.append(_part("lead", text, 0, marks[0].start()))
    for i, mark in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        if text[mark.end() : end].strip(_EDGE):
            found.append(_part("lead" if mark["lead"] else "coordinate", text, mark.end(), end))
    return tuple(found)


def _suffixed(text: str, marks: list[re.Match[str]]) -> tuple[RolePhrase, ...]:
    """Role words behind their units: "A (chủ trì); B, C (phối hợp)"."""
    found: list[RolePhrase] = []
    start = 0
    for mark in marks:
        if text[start : mark.start()].strip(_EDGE):
            found.append(_part("lead" if mark["lead"] else "coordinate", text, start, mark.start()))
        start = mark.end()
    return tuple(found)


def _part(role: Literal["lead", "coordinate"], text: str, start: int, end: int) -> RolePhrase:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip(_EDGE))
    return RolePhrase(role, piece.strip(_EDGE), start + lead)
