"""The second look: the best candidates scored anew by features that can be told to a reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from indexer.fold import syllables
from search_api.question.vocabulary import Keys
from search_api.ranking.matching import concept_match, nearness, placed_in_order, probe, weight
from search_api.ranking.prepared import Prepared
from search_api.types import Reading

Idf = Callable[[str], float]

# What each feature counts for. Chosen on the development questions as a whole, see docs/evaluation.md.
WEIGHTS = {
    "said": 3.0,
    "order": 1.0,
    "near": 0.8,
    "fused": 0.5,
    "dense": 0.6,
    "plan": 2.2,
    "unit": 0.9,
    "listed": 3.0,
    "kind": 0.25,
    "brief": 0.25,
    "figure": 0.8,
    "sure": 0.3,
}
_ROWS_FIRST = frozenset(("lead", "coordinate", "deadline", "product", "unit_tasks", "list", "count", "compare"))


NONE_LISTED: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its score, its features, and how much of the question's subject it says (0..1).

    ``close`` is how near its meaning is to the question's, the cosine of their vectors; 0 where it was not compared.
    """

    prepared: Prepared
    score: float
    said: float
    features: Mapping[str, float]
    close: float = 0.0


def judge(
    reading: Reading,
    plans: Mapping[str, float],
    candidates: Sequence[Prepared],
    fused: NDArray[np.float32],
    dense: NDArray[np.float32],
    idf: Idf,
    listed: Mapping[str, float] = NONE_LISTED,
) -> list[Judged]:
    """The candidates by their score under the question's reading, best first."""
    idf = lru_cache(maxsize=None)(idf)
    weights = [weight(concept, idf) for concept in reading.topic]
    total = sum(weights)
    probes = [probe(concept) for concept in reading.topic]
    wanted = tuple(key for concept in reading.topic for key in concept.forms[0].keys)
    units = frozenset(i for unit in reading.units for i in unit.ids)
    found = []
    for prepared, both, near, close in zip(candidates, _scaled(fused), _scaled(dense), dense.tolist(), strict=True):
        said = 0.0
        if total:
            pairs = zip(probes, weights, strict=True)
            said = sum(w * concept_match(one, prepared, idf) for one, w in pairs) / total
        features = {
            "said": said,
            "order": placed_in_order(wanted, prepared.main.places) if said else 0.0,
            "near": nearness(probes, prepared.main) if said else 0.0,
            "fused": both,
            "dense": near,
            "plan": plans.get(prepared.passage.document_id, 0.0),
            "unit": unit_match(reading, units, prepared),
            "listed": max(_listed(listed, prepared), _total(reading, prepared)),
            "kind": 1.0 if (prepared.task is not None) == (reading.intent in _ROWS_FIRST) else 0.0,
            "sure": 0.0 if prepared.task is not None and prepared.task.task.needs_review else 1.0,
            "figure": figure(reading.counted, prepared) if reading.intent == "lookup" else 0.0,
            "brief": min(1.0, 40 / (len(prepared.main.keys) + 20)),
        }
        score = sum(map(mul, map(WEIGHTS.__getitem__, features), features.values()))
        found.append(Judged(prepared, score, said, features, close))
    found.sort(key=lambda judged: -judged.score)
    return found


_SPELLED = frozenset(("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"))


def figure(counted: Sequence[Keys], prepared: Prepared) -> float:
    """1 where a number stands right before what the question asks the number of: "41 xã, phường"."""
    for part in (prepared.main, prepared.rest):
        for wording in counted:
            for at in part.places.get(wording[0], ()):
                before = part.keys[at - 1] if at else ""
                after = part.keys[at : at + len(wording) + 2]
                if (before.isdigit() or before in _SPELLED) and all(key in after for key in wording):
                    return 1.0
    return 0.0


def _listed(listed: Mapping[str, float], prepared: Prepared) -> float:
    passage = prepared.passage.passage
    return max(listed.get(key, 0.0) for key in (passage.id, passage.task_id or "", passage.clause_id or ""))


def _total(reading: Reading, prepared: Prepared) -> float:
    """1 for the line in which a plan itself sums up its tasks, where the question asks for their number."""
    if reading.intent != "count" or prepared.task is not None or "tổng" not in prepared.main.places:
        return 0.0
    keys = prepared.main.keys
    return 1.0 if len(keys) < 20 and "nhiệm" in prepared.main.places and any(key.isdigit() for key in keys) else 0.0


def unit_match(reading: Reading, units: frozenset[str], prepared: Prepared) -> float:
    """1 where the row gives a unit of the question the part that the question speaks of, less in another part."""
    if not units:
        return 0.0
    leads, coordinates = bool(units & prepared.leads), bool(units & prepared.coordinates)
    if prepared.task is None:
        names = [unit.name for unit in reading.units]
        return 0.6 if any(_named(name, prepared) for name in names) else 0.0
    if reading.intent == "coordinate":
        return 1.0 if leads else 0.5 if coordinates else 0.0
    if reading.intent == "lead":
        return 1.0 if coordinates else 0.6 if leads else 0.0
    if reading.role == "coordinate":
        return 1.0 if coordinates else 0.2 if leads else 0.0
    return 1.0 if leads else 0.4 if coordinates else 0.0


def _named(name: str, prepared: Prepared) -> bool:
    keys = syllables(name)
    return all(key in prepared.main.places or key in prepared.context.places for key in keys)


def _scaled(scores: NDArray[np.float32]) -> list[float]:
    """The scores from 0 to 1 over these candidates."""
    if scores.size == 0:
        return []
    low, high = float(scores.min()), float(scores.max())
    if high - low < 1e-9:
        return [0.0] * int(scores.size)
    return [float(value) for value in (scores - low) / (high - low)]
