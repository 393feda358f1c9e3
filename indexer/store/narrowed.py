"""A state of the index with only the passages that some readers may find, as if it held no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray

from indexer.store.index import Allowed, Ranking
from indexer.store.lexical import FIELDS, QueryTerms, Weighted
from indexer.store.local import LocalSnapshot


@dataclass(frozen=True, slots=True)
class Narrowed:
    """``rowids`` (n,) are the sorted numbers of what may be found, ``hidden`` the serials of what may not."""

    whole: LocalSnapshot
    rowids: NDArray[np.int64]
    hidden: tuple[int, ...]
    _shares: dict[tuple[str, str], float] = field(default_factory=dict, compare=False)

    @property
    def generation(self) -> int:
        """The catalogue's generation that the state was brought up to."""
        return self.whole.generation

    @property
    def size(self) -> int:
        """How many passages can be found."""
        return len(self.rowids)

    @property
    def lexical_reader(self) -> Narrowed:
        """What tells how frequent a term is."""
        return self

    def document_frequency(self, name: str, term: str) -> int:
        """How many of the passages hold the term in the field of that name."""
        return self.whole.lexical_reader.frequency_without(name, term, self.hidden)

    def dense(self, vector: NDArray[np.float32], k: int, allowed: Allowed | None = None) -> Ranking:
        """The passages whose vectors have the greatest inner product with ``vector``."""
        return self.whole.dense(vector, k, self._both(allowed))

    def lexical(self, terms: QueryTerms, k: int, allowed: Allowed | None = None) -> Ranking:
        """The passages with the greatest BM25, every term as rare as it is among what may be found.

        Only the average length of a passage stays that of the whole index.
        """
        own = QueryTerms(*(self._weighed(name, getattr(terms, name)) for name in FIELDS))
        return self.whole.lexical(own, k, self._both(allowed))

    def _weighed(self, name: str, terms: Weighted) -> Weighted:
        return tuple((term, weight * share) for term, weight in terms if (share := self._share(name, term)))

    def _share(self, name: str, term: str) -> float:
        """What makes of a term's weight in the whole index the one that it has here; 0 for one that is not here."""
        share = self._shares.get((name, term))
        if share is None:
            reader, here = self.whole.lexical_reader, self.document_frequency(name, term)
            share = 0.0
            if here:
                share = _rarity(self.size, here) / _rarity(reader.size, reader.document_frequency(name, term))
            self._shares[name, term] = share
        return share

    def vectors(self, rowids: Sequence[int]) -> NDArray[np.float32]:
        """``(len(rowids), dim)`` vectors. Raises KeyError for a rowid that is not here."""
        if not np.isin(np.asarray(rowids, np.int64), self.rowids).all():
            raise KeyError("a passage of a document that may not be read")
        return self.whole.vectors(rowids)

    def _both(self, allowed: Allowed | None) -> NDArray[np.int64]:
        if allowed is None:
            return self.rowids
        return np.intersect1d(np.asarray(allowed, np.int64), self.rowids)


def _rarity(passages: int, holding: int) -> float:
    """The weight that BM25 gives a term, as tantivy reckons it."""
    return log(1.0 + (max(passages, holding) - holding + 0.5) / (holding + 0.5))
