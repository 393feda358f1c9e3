"""Scores for stretches of a long run of words: is this a whole unit name, deadline, product, piece of work.

The run is read once; every stretch of it is then judged from sums, since a table has hundreds of thousands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from indexer.extract.flat.content import (
    DAY,
    NUMERIC,
    YEAR,
    opens_product,
    opens_time,
    opens_unit,
    opens_with,
    opens_work,
    vocabulary,
)
from indexer.fold import key

_PERIOD_WORDS = frozenset(key(w) for w in ("hằng", "hàng", "cả", "mỗi", "từng", "kỳ"))
_CLOSED_PERIODS = frozenset(key(w) for w in ("năm", "tháng", "tuần", "quý"))
_OPEN_TIMES = frozenset(key(w) for w in ("trước", "hết", "giai", "đầu", "chậm"))
_YEAR_WORD, _NUMBER_WORD, _DAY_WORD = key("năm"), key("số"), key("ngày")
_OFFICES = frozenset(key(w) for w in ("văn phòng", "vp", "ban", "ubkt"))
_BODIES = frozenset(
    key(w)
    for w in (
        "tỉnh ủy",
        "thành ủy",
        "huyện ủy",
        "hđnd",
        "đbqh",
        "đoàn đbqh",
        "ubnd tỉnh",
        "ubnd thành phố",
        "ubnd huyện",
    )
)
_SERVED = _BODIES | {key("ubnd")}
_LOOSE_OPENINGS = ("theo", "sau", "ngay", "khi")
_LONGEST_TAIL = 5
_LONGEST_OPENING = 5


class Wording:
    """A run of words (by their keys) with the scores of its stretches, half-open from word to word."""

    def __init__(self, words: Sequence[str]) -> None:
        terms = vocabulary()
        self._words = tuple(words)
        w = self._words
        self._units = self._openings(opens_unit)
        self._products = self._openings(opens_product)
        self._works = self._openings(opens_work)
        self._times = self._openings(opens_time)
        self._timely = _flags(x in terms.time_words or NUMERIC.fullmatch(x) is not None for x in w)
        self._core = _flags(self._ends_core(i) for i in range(len(w)))
        self._digits = _flags(x[0].isdigit() and (i == 0 or w[i - 1] != _NUMBER_WORD) for i, x in enumerate(w))

    def _openings(self, test: Callable[[Sequence[str]], bool]) -> list[int]:
        """For each word the least number of words from it on that open what ``test`` asks for; 0: they never do."""
        found = []
        for at in range(len(self._words)):
            ahead = self._words[at : at + _LONGEST_OPENING]
            if not test(ahead):
                found.append(0)
                continue
            found.append(next(n for n in range(1, len(ahead) + 1) if test(ahead[:n])))
        return found

    def _ends_core(self, at: int) -> bool:
        core = vocabulary().time_core
        w = self._words
        if w[at] in core or YEAR.fullmatch(w[at]) or DAY.fullmatch(w[at]):
            return True
        return any(" ".join(w[max(0, at - n) : at + 1]) in core for n in (1, 2))

    @staticmethod
    def _opens(lengths: Sequence[int], start: int, end: int) -> bool:
        return 0 < lengths[start] <= end - start

    def opens_work(self, start: int, end: int) -> bool:
        """Whether the stretch begins as a task does."""
        return start < end and self._opens(self._works, start, end)

    def broken_off(self, start: int, end: int) -> float:
        """What is to be taken off for words that break off where no cell ends: "… tại", "Công văn Trong năm"."""
        if start >= end:
            return 0.0
        last, before = self._words[end - 1], self._words[end - 2] if end - start > 1 else ""
        terms = vocabulary()
        if f"{before} {last}" in terms.whole_pairs:
            return 0.0
        if last in terms.joining:
            return 5.0
        if self._calls_for_number(end) or (last == _YEAR_WORD and before not in _PERIOD_WORDS):
            return 4.0
        if opens_with(self._words[end : end + 3], _BODIES) and (last in _OFFICES or f"{before} {last}" in _OFFICES):
            return 3.0
        return 2.5 if last in terms.dangling else 0.0

    def _calls_for_number(self, end: int) -> bool:
        """Whether a day, month or quarter before ``end`` has its number behind it: "Trước ngày" | "30/6"."""
        ahead = self._words[end] if end < len(self._words) else ""
        return self._words[end - 1] in _CLOSED_PERIODS | {_DAY_WORD} and ahead[:1].isdigit()

    def _half_office(self, start: int, end: int) -> float:
        """What is to be taken off for an office without the body that it serves: "Văn phòng" | "UBND tỉnh"."""
        own, ahead = self._words[start:end], self._words[end : end + 3]
        if not opens_with(own, _OFFICES) or any(opens_with(own[i:], _SERVED) for i in range(len(own))):
            return 0.0
        return 4.0 if opens_with(ahead, _BODIES) else 1.5 if opens_with(ahead, _SERVED) else 0.0

    def time(self, start: int, end: int) -> float:
        """About 5 for a whole deadline, near 0 for one that could be, far below for anything else."""
        length = end - start
        if length <= 0:
            return -4.0
        known = self._timely[end] - self._timely[start]
        opens = self._opens(self._times, start, end)
        if known == length:
            score = 5.0 if self._core[end] > self._core[start] else -3.0
            if not opens:
                score -= 3.0
        elif self._words[start] in _LOOSE_OPENINGS and opens:
            score = 2.5 if length <= 22 else -1.0
        elif opens and self._has_tail(start, end):
            score = 1.5
        else:
            score = -9.0 * (1 - known / length) - 1.0
        return score - self._broken_time(start, end)

    def _has_tail(self, start: int, end: int) -> bool:
        """Whether a few words that open nothing else follow those of a time: "Thường xuyên trong mùa mưa lũ"."""
        tail = next(at for at in range(start, end) if self._timely[at + 1] == self._timely[at])
        others = (self._units, self._products, self._works)
        return 0 < end - tail <= _LONGEST_TAIL and not any(found[at] for at in range(tail, end) for found in others)

    def _broken_time(self, start: int, end: int) -> float:
        """What is to be taken off for a deadline that breaks off: "Quý", "Trong", "Tháng 3 đến"."""
        last, before = self._words[end - 1], self._words[end - 2] if end - start > 1 else ""
        terms = vocabulary()
        if last in terms.joining:
            return 5.0
        if self._calls_for_number(end):
            return 3.0
        if last in _CLOSED_PERIODS:
            return 0.0 if before in _PERIOD_WORDS else 1.2 if before else 3.0
        return 3.0 if last in terms.dangling or last in _OPEN_TIMES else 0.0

    def unit(self, start: int, end: int) -> float:
        """About 3 for the name of a unit, below 0 for anything else."""
        length = end - start
        if length <= 0:
            return -4.0
        terms = vocabulary()
        last = self._words[end - 1]
        score = (3.0 if self._opens(self._units, start, end) else -3.5) - self._half_office(start, end)
        if length > 30:
            score -= 3.0
        if length == 1 and len(last) < 6 and last in terms.unit:  # "Sở" alone is half a name
            score -= 6.0
        if self._digits[end] > self._digits[start]:
            score -= 2.5
        if last == _NUMBER_WORD:
            score -= 2.5
        if last in terms.time_core or " ".join(self._words[max(start, end - 2) : end]) in terms.time_core:
            score -= 3.0
        return score

    def product(self, start: int, end: int) -> float:
        """About 3 for a document or result, below 0 for a unit or a time."""
        if start >= end:
            return -4.0
        score = 2.5 if self._opens(self._products, start, end) else 0.0
        if not score and self._opens(self._units, start, end):
            score -= 2.5
        if self.time(start, end) > 2:
            score -= 5.0
        return score - (2.0 if end - start > 70 else 0.0)

    def work(self, start: int, end: int) -> float:
        """About 2 for a piece of work, below 0 for a unit, a time or a few loose words."""
        length = end - start
        if length <= 0:
            return -4.0
        opens = self._opens(self._works, start, end)
        score = 2.0 if opens else 0.3
        if not opens and self._opens(self._units, start, end):
            score -= 1.5
        if length < 3:
            score -= 2.5
        if self.time(start, end) > 2:
            score -= 5.0
        return score + 0.05 * min(length, 12)


def _flags(flags: Iterable[bool]) -> list[int]:
    return [0, *accumulate(map(int, flags))]
