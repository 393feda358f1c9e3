"""Pairs of obligations of different plans that say nearly the same, found without comparing all with all.

An inverted index from terms to obligations tells, for one obligation at a time, how much of every other one it shares;
only those that share most of it are weighed as a pair of plans is: a term counts by how few obligations of these two
plans have it, so that what is found of two plans does not change when a third one comes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search_api.ledger.wording import Terms

# Weighed without regard to rarity, two that share nearly all of their telling words still share most.
_ROUGHLY = 0.7

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Near:
    """Two obligations as (plan, row), with the lesser of the two parts that each has of the other, 0..1."""

    first: Place
    second: Place
    likeness: float


@dataclass(frozen=True, slots=True)
class _Census:
    """How many obligations of a plan have each of its terms: both ``(n,)``, by rising number of the term."""

    terms: NDArray[np.int32]
    had: NDArray[np.int64]

    def of(self, terms: NDArray[np.int32]) -> NDArray[np.int64]:
        if not len(self.terms):
            return np.zeros(len(terms), np.int64)
        at = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return np.where(self.terms[at] == terms, self.had[at], 0)


class Nearness:
    """The rows of plans by their terms; ``rows`` names, for every plan, the obligations that are compared at all."""

    def __init__(self, plans: Sequence[Terms], rows: Sequence[Sequence[int]], kinds: NDArray[np.float32]) -> None:
        self._plans, self._kinds = plans, kinds
        self._census: dict[int, _Census] = {}
        chosen = [np.isin(plan.rows, np.array(own, np.int32)) for plan, own in zip(plans, rows, strict=True)]
        starts = np.cumsum([0, *(plan.count for plan in plans)])
        numbers = [plan.numbers[mask] for plan, mask in zip(plans, chosen, strict=True)]
        places = [plan.rows[mask] + starts[n] for n, (plan, mask) in enumerate(zip(plans, chosen, strict=True))]
        self._starts = starts
        self._rows = [tuple(own) for own in rows]
        terms = np.concatenate([np.zeros(0, np.int32), *numbers])
        order = np.argsort(terms, kind="stable")
        self._places = np.concatenate([np.zeros(0, np.int64), *places])[order]
        self._ends = np.searchsorted(terms[order], np.arange(len(kinds) + 1))
        whole = np.concatenate([np.zeros(0, np.int64), *places])
        self._totals = np.bincount(whole, kinds[terms], minlength=int(starts[-1]))
        self._owner = np.repeat(np.arange(len(plans)), np.diff(starts))

    def pairs(self, plan: int, others: Collection[int], least: float) -> Iterator[Near]:
        """Every pair of an obligation of ``plan`` and one of ``others`` of which each has at least the part ``least``
        of the other."""
        wanted = np.zeros(len(self._plans), np.bool_)
        wanted[list(others)] = True
        wanted[plan] = False
        open_to = wanted[self._owner]
        for row in self._rows[plan]:
            for place in self._roughly(plan, row, open_to):
                other = int(self._owner[place])
                at = int(place - self._starts[other])
                likeness = self._weighed(plan, row, other, at)
                if likeness >= least:
                    yield Near((plan, row), (other, at), likeness)

    def _roughly(self, plan: int, row: int, open_to: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The places that share most of the row's words and have most of theirs in it."""
        terms = self._plans[plan].of(row)
        total = float(self._kinds[terms].sum())
        if not total:
            return np.zeros(0, np.int64)
        begins, ends = self._ends[terms], self._ends[terms + 1]
        met = np.concatenate([self._places[a:b] for a, b in zip(begins, ends, strict=True)])
        common = np.bincount(met, np.repeat(self._kinds[terms], ends - begins), minlength=len(self._owner))
        return np.flatnonzero(open_to & (common >= _ROUGHLY * np.maximum(total, self._totals)))

    def _weighed(self, plan: int, row: int, other: int, at: int) -> float:
        first, second = self._plans[plan], self._plans[other]
        mine, theirs = first.of(row), second.of(at)
        own, held = self._weights(mine, plan, other), self._weights(theirs, plan, other)
        if not len(theirs):
            return 0.0
        met = theirs[np.minimum(np.searchsorted(theirs, mine), len(theirs) - 1)] == mine
        return float(own[met].sum() / max(own.sum(), held.sum(), 1e-6))

    def _weights(self, terms: NDArray[np.int32], plan: int, other: int) -> NDArray[np.float64]:
        """The weight of terms between two plans."""
        count = self._plans[plan].count + self._plans[other].count
        had = self._counted(plan).of(terms) + self._counted(other).of(terms)
        return np.maximum(self._kinds[terms] * np.log((count + 1) / (had + 0.5)), 0.0)

    def _counted(self, plan: int) -> _Census:
        found = self._census.get(plan)
        if found is None:
            found = self._census[plan] = _Census(*np.unique(self._plans[plan].numbers, return_counts=True))
        return found
