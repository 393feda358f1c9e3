"""Plans side by side: what each of them says of the same obligation, and what only one of them says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from search_api.knowledge import Knowledge
from search_api.ledger.differences import dates_differ
from search_api.ledger.library import Counted, Library
from search_api.ledger.likeness import CARRIED, likeness
from search_api.ledger.obligations import Obligation
from search_api.query import read
from search_api.ranking.prepared import spelled_out
from search_api.selection import said

_TOPIC_SAID = 0.62
MOST = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One obligation as every plan words it, a tuple per document in the order asked for."""

    cells: tuple[tuple[Obligation, ...], ...]

    @property
    def plans(self) -> int:
        """In how many of the plans it is."""
        return sum(bool(cell) for cell in self.cells)

    @property
    def deadlines_differ(self) -> bool:
        """Whether two plans give it different deadlines."""
        first = [cell[0].deadline for cell in self.cells if cell]
        return any(dates_differ(one, other) for n, one in enumerate(first) for other in first[n + 1 :])


@dataclass(slots=True)
class _Open:
    """A row while it is being filled: obligations by the number of their document."""

    cells: dict[int, list[Obligation]] = field(default_factory=dict)


def comparison(library: Library, documents: Sequence[str], topic: str = "") -> tuple[Row, ...]:
    """The rows of those plans, those shared by more plans first, then in the order of the plans; with a topic only
    rows in which some plan speaks of it."""
    plans = [library.plan(key) for key in documents]
    kept = [_own(plan) for plan in plans]
    places: dict[tuple[int, int], _Open] = {}
    rows: list[_Open] = []
    for number, plan in enumerate(plans):
        nearest = _nearest(library, plans[:number], kept[:number], plan)
        for at in kept[number]:
            upper = nearest.get(at)
            row = places.get(upper) if upper else None
            if row is None:
                row = _Open()
                rows.append(row)
            row.cells.setdefault(number, []).append(plan.obligations[at])
            places[number, at] = row
    found = [Row(tuple(tuple(row.cells.get(n, ())) for n in range(len(plans)))) for row in rows]
    if topic.strip():
        found = _about(found, topic, library.knowledge)
    return tuple(sorted(found, key=lambda row: -row.plans))


def _own(plan: Counted) -> list[int]:
    """The numbers of the rows of a plan, or of all its obligations where it has no table."""
    tasks = [n for n, one in enumerate(plan.obligations) if one.kind == "task"]
    return tasks or list(range(len(plan.obligations)))


def _nearest(
    library: Library, before: Sequence[Counted], kept: Sequence[list[int]], plan: Counted
) -> dict[int, tuple[int, int]]:
    """For each obligation of ``plan`` the nearest of the plans before it, (plan, obligation), if it is near enough."""
    best: dict[int, tuple[float, tuple[int, int]]] = {}
    for number, other in enumerate(before):
        if not kept[number] or not plan.obligations:
            continue
        none = np.zeros((len(other.obligations), 1), np.float32)
        whole = likeness(library.shared(other, plan), library.cosines(other, plan), none).whole
        rows = np.array(kept[number])
        for at in range(len(plan.obligations)):
            column = whole[rows, at]
            top = int(column.argmax())
            score = float(column[top])
            if score >= CARRIED and score > best.get(at, (0.0, (0, 0)))[0]:
                best[at] = (score, (number, int(rows[top])))
    return {at: place for at, (_, place) in best.items()}


def _about(rows: Sequence[Row], topic: str, knowledge: Knowledge) -> list[Row]:
    subject = read(topic, knowledge.known).topic

    def fits(one: Obligation) -> bool:
        words = " . ".join(filter(None, (one.section, one.text, one.product)))
        keys = spelled_out(words, knowledge.short.get(one.document_id, {}))
        return said(subject, keys, knowledge) >= _TOPIC_SAID

    return [row for row in rows if any(fits(one) for cell in row.cells for one in cell)]
