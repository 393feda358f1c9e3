"""Pairs of obligations of different plans that say nearly the same, found without comparing all with all.

Two that share most of their weight must share one of their rarest terms (prefix filtering, Chaudhuri et al. 2006), so
only those that meet in a rare term are compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search_api.ledger.wording import Terms

# A rare term that this many obligations have is a form that plans are filled in on, and tells nothing.
_CROWD = 100

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Near:
    """Two obligations as (plan, row), with the lesser of the two parts that each has of the other, 0..1."""

    first: Place
    second: Place
    likeness: float


@dataclass(frozen=True, slots=True)
class _One:
    place: Place
    weights: dict[int, float]
    total: float
    rare: tuple[int, ...]


def near_pairs(plans: Sequence[Terms], kinds: NDArray[np.float32], least: float) -> Iterator[Near]:
    """Every pair of obligations of different plans of which each has at least the part ``least`` of the other."""
    meeting: dict[int, list[_One]] = defaultdict(list)
    for one in _ones(plans, kinds, 1.0 - least):
        seen: set[Place] = set()
        for term in one.rare:
            for other in meeting[term]:
                if other.place[0] == one.place[0] or other.place in seen:
                    continue
                seen.add(other.place)
                likeness = _likeness(other, one)
                if likeness >= least:
                    yield Near(other.place, one.place, likeness)
            if len(meeting[term]) < _CROWD:
                meeting[term].append(one)


def _ones(plans: Sequence[Terms], kinds: NDArray[np.float32], share: float) -> Iterator[_One]:
    size = len(kinds)
    had = sum((np.bincount(plan.numbers, minlength=size) for plan in plans), np.zeros(size, np.int64))
    count = sum(plan.count for plan in plans)
    weights = np.maximum(kinds * np.log((count + 1) / (had + 0.5)), 0.0)
    for number, plan in enumerate(plans):
        ends = np.searchsorted(plan.rows, np.arange(plan.count + 1))
        for row in range(plan.count):
            terms = plan.numbers[ends[row] : ends[row + 1]]
            own = weights[terms]
            order = np.lexsort((terms, -own))
            needed = int(np.searchsorted(np.cumsum(own[order]), share * own.sum(), side="right")) + 1
            rare = tuple(int(term) for term in terms[order[:needed]])
            yield _One((number, row), dict(zip(terms.tolist(), own.tolist(), strict=True)), float(own.sum()), rare)


def _likeness(first: _One, second: _One) -> float:
    short, long = sorted((first.weights, second.weights), key=len)
    common = sum(weight for term, weight in short.items() if term in long)
    return common / max(first.total, second.total, 1e-6)
