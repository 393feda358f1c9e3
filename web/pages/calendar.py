"""Deadlines on a calendar: a day, month, quarter or year, what has passed, and what has no day."""

from __future__ import annotations

from calendar import Calendar, monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from search_api.access.feeds import bare_address
from search_api.access.viewer import current
from search_api.limits import one_of
from web.days import Typed, status, typed
from web.desk import Desk, desk
from web.pages.home import document_options
from web.pages.signin import reception
from web.pictures.bars import Bars, Count, standing
from web.templating import render, request_language

router = APIRouter()
LIMIT = 50
MONTHS = {"day": 1, "month": 1, "quarter": 3, "year": 12}
Record = Mapping[str, Any]
FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a month's grid: how many deadlines it has and how many have passed; None outside the month."""

    day: date
    count: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday to Sunday."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]
    count: int

    @property
    def days(self) -> tuple[Cell, ...]:
        """Its days."""
        return tuple(cell for week in self.weeks for cell in week if cell)


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A window with its months and the list chosen; ``given`` are the filters that belong in every link.

    ``feed`` is the bare address to subscribe to where a unit or document is chosen, ``feed_name`` what it is of, and
    ``feeds`` give addresses with a key by the bare one.
    """

    found: Record
    view: str
    at: date
    around: Typed
    as_of: Typed
    first: date
    last: date
    months: tuple[Month, ...]
    groups: Sequence[tuple[str | None, Sequence[Record]]]
    given: Mapping[str, str]
    offset: int
    limit: int
    before: date | None
    after: date | None
    document_options: tuple[tuple[str, str], ...]
    unit_options: tuple[tuple[str, str], ...]
    feed: str | None
    feeds: Mapping[str, str]
    feed_name: str

    def link(self, **changes: str) -> str:
        """This page's address with other filters or another window."""
        values = {**self.given, "view": self.view, "at": self.at.isoformat(), "list": self.found["list"], **changes}
        return f"/calendar?{urlencode({name: value for name, value in values.items() if value})}"

    def step(self, by: int) -> str:
        """The address of the window before (-1) or after (1) this one."""
        if self.view == "day":
            return self.link(at=(self.at + timedelta(by)).isoformat())
        month = self.first.year * 12 + self.first.month - 1 + by * MONTHS[self.view]
        return self.link(at=date(month // 12, month % 12 + 1, 1).isoformat())

    def export(self, form: str) -> str:
        """The address of the same deadlines as a file."""
        window = {"from": self.found["from"], "to": self.found["to"], "list": self.found["list"]}
        return f"/api/v1/calendar?{urlencode({**self.given, **window, 'format': form})}"

    @property
    def timeline(self) -> Bars | None:
        """The deadlines of the window as bars: a bar a day of a month, else a bar a month; None for a single day."""
        if not self.months or not self.found["days"]:
            return None
        if self.view == "month":
            counts = [self._count(str(cell.day.day), "day", [cell]) for cell in self.months[0].days]
        else:
            counts = [self._count(f"{one.first.month}/{one.first.year}", "month", one.days) for one in self.months]
        return standing(counts, (26.0 if self.view == "month" else 58.0) * len(counts), 120.0)

    def _count(self, label: str, view: str, days: Sequence[Cell]) -> Count:
        past = sum(cell.overdue for cell in days)
        url = self.link(view=view, at=days[0].day.isoformat())
        return Count(label, url, {"past": past, "ahead": sum(cell.count for cell in days) - past})


@router.get("/calendar", response_class=HTMLResponse)
def calendar(
    request: Request,
    view: str = "",
    at: str = "",
    unit: str = "",
    role: str = "",
    document: str = "",
    as_of: str = "",
    listed: Annotated[str, Query(alias="list")] = "",
    offset: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """The deadlines of a window around the day ``at``."""
    engine = desk(request)
    chosen = one_of("view", view, tuple(MONTHS)) or "month"
    tongue = request_language(request)
    around, today = typed(at, tongue), typed(as_of, tongue)
    filters = {"unit": unit, "role": role, "document": document, "as_of": today.iso}
    given = {name: value for name, value in filters.items() if value}
    day = min(max(date.fromisoformat(around.iso or today.iso or date.today().isoformat()), FIRST), LAST)
    first, last = _window(chosen, day)
    window = {} if listed == "overdue" else {"from": first.isoformat(), "to": last.isoformat()}
    found = engine.calendar({**given, **window, "list": listed}, LIMIT, offset)
    shown_days = found["days"] if listed != "overdue" else []
    before, after = (None, None) if found["entries"] or listed else _nearest(engine, given, first, last)
    page = CalendarPage(
        found=found,
        view=chosen,
        at=day,
        around=around if around.problem else typed(day.isoformat(), tongue),
        as_of=today,
        first=first,
        last=last,
        months=tuple(_months(first, last, shown_days)) if listed != "overdue" and chosen != "day" else (),
        groups=[(key, tuple(entries)) for key, entries in groupby(found["entries"], key=lambda entry: entry["day"])],
        given=given,
        offset=offset,
        limit=LIMIT,
        before=before,
        after=after,
        document_options=document_options(engine),
        unit_options=engine.unit_options(unit),
        feed=_feed(given),
        feeds=reception(request).feeds.addresses(current().id),
        feed_name=_named(engine, given),
    )
    return render(request, "calendar.html", page, status(around, today))


def _feed(given: Mapping[str, str]) -> str | None:
    """The bare address of the feed of the unit or document chosen."""
    kept = {name: given[name] for name in ("unit", "role", "document") if name in given}
    if "unit" not in kept and "document" not in kept:
        return None
    return bare_address("/api/v1/calendar.ics", kept)


def _named(engine: Desk, given: Mapping[str, str]) -> str:
    """What the calendar is of, as its subscriber knows it."""
    unit = engine.unit(given["unit"])["name"] if "unit" in given else ""
    return ", ".join(one for one in (unit, given.get("document", "")) if one)


def _window(view: str, day: date) -> tuple[date, date]:
    if view == "day":
        return day, day
    length = MONTHS[view]
    first = (day.month - 1) // length * length + 1
    last = first + length - 1
    return date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])


def _months(first: date, last: date, days: Sequence[Record]) -> Iterator[Month]:
    counts = {date.fromisoformat(one["day"]): one for one in days}
    for month in range(first.month, last.month + 1):
        weeks = tuple(
            tuple(_cell(day, counts) if day.month == month else None for day in week)
            for week in Calendar().monthdatescalendar(first.year, month)
        )
        yield Month(date(first.year, month, 1), weeks, sum(cell.count for week in weeks for cell in week if cell))


def _cell(day: date, counts: Mapping[date, Record]) -> Cell:
    one = counts.get(day)
    return Cell(day, one["count"], one["overdue"]) if one else Cell(day, 0, 0)


def _nearest(engine: Desk, given: Mapping[str, str], first: date, last: date) -> tuple[date | None, date | None]:
    """The nearest days with deadlines before and after an empty window, within two years."""
    around = {"from": date(first.year - 2, 1, 1).isoformat(), "to": date(last.year + 2, 12, 31).isoformat()}
    days = [date.fromisoformat(one["day"]) for one in engine.calendar({**given, **around}, 1, 0)["days"]]
    return max((day for day in days if day < first), default=None), min((d for d in days if d > last), default=None)
