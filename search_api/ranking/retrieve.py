"""Candidates for a question: dense and lexical rankings over the index, within the plans it names and beyond."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.fold import fold
from indexer.store.lexical import QueryTerms
from search_api.question.vocabulary import Keys, shortforms
from search_api.ranking.fuse import fused
from search_api.types import Concept

Rowids = NDArray[np.int64]
Scores = NDArray[np.float32]

_FOLDED_TYPED = 0.15
_FOLDED_RESTORED = 0.6
_CONTEXT = 0.4
_SMALL_SET = 5_000


class Rankings(Protocol):
    """What a search index gives: the best rowids with their scores, among ``allowed`` when given."""

    def dense(self, vector: NDArray[np.float32], k: int, allowed: Rowids | None = None) -> tuple[Rowids, Scores]:
        """By inner product with the vector."""

    def vectors(self, rowids: Sequence[int]) -> NDArray[np.float32]:
        """``(n, dim)`` vectors; KeyError for one that is not there."""

    def lexical(self, terms: QueryTerms, k: int, allowed: Rowids | None = None) -> tuple[Rowids, Scores]:
        """By weighted BM25."""


def query_terms(concepts: Sequence[Concept]) -> QueryTerms:
    """The concepts as weighted terms: words and syllables of every wording, folded syllables, heading context."""
    words: dict[str, float] = {}
    single: dict[str, float] = {}
    folded: dict[str, float] = {}
    for concept in concepts:
        for form in concept.forms:
            if len(form.keys) > 1:
                _raise(words, "_".join(form.keys), form.weight)
            for short in _printed_short().get(form.keys, ()):
                _raise(single, short, form.weight * len(form.keys) ** 0.5)
            for key in form.keys:
                _raise(single, key, form.weight)
                share = _FOLDED_TYPED if concept.certain else _FOLDED_RESTORED
                _raise(folded, fold(key), share * form.weight)
    context = {key: _CONTEXT * weight for key, weight in single.items()}
    return QueryTerms(*(tuple(terms.items()) for terms in (words, single, folded, context)))


@lru_cache(maxsize=1)
def _printed_short() -> dict[Keys, tuple[str, ...]]:
    """The words of a short form → how it is printed, since passages may hold either."""
    found: dict[Keys, tuple[str, ...]] = {}
    for short, long in shortforms().items():
        found[long] = (*found.get(long, ()), short)
    return found


def _raise(terms: dict[str, float], term: str, weight: float) -> None:
    terms[term] = max(terms.get(term, 0.0), weight)


def candidates(
    index: Rankings,
    vector: Callable[[], NDArray[np.float32]],
    concepts: Sequence[Concept],
    allowed: Sequence[Rowids | None],
    k: int,
) -> tuple[Rowids, Scores, Scores, Scores]:
    """Rowids with fused, dense and lexical scores, best first: the best ``k`` of each ranking within each set.

    ``allowed`` are the sets of rowids to look among, None for the whole index; the scores of every candidate are
    then taken over all candidates alike.
    """
    terms = query_terms(concepts)
    # Of a set of no more than ``k`` the dense ranking gives every one.
    found = [index.lexical(terms, k, among)[0] for among in allowed if among is None or among.size > k]
    meant = vector()
    found += [_nearest(index, meant, k, among)[0] for among in allowed]
    union = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
    if union.size == 0:
        empty = np.empty(0, np.float32)
        return union, empty, empty, empty
    dense = _scores(union, *_nearest(index, meant, union.size, union))
    lexical = _scores(union, *index.lexical(terms, union.size, union))
    both = fused(dense, lexical)
    order = np.argsort(-both, kind="stable")
    return union[order], both[order], dense[order], lexical[order]


def _nearest(index: Rankings, vector: NDArray[np.float32], k: int, among: Rowids | None) -> tuple[Rowids, Scores]:
    """The dense ranking; over a small set by its own vectors, which is far cheaper than a filtered index search."""
    if among is None or among.size > _SMALL_SET:
        return index.dense(vector, k, among)
    try:
        scores = index.vectors(among) @ vector  # type: ignore[arg-type]
    except KeyError:
        # The catalogue is ahead of the index: let the index say which of them it has.
        return index.dense(vector, k, among)
    order = np.argsort(-scores, kind="stable")[:k]
    return among[order], scores[order].astype(np.float32)


def _scores(union: Rowids, rowids: Rowids, scores: Scores) -> Scores:
    """Scores in the order of ``union``; what a ranking does not give has its lowest score."""
    out = np.full(union.size, float(scores.min()) if scores.size else 0.0, np.float32)
    places = np.searchsorted(union, rowids)
    out[places] = scores
    return out
