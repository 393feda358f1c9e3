"""From a reading to ranked passages: candidates, the second look, identical passages grouped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from search_api.knowledge import Knowledge
from search_api.question.mentions import weights
from search_api.ranking.rank import Judged, judge
from search_api.ranking.retrieve import candidates
from search_api.selection import Chosen, boosts, choose
from search_api.types import Reading

_CANDIDATES = 50
_LOOKED_AT = 60
_PLAN_MEANT = 0.35
# Above passages that merely say "ký".
_SIGNED = 2.0


@dataclass(frozen=True, slots=True)
class Within:
    """What a search is cut to besides its words; an empty field cuts nothing. ``tasks`` are ids, None for all."""

    documents: tuple[str, ...] = ()
    kind: Literal["task", "clause"] | None = None
    tasks: tuple[str, ...] | None = None

    @property
    def open(self) -> bool:
        """Whether nothing is cut."""
        return not self.documents and self.kind is None and self.tasks is None


ANYWHERE = Within()


@dataclass(frozen=True, slots=True)
class Findings:
    """Ranked passages, best first, the weight of every plan meant, and the tasks that a list holds."""

    judged: tuple[Judged, ...]
    plans: Mapping[str, float]
    chosen: Chosen | None = None


def find(
    reading: Reading, vector: Callable[[], NDArray[np.float32]], knowledge: Knowledge, within: Within = ANYWHERE
) -> Findings:
    """The passages that fit the reading best, at most _LOOKED_AT of them; ``vector`` is asked for when it is needed."""
    plans = weights(reading.documents, None if reading.intent == "compare" else _year(reading), knowledge.plan_years)
    base = None
    if not within.open:
        base = knowledge.catalogue.passage_rowids(within.documents, within.kind, within.tasks)
    sets: list[NDArray[np.int64] | None] = [base]
    meant = tuple(key for key, weight in plans.items() if weight >= _PLAN_MEANT)
    if meant and base is None:
        sets += [knowledge.rowids(document) for document in meant[:8]]
    chosen = choose(reading, plans, knowledge) if reading.intent in ("unit_tasks", "list", "count") else None
    lifted = dict(boosts(reading, chosen)) if chosen else {}
    if base is None and reading.intent == "lookup" and reading.fact == "person":
        sets.append(_close(meant, lifted, knowledge))
    elif lifted and base is None:
        sets.append(knowledge.catalogue.passage_rowids(tasks=[key for key in lifted if "-t" in key]))
    rowids, fused, dense, _ = candidates(knowledge.index, vector, reading.topic, sets, _CANDIDATES)
    order = _promising(rowids, fused, sets)
    prepared = knowledge.prepared(rowids[order])
    kept = [i for i, one in enumerate(prepared) if one is not None]
    judged = judge(
        reading,
        plans,
        [one for one in prepared if one is not None],
        fused[order][kept],
        dense[order][kept],
        knowledge.idf,
        lifted,
    )
    return Findings(tuple(judged), plans, chosen)


def _close(plans: tuple[str, ...], lifted: dict[str, float], knowledge: Knowledge) -> NDArray[np.int64]:
    """The passages of the one plan meant that are its signature, put among those that are ``lifted``."""
    if len(plans) != 1:
        return np.array([], np.int64)
    spans = [one.span for one in knowledge.catalogue.regions(plans[0]) if one.kind == "signature"]
    own = knowledge.rowids(plans[0])
    found = []
    for rowid, prepared in zip(own.tolist(), knowledge.prepared(own), strict=True):
        span = prepared.passage.passage.span if prepared else None
        if prepared and span and any(one.start <= span.start < one.end for one in spans):
            lifted[prepared.passage.passage.id] = _SIGNED
            found.append(rowid)
    return np.array(found, np.int64)


def _year(reading: Reading) -> int | None:
    """The one year that the question speaks of."""
    asked = reading.time
    if asked is None or asked.start is None or asked.end is None or asked.start.year != asked.end.year:
        return asked.end.year if asked is not None and asked.kind == "before" and asked.end else None
    return asked.start.year


def _promising(
    rowids: NDArray[np.int64], fused: NDArray[np.float32], sets: Sequence[NDArray[np.int64] | None]
) -> NDArray[np.int64]:
    """Positions of the candidates worth a second look: the best overall and the best of every plan meant."""
    chosen = list(range(min(_LOOKED_AT, rowids.size)))
    share = max(20, _LOOKED_AT // max(1, len(sets) - 1))
    for among in sets[1:]:
        if among is not None:
            chosen += np.flatnonzero(np.isin(rowids, among))[:share].tolist()
    return np.array(sorted(set(chosen)), np.int64)
