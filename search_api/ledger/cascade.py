"""A superior plan held against plans below it: what carries each task out, what was left out, what has no mandate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.store.records import Judgement, Verdict
from search_api.ledger.library import Counted, Library
from search_api.ledger.likeness import NAMES, Likeness, Relation, likeness, of_part, relations
from search_api.ledger.membership import Part, part
from search_api.ledger.obligations import Obligation
from search_api.ledger.wording import Shared

# Of what merely mentions a task, only the nearest are shown.
_SHOWN_MENTIONS = 5
_CODES: Mapping[Verdict, int] = {"same": 3, "narrowed": 2, "mentioned": 1, "rejected": 0}


@dataclass(frozen=True, slots=True)
class Because:
    """What a similarity is made of: words, meaning and units add up to it; ``of_above`` is the part of the upper
    obligation's words that the lower one has, ``of_below`` the reverse; ``part`` the issuer's part in the upper."""

    words: float
    meaning: float
    units: float
    of_above: float
    of_below: float
    part: Part


@dataclass(frozen=True, slots=True)
class Match:
    """A lower obligation beside the upper one; ``judged`` is what a person said of the pair, if anyone did."""

    above: Obligation
    below: Obligation
    relation: Relation
    similarity: float
    because: Because
    judged: Judgement | None


@dataclass(frozen=True, slots=True)
class Carried:
    """A superior task with all that answers to it, the nearest first; ``rejected`` are pairs people turned down."""

    above: Obligation
    matches: tuple[Match, ...]
    rejected: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Omission:
    """A task that names the issuer of a plan below, which that plan leaves out; ``nearest`` is what comes closest."""

    above: Obligation
    document_id: str
    part: Part
    nearest: Match | None


@dataclass(frozen=True, slots=True)
class Unmandated:
    """An obligation below that nothing above asks for; ``nearest`` is what comes closest."""

    below: Obligation
    nearest: Match | None


@dataclass(frozen=True, slots=True)
class Cascade:
    """The whole comparison."""

    above: str
    below: tuple[str, ...]
    carried: tuple[Carried, ...]
    omissions: tuple[Omission, ...]
    unmandated: tuple[Unmandated, ...]
    orphaned: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """A lower plan against the superior one, with people's judgements already in ``codes``."""

    plan: Counted
    parts: tuple[Part, ...]
    found: Likeness
    shared: Shared
    codes: NDArray[np.int8]


def cascade(library: Library, above: str, below: Sequence[str]) -> Cascade:
    """The superior plan ``above`` against the plans ``below``, by document id."""
    plan = library.plan(above)
    rows = tuple(n for n, one in enumerate(plan.obligations) if one.kind == "task") or tuple(
        range(len(plan.obligations))
    )
    judged = {(one.above_key, one.below_key): one for one in library.knowledge.catalogue.judgements(above)}
    held = [_held(library, plan, library.plan(key), judged) for key in below]
    carried = _gather(plan, held, rows, judged)
    return Cascade(
        above,
        tuple(below),
        tuple(_carried(plan.obligations[row], carried[row], judged) for row in rows),
        tuple(omission for one in held for omission in _omissions(plan, one, rows)),
        tuple(extra for one in held for extra in _unmandated(plan, one, rows)),
        _orphaned(judged, plan, held),
    )


def _held(library: Library, above: Counted, below: Counted, judged: Mapping[tuple[str, str], Judgement]) -> _Held:
    parts = tuple(part(below.issuer, one.lead, one.coordinate) for one in above.obligations)
    units = np.array([[of_part(one, below.issuer.committee)] for one in parts], np.float32).reshape(-1, 1)
    shared = library.shared(above, below)
    found = likeness(shared, library.cosines(above, below), units)
    codes = relations(found, shared)
    if judged:
        columns = {one.key: n for n, one in enumerate(below.obligations)}
        rows = {one.key: n for n, one in enumerate(above.obligations)}
        for (upper, lower), one in judged.items():
            if upper in rows and lower in columns:
                codes[rows[upper], columns[lower]] = _CODES[one.verdict]
    return _Held(below, parts, found, shared, codes)


def _match(above: Counted, held: _Held, row: int, column: int, judged: Judgement | None = None) -> Match:
    found, shared = held.found, held.shared
    because = Because(
        float(found.words[row, column]),
        float(found.meaning[row, column]),
        float(found.units[row, column]),
        float(shared.of_above[row, column]),
        float(shared.of_below[row, column]),
        held.parts[row],
    )
    return Match(
        above.obligations[row],
        held.plan.obligations[column],
        NAMES[max(1, int(held.codes[row, column]))],
        float(found.whole[row, column]),
        because,
        judged,
    )


def _gather(
    above: Counted, held: Sequence[_Held], rows: Sequence[int], judged: Mapping[tuple[str, str], Judgement]
) -> dict[int, list[Match]]:
    """The matches of every superior task: all that carry it out, and the nearest of those that mention it."""
    found: dict[int, list[Match]] = {row: [] for row in rows}
    loose: dict[int, list[tuple[float, int, int]]] = {row: [] for row in rows}
    for number, one in enumerate(held):
        for row, column in np.argwhere(one.codes >= 2).tolist():
            if row in found:
                word = judged.get((above.obligations[row].key, one.plan.obligations[column].key))
                found[row].append(_match(above, one, row, column, word))
        values = np.where(one.codes == 1, one.found.whole, -1.0)
        nearest = np.argsort(-values, axis=1, kind="stable")[:, :_SHOWN_MENTIONS]
        for row in rows:
            loose[row] += [(float(values[row, n]), number, int(n)) for n in nearest[row] if values[row, n] >= 0]
    for row, candidates in loose.items():
        for _, number, column in sorted(candidates, key=lambda one: -one[0])[:_SHOWN_MENTIONS]:
            one = held[number]
            word = judged.get((above.obligations[row].key, one.plan.obligations[column].key))
            found[row].append(_match(above, one, row, column, word))
    return found


def _carried(above: Obligation, matches: list[Match], judged: Mapping[tuple[str, str], Judgement]) -> Carried:
    rank = {"same": 0, "narrowed": 0, "mentioned": 1}
    matches.sort(key=lambda one: (rank[one.relation], -one.similarity))
    rejected = tuple(one for (upper, _), one in judged.items() if upper == above.key and one.verdict == "rejected")
    return Carried(above, tuple(matches), rejected)


def _omissions(above: Counted, held: _Held, rows: Sequence[int]) -> list[Omission]:
    """Tasks that name the issuer which nothing in its plan carries out."""
    found = []
    for row in rows:
        if held.parts[row] not in ("lead", "coordinate") or (held.codes[row] >= 2).any():
            continue
        nearest = _nearest(above, held, row, int(held.found.whole[row].argmax())) if len(held.codes[row]) else None
        found.append(Omission(above.obligations[row], held.plan.plan.document.id, held.parts[row], nearest))
    return found


def _unmandated(above: Counted, held: _Held, rows: Sequence[int]) -> list[Unmandated]:
    if not rows:
        return []
    chosen = np.array(rows, np.int64)
    free: NDArray[np.bool_] = np.logical_not((held.codes[chosen] >= 2).any(axis=0))
    nearest = chosen[held.found.whole[chosen].argmax(axis=0)]
    return [
        Unmandated(one, _nearest(above, held, int(nearest[column]), column))
        for column, one in enumerate(held.plan.obligations)
        if free[column] and one.kind != "clause"
    ]


def _nearest(above: Counted, held: _Held, row: int, column: int) -> Match | None:
    return _match(above, held, row, column) if held.codes[row, column] else None


def _orphaned(
    judged: Mapping[tuple[str, str], Judgement], above: Counted, held: Sequence[_Held]
) -> tuple[Judgement, ...]:
    """Judgements on the plans compared whose words neither side has any more."""
    upper = {one.key for one in above.obligations}
    lower = {one.key for plan in held for one in plan.plan.obligations}
    chosen = {plan.plan.plan.document.id for plan in held}
    return tuple(
        one
        for (first, second), one in judged.items()
        if one.below_document in chosen and (first not in upper or second not in lower)
    )
