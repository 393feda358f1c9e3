"""Records of a question and of what was found for it: frozen, slotted, tuples only.

Token positions count from 0 and ranges are half-open; offsets count code points of the question as typed (NFC).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["vi", "vi-nodiacritics", "en", "mixed"]
Intent = Literal[
    "lead", "coordinate", "deadline", "product", "unit_tasks", "list", "count", "compare", "clause", "lookup"
]
FactKind = Literal[
    "money", "contact", "person", "rank", "percent", "number", "date", "hours", "winner", "penalty", "opinion", "none"
]
Role = Literal["lead", "coordinate"]


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the question: as typed, its search key, without marks, and whether it was typed with marks."""

    text: str
    key: str
    folded: str
    marked: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Form:
    """One wording of a concept: search keys in order with the weight of a full match (1 as typed)."""

    keys: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that the question is about, in every wording that counts; the first form is the main one.

    ``start`` and ``end`` are the tokens it was read from; ``certain`` tells that its marks were typed, so that a
    match without marks counts less.
    """

    forms: tuple[Form, ...]
    start: int
    end: int
    certain: bool
    source: Literal["typed", "restored", "abbreviation", "english"] = "typed"


@dataclass(frozen=True, slots=True)
class AskedDocument:
    """A mention of a plan: weights 0..1 by document id, and whether it names the plan itself or only its place;
    ``of_plan`` tells that it stands beside a word for a plan ("kế hoạch của …")."""

    text: str
    start: int
    end: int
    weights: tuple[tuple[str, float], ...]
    kind: Literal["number", "issuer", "place", "level"]
    of_plan: bool = False


@dataclass(frozen=True, slots=True)
class AskedUnit:
    """A unit named in the question: the ids of the catalogue's units that it may be, its name, the role asked for."""

    text: str
    name: str
    ids: tuple[str, ...]
    start: int
    end: int
    role: Role | None


@dataclass(frozen=True, slots=True)
class AskedTime:
    """A time named in the question, as the first and last day it covers or as a period that comes back; of "after"
    the last day is that of its first year, and what is due later falls in it too.

    A time of no stated year has neither day but a ``season``: both in the year 2000 (the day before it for one that
    ends with the year), the first None for what is only to be done before.
    """

    text: str
    kind: Literal["month", "quarter", "year", "range", "recurring", "ongoing", "day", "before", "after"]
    start: date | None
    end: date | None
    every: str | None
    first: int
    last: int
    season: tuple[date | None, date] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was understood.

    ``vietnamese`` is its reading with marks restored, abbreviations spelled out and English put into Vietnamese;
    ``topic`` what is left of it once cues, units, plans and times are set apart; ``fact`` the kind of fact it asks
    for; ``foreign`` are places it names that no held document mentions; ``references`` the numbers of other
    documents that it names; ``cues`` every way of asking found in it; ``counted`` the wordings of what it
    asks the number of ("bao nhiêu xã"); ``unread`` its English words that neither the glossary nor a plan has;
    ``unheld`` a body whose plan it asks for though no such plan is held; ``places`` the communes, districts and
    provinces it names, each with its level, of which no plan speaks; ``absent`` the documents it names by a number
    that no plan bears; ``both`` that it wants what a unit leads together with what it helps with.
    """

    question: str
    language: Language
    tokens: tuple[Token, ...]
    vietnamese: str
    restored: tuple[tuple[str, float], ...]
    expanded: tuple[tuple[str, str], ...]
    intent: Intent
    role: Role | None
    fact: FactKind
    asks: bool
    topic: tuple[Concept, ...]
    units: tuple[AskedUnit, ...]
    documents: tuple[AskedDocument, ...]
    section: str | None
    time: AskedTime | None
    references: tuple[str, ...]
    foreign: tuple[str, ...]
    prose: bool
    cues: tuple[str, ...] = ()
    counted: tuple[tuple[str, ...], ...] = ()
    unread: tuple[str, ...] = ()
    unheld: str | None = None
    places: tuple[str, ...] = ()
    absent: tuple[AskedDocument, ...] = ()
    both: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage with its score and what the score is made of, for whoever asks why it stands where it stands."""

    passage_id: str
    score: float
    features: tuple[tuple[str, float], ...]
