"""Pairs of units that may be one body written two ways, for people to join or to leave apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from rapidfuzz.distance import OSA

from indexer.fold import fold, key
from indexer.store.records import StoredUnit

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+|[ivxlc]+", re.IGNORECASE)
# Words that names take or leave without meaning another body.
_IDLE = frozenset(("và", "của", "các", "thuộc", "trên", "địa", "bàn"))
_SHORTEST_SLIP = 3
_LONGEST_GROUP = 40

Why = Literal["place", "words", "slip"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units, the one with more to do first: they differ in the ``place`` that is named, in ``words`` that tell
    nothing, or in one word by what may be a ``slip``."""

    unit: StoredUnit
    other: StoredUnit
    why: Why


@dataclass(frozen=True, slots=True)
class _Named:
    """A unit with the words of its name, parted where the place that its scope tells begins."""

    unit: StoredUnit
    words: tuple[str, ...]
    place: tuple[str, ...]


def alike(units: Iterable[StoredUnit]) -> tuple[Pair, ...]:
    """The pairs to look at, the busiest first; a unit of another time is never one with its successor."""
    known = [_named(unit) for unit in units]
    found: dict[frozenset[str], Pair] = {}
    for pair in (*_same_words(known), *_one_slip(known)):
        found.setdefault(frozenset((pair.unit.id, pair.other.id)), pair)
    return tuple(sorted(found.values(), key=lambda pair: (-_load(pair.other), -_load(pair.unit), pair.unit.id)))


def _named(unit: StoredUnit) -> _Named:
    scope = set(_WORD.findall(key(unit.scope)))
    named = _WORD.findall(key(unit.name))
    tail = len(named)
    while tail > 2 and named[tail - 1] in scope:
        tail -= 1
    return _Named(unit, tuple(named[:tail]), tuple(named[tail:]))


def _same_words(known: list[_Named]) -> Iterator[Pair]:
    groups: dict[frozenset[str], list[_Named]] = defaultdict(list)
    for one in known:
        groups[frozenset(_telling(one.words))].append(one)
    for group in groups.values():
        for one, other in combinations(group[:_LONGEST_GROUP], 2):
            apart = one.place and other.place and one.place != other.place
            if not apart and _contemporary(one.unit, other.unit) and _may_share(one.unit.scope, other.unit.scope):
                yield _pair(one.unit, other.unit, "words" if _one_place(one.unit, other.unit) else "place")


def _one_slip(known: list[_Named]) -> Iterator[Pair]:
    """Names of as many words in one place that differ in a single word by a mark, or by one letter of a longer word."""
    groups: dict[tuple[str, int, tuple[str, ...]], list[tuple[StoredUnit, str]]] = defaultdict(list)
    for one in known:
        for at, word in enumerate(one.words):
            rest = (*one.words[:at], *one.words[at + 1 :])
            groups[fold(one.unit.scope), at, rest].append((one.unit, word))
    for group in groups.values():
        for (unit, word), (other, written) in combinations(group[:_LONGEST_GROUP], 2):
            if word != written and _slip(word, written) and _contemporary(unit, other):
                yield _pair(unit, other, "slip")


def _slip(one: str, other: str) -> bool:
    if _NUMBER.fullmatch(one) or _NUMBER.fullmatch(other):
        return False
    plain = fold(one), fold(other)
    return plain[0] == plain[1] or (min(map(len, plain)) > _SHORTEST_SLIP and OSA.distance(*plain) == 1)


def _telling(words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in _IDLE] or list(words)


def _one_place(one: StoredUnit, other: StoredUnit) -> bool:
    return fold(one.scope) == fold(other.scope)


def _may_share(one: str, other: str) -> bool:
    """Whether two places may be one: the same, one not told, or one told as part of the other."""
    first, second = fold(one), fold(other)
    return not first or not second or first in second or second in first


def _contemporary(one: StoredUnit, other: StoredUnit) -> bool:
    return (one.valid_from, one.valid_to) == (other.valid_from, other.valid_to)


def _load(unit: StoredUnit) -> int:
    return unit.leads + unit.coordinates + unit.duties


def _pair(one: StoredUnit, other: StoredUnit, why: Why) -> Pair:
    first, second = sorted((one, other), key=lambda unit: (-_load(unit), unit.id))
    return Pair(first, second, why)
