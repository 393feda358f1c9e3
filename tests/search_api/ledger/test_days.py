"""The calendar's columns against the same rules worked out one milestone at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from search_api.ledger.calendar import Whose, Window, calendar
from search_api.ledger.due import Due
from search_api.ledger.recurring import days
from search_api.ledger.roll import Roll
from search_api.types import Role
from tests.search_api.ledger.boats import boats


@pytest.fixture(scope="module")
def roll(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roll]:
    """The milestones of two plans, days, periods, what recurs and what has no day."""
    with boats(tiny_model, tmp_path_factory.mktemp("days")) as client:
        _, found = client.app.state.views.roll()  # type: ignore[attr-defined]
        yield found


def one_by_one(roll: Roll, window: Window, whose: Whose) -> Iterator[tuple[date, str, bool]]:
    """What the calendar must hold: by day, then in the order of the roll."""
    found = []
    for due in roll.dues:
        if belongs(due, whose):
            falls = [day for day in falling(due, window) if window.first <= day <= window.last]
            found += [(day, due.line.id, gone(due, day, window.as_of)) for day in falls[-1 if window.latest else 0 :]]
    yield from sorted(found, key=lambda one: one[0])


def belongs(due: Due, whose: Whose) -> bool:
    named = {"lead": due.line.lead, "coordinate": due.line.coordinate}
    roles: tuple[Role, ...] = (whose.role,) if whose.role else ("lead", "coordinate")
    if whose.documents and due.line.document_id not in whose.documents:
        return False
    return not whose.units or any(not whose.units.isdisjoint(named[role]) for role in roles)


def falling(due: Due, window: Window) -> list[date]:
    if due.rule is None:
        return [due.day] if due.day else []
    first, last = max(due.since or date.min, window.first), min(due.until or date.max, window.last)
    return [day for day, _ in days(due.rule, first, last)] if first <= last else []


def gone(due: Due, day: date, as_of: date) -> bool:
    one = due.deadline
    early = one is not None and one.operator == "before" and (one.kind == "date" or one.day is not None)
    return day < as_of or (early and day == as_of)


@pytest.mark.parametrize("latest", [False, True])
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2024, 2, 20), date(2024, 3, 30)),
        (date(2015, 1, 1), date(2026, 12, 31)),
        (date(2030, 1, 1), date(2030, 1, 31)),
    ],
)
@pytest.mark.parametrize("role", [None, "lead", "coordinate"])
def test_a_calendar_holds_every_day_of_every_milestone(
    roll: Roll, first: date, last: date, latest: bool, role: Role | None
) -> None:
    busiest = max(roll.units.values(), key=lambda unit: unit.leads + unit.coordinates)
    for units in (frozenset[str](), frozenset({busiest.id})):
        for as_of in (date(2024, 3, 31), date(2024, 6, 30), last):
            window = Window(first, last, as_of, latest)
            whose = Whose(units, role if units else None)
            found = calendar(roll, window, whose)
            expected = list(one_by_one(roll, window, whose))
            assert [(one.day, one.due.line.id, one.overdue) for one in found.entries] == expected
            assert found.passed == sum(past for _, _, past in expected)
            assert [one.overdue for one in found.overdue] == [True] * len(found.overdue)
            assert len(found.ahead) + found.passed == len(found.entries)
            assert sum(number for number, _ in found.counts().values()) == len(expected)
