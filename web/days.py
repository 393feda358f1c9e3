"""Days as people type them into a page: 30/6/2026 in either language, read the same way in every browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from web.language import Language

PARTS = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4})")
WRONG = "Hãy gõ ngày dạng 30/6/2026 (ngày/tháng/năm)."
NO_SUCH = "Không có ngày {day} trên lịch."


@dataclass(frozen=True, slots=True)
class Typed:
    """A day of an address or a field: ``iso`` is "" where none was given or it cannot be one, as ``problem`` tells."""

    iso: str
    words: str
    problem: str = ""


def typed(value: str, language: Language) -> Typed:
    """The day meant by day/month/year, or by ISO 8601 as addresses hold it."""
    words = " ".join(value.split())
    if not words:
        return Typed("", "")
    try:
        day = _day(words)
    except ValueError:
        return Typed("", words[:20], language.gettext(NO_SUCH).replace("{day}", words[:20]))
    if day is None:
        return Typed("", words[:20], language.gettext(WRONG))
    return Typed(day.isoformat(), f"{day.day:02}/{day.month:02}/{day.year}")


def status(*days: Typed) -> int:
    """The status of a page that was asked for with those days: 422 where one of them cannot be a day."""
    return 422 if any(day.problem for day in days) else 200


def _day(words: str) -> date | None:
    """The day; None where the words have not the form of one. Raises ValueError for a day that no calendar has."""
    if found := PARTS.fullmatch(words):
        day, month, year = map(int, found.groups())
        return date(year, month, day)
    return date.fromisoformat(words) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words) else None
