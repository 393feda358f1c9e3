"""Row numbers among the lines of a flattened table: the longest chain 1, 2, 3… that the lines can be read as.

Groups may be numbered too, with their rows below them: 1, 1.1, 1.2, 2, 2.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BARE = re.compile(r"\s*(\d{1,3})(?:\s*[.)])?(?:\s*$|\s+(?=[^\W\d_]|[\"“(]|\d{2,3}\s?%))")
_NESTED = re.compile(r"\s*(\d{1,2}\.\d{1,2})\s*[.)]?(?:\s*$|\s+(?=[^\W\d_]|[\"“(]))")
_POINTED = re.compile(r"\s*(\d{1,3})\s*[.)]\s*(?=[^\W_]|[\"“(]|$)")
_OPEN_END = re.compile(
    r"(?<!hằng )(?<!hàng )(?<!mỗi )(?<!trong )(?<!cả )(?:tháng|quý|ngày|năm)\s*$"
    r"|(?:trong (?:tháng|quý|ngày|năm)|số|điều|khoản|điểm|mức độ|mức|lớp|lần|kỳ|khóa|cấp|trên|dưới|đến|từ|trước|và)\s*$"
    r"|[-–,/(]\s*$",
    re.IGNORECASE,
)
_STRAY = re.compile(r"\s*\d{1,3}\s*")
_RESTART = 0.6
_RARE_RESTART = 1.2
_GAP = 1.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may open row ``number`` (1, or 1 and 2 of "1.2"); ``length`` counts its characters with the point."""

    line: int
    number: tuple[int, ...]
    length: int
    weight: float


def row_numbers(texts: Sequence[str], own_column: bool, may_restart: bool) -> dict[int, tuple[str, int]]:
    """The lines that open rows: line → (number, characters that the number takes).

    ``own_column`` tells that numbers have a column and stand without a point; ``may_restart`` that they begin
    again in each group. A chain may leave out a number that the text has lost, at a price.
    """
    candidates = _candidates(texts, own_column)
    best: list[float] = []
    came: list[int | None] = []
    for i, candidate in enumerate(candidates):
        opening = candidate.weight - 0.25 * (sum(candidate.number) - len(candidate.number))
        score, origin = opening, None
        for j in range(i):
            step = _step(candidates[j].number, candidate.number, may_restart)
            if step is not None and best[j] + step + candidate.weight > score:
                score, origin = best[j] + step + candidate.weight, j
        best.append(score)
        came.append(origin)
    chain: dict[int, tuple[str, int]] = {}
    at = max(range(len(best)), key=best.__getitem__) if best else None
    while at is not None:
        candidate = candidates[at]
        chain[candidate.line] = (".".join(map(str, candidate.number)), candidate.length)
        at = came[at]
    return dict(sorted(chain.items()))


def calls_for_number(text: str) -> bool:
    """Whether a line ends so that the number on the next one belongs to it: "Trong tháng", "lớp", "từ 3 -"."""
    return _OPEN_END.search(text) is not None


def is_stray(text: str, before: str) -> bool:
    """Whether a line is a number on its own that nothing before it asks for, as a page number is."""
    return _STRAY.fullmatch(text) is not None and not calls_for_number(before)


def _step(before: tuple[int, ...], number: tuple[int, ...], may_restart: bool) -> float | None:
    if len(before) != len(number):
        down = number[:-1] == before and number[-1] == 1
        return 0.0 if down or number == (before[0] + 1,) else None
    if number[:-1] != before[:-1]:
        return 0.0 if number == (before[0] + 1, 1) else None
    return _next(before[-1], number[-1], may_restart and len(number) == 1)


def _next(before: int, number: int, may_restart: bool) -> float | None:
    if number == before + 1:
        return 0.0
    if before + 1 < number <= before + 3:
        return -_GAP * (number - before - 1)
    if number == 1 and before > 1:
        return -_RESTART if may_restart else -_RARE_RESTART
    return None


def _candidates(texts: Sequence[str], own_column: bool) -> list[Candidate]:
    found = []
    for line, text in enumerate(texts):
        match = _NESTED.match(text) or (_BARE if own_column else _POINTED).match(text)
        if match is None:
            continue
        rest = text[match.end() :].strip()
        weight = 1.0 if not rest and own_column else 0.9 if rest[:1].isupper() or "%" in rest[:5] else 0.35
        if line > 0 and calls_for_number(texts[line - 1]):
            weight = 0.2
        found.append(Candidate(line, tuple(map(int, match.group(1).split("."))), match.end(), weight))
    return found
