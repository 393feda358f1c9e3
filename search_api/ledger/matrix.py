"""Who does how much of what: units against sections or plans, with complete counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.store.records import StoredUnit
from search_api.ledger.calendar import Whose
from search_api.ledger.roll import Roll
from search_api.types import Role

By = Literal["section", "document"]
# The column of prose duties, which stand under clauses and in no section of a table.
PROSE = "~prose"


@dataclass(frozen=True, slots=True)
class Counts:
    """Tasks led, tasks coordinated, and duties that prose puts on a unit."""

    lead: int = 0
    coordinate: int = 0
    duties: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.lead + self.coordinate + self.duties


@dataclass(frozen=True, slots=True)
class Column:
    """A section by its folded name ("" for none), a document by its id, or the prose; ``tasks`` counts each once."""

    key: str
    name: str
    tasks: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Row:
    """A unit with its counts in every column where it has any, by the column's key."""

    unit: StoredUnit
    cells: dict[str, Counts]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by how much they hold, columns in the order of documents and rows; ``counts`` sums every row."""

    by: By
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    tasks: int
    counts: Counts


def matrix(roll: Roll, by: By, whose: Whose) -> Matrix:
    """The matrix of the units and documents of ``whose``, in its role alone if it has one (duties have none)."""
    return roll.kept(("matrix", by, whose), lambda: _matrix(roll, by, whose))


def _matrix(roll: Roll, by: By, whose: Whose) -> Matrix:
    names, tasks, tally = _tallied(roll, by, whose)
    rows = tuple(sorted(_rows(roll, tally), key=lambda row: (-row.counts.total, row.unit.name, row.unit.scope)))
    sums: Counter[tuple[str, str]] = Counter()
    for (_, key, part), number in tally.items():
        sums[key, part] += number
    columns = tuple(
        Column(key, name, tasks[key], Counts(sums[key, "lead"], sums[key, "coordinate"], sums[key, "duties"]))
        for key, name in names.items()
    )
    return Matrix(by, columns, rows, sum(tasks.values()), _sum([column.counts for column in columns]))


Tally = Counter[tuple[str, str, str]]


def _tallied(roll: Roll, by: By, whose: Whose) -> tuple[dict[str, str], Counter[str], Tally]:
    """The columns' names by key, the tasks of each, and (unit, column, part) → number."""
    names: dict[str, str] = {}
    tasks: Counter[str] = Counter()
    tally: Tally = Counter()
    roles: tuple[Role, ...] = (whose.role,) if whose.role else ("lead", "coordinate")
    for line in roll.tasks:
        if whose.documents and line.document_id not in whose.documents:
            continue
        key = line.section_folded if by == "section" else line.document_id
        met = [
            (unit, key, role)
            for role in roles
            for unit in (line.lead if role == "lead" else line.coordinate)
            if not whose.units or unit in whose.units
        ]
        if met or not (whose.units or whose.role):
            tally.update(met)
            tasks[key] += 1
            names.setdefault(key, (line.section or "") if by == "section" else _document(roll, key))
    if whose.role is None:
        for duty in roll.duties:
            if (whose.documents and duty.document_id not in whose.documents) or (
                whose.units and duty.unit_id not in whose.units
            ):
                continue
            key = PROSE if by == "section" else duty.document_id
            tally[duty.unit_id, key, "duties"] += 1
            names.setdefault(key, "" if by == "section" else _document(roll, key))
    if PROSE in names:
        names[PROSE] = names.pop(PROSE)
    return names, tasks, tally


def _rows(roll: Roll, tally: Tally) -> Iterator[Row]:
    cells: dict[str, dict[str, dict[str, int]]] = {}
    for (unit, key, part), number in tally.items():
        cells.setdefault(unit, {}).setdefault(key, {})[part] = number
    for unit, parts in cells.items():
        if unit in roll.units:
            counted = {key: Counts(**numbers) for key, numbers in parts.items()}
            yield Row(roll.units[unit], counted, _sum(list(counted.values())))


def _document(roll: Roll, key: str) -> str:
    document = roll.knowledge.documents[key]
    return document.header.number or document.file


def _sum(counts: Sequence[Counts]) -> Counts:
    return Counts(
        sum(one.lead for one in counts), sum(one.coordinate for one in counts), sum(one.duties for one in counts)
    )
