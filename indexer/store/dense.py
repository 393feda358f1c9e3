"""The dense index: inner products over float32 vectors, kept by FAISS under the passages' numbers.

Of many vectors a rough copy, made in memory when it is first asked, picks those whose exact products are taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from indexer.store.coarse import Coarse

# The stubs describe the C++ signatures, not those that the Python layer puts over them.
faiss: Any = _faiss

# Fewer vectors than these are compared one by one as fast; of more, so many times what is asked for is looked at, and
# so many at least.
MANY = 20_000
_LOOKED_AT = 4
_AT_LEAST = 200


class DenseIndex:
    """Vectors under rowids. ``changed`` gives another index; this one stays as it is."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self._rough: tuple[Coarse, NDArray[np.float32], NDArray[np.int64]] | None = None

    @classmethod
    def empty(cls, dimension: int) -> DenseIndex:
        """An index without vectors."""
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)))

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """The index that ``save`` wrote. Raises RuntimeError when the file cannot be read."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to ``path``."""
        faiss.write_index(self._index, str(path))

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._index.d)

    @property
    def size(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    def changed(self, gone: NDArray[np.int64], rowids: NDArray[np.int64], vectors: NDArray[np.float32]) -> DenseIndex:
        """A copy without ``gone`` and with ``vectors`` ``(n, dim)`` under ``rowids`` ``(n,)``."""
        copy = faiss.clone_index(self._index)
        if len(gone):
            copy.remove_ids(np.ascontiguousarray(gone, np.int64))
        if len(rowids):
            copy.add_with_ids(np.ascontiguousarray(vectors, np.float32), np.ascontiguousarray(rowids, np.int64))
        return DenseIndex(copy)

    def search(
        self, vector: NDArray[np.float32], k: int, allowed: Sequence[int] | NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The best ``k`` rowids by inner product with ``vector``, best first, with their scores."""
        parameters = None
        if allowed is not None:
            selector = faiss.IDSelectorBatch(np.ascontiguousarray(allowed, np.int64))
            parameters = faiss.SearchParameters(sel=selector)
        k = min(k, self.size if allowed is None else len(allowed))
        if k < 1:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        row = np.ascontiguousarray(vector, np.float32).reshape(1, -1)
        if allowed is None and self.size >= MANY:
            return self._among_many(row[0], k)
        scores, rowids = self._index.search(row, k, params=parameters)
        held = rowids[0] >= 0
        return rowids[0][held], scores[0][held]

    def _among_many(self, vector: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """``search`` through the rough copy; of equal passages those that were added first."""
        coarse, vectors, rowids = self._rough or self._roughened()
        places = coarse.nearest(vector, min(max(_LOOKED_AT * k, _AT_LEAST), self.size))
        # Unlike a product of matrices, this gives equal rows equal scores.
        scores = np.einsum("nd,d->n", vectors[places], vector)
        best = np.lexsort((rowids[places], -scores))[:k]
        return rowids[places[best]], scores[best]

    def _roughened(self) -> tuple[Coarse, NDArray[np.float32], NDArray[np.int64]]:
        """The rough copy, the vectors themselves as FAISS holds them, and their rowids."""
        flat = faiss.downcast_index(self._index.index)
        vectors = faiss.rev_swig_ptr(flat.get_xb(), self.size * self.dimension).reshape(self.size, self.dimension)
        self._rough = Coarse(vectors), vectors, faiss.vector_to_array(self._index.id_map)
        return self._rough

    def ready(self) -> None:
        """Make the rough copy of many vectors before the first search needs it."""
        if self.size >= MANY and self._rough is None:
            self._roughened()

    def vectors(self, rowids: Sequence[int]) -> NDArray[np.float32]:
        """``(len(rowids), dim)`` stored vectors. Raises KeyError for a rowid that is not here."""
        wanted = np.ascontiguousarray(rowids, np.int64)
        if not len(wanted):
            return np.empty((0, self.dimension), np.float32)
        try:
            found: NDArray[np.float32] = self._index.reconstruct_batch(wanted)
        except RuntimeError as error:
            raise KeyError(f"no vector under one of {len(wanted)} rowids") from error
        return found
