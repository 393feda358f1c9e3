"""Deadlines on their days: within a window, past as of a day, and those that have no day at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from search_api.ledger.columns import Columns
from search_api.ledger.due import Due
from search_api.ledger.listed import Listed
from search_api.ledger.recurring import Rule, days
from search_api.ledger.roll import Roll
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A milestone on a day. ``overdue`` tells that the day has passed as of the day asked about."""

    day: date
    due: Due
    overdue: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Milestones on days, by day and then in the order of the roll, a column each: places in the roll, days as
    ordinals, whether the month was too short for the day, and whether the day has passed."""

    due: NDArray[np.int32]
    day: NDArray[np.int32]
    cut: NDArray[np.bool_]
    past: NDArray[np.bool_]

    def at(self, places: NDArray[np.int64]) -> Placed:
        """Those at some places, in that order."""
        return Placed(self.due[places], self.day[places], self.cut[places], self.past[places])


class Calendar:
    """Entries of the window by day, the last of them that have passed by day, and milestones without a day.

    ``passed`` counts the entries whose day has passed, ``standing`` the milestones without a day that are standing
    work.
    """

    def __init__(self, roll: Roll, window: Window, placed: Placed, undated: NDArray[np.int64]) -> None:
        self.window, self._roll, self._placed = window, roll, placed
        self.passed = int(placed.past.sum())
        self.standing = int(roll.columns.standing[undated].sum())
        self.undated: Sequence[Due] = Listed(len(undated), lambda at: roll.dues[undated[at]])
        self.entries: Sequence[Entry] = self._listed(placed)

    @property
    def overdue(self) -> Sequence[Entry]:
        """What has passed, the latest first; of something recurring only its last day."""
        back = np.flatnonzero(self._placed.past)[::-1]
        due = self._placed.due[back]
        first = np.zeros(len(back), np.bool_)
        first[np.unique(self._roll.columns.same[due], return_index=True)[1]] = True
        return self._listed(self._placed.at(back[first | (self._roll.columns.rule[due] < 0)]))

    @property
    def ahead(self) -> Sequence[Entry]:
        """What has not passed, by day."""
        return self._listed(self._placed.at(np.flatnonzero(~self._placed.past)))

    def counts(self) -> Mapping[date, tuple[int, int]]:
        """Of every day with entries, how many there are and how many have passed."""
        days, at, number = np.unique(self._placed.day, return_inverse=True, return_counts=True)
        past = np.bincount(at, self._placed.past, minlength=len(days))
        counted = zip(days.tolist(), number.tolist(), past.tolist(), strict=True)
        return {date.fromordinal(day): (every, int(gone)) for day, every, gone in counted}

    def _listed(self, placed: Placed) -> Listed[Entry]:
        def entry(at: int) -> Entry:
            due = self._roll.dues[placed.due[at]]
            short = due.rule is not None and bool(placed.cut[at])
            notes = (*due.notes, _SHORT_MONTH.format(day=due.rule.day)) if due.rule and short else due.notes
            return Entry(date.fromordinal(int(placed.day[at])), due, bool(placed.past[at]), notes)

        return Listed(len(placed.due), entry)


def calendar(roll: Roll, window: Window, whose: Whose) -> Calendar:
    """The deadlines of those units and documents within the window. Standing ones have no day and are never past;
    a period or range falls due on its last day; what recurs falls on every day that its words give."""

    def made() -> Calendar:
        own = roll.columns.of(whose.units, whose.role, whose.documents)
        return Calendar(roll, window, _placed(roll.columns, own, window), np.flatnonzero(own & roll.columns.lacking))

    return roll.kept(("calendar", window, whose), made)


def _placed(held: Columns, own: NDArray[np.bool_], window: Window) -> Placed:
    first, last, as_of = (day.toordinal() for day in (window.first, window.last, window.as_of))
    fixed = np.flatnonzero(own & (held.day >= first) & (held.day <= last) & (held.day > 0))
    found = [(fixed, held.day[fixed], np.zeros(len(fixed), np.bool_))]
    for number, rule in enumerate(held.rules):
        mine = np.flatnonzero(own & (held.rule == number))
        if len(mine):
            found.append(_recurring(held, mine, rule, window))
    due, day, cut = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((due, day))
    due, day, cut = due[order], day[order], cut[order]
    past = (day < as_of) | ((day == as_of) & held.early[due])
    return Placed(due.astype(np.int32), day.astype(np.int32), cut, past)


def _recurring(
    held: Columns, mine: NDArray[np.int64], rule: Rule, window: Window
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]]:
    """The days of one rule for those milestones, each within its own bounds: places, days, and whether cut short."""
    falls = tuple(days(rule, window.first, window.last))
    day = np.array([one.toordinal() for one, _ in falls], np.int32)
    cut = np.array([short for _, short in falls], np.bool_)
    begins = np.searchsorted(day, held.since[mine], "left")
    ends = np.searchsorted(day, held.until[mine], "right")
    if window.latest:
        begins = np.maximum(begins, ends - 1)
    times = np.maximum(ends - begins, 0)
    # The days of each milestone are a run of the rule's: its places are counted up from where its run begins.
    run = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times) + np.repeat(begins, times)
    return np.repeat(mine, times), day[run], cut[run]
