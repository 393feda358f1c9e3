"""One obligation given twice with different leads or deadlines: in two plans, in two rows, in text and table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from indexer.fold import fold, syllables
from indexer.types import UnitMention
from search_api.ledger.differences import dates_differ, identities, is_late, same_units
from search_api.ledger.library import Counted, Library
from search_api.ledger.nearness import near_pairs
from search_api.ledger.obligations import Obligation
from search_api.ledger.wording import Shared

About = Literal["lead", "deadline"]
Where = Literal["rows", "text and table", "two plans", "plan below"]

# The same obligation, not merely a like one: nearly all of each is in the other.
_SAME = 0.8
# A sentence says more than a row; the row's words must nearly all be in it, and make up a good part of it.
_IN_TEXT = 0.85
_OF_TEXT = 0.35
_FEWEST = 5
_ORDINALS = re.compile(r"\b(?:dot|lan|ky|phan|giai doan|quy|thang|nam|so)\s+([0-9ivx]+)\b")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two obligations that are one and disagree; ``late`` where the lower plan gives more time than the superior."""

    first: Obligation
    second: Obligation
    about: tuple[About, ...]
    where: Where
    similarity: float
    late: bool = False


def conflicts(library: Library, documents: Sequence[str]) -> tuple[Conflict, ...]:
    """Every conflict within and between those plans, by document id."""
    plans = [library.plan(key) for key in documents]
    found: list[Conflict] = []
    for plan in plans:
        found += _within(library, plan)
    for pair in near_pairs([plan.terms for plan in plans], library.kinds(), _SAME):
        first, second = plans[pair.first[0]], plans[pair.second[0]]
        found += _between(library, first, second, pair.first[1], pair.second[1], pair.likeness)
    return tuple(found)


def _within(library: Library, plan: Counted) -> Iterator[Conflict]:
    shared = library.shared(plan, plan)
    for row, column in _pairs(shared):
        first, second = plan.obligations[row], plan.obligations[column]
        if first.kind == "task" and second.kind == "task" and row < column and _same(shared, row, column):
            yield from _told(first, second, "rows", float(shared.cosine[row, column]))
        elif first.kind == "task" and second.kind == "duty" and _in_text(shared, row, column):
            yield from _told(first, second, "text and table", float(shared.of_above[row, column]))


def _between(
    library: Library, first: Counted, second: Counted, row: int, column: int, similarity: float
) -> Iterator[Conflict]:
    """Two plans that bind the same units may differ in both; one below another only by giving more time."""
    one, other = first.obligations[row], second.obligations[column]
    if one.kind != "task" or other.kind != "task":
        return
    if _one_scope(one.lead, other.lead):
        yield from _told(one, other, "two plans", similarity)
        return
    upper, lower = (one, other) if _stands_above(first, second) else (other, one)
    if _one_province(library, first, second) and is_late(upper.deadline, lower.deadline):
        yield Conflict(upper, lower, ("deadline",), "plan below", similarity, late=True)


def _one_province(library: Library, first: Counted, second: Counted) -> bool:
    """Whether the two are plans of different bodies of one province."""
    held = library.knowledge.identities
    one, other = held[first.plan.document.id].province, held[second.plan.document.id].province
    return bool(one) and one == other and first.issuer.name != second.issuer.name


def _pairs(shared: Shared) -> list[tuple[int, int]]:
    near = (np.maximum(shared.of_above, shared.of_below) >= _SAME) & (shared.of_above >= _OF_TEXT)
    return [(int(row), int(column)) for row, column in np.argwhere(near)]


def _same(shared: Shared, row: int, column: int) -> bool:
    return min(float(shared.of_above[row, column]), float(shared.of_below[row, column])) >= _SAME


def _in_text(shared: Shared, row: int, column: int) -> bool:
    return float(shared.of_above[row, column]) >= _IN_TEXT and float(shared.of_below[row, column]) >= _OF_TEXT


def _told(first: Obligation, second: Obligation, where: Where, similarity: float) -> Iterator[Conflict]:
    """The conflict of the two, if they disagree; two instalments of one obligation do not."""
    if _instalments(first, second) or min(len(syllables(first.text)), len(syllables(second.text))) < _FEWEST:
        return
    about: list[About] = []
    if first.lead and second.lead and _apart(first.lead, second.lead):
        about.append("lead")
    if dates_differ(first.deadline, second.deadline) and not _apart_in_time(first, second, where):
        about.append("deadline")
    if about:
        yield Conflict(first, second, tuple(about), where, similarity)


def _apart(first: Sequence[UnitMention], second: Sequence[UnitMention]) -> bool:
    """Whether no unit leads in both; a unit that joins or leaves a shared lead is not yet a contradiction."""
    if same_units(first, second):
        return False
    return not identities(first) & identities(second)


def _apart_in_time(first: Obligation, second: Obligation, where: Where) -> bool:
    """Whether the two are for different years, as plans of two years repeat what comes back every year."""
    a, b = first.deadline, second.deadline
    if where != "two plans" or a is None or b is None or a.end is None or b.end is None:
        return False
    return a.end.year != b.end.year


def _instalments(first: Obligation, second: Obligation) -> bool:
    """Whether the words differ in a number that tells parts of one obligation apart ("đợt 1", "đợt 2")."""
    return _ORDINALS.findall(fold(first.text)) != _ORDINALS.findall(fold(second.text)) or [
        key for key in syllables(first.text) if key.isdecimal()
    ] != [key for key in syllables(second.text) if key.isdecimal()]


def _one_scope(first: Sequence[UnitMention], second: Sequence[UnitMention]) -> bool:
    return bool({fold(one.scope) for one in first} & {fold(one.scope) for one in second})


def _stands_above(first: Counted, second: Counted) -> bool:
    """Whether the first plan's issuer is above the second's: a committee above bodies and smaller places."""
    rank = {"": 0 if first.issuer.committee else 1, "huyen": 2, "xa": 3}
    other = {"": 0 if second.issuer.committee else 1, "huyen": 2, "xa": 3}
    return rank[first.issuer.level] <= other[second.issuer.level]
