"""The days on which what comes back falls due: every month, the 20th of a reporting period, a quarter's last month.

A period is due at its end (its last day) unless a day is printed; a printed day belongs to the period's last month
unless the words name its first. What had to be supposed is said in the rule's ``notes``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from indexer.extract.recurrence import recurrence
from indexer.fold import fold
from indexer.types import Deadline

_LENGTH = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_SUNDAY = 7
_FIRST = re.compile(r"\bthang (?:dau|thu nhat|dau tien)\b|\bdau (?:ky|qu[yi])\b")
_SECOND = re.compile(r"\bthang (?:giua|thu hai|thu 2)\b")
_LAST = re.compile(r"\bthang (?:cuoi|thu ba|thu 3)\b|\bcuoi (?:ky|qu[yi]|nam|thang)\b")
_QUARTER = re.compile(r"\bqu[yi] (?P<name>iv|i{1,3}|[1-4])\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_HALF = re.compile(r"\b(?:0?6|sau) thang (?P<which>dau|cuoi)\b")
_MONTH_NOTE = re.compile(r"^tháng (\d{1,2})$")
_WEEKDAY = re.compile(r"\bthu (?P<name>hai|ba|tu|nam|sau|bay|[2-7])\b|\bchu nhat\b")
_WEEKDAYS = {"hai": 1, "ba": 2, "tu": 3, "nam": 4, "sau": 5, "bay": 6}
_PERIODS = {"month": "tháng", "quarter": "quý", "half-year": "6 tháng", "year": "năm"}


@dataclass(frozen=True, slots=True)
class Rule:
    """When something recurring falls due: on ``weekday`` (1 Monday … 7 Sunday) of every week, or on ``day`` (None:
    the last) of each of ``months``."""

    months: tuple[int, ...]
    day: int | None = None
    weekday: int | None = None
    notes: tuple[str, ...] = ()


def said(deadline: Deadline) -> tuple[str, ...]:
    """The notes of a deadline that tell a reader something: not the month that its own words name."""
    return tuple(note for note in deadline.notes if not _MONTH_NOTE.match(note))


def rule(deadline: Deadline, about: str = "") -> Rule | None:
    """The rule of a recurring deadline, or None for what is due every day; ``about`` are the task's own words, which
    may say what its reporting period is."""
    every, words = deadline.every, fold(deadline.text)
    if every in (None, "day"):
        return None
    if every == "week":
        return _weekly(words)
    notes: list[str] = []
    if every == "period":
        said = recurrence(fold(about))
        every = said.every if said is not None and said.every in _LENGTH else "quarter"
        source = "theo nội dung của nhiệm vụ" if said is not None and said.every == every else "văn bản không nêu kỳ"
        notes.append(f"kỳ tính theo {_PERIODS[every]} ({source})")
    return _dated(deadline, every, words, notes)


def _weekly(words: str) -> Rule:
    found = _WEEKDAY.search(words)
    if found is None:
        return Rule((), weekday=_SUNDAY, notes=("tính vào ngày cuối tuần",))
    name = found["name"]
    return Rule((), weekday=_SUNDAY if name is None else _WEEKDAYS.get(name) or int(name) - 1)


def _dated(deadline: Deadline, every: str, words: str, notes: list[str]) -> Rule:
    month = next((int(m[1]) for note in deadline.notes if (m := _MONTH_NOTE.match(note))), None)
    if every == "year" and month is not None and 1 <= month <= 12:
        months: tuple[int, ...] = (month,)
    elif every == "year" and (ends := _parts_of_year(words)):
        months = ends
    else:
        length = _LENGTH.get(every, 12)
        place = 1 if _FIRST.search(words) else 2 if length == 3 and _SECOND.search(words) else length
        months = tuple(range(place, 13, length))
        if deadline.day is not None and length > 1 and place == length and not _LAST.search(words):
            notes.append(f"ngày {deadline.day} tính vào tháng cuối của kỳ")
    if deadline.day is None:
        notes.append("tính vào ngày cuối của kỳ")
    return Rule(months, deadline.day, notes=tuple(notes))


def _parts_of_year(words: str) -> tuple[int, ...]:
    """The last months of the quarters or halves that a yearly deadline names."""
    quarters = {_ROMAN.get(m["name"]) or int(m["name"]) for m in _QUARTER.finditer(words)}
    if quarters:
        return tuple(3 * quarter for quarter in sorted(quarters))
    return tuple(sorted({6 if m["which"] == "dau" else 12 for m in _HALF.finditer(words)}))


def days(due: Rule, first: date, last: date) -> Iterator[tuple[date, bool]]:
    """The days from ``first`` to ``last`` on which the rule falls, each with whether its month was too short for the
    day and its last day was taken."""
    if due.weekday is not None:
        day = first + timedelta((due.weekday - first.isoweekday()) % 7)
        while day <= last:
            yield day, False
            day += timedelta(7)
        return
    for year in range(first.year, last.year + 1):
        for month in due.months:
            length = monthrange(year, month)[1]
            day = date(year, month, min(due.day or length, length))
            if first <= day <= last:
                yield day, due.day is not None and due.day > length
