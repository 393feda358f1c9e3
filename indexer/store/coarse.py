"""A rough copy of many vectors, one byte a number, that tells in a fraction of the time which may be the nearest."""

from __future__ import annotations

from typing import Any

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

# The stubs describe the C++ signatures, not those that the Python layer puts over them.
faiss: Any = _faiss

_MOST = 127
_AT_ONCE = 8192


class Coarse:
    """Vectors ``(n, dim)`` shifted and stretched, each dimension for itself, to what a signed byte holds.

    The shift adds the same to every inner product with a question, so their order stays; the question is stretched the
    other way and rounded alike.
    """

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        middle = vectors.mean(axis=0)
        reach = np.maximum(np.maximum(vectors.max(axis=0) - middle, middle - vectors.min(axis=0)), 1e-9)
        self._step = (reach / _MOST).astype(np.float32)
        kind = faiss.ScalarQuantizer.QT_8bit_direct_signed
        self._index = faiss.IndexScalarQuantizer(vectors.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
        for start in range(0, len(vectors), _AT_ONCE):
            self._index.add(np.round((vectors[start : start + _AT_ONCE] - middle) / self._step))

    def nearest(self, vector: NDArray[np.float32], k: int) -> NDArray[np.int64]:
        """The places of about the best ``k`` vectors by inner product with ``vector``, in order of place."""
        stretched = vector * self._step
        most = float(np.abs(stretched).max()) or 1.0
        row = np.round(stretched * (_MOST / most)).reshape(1, -1).astype(np.float32)
        places: NDArray[np.int64] = np.sort(self._index.search(row, k)[1][0])
        return places[places >= 0]
