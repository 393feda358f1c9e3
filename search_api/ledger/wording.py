"""How much two obligations share in words: weighted syllables and pairs of syllables, short forms spelled out.

A term's weight follows from how few obligations of the two plans have it, so that their common subject counts for
little and what tells one obligation from the others counts for much.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.fold import syllables
from search_api.question.vocabulary import STOP_WORDS, Keys, rows
from search_api.ranking.prepared import spelled_out

Matrix = NDArray[np.float32]

_PAIR = 0.8
_SYNONYM = 0.5
_SETTING_WEIGHT = 0.35
_LONGEST_SYNONYM = 5
# What tells whose plan it is and that something is to be done, rather than what is to be done.
_SETTING = frozenset(
    syllables(
        "năm tháng quý địa bàn tỉnh xã huyện thành phố phường thị trấn công tác thực hiện tổ chức triển khai tiếp tục"
        " phối hợp tham mưu chủ trì"
    )
)
_YEAR = range(1990, 2100)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of ``count`` obligations: pairs of obligation ``rows`` (m,) and term ``numbers`` (m,), each once."""

    rows: NDArray[np.int32]
    numbers: NDArray[np.int32]
    count: int

    def of(self, row: int) -> NDArray[np.int32]:
        """The terms of one obligation, sorted."""
        first, last = np.searchsorted(self.rows, (row, row + 1))
        found: NDArray[np.int32] = self.numbers[first:last]
        return found


class Vocabulary:
    """Terms by number, shared by all plans of one generation, each with the weight of its kind. Safe to share between
    threads."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._kinds: list[float] = []
        self._numbering = threading.Lock()
        self._counted: Matrix = np.zeros(0, np.float32)

    def terms(self, texts: Sequence[str], short: Mapping[str, Keys]) -> Terms:
        """The terms of every text; ``short`` are the short forms that its document defines."""
        rows: list[int] = []
        numbers: list[int] = []
        for row, text in enumerate(texts):
            said = dict(_terms(text, short))
            with self._numbering:
                found = {self._number(term, weight) for term, weight in said.items()}
            rows += [row] * len(found)
            numbers += sorted(found)
        return Terms(np.array(rows, np.int32), np.array(numbers, np.int32), len(texts))

    def kinds(self) -> Matrix:
        """The weight of every term's kind, by number."""
        held = self._counted
        if len(held) != len(self._kinds):
            held = self._counted = np.array(self._kinds, np.float32)
        return held

    def _number(self, term: str, weight: float) -> int:
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self._numbers)
            self._kinds.append(weight)
        return number


def _terms(text: str, short: Mapping[str, Keys]) -> Iterator[tuple[str, float]]:
    """The terms of a text with the weight of their kinds, which follows from the term alone."""
    keys = [key for key in spelled_out(text, short) if key not in STOP_WORDS and not _is_year(key)]
    yield from ((key, _weight(key)) for key in keys)
    yield from ((f"{a} {b}", _PAIR * (_weight(a) + _weight(b)) / 2) for a, b in pairwise(keys))
    groups = _groups()
    for start in range(len(keys)):
        for end in range(start + 1, min(start + _LONGEST_SYNONYM, len(keys)) + 1):
            yield from ((f"~{number}", _SYNONYM * same) for number, same in groups.get(tuple(keys[start:end]), ()))


def _weight(key: str) -> float:
    return _SETTING_WEIGHT if key in _SETTING else 1.0


def _is_year(key: str) -> bool:
    return len(key) == 4 and key.isdecimal() and int(key) in _YEAR


@lru_cache(maxsize=1)
def _groups() -> dict[Keys, tuple[tuple[int, float], ...]]:
    """A wording → the numbers of the groups of like wordings that it is in, with how alike those are."""
    found: dict[Keys, list[tuple[int, float]]] = {}
    for number, (words, same, _) in enumerate(rows("synonyms")):
        for word in words.split("|"):
            found.setdefault(tuple(syllables(word)), []).append((number, float(same)))
    return {word: tuple(groups) for word, groups in found.items()}


@dataclass(frozen=True, slots=True)
class Shared:
    """Of every pair, ``(above, below)`` float32 in 0..1: the cosine of the weighted terms, the part of the upper one's
    weight that the lower one has, and the part of the lower one's weight that the upper one has."""

    cosine: Matrix
    of_above: Matrix
    of_below: Matrix


def shared(above: Terms, below: Terms, kinds: Matrix) -> Shared:
    """What every pair of obligations shares; ``kinds`` are the weights of the vocabulary's terms."""
    size = len(kinds)
    had = np.bincount(above.numbers, minlength=size) + np.bincount(below.numbers, minlength=size)
    weights = (kinds * np.log((above.count + below.count + 1) / (had + 0.5))).astype(np.float32)
    weights = np.maximum(weights, 0.0)
    place = np.full(size, -1, np.int32)
    held = np.unique(above.numbers)
    place[held] = np.arange(len(held), dtype=np.int32)
    mine = _laid_out(above, place, len(held))
    theirs = _laid_out(below, place, len(held))
    own = weights[held]
    common = (mine * own) @ theirs.T
    squares = (mine * np.square(own)) @ theirs.T
    first: Matrix = _sums(above, weights)[:, None]
    second: Matrix = _sums(below, weights)[None]
    lengths = np.sqrt(_sums(above, np.square(weights))[:, None] * _sums(below, np.square(weights))[None])
    return Shared(_single(squares / np.maximum(lengths, 1e-6)), _single(common / first), _single(common / second))


def _laid_out(terms: Terms, place: NDArray[np.int32], width: int) -> Matrix:
    """1 where an obligation has a term, ``(count, width)``."""
    found = np.zeros((terms.count, width), np.float32)
    at = place[terms.numbers]
    inside = at >= 0
    found[terms.rows[inside], at[inside]] = 1.0
    return found


def _sums(terms: Terms, weights: Matrix) -> Matrix:
    """The weight of all terms of every obligation, never zero."""
    found: Matrix = np.bincount(terms.rows, weights[terms.numbers], minlength=terms.count).astype(np.float32)
    return np.maximum(found, np.float32(1e-6))


def _single(values: NDArray[Any]) -> Matrix:
    return values.astype(np.float32, copy=False)
