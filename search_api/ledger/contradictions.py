"""Every conflict of a library: what was found for pairs of unchanged plans is taken over, the rest is looked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass

from search_api.ledger.conflicts import NEAR, Found, between, compared_rows, within
from search_api.ledger.library import Library
from search_api.ledger.nearness import Nearness
from search_api.ledger.pairs import Pair

# Told how many plans are compared, of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Located:
    """A conflict by the ids of its two plans, which may be one."""

    first: str
    second: str
    found: Found


def contradictions(library: Library, progress: Progress) -> tuple[Located, ...]:
    """Every conflict within and between the plans of the library, those within a plan first, in the order of plans."""
    documents = tuple(library.digests)
    marks = [library.digest(key) for key in documents]
    every = [(marks[m], marks[n]) for n in range(len(marks)) for m in range(n + 1)]
    kept = {pair: _read(value) for pair, value in library.shelf.pairs.found("conflicts", every).items()}
    missing = {n: [m for m in range(n + 1) if (marks[m], marks[n]) not in kept] for n in range(len(marks))}
    missing = {n: others for n, others in missing.items() if others}
    if missing:
        kept |= _looked_for(library, documents, missing, progress)
    places = [(m, n) for n in range(len(marks)) for m in (n,)]
    places += [(m, n) for n in range(len(marks)) for m in range(n)]
    return tuple(
        Located(documents[m], documents[n], found) for m, n in places for found in kept.get((marks[m], marks[n]), ())
    )


def _looked_for(
    library: Library, documents: Sequence[str], missing: Mapping[int, Sequence[int]], progress: Progress
) -> dict[Pair, tuple[Found, ...]]:
    """The conflicts of the pairs that are missing, by number of the later plan; kept as soon as a plan is done."""
    of = len(missing)
    plans = []
    for number, key in enumerate(documents):
        plans.append(library.plan(key))
        progress(of * number // (2 * len(documents)), of)
    nearness = Nearness([one.terms for one in plans], [compared_rows(one) for one in plans], library.kinds())
    found: dict[Pair, tuple[Found, ...]] = {}
    for done, (number, others) in enumerate(missing.items()):
        plan = plans[number]
        near: dict[int, list[tuple[int, int, float]]] = {other: [] for other in others}
        for pair in nearness.pairs(number, [other for other in others if other != number], NEAR):
            near[pair.second[0]].append((pair.second[1], pair.first[1], pair.likeness))
        fresh: dict[Pair, tuple[Found, ...]] = {
            (plans[other].digest, plan.digest): between(plans[other], plan, met) if other != number else ()
            for other, met in near.items()
        }
        if number in others:
            fresh[plan.digest, plan.digest] = within(library, plan)
        library.shelf.pairs.keep("conflicts", {pair: _written(one) for pair, one in fresh.items()})
        found |= fresh
        progress((of + done + 1) // 2, of)
    return found


def _written(found: Sequence[Found]) -> bytes:
    return json.dumps([astuple(one) for one in found]).encode() if found else b""


def _read(value: bytes) -> tuple[Found, ...]:
    if not value:
        return ()
    return tuple(Found(row, column, tuple(about), *rest) for row, column, about, *rest in json.loads(value))
