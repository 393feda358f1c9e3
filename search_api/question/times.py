"""Times named in a question: quý I năm 2024, tháng 9, hằng tháng, 2025-2030, first quarter, monthly."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from search_api.question.intent import covered, joined
from search_api.types import AskedTime, Token

# Stands for the year that neither the question nor its plan says; a leap year, so that every day is in it.
SOME_YEAR = 2000
_YEAR = r"(20\d\d)"
_OF_YEAR = rf"(?:(?: nam)? {_YEAR}| of {_YEAR})?"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3}
_QUARTERS |= {
    "fourth": 4,
    "q1": 1,
    "q2": 2,
    "q3": 3,
    "q4": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "last": 4,
    "dau": 1,
    "cuoi": 4,
}
_COUNTS = {"3": 3, "6": 6, "9": 9, "ba": 3, "sau": 6, "chin": 9, "three": 3, "six": 6, "nine": 9, None: 6}
_MONTH_NAMES = (
    "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept october|oct "
    "november|nov december|dec"
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES.split(), start=1) for name in names.split("|")}
# Bare "may" is as well "mấy".
_MONTHS_ALONE = "|".join(name for name in _MONTHS if name != "may")
_PERIODS = {"thang": "month", "quy": "quarter", "nam": "year", "tuan": "week", "month": "month", "quarter": "quarter"}
_PERIODS |= {"year": "year", "week": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}
_PERIODS |= {"annually": "year", "annual": "year", "weekly": "week"}
_OPENING = ("dau", "first")

Made = tuple[str, date | None, date | None, str | None]
Maker = Callable[[re.Match[str], int], Made | None]


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year_in(match: re.Match[str], plan_year: int) -> int:
    stated = next((g for g in match.groups()[1:] if g and re.fullmatch(_YEAR, g)), None)
    return int(stated) if stated else plan_year


def _quarter(match: re.Match[str], plan_year: int) -> Made | None:
    number, year = _QUARTERS.get(match.group(1)), _year_in(match, plan_year)
    if number is None:
        return None
    return "quarter", _month(year, 3 * number - 2)[0], _month(year, 3 * number)[1], None


def _one_month(match: re.Match[str], plan_year: int) -> Made | None:
    word, year = match.group(1), _year_in(match, plan_year)
    number = _MONTHS.get(word) or (int(word) if word.isdigit() else 0)
    if not 1 <= number <= 12:
        return None
    return ("month", *_month(year, number), None)


def _part_of_year(match: re.Match[str], plan_year: int) -> Made | None:
    """The first or last months of a year: "9 tháng đầu năm", "nửa cuối năm"."""
    months, year = _COUNTS[match.group(1)], _year_in(match, plan_year)
    first = (1, months) if match.group(2) in _OPENING else (13 - months, 12)
    return "range", _month(year, first[0])[0], _month(year, first[1])[1], None


def _months(match: re.Match[str], plan_year: int) -> Made | None:
    """From one month to another of a year: "between March and June 2024"."""
    first, last = (_MONTHS[name] for name in match.group(1, 3))
    year = int(match.group(4) or match.group(2) or plan_year)
    return ("range", _month(year, first)[0], _month(year, last)[1], None) if first < last else None


def _half(match: re.Match[str], plan_year: int) -> Made | None:
    year = _year_in(match, plan_year)
    return (
        ("range", date(year, 1, 1), date(year, 6, 30), None)
        if match.group(1) in ("first", "h1")
        else ("range", date(year, 7, 1), date(year, 12, 31), None)
    )


def _years(match: re.Match[str], plan_year: int) -> Made | None:
    start, end = int(match.group(1)), int(match.group(2))
    return ("range", date(start, 1, 1), date(end, 12, 31), None) if start < end else None


def _day(match: re.Match[str], plan_year: int) -> Made | None:
    try:
        year = int(match.group(3)) if match.group(3) else plan_year
        day = date(year, _MONTHS.get(match.group(2)) or int(match.group(2)), int(match.group(1)))
    except ValueError:
        return None
    return "day", day, day, None


def _american_day(match: re.Match[str], plan_year: int) -> Made | None:
    try:
        day = date(int(match.group(3) or plan_year), _MONTHS[match.group(1)], int(match.group(2)))
    except ValueError:
        return None
    return "day", day, day, None


def _year(match: re.Match[str], plan_year: int) -> Made | None:
    return "year", date(int(match.group(1)), 1, 1), date(int(match.group(1)), 12, 31), None


def _recurring(match: re.Match[str], plan_year: int) -> Made | None:
    return "recurring", None, None, _PERIODS[match.group(1)]


def _half_yearly(match: re.Match[str], plan_year: int) -> Made | None:
    return "recurring", None, None, "half-year"


def _ongoing(match: re.Match[str], plan_year: int) -> Made | None:
    return "ongoing", None, None, None


# Words before a time that say how it is meant.
_TO = (
    r"(?:(?:trong|vao|truoc|xong|den|toi|het|cham nhat|muon nhat|cuoi|in|by|before|during|until|no later than"
    r"|the end of|end of|the|after|since|from|sau|ke tu|tu) )*"
)
_TO_DAY = (
    r"(?:tu |trong |vao |truoc |cham nhat |muon nhat |den |toi |het |ngay |sau |ke tu "
    r"|by |before |on |after |since |from )"
)
_FORMS: tuple[tuple[str, Maker], ...] = (
    (rf"{_TO_DAY}*(\d{{1,2}}) (\d{{1,2}}) (20\d\d)", _day),
    (rf"{_TO_DAY}*ngay (\d{{1,2}}) thang (\d{{1,2}})(?: nam)?(?: {_YEAR})?", _day),
    (
        rf"(?:from |between )?({'|'.join(_MONTHS)})(?: {_YEAR})? (?:to|and|until|through|till) ({'|'.join(_MONTHS)})"
        rf"(?: of)?(?: {_YEAR})?",
        _months,
    ),
    (rf"{_TO_DAY}*(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(_MONTHS)})(?: {_YEAR})?", _day),
    (rf"{_TO_DAY}*({_MONTHS_ALONE}) (\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?: {_YEAR})?", _american_day),
    (rf"{_TO_DAY}+(\d{{1,2}}) (\d{{1,2}})( 20\d\d)?", _day),
    (
        rf"(?:trong |vao |in |giai doan |thoi ky |period |between |from )*"
        rf"{_YEAR} (?:den |to |and |den nam )?{_YEAR}(?: period)?",
        _years,
    ),
    (rf"{_TO}quy (i|ii|iii|iv|[1-4]|mot|hai|ba|bon|tu){_OF_YEAR}", _quarter),
    (rf"{_TO}(?:quarter (i|ii|iii|iv|[1-4])){_OF_YEAR}", _quarter),
    (rf"{_TO}(first|second|third|fourth|last|1st|2nd|3rd|4th) quarter{_OF_YEAR}", _quarter),
    (rf"{_TO}(q[1-4]){_OF_YEAR}", _quarter),
    (rf"{_TO}quy (dau(?! tu)|cuoi)(?: cung)?(?: cua)?(?: nam)?{_OF_YEAR}", _quarter),
    (rf"{_TO}(?:(3|6|9|ba|sau|chin) thang|nua(?: nam)?) (dau|cuoi)(?: cua)?(?: nam)?{_OF_YEAR}", _part_of_year),
    (rf"{_TO}(first|second) half(?: of the year)?{_OF_YEAR}", _half),
    (rf"{_TO}(h[12]){_OF_YEAR}", _half),
    (
        rf"{_TO}(?=first|last)(?=\w+ (3|6|9|three|six|nine) )(first|last) \w+ months(?: of the year)?{_OF_YEAR}",
        _part_of_year,
    ),
    (r"(?:thuc hien )?(?:hang|hằng|moi) (thang|quy|nam|tuan)", _recurring),
    (
        r"(?:sau|6) thang mot lan|nua nam mot lan|(?:each|every) (?:six|6) months|every half year|half yearly"
        r"|semi ?annually|twice (?:a|per|each|every) year",
        _half_yearly,
    ),
    (r"(?:each|every) (month|quarter|year|week)", _recurring),
    (r"once (?:a|per|each|every) (month|quarter|year|week)", _recurring),
    (r"(?:on an? )?(monthly|quarterly|yearly|annual|weekly) basis", _recurring),
    (r"(monthly|quarterly|yearly|annually|weekly)", _recurring),
    (rf"{_TO}thang (\d{{1,2}}){_OF_YEAR}(?: tro di)?", _one_month),
    (
        rf"(?:in |by |before |during |until |after |since |from |no later than |(?:the )?end of )+"
        rf"({'|'.join(_MONTHS)}){_OF_YEAR}(?: onwards?)?",
        _one_month,
    ),
    (rf"({_MONTHS_ALONE}) {_YEAR}(?: onwards?)?", _one_month),
    (
        r"(?:on an? )?(?:regular|ongoing|continuous|permanent|standing|routine)"
        r"(?: (?:and )?(?:regular|ongoing|continuous|permanent))* basis",
        _ongoing,
    ),
    (r"(thuong xuyen|lien tuc|ongoing|continuously|regularly|all year round|throughout the year)", _ongoing),
    (rf"(?:trong |vao |in |during |by |after |since |sau )*(?:nam |year )?{_YEAR}(?: tro di| onwards?)?", _year),
)
_PATTERNS = tuple((re.compile(rf"(?<!\S)(?:{form})(?!\S)"), make) for form, make in _FORMS)
_AFTER = re.compile(r"^(?:sau|after)\b(?! (?:the )?(?:dau|start))")
_ONWARDS = re.compile(r"^(?:since|from|ke tu)\b|\b(?:tro di|onwards?)$")
_BEFORE = re.compile(r"^(?:.* )?(?:truoc|before|by)(?! (?:the )?(?:het|end))\b")
_UP_TO = re.compile(r"^(?:.* )?(?:until|no later than|end of|den|toi|het|cham nhat|muon nhat)\b")
# After these the words are a deadline as it is printed: "hạn trước 30/9" is that day, not all before it.
_PRINTED = re.compile(r"(?:(?:han|ghi|thoi gian)(?: la)?|deadline of|due date of|dated) $")


def times(tokens: Sequence[Token], plan_year: int | None, taken: frozenset[int] = frozenset()) -> tuple[AskedTime, ...]:
    """The times of the question in the order of the forms above, the narrower first; none overlap.

    ``plan_year`` fills in for a quarter or month without a year, which has a season alone where it is None;
    ``taken`` are tokens that belong to a document's number or to a cue.
    """
    text, starts = joined(tokens)
    used = set(taken)
    found: list[AskedTime] = []
    for pattern, make in _PATTERNS:
        for match in pattern.finditer(text):
            words = covered(starts, match.span())
            if not words or used.intersection(words):
                continue
            made = make(match, plan_year or SOME_YEAR)
            if made is None:
                continue
            printed = made[0] == "day" and not _AFTER.match(match.group()) and _PRINTED.search(text[: match.start()])
            kind, start, end, every = made if printed else _bounded(made, match.group())
            used.update(words)
            shown = " ".join(tokens[i].text for i in words)
            season = (start, end) if end is not None and end.year <= SOME_YEAR else None
            if season:
                start, end = None, None
            found.append(AskedTime(shown, kind, start, end, every, words[0], words[-1] + 1, season))  # type: ignore[arg-type]
    return _spanned(found, tokens)


def _spanned(found: list[AskedTime], tokens: Sequence[Token]) -> tuple[AskedTime, ...]:
    """The times with every "từ … đến …" of two as the one stretch between them."""
    for early, other in product(tuple(found), tuple(found)):
        one = _in_year_of(early, other)
        first, last = one.season or (one.start, one.end), other.season or (other.start, other.end)
        joined_up = other.first == one.last and tokens[other.first].folded in ("den", "toi")
        opened = one.first and tokens[one.first - 1].folded == "tu" or tokens[one.first].folded == "tu"
        if early is other or not (joined_up and opened) or first[0] is None or last[1] is None or first[0] > last[1]:
            continue
        shown = " ".join(tokens[i].text for i in range(one.first, other.last))
        season = (first[0], last[1]) if one.season and other.season else None
        start, end = (None, None) if season else (first[0], last[1])
        whole = AskedTime(shown, "range", start, end, None, one.first, other.last, season)
        return (whole, *(two for two in found if two is not early and two is not other))
    return tuple(found)


def _in_year_of(one: AskedTime, other: AskedTime) -> AskedTime:
    """A time of no stated year in the year of the other, if that has one."""
    if one.season is None or one.season[0] is None or other.end is None:
        return one
    first, last = (
        day.replace(year=other.end.year, day=min(day.day, 28)) if day.month == 2 else day.replace(year=other.end.year)
        for day in (one.season[0], one.season[1])
    )
    return replace(one, start=first, end=last, season=None)


def _bounded(made: Made, words: str) -> Made:
    """The time as it is, or all that lies before it, up to its end or after it where the ``words`` say so."""
    kind, start, end, _ = made
    if start is None or end is None or kind not in ("month", "quarter", "day", "year"):
        return made
    if _AFTER.match(words) or _ONWARDS.search(words):
        first = end + timedelta(days=1) if _AFTER.match(words) else start
        return "after", first, date(first.year, 12, 31), None
    if _BEFORE.match(words):
        return "before", None, start if kind == "day" else start - timedelta(days=1), None
    return ("before", None, end, None) if _UP_TO.match(words) else made
