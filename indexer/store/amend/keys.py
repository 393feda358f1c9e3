"""Rows found again by their content after a file was read anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from indexer import fold
from indexer.store.amend.records import Target
from indexer.types import Duty, Task

# A reading that mends letters keeps most words of a row; a row of the same place needs fewer of them.
SAME_PLACE = 0.6
ANYWHERE = 0.85


@dataclass(frozen=True, slots=True)
class RowKey:
    """What tells a row of a document: its path, its number, and its words without marks."""

    path: tuple[str, ...]
    no: str | None
    words: str


def task_key(task: Task) -> RowKey:
    """The key of an extracted task."""
    return RowKey(task.path, task.no, _words(f"{task.task} {task.activity or ''}"))


def duty_key(duty: Duty, text: str) -> RowKey:
    """The key of an extracted duty in a document of that text."""
    sentence = text[duty.span.start : duty.span.end]
    return RowKey(duty.path, None, _words(f"{duty.unit.printed} {duty.role} {sentence}"))


def _words(text: str) -> str:
    return " ".join(fold.fold(syllable) for syllable in fold.syllables(text))


def target(keys: Sequence[RowKey], index: int) -> Target:
    """How to find the row ``index`` of ``keys`` again."""
    own = keys[index]
    nth = sum(key.words == own.words for key in keys[:index])
    return Target(own.path, own.no, own.words, nth)


def locate(wanted: Target, keys: Sequence[RowKey]) -> int | None:
    """The row that is meant: the same words, else nearly the same at that place, else anywhere; None if none is."""
    same = [i for i, key in enumerate(keys) if key.words == wanted.words]
    if len(same) > 1:
        placed = [i for i in same if (keys[i].path, keys[i].no) == (wanted.path, wanted.no)]
        same = placed if len(placed) == 1 else same[wanted.nth : wanted.nth + 1] or same[-1:]
    if same:
        return same[0]
    near = _best(wanted, keys, SAME_PLACE, [i for i, key in enumerate(keys) if _same_place(wanted, key)])
    return near if near is not None else _best(wanted, keys, ANYWHERE, range(len(keys)))


def _same_place(wanted: Target, key: RowKey) -> bool:
    return key.path == wanted.path and key.no == wanted.no


def _best(wanted: Target, keys: Sequence[RowKey], least: float, among: Sequence[int]) -> int | None:
    own = Counter(wanted.words.split())
    scored = [(_likeness(own, Counter(keys[i].words.split())), -i) for i in among]
    score, place = max(scored, default=(0.0, 0))
    return -place if score >= least else None


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Twice the shared words over all words, 0..1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
