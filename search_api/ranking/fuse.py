"""Two rankings as one: standardised scores, weighted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DENSE = 0.4
LEXICAL = 0.6


def standardised(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """The scores with mean 0 and deviation 1; zeros where they do not differ."""
    if scores.size == 0:
        return scores
    spread = float(scores.std())
    if spread < 1e-9:
        return np.zeros_like(scores)
    scaled: NDArray[np.float32] = ((scores - scores.mean()) / spread).astype(np.float32)
    return scaled


def fused(dense: NDArray[np.float32], lexical: NDArray[np.float32], share: float = DENSE) -> NDArray[np.float32]:
    """``(n,)`` fused scores of the same n candidates, ``share`` of the weight on the dense side."""
    both = share * standardised(dense) + (1 - share) * standardised(lexical)
    return both.astype(np.float32)
