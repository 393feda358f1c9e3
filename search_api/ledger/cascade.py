"""A superior plan held against plans below it: what carries each task out, what was left out, what has no mandate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.store.records import Judgement, Verdict
from search_api.ledger.contradictions import Progress
from search_api.ledger.library import Counted, Library
from search_api.ledger.likeness import NAMES, Relation
from search_api.ledger.listed import Listed
from search_api.ledger.membership import Part
from search_api.ledger.obligations import Obligation
from search_api.ledger.pairing import SHOWN_MENTIONS, Paired, compared, paired

_CODES: Mapping[Verdict, int] = {"same": 3, "narrowed": 2, "mentioned": 1, "rejected": 0}
_KEPT_AT_ONCE = 32
Judged = Mapping[tuple[str, str], Judgement]


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
    """The whole comparison; ``counts`` are over all of it."""

    above: str
    below: tuple[str, ...]
    carried: Sequence[Carried]
    omissions: Sequence[Omission]
    unmandated: Sequence[Unmandated]
    orphaned: tuple[Judgement, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Held:
    """A lower plan against the superior one; ``entries`` are those of the superior's compared rows."""

    plan: Counted
    paired: Paired
    entries: NDArray[Any]


class _Pairs:
    """All lower plans against the superior one, and the matches between them."""

    def __init__(self, above: Counted, held: Sequence[_Held], judged: Judged) -> None:
        self.above, self.held, self.judged = above, held, judged

    def match(self, number: int, entry: Any, judged: bool = True) -> Match:
        one = self.held[number]
        row, column = int(entry["row"]), int(entry["column"])
        upper, lower = self.above.obligations[row], one.plan.obligations[column]
        because = Because(
            words=float(entry["words"]),
            meaning=float(entry["meaning"]),
            units=float(entry["units"]),
            of_above=float(entry["of_above"]),
            of_below=float(entry["of_below"]),
            part=one.paired.parts[row],
        )
        word = self.judged.get((upper.key, lower.key)) if judged else None
        return Match(upper, lower, NAMES[max(1, int(entry["code"]))], float(entry["whole"]), because, word)

    def nearest(self, number: int, entries: NDArray[Any]) -> Match | None:
        """The nearest of some entries, None where even that one has nothing to do with it."""
        if not len(entries):
            return None
        best = entries[entries["whole"].argmax()]
        return self.match(number, best, judged=False) if best["code"] else None


def _nobody(_done: int, _of: int) -> None:
    """Takes note of no progress."""


def cascade(library: Library, above: str, below: Sequence[str], progress: Progress = _nobody) -> Cascade:
    """The superior plan ``above`` against the plans ``below``, by document id."""
    plan = library.plan(above)
    rows = compared(plan)
    judged = {(one.above_key, one.below_key): one for one in library.knowledge.catalogue.judgements(above)}
    held = _held(library, plan, below, judged, progress)
    pairs = _Pairs(plan, held, judged)
    shown = _shown(held)
    omissions = [(n, row) for n, one in enumerate(held) for row in _omitted(one, rows)]
    extra = [(n, column) for n, one in enumerate(held) for column in _unasked(one, len(rows))]

    def carried(at: int) -> Carried:
        upper = plan.obligations[rows[at]]
        matches = tuple(pairs.match(number, held[number].entries[n]) for number, n in shown.get(int(rows[at]), ()))
        return Carried(upper, matches, _rejected(judged, upper))

    def omission(at: int) -> Omission:
        number, row = omissions[at]
        one = held[number]
        own = one.entries[one.entries["row"] == row]
        return Omission(
            plan.obligations[row], one.plan.plan.document.id, one.paired.parts[row], pairs.nearest(number, own)
        )

    def unmandated(at: int) -> Unmandated:
        number, column = extra[at]
        one = held[number]
        own = one.entries[one.entries["column"] == column]
        return Unmandated(one.plan.obligations[column], pairs.nearest(number, own))

    counts = _counts(plan, held, rows, shown, judged)
    return Cascade(
        above,
        tuple(below),
        Listed(len(rows), carried),
        Listed(len(omissions), omission),
        Listed(len(extra), unmandated),
        _orphaned(judged, plan, held),
        {**counts, "omissions": len(omissions), "unmandated": len(extra)},
    )


def pair_up(library: Library, plans: Sequence[tuple[str, Sequence[str]]], progress: Progress) -> None:
    """Keep the pairs of every superior plan with those below it, so that nobody has to wait for them."""
    for number, (above, below) in enumerate(plans):
        marks = [(library.digest(above), library.digest(key)) for key in below]
        kept = library.shelf.pairs.found("cascade", marks)
        missing = [key for key, mark in zip(below, marks, strict=True) if mark not in kept]
        if missing:
            _held(library, library.plan(above), missing, {}, _nobody)
        progress(number + 1, len(plans))


def _held(library: Library, above: Counted, below: Sequence[str], judged: Judged, progress: Progress) -> list[_Held]:
    """Every lower plan against the superior one; pairs that nobody judged are kept and taken from what is kept."""
    said = {one.below_document for one in judged.values()}
    marks = [(above.digest, library.digest(key)) for key in below]
    kept = library.shelf.pairs.found("cascade", marks)
    rows = compared(above)
    fresh: dict[tuple[str, str], bytes] = {}
    held = []
    for number, (key, mark) in enumerate(zip(below, marks, strict=True)):
        plan = library.plan(key)
        if key in said:
            found = paired(library, above, plan, _cells(above, plan, judged))
        elif mark in kept:
            found = Paired.read(kept[mark])
        else:
            found = paired(library, above, plan, {})
            fresh[mark] = found.written()
        if len(fresh) >= _KEPT_AT_ONCE or number + 1 == len(below):
            library.shelf.pairs.keep("cascade", fresh)
            fresh = {}
        held.append(_Held(plan, found, found.entries[np.isin(found.entries["row"], rows)]))
        progress(number + 1, len(below))
    return held


def _cells(above: Counted, below: Counted, judged: Judged) -> dict[tuple[int, int], int]:
    """The codes that people gave to pairs of these two plans."""
    columns = {one.key: n for n, one in enumerate(below.obligations)}
    rows = {one.key: n for n, one in enumerate(above.obligations)}
    return {
        (rows[upper], columns[lower]): _CODES[one.verdict]
        for (upper, lower), one in judged.items()
        if upper in rows and lower in columns
    }


def _shown(held: Sequence[_Held]) -> dict[int, list[tuple[int, int]]]:
    """Of every superior row the (plan, entry) that answer to it: all that carry it out, the nearest first, then the
    nearest of those that mention it."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    if not held:
        return found
    numbers = np.concatenate([np.full(len(one.entries), n) for n, one in enumerate(held)])
    places = np.concatenate([np.arange(len(one.entries)) for one in held])
    entries = np.concatenate([one.entries for one in held])
    loose = entries["code"] < 2
    mentions: dict[int, int] = defaultdict(int)
    for at in np.lexsort((-entries["whole"], loose, entries["row"])).tolist():
        row, code = int(entries["row"][at]), int(entries["code"][at])
        mentions[row] += code == 1
        if not code or (code == 1 and mentions[row] > SHOWN_MENTIONS):
            continue
        found[row].append((int(numbers[at]), int(places[at])))
    return found


def _omitted(held: _Held, rows: NDArray[np.int64]) -> Iterator[int]:
    """The rows that name the issuer which nothing in its plan carries out."""
    done = set(held.entries["row"][held.entries["code"] >= 2].tolist())
    for row in rows.tolist():
        if held.paired.parts[row] in ("lead", "coordinate") and row not in done:
            yield row


def _unasked(held: _Held, rows: int) -> Iterator[int]:
    """The obligations of a lower plan that carry nothing out, its plain clauses apart."""
    if not rows:
        return
    done = set(held.entries["column"][held.entries["code"] >= 2].tolist())
    for column, one in enumerate(held.plan.obligations):
        if column not in done and one.kind != "clause":
            yield column


def _rejected(judged: Judged, above: Obligation) -> tuple[Judgement, ...]:
    return tuple(one for (upper, _), one in judged.items() if upper == above.key and one.verdict == "rejected")


def _counts(
    above: Counted,
    held: Sequence[_Held],
    rows: NDArray[np.int64],
    shown: Mapping[int, Sequence[tuple[int, int]]],
    judged: Judged,
) -> dict[str, int]:
    """How many superior tasks are carried out, merely mentioned or neither, and how many pairs carry one out."""
    best = [max((int(held[n].entries["code"][at]) for n, at in shown.get(row, ())), default=0) for row in rows.tolist()]
    keys = {above.obligations[row].key for row in rows.tolist()}
    chosen = {one.plan.plan.document.id for one in held}
    words = [
        one
        for (upper, _), one in judged.items()
        if upper in keys and (one.below_document in chosen or one.verdict == "rejected")
    ]
    return {
        "tasks": len(best),
        "carried": sum(code > 1 for code in best),
        "mentioned": sum(code == 1 for code in best),
        "neither": sum(code == 0 for code in best),
        "matches": sum(int((one.entries["code"] >= 2).sum()) for one in held),
        "judged": len(words),
    }


def _orphaned(judged: Judged, above: Counted, held: Sequence[_Held]) -> tuple[Judgement, ...]:
    """Judgements on the plans compared whose words neither side has any more."""
    upper = {one.key for one in above.obligations}
    lower = {one.key for plan in held for one in plan.plan.obligations}
    chosen = {plan.plan.plan.document.id for plan in held}
    return tuple(
        one
        for (first, second), one in judged.items()
        if one.below_document in chosen and (first not in upper or second not in lower)
    )
