"""What is found in a document: units, deadlines, tasks, duties, references, abbreviations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from indexer.types.place import Span

UnitKind = Literal["unit", "group", "office", "person"]


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit named in full with the scope that tells it from its namesakes; ``printed`` is what stood there.

    ``kind`` "group" is a collective ("Các sở, ban, ngành tỉnh"), "office" a head or post that stands for a unit
    ("Giám đốc Sở Nội vụ"; ``unit`` is then that unit's name, "Sở Nội vụ"). ``entity`` is the id of the unit where it
    does not follow from name and scope alone: a successor of the same name, units joined or split by hand.
    """

    name: str
    scope: str
    printed: str
    kind: UnitKind = "unit"
    unit: str | None = None
    span: Span | None = None
    entity: str | None = None


DeadlineKind = Literal["date", "month", "quarter", "year", "range", "recurring", "ongoing", "relative", "none"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as printed with the first and last day it covers (domain rules in docs/extraction.md).

    ``every`` is month, quarter, half-year, year, week or period for recurring ones; ``day`` the day within the
    period ("trước ngày 20 của kỳ báo cáo"); ``operator`` "before" for trước, "by" for chậm nhất / đến hết;
    ``also`` further milestones of the same cell; ``notes`` say what was inferred or is impossible.
    """

    kind: DeadlineKind
    start: date | None
    end: date | None
    every: str | None
    text: str
    day: int | None = None
    operator: Literal["before", "by"] | None = None
    also: tuple[Deadline, ...] = ()
    notes: tuple[str, ...] = ()


TaskField = Literal["no", "section", "goal", "task", "activity", "product", "lead", "coordinate", "deadline"]


@dataclass(frozen=True, slots=True)
class FieldSpans:
    """Where a task's field stands in the one text."""

    field: TaskField
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A row of an assignment table, or an assignment read from prose (``origin``).

    ``id`` is the document id plus "-t" and the row's ordinal. ``span`` runs from the row's first to its last
    word. ``rule`` names the module rule that read it. ``confidence`` is 0..1; ``needs_review`` goes with the
    reasons in ``review``.
    """

    id: str
    no: str | None
    section: str | None
    goal: str | None
    task: str
    activity: str | None
    product: str | None
    lead: tuple[UnitMention, ...]
    coordinate: tuple[UnitMention, ...]
    lead_text: str
    coordinate_text: str
    deadline: Deadline | None
    path: tuple[str, ...]
    span: Span
    fields: tuple[FieldSpans, ...]
    page: int | None
    origin: Literal["table", "prose"]
    rule: str
    confidence: float
    needs_review: bool = False
    review: tuple[str, ...] = ()


DutyRole = Literal["lead", "responsible", "coordinate", "guide", "monitor"]


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation that prose puts on a unit; ``span`` is the sentence that says so."""

    id: str
    unit: UnitMention
    role: DutyRole
    path: tuple[str, ...]
    clause_id: str
    span: Span
    page: int | None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document named in this one; ``number`` without spaces, ``relation`` as the wording gives it."""

    number: str
    kind: str | None
    issued_on: date | None
    relation: Literal["basis", "implements", "attached", "amends", "replaces", "repeals", "mentions"]
    span: Span


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form that the document itself defines ("cải cách hành chính (CCHC)")."""

    short: str
    long: str
    span: Span
