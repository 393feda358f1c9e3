"""Deadlines on their days: within a window, past as of a day, and those that have no day at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from search_api.ledger.recurring import Rule, days
from search_api.ledger.roll import Due, Roll
from search_api.types import Role

_SHORT_MONTH = "tháng này không có ngày {day}; tính vào ngày cuối tháng"


@dataclass(frozen=True, slots=True)
class Window:
    """The first and last day looked at, and the day as of which something is past.

    With ``latest`` something recurring has only its last day within the window.
    """

    first: date
    last: date
    as_of: date
    latest: bool = False


@dataclass(frozen=True, slots=True)
class Whose:
    """What a calendar is cut to: units by id in a role (any for None), documents by id; empty cuts nothing."""

    units: frozenset[str] = frozenset()
    role: Role | None = None
    documents: frozenset[str] = frozenset()

    def has(self, due: Due) -> bool:
        """Whether the milestone belongs to it."""
        line = due.line
        if self.documents and line.document_id not in self.documents:
            return False
        if not self.units:
            return True
        led = self.role != "coordinate" and not self.units.isdisjoint(line.lead)
        return led or (self.role != "lead" and not self.units.isdisjoint(line.coordinate))


@dataclass(frozen=True, slots=True)
class Entry:
    """A milestone on a day. ``overdue`` tells that the day has passed as of the day asked about."""

    day: date
    due: Due
    overdue: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Entries of the window by day, the last of them that have passed by day, and milestones without a day."""

    window: Window
    entries: tuple[Entry, ...]
    undated: tuple[Due, ...]

    @property
    def overdue(self) -> tuple[Entry, ...]:
        """What has passed, the latest first; of something recurring only its last day."""
        seen: set[tuple[str, str]] = set()
        found = []
        for entry in reversed(self.entries):
            if not entry.overdue:
                continue
            mark = (entry.due.line.id, entry.due.deadline.text if entry.due.deadline else "")
            if entry.due.rule is not None and mark in seen:
                continue
            seen.add(mark)
            found.append(entry)
        return tuple(found)

    def counts(self) -> Mapping[date, tuple[int, int]]:
        """Of every day with entries, how many there are and how many have passed."""
        number = Counter(entry.day for entry in self.entries)
        past = Counter(entry.day for entry in self.entries if entry.overdue)
        return {day: (number[day], past[day]) for day in sorted(number)}


def calendar(roll: Roll, window: Window, whose: Whose) -> Calendar:
    """The deadlines of those units and documents within the window. Standing ones have no day and are never past;
    a period or range falls due on its last day; what recurs falls on every day that its words give."""

    def made() -> Calendar:
        own = [due for due in roll.dues if whose.has(due)]
        entries = sorted(_entries(own, window), key=lambda entry: entry.day)
        return Calendar(window, tuple(entries), tuple(due for due in own if due.undated is not None))

    return roll.kept(("calendar", window, whose), made)


def _entries(dues: Iterable[Due], window: Window) -> Iterator[Entry]:
    known: dict[tuple[Rule, date, date], tuple[tuple[date, bool], ...]] = {}
    for due in dues:
        if due.day is not None and window.first <= due.day <= window.last:
            yield Entry(due.day, due, past(due, due.day, window.as_of), due.notes)
        elif due.rule is not None:
            first = max(filter(None, (due.since, window.first)))
            last = min(filter(None, (due.until, window.last)))
            falls = known.get((due.rule, first, last))
            if falls is None:
                every = tuple(days(due.rule, first, last))
                falls = known[due.rule, first, last] = every[-1:] if window.latest else every
            for day, cut in falls:
                notes = (*due.notes, _SHORT_MONTH.format(day=due.rule.day)) if cut else due.notes
                yield Entry(day, due, past(due, day, window.as_of), notes)


def past(due: Due, day: date, as_of: date) -> bool:
    """Whether ``day`` has passed as of ``as_of``: "trước ngày" does not reach the day itself, all else does."""
    one = due.deadline
    before = one is not None and one.operator == "before" and (one.kind == "date" or one.day is not None)
    return day <= as_of if before else day < as_of
