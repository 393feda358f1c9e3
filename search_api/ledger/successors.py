"""Who took over from a unit in the reorganisation of 2025: named then → responsible now, with basis and date.

Units are (name, place, time): a body of a merged province ends with its province, even where its name goes on. The
words of a document are never rewritten with any of this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from indexer.fold import fold
from indexer.gazetteer import load

# Nghị quyết 202/2025/QH15: the 34 provinces operate from this day.
MERGED_ON = date(2025, 7, 1)
MERGED_BY = "Nghị quyết 202/2025/QH15"
# Only the place itself: a room of a department is not moved by guessing what became of the department.
_PLACE = re.compile(r"^(?:tỉnh|thành phố|TP\.?)\s+(?P<name>.+)$", re.IGNORECASE)
# Bodies of which there was one in every district or department, under the name that the table has for all of them.
_ANY = (
    (re.compile(r"uy ban nhan dan (?:huyen|quan|thi xa)\b"), "uy ban nhan dan cap huyen"),
    (re.compile(r"thanh tra so\b"), "thanh tra so"),
    (re.compile(r"thanh tra (?:huyen|quan|thi xa)\b"), "thanh tra cap huyen"),
    (re.compile(r"cong an (?:huyen|quan|thi xa)\b"), "cong an cap huyen"),
)
_CITY = re.compile(r"(?P<body>uy ban nhan dan|thanh tra|cong an) thanh pho (?P<name>.+)$")


@dataclass(frozen=True, slots=True)
class Step:
    """One change on the way: from when, by what act, and whether that is confirmed by an official text."""

    name: str
    scope: str
    since: date
    basis: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Successor:
    """A body that answers today for what ``subject`` says (everything when None), with the steps that led to it."""

    name: str
    scope: str
    subject: str | None
    steps: tuple[Step, ...]

    @property
    def verified(self) -> bool:
        """Whether every step is confirmed."""
        return all(step.verified for step in self.steps)


def successors(
    name: str, scope: str = "", named_on: date | None = None, as_of: date | None = None
) -> tuple[Successor, ...]:
    """The bodies responsible on the day ``as_of`` (by the newest law known for None) for what the unit was when it was
    named, on ``named_on`` (before every change for None); () when it is unchanged.

    Several successors are candidates by subject, or, without subjects, by how duties were shared out.
    """
    period = _Period(named_on or date.min, as_of or date.max)
    found = tuple(_moved(one, period) for one in _renamed(name, scope, period))
    if found:
        return found
    still = _moved(Successor(name, scope, None, ()), period)
    return (still,) if still.steps else ()


def predecessors(name: str, scope: str = "", as_of: date | None = None) -> tuple[tuple[str, str], ...]:
    """The names, each with its scope, of bodies whose duties the unit has on that day (today's law for None).

    An empty ``scope`` asks in every place, and the names then come without one.
    """
    day = as_of or date.max
    wanted = fold(name)
    places = _places_of(scope) if scope else ("",)
    found: dict[tuple[str, str], None] = {}
    for row in _rows():
        if fold(row.new) == wanted and row.since <= day:
            found.update(dict.fromkeys((row.old, place) for place in places))
    if scope and day >= MERGED_ON:
        found.update(dict.fromkeys((name, place) for place in places if fold(place) != fold(scope)))
    return tuple(found)


def names_now(held: Iterable[str]) -> tuple[str, ...]:
    """The names of today, of departments and ministries, that are not among ``held`` but took over from one that is."""
    own = {fold(name) for name in held}
    rows = [row for row in load("successors") if row["level"] in _NAMED_SO_ALONE and not row["place"]]
    return tuple(dict.fromkeys(row["new"] for row in rows if fold(row["old"]) in own and fold(row["new"]) not in own))


# Bodies of a commune or a whole province bear the name of many others too; these do not.
_NAMED_SO_ALONE = ("tỉnh", "trung ương")


@dataclass(frozen=True, slots=True)
class _Period:
    """The time between the naming of a unit and the day asked about."""

    after: date
    until: date

    def holds(self, day: date) -> bool:
        return self.after < day <= self.until


@dataclass(frozen=True, slots=True)
class _Row:
    old: str
    new: str
    subject: str
    since: date
    basis: str
    place: str
    verified: bool


@lru_cache(maxsize=1)
def _rows() -> tuple[_Row, ...]:
    return tuple(
        _Row(
            row["old"],
            row["new"],
            row["subject"],
            date.fromisoformat(row["date"]),
            row["basis"],
            row["place"],
            row["verified"] == "yes",
        )
        for row in load("successors")
    )


@lru_cache(maxsize=1)
def _provinces() -> dict[str, tuple[str, str, str]]:
    """The folded name of every province → its name, its kind, and the province that it was merged into ("")."""
    return {fold(row["name"]): (row["name"], row["kind"], row["merged_into"]) for row in load("provinces")}


def _renamed(name: str, scope: str, period: _Period) -> Iterable[Successor]:
    """The successors of a name, those of its own place before those of every place."""
    wanted = {fold(name), fold(f"{name} {scope}").strip(), *_of_every(fold(name))}
    bare = fold(name).removesuffix(fold(scope)).strip() if _PLACE.search(scope) else ""
    wanted |= {bare} - {""}
    rows = [row for row in _rows() if fold(row.old) in wanted and period.holds(row.since)]
    own = [row for row in rows if row.place and fold(row.place) == fold(scope)]
    for row in own or [row for row in rows if not row.place]:
        step = Step(row.new, scope, row.since, row.basis, row.verified)
        yield Successor(row.new, scope, row.subject or None, (step,))


def _of_every(name: str) -> Iterator[str]:
    """The names under which the table has a body of any district: those of a city within a province too."""
    yield from (general for pattern, general in _ANY if pattern.match(name))
    city = _CITY.match(name)
    held = _provinces().get(city["name"]) if city else None
    # A city that a province is named after ("thành phố Tây Ninh") is a district of it; one of its own rank is not.
    if city and (held is None or held[1] != "thành phố"):
        yield f"{city['body']} cap huyen"


def _moved(one: Successor, period: _Period) -> Successor:
    """The successor in the province that its own became part of or was joined by."""
    now = _province_now(one.scope)
    if now is None or not period.holds(MERGED_ON):
        return one
    name = re.sub(re.escape(one.scope), now, one.name, flags=re.IGNORECASE)
    # Which provinces were merged is still to be held against the act itself.
    return replace(one, name=name, scope=now, steps=(*one.steps, Step(name, now, MERGED_ON, MERGED_BY, False)))


def _province_now(scope: str) -> str | None:
    """The place that a province's bodies belong to from 1/7/2025, None where nothing was merged."""
    match = _PLACE.search(scope)
    held = _provinces().get(fold(match["name"])) if match else None
    if match is None or held is None:
        return None
    name, kind, into = held
    if into:
        new, kind, _ = _provinces()[fold(into)]
        return f"{kind} {new}"
    joined = any(other == name for _, _, other in _provinces().values())
    return f"{kind} {name}" if joined else None


def _places_of(scope: str) -> tuple[str, ...]:
    """The place as it is and every place that was merged into it."""
    match = _PLACE.search(scope)
    held = _provinces().get(fold(match["name"])) if match else None
    if match is None or held is None:
        return (scope,)
    merged = tuple(f"{kind} {name}" for name, kind, into in _provinces().values() if into == held[0])
    return (scope, *merged)
