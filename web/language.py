"""The language of a page: chosen by address, cookie or browser; catalogues, dates and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent / "locale"
CODES = ("vi", "en")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the pages. Vietnamese is the language of the message ids and needs no catalogue."""

    code: str
    singular: Mapping[str, str]
    plural: Mapping[str, tuple[str, ...]]

    def gettext(self, message: str) -> str:
        """The sentence in this language; the Vietnamese one where the catalogue lacks it."""
        return self.singular.get(message, message)

    def ngettext(self, message: str, number: int) -> str:
        """The sentence for ``number`` things, with ``{n}`` filled in as this language writes numbers."""
        forms = self.plural.get(message)
        chosen = message if not forms else forms[0 if number == 1 or len(forms) == 1 else 1]
        return chosen.replace("{n}", self.number(number))

    def number(self, value: int) -> str:
        """Thousands set apart by a point in Vietnamese and by a comma in English."""
        grouped = f"{value:,}"
        return grouped.replace(",", ".") if self.code == "vi" else grouped

    def day(self, value: str | date | None) -> str:
        """An ISO date as people write it: 19/01/2024 or 19 Jan 2024; empty for None."""
        if not value:
            return ""
        day = date.fromisoformat(value) if isinstance(value, str) else value
        if self.code == "vi":
            return f"{day.day:02}/{day.month:02}/{day.year}"
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def moment(self, value: str | datetime) -> str:
        """A moment kept in UTC as the clock on the server's wall shows it: 19/01/2024 14:05."""
        told = datetime.fromisoformat(value) if isinstance(value, str) else value
        local = told.replace(tzinfo=UTC).astimezone()
        return f"{self.day(local.date())} {local:%H:%M}"


@cache
def language(code: str) -> Language:
    """The language of that code, read once from the catalogues of its folder; Vietnamese for any other code."""
    if code not in CODES or code == "vi":
        return Language("vi", {}, {})
    singular: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    for path in sorted((LOCALE / code).glob("*.po")):
        with path.open("rb") as source:
            for message in read_po(source, locale=code):
                if isinstance(message.id, (tuple, list)):
                    plural[message.id[0]] = tuple(message.string or ())
                elif message.id and isinstance(message.string, str) and message.string:
                    singular[message.id] = message.string
    return Language(code, singular, plural)


def preferred(accept: str) -> str | None:
    """The first of our languages that an Accept-Language header ranks above zero, or None."""
    ranked: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept.split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        code = name.lower().partition("-")[0]
        if code in CODES and quality > 0:
            ranked.append((-quality, place, code))
    return min(ranked)[2] if ranked else None


def choose(asked: str | None, kept: str | None, accept: str) -> str:
    """The language code of a request: ``?lang=``, then the cookie, then the browser's wish, then Vietnamese."""
    for wish in (asked, kept):
        if wish in CODES:
            return str(wish)
    return preferred(accept) or "vi"
