"""What a person typed as a new value of a field → the value as the catalogue keeps it, or one sentence why not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast, get_args

from indexer.extract.deadlines import deadline
from indexer.extract.units import UnitReader
from indexer.store.amend import values
from indexer.types import Deadline, DeadlineKind, Header, UnitMention
from search_api.errors import BadParameter

LONGEST = 4000
LONGEST_NAME = 200
_STEPS = re.compile(r"\s*[›>/]\s*|\.(?=\S)")
_DAY = re.compile(r"(\d{4}|\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{1,2})")
_NO_DAY = cast("re.Match[str]", _DAY.fullmatch("0-0-0"))
_DATED = ("date", "month", "quarter", "year", "range")


class Wanted:
    """Reads values for one document: units as its own cells name them, deadlines in its year."""

    def __init__(self, header: Header) -> None:
        self._header = header
        self._reader = UnitReader(header)

    def value(self, field: str, given: Any) -> Any:
        """The JSON value of the field. Raises BadParameter for what it cannot be."""
        if field in values.UNITS:
            return [] if not given else self._units(field, given)
        if field == "unit":
            found = self._units(field, given) if given else []
            if len(found) != 1:
                raise _bad("unit", given, "tên của đúng một đơn vị", "the name of exactly one unit")
            return found[0]
        if field == "deadline":
            return None if given in (None, "") else self._deadline(given)
        if field == "path":
            return self._path(given)
        if field == "issued_on":
            return self._issued(given)
        return self._text(field, given)

    def row(self, given: Any) -> dict[str, Any]:
        """The JSON values of several fields of a task or duty."""
        if not isinstance(given, Mapping):
            raise _bad("fields", given, "các trường và giá trị", "a mapping of fields to values")
        return {str(name): self.value(str(name), value) for name, value in given.items()}

    def _text(self, field: str, given: Any) -> str | None:
        if given is None:
            return None
        if not isinstance(given, str) or len(given) > LONGEST:
            raise _bad(field, given, f"chữ, dài nhất {LONGEST} ký tự", f"text of at most {LONGEST} characters")
        return " ".join(given.split()) or None

    def _issued(self, given: Any) -> str | None:
        if given in (None, ""):
            return None
        first, second, third = (_DAY.fullmatch(str(given).strip()) or _NO_DAY).groups()
        year, day = (first, third) if len(first) == 4 else (third, first)
        try:
            return date(int(year), int(second), int(day)).isoformat()
        except ValueError as error:
            raise _bad("issued_on", given, "ngày có thật như 30/6/2026", "a day that exists like 2026-06-30") from error

    def _path(self, given: Any) -> list[str]:
        steps = _STEPS.split(given) if isinstance(given, str) else given
        if not isinstance(steps, Sequence) or not all(isinstance(step, str) and step.strip() for step in steps):
            raise _bad("path", given, "đường dẫn như “II › 1 › b”", "a path like “II › 1 › b”")
        return [step.strip() for step in steps]

    def _units(self, field: str, given: Any) -> list[Any]:
        several = [given] if isinstance(given, (str, Mapping)) else given
        if not isinstance(several, Sequence):
            raise _bad(field, given, "tên đơn vị", "names of units")
        return [values.plain(mention) for one in several for mention in self._unit(field, one)]

    def _unit(self, field: str, given: Any) -> tuple[UnitMention, ...]:
        name = given.get("name") if isinstance(given, Mapping) else given
        if not isinstance(name, str) or not name.strip():
            raise _bad(field, given, "tên đơn vị", "the name of a unit")
        name = " ".join(name.split())
        if len(name) > LONGEST_NAME and (isinstance(given, Mapping) or ";" not in name):
            raise BadParameter(
                f"Tên đơn vị dài nhất {LONGEST_NAME} ký tự, không phải {len(name)}.",
                f"A unit's name has at most {LONGEST_NAME} characters, not {len(name)}.",
            )
        if isinstance(given, Mapping) and given.get("scope"):
            kind = given.get("kind") if given.get("kind") in ("unit", "group", "office", "person") else "unit"
            return (UnitMention(name, str(given["scope"]), given.get("printed") or name, kind, given.get("unit")),)  # type: ignore[arg-type]
        found = self._reader.split(name)
        return found or (UnitMention(name, self._header.scope or self._header.issuer or "", name),)

    def _deadline(self, given: Any) -> Any:
        if isinstance(given, str):
            found = deadline(given, self._header.year)
            impossible = found.kind in _DATED and found.start is None and found.end is None
            if found.kind == "none" or impossible:
                raise _bad_deadline(given)
            return values.plain(found)
        if not isinstance(given, Mapping) or given.get("kind") not in get_args(DeadlineKind):
            raise _bad_deadline(given)
        start, end = _day(given.get("start")), _day(given.get("end"))
        if start and end and start > end:
            raise _bad_deadline(given)
        text = given.get("text") or " - ".join(f"{day:%d/%m/%Y}" for day in dict.fromkeys((start, end)) if day)
        every = given.get("every")
        return values.plain(Deadline(given["kind"], start, end, str(every) if every else None, str(text)))


def _day(given: Any) -> date | None:
    if not given:
        return None
    try:
        return date.fromisoformat(str(given))
    except ValueError as error:
        raise _bad_deadline(given) from error


def _bad_deadline(given: Any) -> BadParameter:
    return _bad(
        "deadline",
        given,
        "thời hạn có thật, như “trước ngày 30/6/2026”, “quý II/2026”, “hằng tháng”",
        "a deadline that exists, like “30/6/2026”, “quý II/2026”, “hằng tháng”",
    )


def _bad(field: str, given: Any, vi: str, en: str) -> BadParameter:
    shown = str(given)[:80]
    return BadParameter(f"“{field}” phải là {vi}; không phải “{shown}”.", f"“{field}” must be {en}; not “{shown}”.")
