"""The one contract of a search index, whatever keeps it: FAISS and tantivy in files now, a server later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.store.feed import IndexEntry
from indexer.store.lexical import QueryTerms

Ranking = tuple[NDArray[np.int64], NDArray[np.float32]]
Allowed = Sequence[int] | NDArray[np.int64]


class Snapshot(Protocol):
    """One state of the index. It never changes, and it stays usable while the index goes on to the next state.

    Rankings are ``(k,)`` rowids with their scores, best first, shorter when fewer passages are there. ``allowed``
    are the only rowids that may be returned; None allows all.
    """

    @property
    def generation(self) -> int:
        """The catalogue's generation that this state was brought up to."""

    @property
    def size(self) -> int:
        """How many passages can be found."""

    def dense(self, vector: NDArray[np.float32], k: int, allowed: Allowed | None = None) -> Ranking:
        """The passages whose vectors have the greatest inner product with ``vector`` ``(dim,)``."""

    def lexical(self, terms: QueryTerms, k: int, allowed: Allowed | None = None) -> Ranking:
        """The passages with the greatest BM25 over the fields that ``terms`` asks."""

    def vectors(self, rowids: Sequence[int]) -> NDArray[np.float32]:
        """``(len(rowids), dim)`` vectors of those passages. Raises KeyError for one that is not here."""


class SearchIndex(Protocol):
    """Keeps passages findable; derived from the catalogue and never asked what is true."""

    def snapshot(self) -> Snapshot:
        """The newest state."""

    def update(self, gone: Iterable[int], added: Iterable[IndexEntry], generation: int) -> None:
        """Take out the documents of those serials, put the others in, and keep the result as ``generation``."""
