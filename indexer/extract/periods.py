"""Calendar phrases — days, months, quarters, half-years, years — found in folded text, as periods with dates."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

PeriodKind = Literal["date", "month", "quarter", "year", "range"]

YEAR = r"(?:19|20)\d\d"
_LINK = r"\s?(?:,|;|va|&|-|den|toi)\s?"
_MONTHS = rf"\d{{1,2}}(?!\d)(?:{_LINK}(?:thang )?\d{{1,2}}(?![\d/.]\d{{0,2}}[/.]|\d))*"
# OCR reads I as l; a lone "v" is no quarter.
_QUARTER = r"(?:iv|[il]{1,3}|0?[1-4])(?![\w])"
_QUARTERS = rf"{_QUARTER}(?:{_LINK}(?:qu[yi] )?{_QUARTER})*"
_YEAR_AFTER = rf"(?:\s?(?:/|-|,?\s?nam|cua nam)\s?(?P<{{0}}>{YEAR})(?!\d))?"

# Each alternative starts where the phrase's own word starts, so that "tháng 3/2024" is never read as "3/2024".
_POINT = re.compile(
    "|".join(
        (
            rf"\bngay (?P<d1>\d{{1,2}}) thang (?P<m1>\d{{1,2}}){_YEAR_AFTER.format('y1')}",
            rf"(?<![\d/.])(?:\bngay )?(?P<d2>\d{{1,2}})\s?[/.-]\s?(?P<m2>\d{{1,2}})\s?[/.-]\s?(?P<y2>{YEAR})(?!\d)",
            rf"(?<![\w/])(?P<half>\d{{1,2}}) thang (?P<which>dau|cuoi)(?: nam)?(?:\s?/?\s?(?P<y3>{YEAR}))?",
            rf"\bnua (?P<nua>dau|cuoi) nam(?:\s?(?P<y4>{YEAR}))?",
            rf"\b(?:thang|t)\s?(?P<months>{_MONTHS}){_YEAR_AFTER.format('y5')}",
            rf"\bq(?:u[yi])?\s?(?P<quarters>{_QUARTERS}){_YEAR_AFTER.format('y6')}",
            rf"(?<![\d/.])(?P<m7>\d{{1,2}})\s?/\s?(?P<y7>{YEAR})(?!\d)",
            rf"(?<!\w)(?P<q8>iv|i{{1,3}})\s?/\s?(?P<y8>{YEAR})(?!\d)",
            r"(?<![\d/.])(?:\bngay )?(?P<d9>\d{1,2})\s?/\s?(?P<m9>\d{1,2})(?![\d/])",
            rf"(?<![\d/.:])(?P<years>{YEAR})(?![\d/])",
            r"\b(?:trong|ca|het|cuoi|dau|den het|trong ca) nam(?! \d)(?: nay| ke hoach)?\b",
        )
    )
)
_RANGE = re.compile(r"^[\s,]*(?:-|den|toi|cho den|sang)(?: het| cuoi| ngay| nam| hoc ky)*\s*$")
_ROMAN = {"i": 1, "l": 1, "ii": 2, "ll": 2, "il": 2, "li": 2, "iii": 3, "lll": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar: first and last day, or None where the year is unknown or the day impossible.

    ``at`` and ``to`` are offsets in the folded text; ``inferred`` tells that the year was not printed with it;
    ``impossible`` holds the printed date that no calendar has.
    """

    kind: PeriodKind
    start: date | None
    end: date | None
    at: int
    to: int
    inferred: bool = False
    impossible: str | None = None


@dataclass(frozen=True, slots=True)
class _Point:
    """A phrase with the year still open: months (first, last), or a day."""

    kind: PeriodKind
    first: int
    last: int
    day: int | None
    year: int | None
    at: int
    to: int


def _month_runs(numbers: list[int], dashed: bool) -> list[tuple[int, int]]:
    """Neighbouring months joined into (first, last); a dashed pair is one stretch whatever its length."""
    if dashed and len(numbers) == 2 and numbers[0] <= numbers[1]:
        return [(numbers[0], numbers[1])]
    runs: list[tuple[int, int]] = []
    for n in numbers:
        if runs and n == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return runs


def _listed(match: re.Match[str], name: str) -> tuple[list[int], bool]:
    text = match.group(name)
    numbers = [_ROMAN.get(n, 0) or int(n) for n in re.findall(r"\d+|iv|[il]{1,3}(?!\w)", text)]
    return numbers, bool(re.search(r"-|den|toi", text))


def _points(match: re.Match[str]) -> list[_Point]:
    """What one match of the grammar stands for; lists of months or quarters give one point per run."""
    g = match.groupdict()
    year = next((int(g[k]) for k in ("y1", "y2", "y3", "y4", "y5", "y6", "y7", "y8") if g[k]), None)
    at, to = match.span()
    for d, m in (("d1", "m1"), ("d2", "m2"), ("d9", "m9")):
        if g[d]:
            return [_Point("date", int(g[m]), int(g[m]), int(g[d]), year, at, to)]
    if g["half"] or g["nua"]:
        n = int(g["half"] or 6)
        first = 1 if (g["which"] or g["nua"]) == "dau" else 13 - n
        return [_Point("range", first, first + n - 1, None, year, at, to)]
    if g["months"]:
        numbers, dashed = _listed(match, "months")
        runs = _month_runs(numbers, dashed)
        kinds: list[PeriodKind] = ["range" if dashed and b > a else "month" for a, b in runs]
        return [_Point(k, a, b, None, year, at, to) for k, (a, b) in zip(kinds, runs, strict=True)]
    if g["quarters"]:
        numbers, dashed = _listed(match, "quarters")
        runs = _month_runs(numbers, dashed)
        kinds = ["range" if dashed and b > a else "quarter" for a, b in runs]
        return [_Point(k, 3 * a - 2, 3 * b, None, year, at, to) for k, (a, b) in zip(kinds, runs, strict=True)]
    if g["m7"]:
        return [_Point("month", int(g["m7"]), int(g["m7"]), None, year, at, to)]
    if g["q8"]:
        q = _ROMAN[g["q8"]]
        return [_Point("quarter", 3 * q - 2, 3 * q, None, year, at, to)]
    return [_Point("year", 1, 12, None, int(g["years"]) if g["years"] else None, at, to)]


def _dated(point: _Point, year: int | None, inferred: bool) -> Period:
    period = Period(point.kind, None, None, point.at, point.to, inferred=inferred)
    if point.day is not None:
        real = 1 <= point.first <= 12 and 1 <= point.day <= monthrange(year or 2024, point.first)[1]
        if not real:
            printed = f"{point.day}/{point.first}" + (f"/{year}" if year else "")
            return replace(period, impossible=printed)
        if year is None:
            return period
        day = date(year, point.first, point.day)
        return replace(period, start=day, end=day)
    if not 1 <= point.first <= point.last <= 12:
        return replace(period, impossible=f"{point.last}" + (f"/{year}" if year else ""))
    if year is None:
        return period
    end = date(year, point.last, monthrange(year, point.last)[1])
    return replace(period, start=date(year, point.first, 1), end=end)


def _with_years(points: list[_Point], plan_year: int | None) -> list[Period]:
    """Dates for every point; a missing year comes from the next point, then the one before, then the plan."""
    found: list[Period] = []
    for i, point in enumerate(points):
        year, inferred = point.year, False
        if year is None:
            year = next((p.year for p in points[i + 1 :] if p.year), None)
        if year is None:
            year = next((p.year for p in reversed(points[:i]) if p.year), None)
        if year is None:
            year, inferred = plan_year, True
        found.append(_dated(point, year, inferred))
    return found


def _joined(a: Period, b: Period, between: str) -> Period | None:
    """One period for two that the words between them make one, or None."""
    if a.start is None or b.end is None or a.end is None or b.start is None:
        return None
    inferred = a.inferred or b.inferred
    if _RANGE.match(between) and b.end >= a.start:
        return Period("range", a.start, b.end, a.at, b.to, inferred)
    neighbours = (b.start - a.end).days == 1 and a.kind == b.kind
    if neighbours and re.fullmatch(r"\s?(?:,|va|&|)\s?(?:nam )?", between):
        kind: PeriodKind = "range" if a.kind == "year" else a.kind
        return Period(kind, a.start, b.end, a.at, b.to, inferred)
    return None


def periods(text: str, plan_year: int | None) -> tuple[Period, ...]:
    """The calendar periods in ``text`` (folded, dashes plain), in order, those that form one range joined."""
    points = [p for match in _POINT.finditer(text) for p in _points(match)]
    found: list[Period] = []
    for period in _with_years(points, plan_year):
        if found and (one := _joined(found[-1], period, text[found[-1].to : period.at])):
            found[-1] = one
        else:
            found.append(period)
    return tuple(found)
