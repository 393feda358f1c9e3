"""One obligation given twice with different leads or deadlines: in two plans, in two rows, in text and table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from indexer.fold import fold, syllables
from indexer.types import UnitMention
from search_api.ledger.differences import dates_differ, identities, is_late, same_units
from search_api.ledger.library import Counted, Library
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


@dataclass(frozen=True, slots=True)
class Found:
    """A conflict by the numbers of its obligations; ``swapped`` where the second plan's comes first."""

    row: int
    column: int
    about: tuple[About, ...]
    where: Where
    similarity: float
    late: bool = False
    swapped: bool = False


def within(library: Library, plan: Counted) -> tuple[Found, ...]:
    """The conflicts between places of one plan."""
    shared = library.shared(plan, plan)
    return tuple(
        Found(row, column, about, where, similarity)
        for row, column in _pairs(shared)
        for about, where, similarity in _met(plan, shared, row, column)
    )


def between(first: Counted, second: Counted, near: Iterable[tuple[int, int, float]]) -> tuple[Found, ...]:
    """The conflicts between two plans among pairs (row of the first, row of the second, likeness) that are near."""
    return tuple(found for row, column, likeness in near for found in _between(first, second, row, column, likeness))


def compared_rows(plan: Counted) -> tuple[int, ...]:
    """The obligations of a plan that can contradict another plan."""
    return tuple(n for n, one in enumerate(plan.obligations) if one.kind == "task" and (one.lead or one.deadline))


def told(library: Library, first: str, second: str, found: Found) -> Conflict:
    """The conflict in full; ``first`` and ``second`` are the ids of its plans."""
    one, other = library.plan(first).obligations[found.row], library.plan(second).obligations[found.column]
    pair = (other, one) if found.swapped else (one, other)
    return Conflict(*pair, found.about, found.where, found.similarity, found.late)


NEAR = _SAME


def _met(plan: Counted, shared: Shared, row: int, column: int) -> Iterator[tuple[tuple[About, ...], Where, float]]:
    first, second = plan.obligations[row], plan.obligations[column]
    if first.kind == "task" and second.kind == "task" and row < column and _same(shared, row, column):
        yield from _told(first, second, "rows", float(shared.cosine[row, column]))
    elif first.kind == "task" and second.kind == "duty" and _in_text(shared, row, column):
        yield from _told(first, second, "text and table", float(shared.of_above[row, column]))


def _between(first: Counted, second: Counted, row: int, column: int, similarity: float) -> Iterator[Found]:
    """Two plans that bind the same units may differ in both; one below another only by giving more time."""
    one, other = first.obligations[row], second.obligations[column]
    if one.kind != "task" or other.kind != "task":
        return
    if _one_scope(one.lead, other.lead):
        for about, where, likeness in _told(one, other, "two plans", similarity):
            yield Found(row, column, about, where, likeness)
        return
    swapped = not _stands_above(first, second)
    upper, lower = (other, one) if swapped else (one, other)
    if _one_province(first, second) and is_late(upper.deadline, lower.deadline):
        yield Found(row, column, ("deadline",), "plan below", similarity, late=True, swapped=swapped)


def _one_province(first: Counted, second: Counted) -> bool:
    """Whether the two are plans of different bodies of one province."""
    return bool(first.province) and first.province == second.province and first.issuer.name != second.issuer.name


def _pairs(shared: Shared) -> list[tuple[int, int]]:
    near = (np.maximum(shared.of_above, shared.of_below) >= _SAME) & (shared.of_above >= _OF_TEXT)
    return [(int(row), int(column)) for row, column in np.argwhere(near)]


def _same(shared: Shared, row: int, column: int) -> bool:
    return min(float(shared.of_above[row, column]), float(shared.of_below[row, column])) >= _SAME


def _in_text(shared: Shared, row: int, column: int) -> bool:
    return float(shared.of_above[row, column]) >= _IN_TEXT and float(shared.of_below[row, column]) >= _OF_TEXT


def _told(
    first: Obligation, second: Obligation, where: Where, similarity: float
) -> Iterator[tuple[tuple[About, ...], Where, float]]:
    """What the two disagree about, if they disagree; two instalments of one obligation do not."""
    if _instalments(first, second) or min(len(syllables(first.text)), len(syllables(second.text))) < _FEWEST:
        return
    about: list[About] = []
    if first.lead and second.lead and _apart(first.lead, second.lead):
        about.append("lead")
    if dates_differ(first.deadline, second.deadline) and not _apart_in_time(first, second, where):
        about.append("deadline")
    if about:
        yield tuple(about), where, similarity


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
    one, other = _undated(first), _undated(second)
    return _ORDINALS.findall(one) != _ORDINALS.findall(other) or _numbers(one) != _numbers(other)


def _numbers(words: str) -> list[str]:
    return [key for key in syllables(words) if key.isdecimal()]


def _undated(one: Obligation) -> str:
    """The folded words, those of a sentence without what says when, for which a row has a cell of its own."""
    words = " ".join(fold(one.text).split())
    for said in fold(one.deadline.text).split(";") if one.deadline and one.kind == "duty" else ():
        words = words.replace(" ".join(said.split()), " ") if said.strip() else words
    return words


def _one_scope(first: Sequence[UnitMention], second: Sequence[UnitMention]) -> bool:
    return bool({fold(one.scope) for one in first} & {fold(one.scope) for one in second})


def _stands_above(first: Counted, second: Counted) -> bool:
    """Whether the first plan's issuer is above the second's: a committee above bodies and smaller places."""
    rank = {"": 0 if first.issuer.committee else 1, "huyen": 2, "xa": 3}
    other = {"": 0 if second.issuer.committee else 1, "huyen": 2, "xa": 3}
    return rank[first.issuer.level] <= other[second.issuer.level]
