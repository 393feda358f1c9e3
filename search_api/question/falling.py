"""Whether a deadline falls within the time that a question asks for, also where the question says no year."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date

from indexer.types import Deadline
from search_api.ledger.recurring import days, rule
from search_api.question.times import SOME_YEAR
from search_api.types import AskedTime

_WITHIN = ("date", "month", "quarter", "range")


def falls(deadline: Deadline, asked: AskedTime, year: int | None = None) -> bool:
    """Whether a deadline, or one of its further milestones, is the time asked for or lies within it.

    ``year`` is the plan's, for a time of no stated year.
    """
    return any(_falls(one, in_year(asked, year or _own_year(one))) for one in (deadline, *deadline.also))


def recurs(deadline: Deadline, asked: AskedTime, year: int | None) -> bool:
    """Whether something that comes back falls due within the time asked for, in the plan's ``year``."""
    return any(_recurs(one, in_year(asked, year), year) for one in (deadline, *deadline.also))


def in_year(asked: AskedTime, year: int | None) -> AskedTime:
    """The time with its days, one of no stated year in ``year``."""
    if asked.season is None or year is None:
        return asked
    first, last = (_moved(day, year) for day in asked.season)
    return replace(asked, start=first, end=last)


def _moved(day: date | None, year: int) -> date | None:
    if day is None:
        return None
    year += day.year - SOME_YEAR
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def _own_year(deadline: Deadline) -> int | None:
    day = deadline.start or deadline.end
    return day.year if day else None


def _falls(deadline: Deadline, asked: AskedTime) -> bool:
    if asked.kind == "recurring":
        return deadline.every == asked.every
    if asked.kind == "ongoing":
        return deadline.kind == "ongoing"
    if asked.kind == "before":
        return (
            deadline.end is not None and asked.end is not None and deadline.end <= asked.end and deadline.every is None
        )
    if asked.kind == "after":
        ends = deadline.end if deadline.kind in _WITHIN and deadline.every is None else None
        return ends is not None and asked.start is not None and ends >= asked.start
    if asked.start is None or deadline.start is None or deadline.every is not None:
        return False
    if (deadline.start, deadline.end) == (asked.start, asked.end):
        return True
    inside = (
        deadline.end is not None
        and asked.start <= deadline.start
        and asked.end is not None
        and deadline.end <= asked.end
    )
    within = _WITHIN if _one_year(asked) else ("date", "month")
    return inside and deadline.kind in within and (asked.kind != "range" or _one_year(asked))


def _one_year(asked: AskedTime) -> bool:
    """Whether a range or year is a part of one year, so that every lesser time within it counts."""
    return asked.start is not None and asked.end is not None and asked.start.year == asked.end.year


def _recurs(deadline: Deadline, asked: AskedTime, year: int | None) -> bool:
    if deadline.every is None or asked.end is None or asked.kind in ("recurring", "ongoing"):
        return False
    first = asked.start or date(asked.end.year, 1, 1)
    if year is not None and not first.year <= year <= asked.end.year:
        return False
    found = rule(deadline)
    return found is None or any(True for _ in days(found, first, asked.end))
