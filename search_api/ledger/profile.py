"""One unit in full: what it has to do by section and plan, with whom, and by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.store.records import StoredUnit
from search_api.ledger.calendar import Calendar, Entry, Whose, Window, calendar
from search_api.ledger.matrix import Matrix, matrix
from search_api.ledger.roll import Roll
from search_api.types import Role

_BACK, _AHEAD = 10, 2


@dataclass(frozen=True, slots=True)
class Partner:
    """Another unit of the same tasks, the role that it has in them, and how many they are."""

    unit: StoredUnit
    role: Role
    tasks: int


@dataclass(frozen=True, slots=True)
class Profile:
    """The account of one unit as of a day; ``ahead`` is what falls due from that day on, the nearest first."""

    unit: StoredUnit
    by_section: Matrix
    by_document: Matrix
    partners: tuple[Partner, ...]
    calendar: Calendar
    ahead: Sequence[Entry]


def profile(roll: Roll, unit: StoredUnit, as_of: date) -> Profile:
    """The profile of a unit; deadlines are looked for ten years back and two ahead."""
    whose = Whose(frozenset((unit.id,)))
    window = Window(date(as_of.year - _BACK, 1, 1), date(as_of.year + _AHEAD, 12, 31), as_of)
    found = calendar(roll, window, whose)
    return Profile(
        unit,
        matrix(roll, "section", whose),
        matrix(roll, "document", whose),
        _partners(roll, unit.id),
        found,
        found.ahead,
    )


def _partners(roll: Roll, unit: str) -> tuple[Partner, ...]:
    """The units that it works with, the most frequent first."""
    met: Counter[tuple[str, Role]] = Counter()
    for line in roll.tasks:
        if unit in line.lead or unit in line.coordinate:
            met.update((other, "lead") for other in line.lead if other != unit)
            met.update((other, "coordinate") for other in line.coordinate if other != unit)
    found = [Partner(roll.units[key], role, number) for (key, role), number in met.items() if key in roll.units]
    return tuple(sorted(found, key=lambda one: (-one.tasks, one.unit.name, one.role)))
