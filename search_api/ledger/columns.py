"""The milestones of a roll as columns, made once a generation, so that a calendar looks at none of them singly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from indexer.types import Deadline
from search_api.ledger.due import Due
from search_api.ledger.recurring import Rule
from search_api.types import Role

Days = NDArray[np.int32]
Places = NDArray[np.int32]
_NONE: Places = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Columns:
    """One entry a milestone, in the order of the roll. Days are ordinals of ``date``, 0 where there is none.

    ``rule`` is a place in ``rules`` or -1; ``since`` and ``until`` bound what recurs; ``early`` tells what is past on
    its very day; ``same`` numbers the milestones of one task that are worded alike; ``lacking`` those without a day,
    ``standing`` those of them that are standing work. ``documents``, ``led`` and ``helped`` give the places of a
    document, of what a unit leads and of what it coordinates.
    """

    day: Days
    rule: NDArray[np.int32]
    since: Days
    until: Days
    early: NDArray[np.bool_]
    same: NDArray[np.int32]
    lacking: NDArray[np.bool_]
    standing: NDArray[np.bool_]
    rules: tuple[Rule, ...]
    documents: Mapping[str, Places]
    led: Mapping[str, Places]
    helped: Mapping[str, Places]

    def of(self, units: Collection[str], role: Role | None, documents: Collection[str]) -> NDArray[np.bool_]:
        """Which milestones belong to those units in that role (any for None) and to those documents."""
        wanted = np.ones(len(self.day), np.bool_)
        if documents:
            wanted &= _marked(len(wanted), (self.documents.get(key, _NONE) for key in documents))
        if units:
            parts = [self.led] * (role != "coordinate") + [self.helped] * (role != "lead")
            wanted &= _marked(len(wanted), (part.get(key, _NONE) for part in parts for key in units))
        return wanted


def columns(dues: Sequence[Due]) -> Columns:
    """The columns of those milestones."""
    rules = {one: at for at, one in enumerate(dict.fromkeys(due.rule for due in dues if due.rule is not None))}
    marks: dict[tuple[str, str], int] = {}
    lines = [due.line for due in dues]
    return Columns(
        day=_ordinals(due.day for due in dues),
        rule=np.array([-1 if due.rule is None else rules[due.rule] for due in dues], np.int32),
        since=_ordinals(due.since for due in dues),
        until=_ordinals(due.until or date.max for due in dues),
        early=np.array([_early(due.deadline) for due in dues], np.bool_),
        same=np.array([marks.setdefault(_mark(due), len(marks)) for due in dues], np.int32),
        lacking=np.array([due.undated is not None for due in dues], np.bool_),
        standing=np.array([due.undated == "standing" for due in dues], np.bool_),
        rules=tuple(rules),
        documents=_places((line.document_id,) for line in lines),
        led=_places(line.lead for line in lines),
        helped=_places(line.coordinate for line in lines),
    )


def _early(one: Deadline | None) -> bool:
    """ "Trước ngày" does not reach the day itself, all else does."""
    return one is not None and one.operator == "before" and (one.kind == "date" or one.day is not None)


def _mark(due: Due) -> tuple[str, str]:
    return due.line.id, due.deadline.text if due.deadline else ""


def _ordinals(days: Iterable[date | None]) -> Days:
    return np.array([day.toordinal() if day else 0 for day in days], np.int32)


def _places(keys: Iterable[Iterable[str]]) -> dict[str, Places]:
    found: dict[str, list[int]] = {}
    for at, own in enumerate(keys):
        for key in own:
            found.setdefault(key, []).append(at)
    return {key: np.array(places, np.int32) for key, places in found.items()}


def _marked(length: int, places: Iterable[Places]) -> NDArray[np.bool_]:
    found = np.zeros(length, np.bool_)
    for one in places:
        found[one] = True
    return found
