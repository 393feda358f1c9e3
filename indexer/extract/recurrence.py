"""Phrases that come back — every month, every reporting period, the 15th of a quarter's last month — in folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNIT = {
    "ngay": "day",
    "tuan": "week",
    "thang": "month",
    "qui": "quarter",
    "quy": "quarter",
    "nam": "year",
    "ki": "period",
    "ky": "period",
}
_WORD = r"(?P<unit>ngay|tuan|thang|qu[yi]|nam|k[yi](?: bao cao)?)\b"
_EVERY = (
    re.compile(r"\b(?:dinh k[yi]|hang|moi)\s+(?:0?6|sau) thang\b(?P<unit>)"),
    re.compile(rf"\b(?:hang|moi)\s+{_WORD}"),
    re.compile(rf"\bdinh k[yi](?: theo| moi| vao| bao cao)?(?: 0?1)? {_WORD}"),
    re.compile(r"\bcua (?P<unit>k[yi] bao cao|qu[yi]|thang(?! cuoi))\b(?! (?:[ivl\d]))"),
    re.compile(r"\b(?:thang )?cuoi (?:cung cua )?(?P<unit>k[yi] bao cao|k[yi]|qu[yi])\b(?! (?:[ivl\d]))"),
    re.compile(r"\b(?:theo )?(?P<unit>k[yi] bao cao)\b"),
)
# A reporting calendar spelled out: its shortest step is the period.
_QUARTERLY = re.compile(
    r"\bqu[yi] (?:i|1)\b(?:,? ?(?:va |qu[yi] )?(?:ii|iii|iv|[2-4])\b)+(?:,? va|,)(?: ca)? nam\b"
    r"|\bqu[yi](?: i| 1)?,? (?:0?6|sau) thang\b|\b(?:0?6|sau) thang,? (?:0?9|chin) thang\b"
)
_HALF_YEARLY = re.compile(r"\b(?:0?6|sau) thang(?: dau nam)?,? ?(?:va )?(?:0?1 |ca )?nam\b")
_YEARLY = re.compile(r"\bnam truoc (?:lien ke )?(?:cua )?nam ke hoach\b|\bnam (?:truoc|sau) lien ke\b")
_TIMES = re.compile(
    r"\b(?:\d+|mot|hai) lan\s?/\s?(?:1 )?(?P<unit>ngay|tuan|thang|qu[yi]|nam)\b"
    r"|\b(?:\d|mot|hai|ba) (?P<several>tuan|thang|nam) (?:1|mot) lan\b"
)
_BARE = re.compile(r"\bdinh k[yi]\b")
_DAY = re.compile(
    r"\bngay (?P<day>\d{1,2})\b(?:\s?(?:/|thang )\s?(?P<month>\d{1,2})\b)?|\b(?P<d>\d{1,2})/(?P<m>\d{1,2})\b"
)
_MONTH = re.compile(r"\bthang (?P<month>\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """``every`` is day, week, month, quarter, half-year, year or period; ``day`` and ``month`` lie within it."""

    every: str
    day: int | None = None
    month: int | None = None


def recurrence(text: str) -> Recurrence | None:
    """The recurrence that ``text`` (folded) names, or None. Of several the first printed counts."""
    every = _every(text)
    if every is None:
        return None
    found = _DAY.search(text)
    if found:
        day = int(found["day"] or found["d"])
        month = found["month"] or found["m"]
        return Recurrence(every, day if 1 <= day <= 31 else None, int(month) if month else None)
    month_only = _MONTH.search(text) if every == "year" else None
    return Recurrence(every, None, int(month_only["month"]) if month_only else None)


def _every(text: str) -> str | None:
    if _QUARTERLY.search(text):
        return "quarter"
    first: tuple[int, str] | None = None
    for pattern in _EVERY:
        match = pattern.search(text)
        if match and (first is None or match.start() < first[0]):
            unit = match["unit"] or ""
            first = (match.start(), _UNIT[unit.split()[0]] if unit else "half-year")
    if first:
        return first[1]
    if times := _TIMES.search(text):
        return _UNIT[times["unit"] or times["several"]]
    if _HALF_YEARLY.search(text):
        return "half-year"
    if _YEARLY.search(text):
        return "year"
    return "period" if _BARE.search(text) else None
