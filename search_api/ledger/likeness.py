"""How alike two obligations are, and how the lower one carries the upper one out, with what the judgement rests on.

The bounds were chosen on the sample plans (corpus/cascade/truth.json); docs/ledger.md tells what they give there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from search_api.ledger.membership import Part
from search_api.ledger.wording import Shared

Matrix = NDArray[np.float32]
Relation = Literal["same", "narrowed", "mentioned"]

_MEANING = 4.0
_MEANING_RANGE = (-0.1, 0.2)
_OF_WHOLE: dict[Part, float] = {"lead": 0.1, "coordinate": 0.06, "group": 0.03, "none": 0.0}
_OF_DEPARTMENT: dict[Part, float] = {"lead": 0.14, "coordinate": 0.08, "group": 0.0, "none": -0.25}
# A sentence says more than a row, so that even the right one shares few of its own words: what it has of the upper
# obligation's counts for part of the likeness.
_OF_PROSE = 0.3
CARRIED = 0.33
MENTIONED = 0.2
# Of what one lower obligation resembles, only the nearest counts as carried out by it.
_NEAR_BEST = 0.85
_SAME = 0.62


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of every pair, ``(above, below)`` float32: the whole, and its parts in words, in meaning and in units."""

    whole: Matrix
    words: Matrix
    meaning: Matrix
    units: Matrix


def likeness(
    shared: Shared, cosines: Matrix, parts: NDArray[np.float32], prose: NDArray[np.bool_] | None = None
) -> Likeness:
    """The likeness of every pair; ``cosines`` of their vectors, ``parts`` (above, 1) what the units add, ``prose``
    (1, below) which of the lower ones are sentences.

    A cosine of this model says little by itself, since all plans speak alike: what counts is how far it exceeds
    what the two obligations have with the others (compare CSLS, Lample et al. 2018).
    """
    if not cosines.size:
        return Likeness(cosines, shared.cosine, cosines, cosines)
    words = shared.cosine
    if prose is not None:
        words = np.where(prose, (1 - _OF_PROSE) * words + _OF_PROSE * shared.of_above, words).astype(np.float32)
    usual = cosines.mean(1, keepdims=True) + cosines.mean(0, keepdims=True) - cosines.mean()
    meaning = np.clip(_MEANING * (cosines - usual), *_MEANING_RANGE)
    units = np.broadcast_to(parts, shared.cosine.shape)
    whole = np.clip(words + meaning + units, 0.0, 1.0)
    return Likeness(whole, words, meaning, units)


def of_part(part: Part, whole: bool) -> float:
    """What the issuer's part in the upper obligation adds: a department keeps to its own; a body with the ``whole``
    range of duties, such as a committee, may carry out what names others."""
    return (_OF_WHOLE if whole else _OF_DEPARTMENT)[part]


def relations(found: Likeness, shared: Shared) -> NDArray[np.int8]:
    """Of every pair 3 for the same obligation, 2 for a narrowed one, 1 for one merely mentioned, else 0."""
    best = found.whole.max(axis=0, keepdims=True, initial=0.0)
    carried = (found.whole >= CARRIED) & (found.whole >= _NEAR_BEST * best)
    same = carried & (np.minimum(shared.of_above, shared.of_below) >= _SAME)
    result = np.where(found.whole >= MENTIONED, 1, 0)
    return np.where(same, 3, np.where(carried, 2, result)).astype(np.int8)


NAMES: dict[int, Relation] = {3: "same", 2: "narrowed", 1: "mentioned"}
