"""Deadlines that a sentence states beside the duty, told from the times that it merely speaks of.

A year that names a plan, a cited document's date, money set aside "thường xuyên" are no deadlines: only words that say
by when, within what, or how often something is to be done are read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from indexer.extract.deadlines import deadline
from indexer.fold import fold
from indexer.types import Deadline

_TIME = r"(?:ngay|thang|tuan|qu[yi]|nam)"
_MARK = re.compile(
    r"\b(?:truoc|tu|den het|den|cham nhat|muon nhat|han cuoi|khong muon hon)"
    r"(?: (?:la|vao|het|den|truoc|truoc het))* (?:ngay |thang |qu[yi] )?(?=\d|[ivx]{1,3}\b)"
    r"|\b(?:xong|hoan thanh|hoan tat|ban hanh|trinh|gui|nop|bao cao)\b[^;.]{0,60}? "
    r"(?=trong (?:thang|qu[yi]|nam|tuan) [\divx])"
    r"|\btrong (?:thang|qu[yi]) (?=[\divx])"
    r"|\btrong vong (?=\d)"
    rf"|\b(?:(?:truoc|vao|cham nhat)(?: vao)? )?(?:ngay \d{{1,2}} |(?:tuan |ngay )?(?:cuoi|dau)(?: cua)? )"
    rf"(?=(?:hang|moi|cua moi|cua|cuoi) {_TIME})"
    r"|\b(?=(?:dinh k[yi] )?hang (?:tuan|thang|qu[yi])\b)"
    r"|\b(?=dinh k[yi] (?:hang|moi|\d+) ?(?:tuan|thang|qu[yi]|nam)\b)"
)
# What belongs to the words that say when; the first other word ends them.
_WORD = (
    r"(?:\d+(?:[/.-]\d+)*|[ivx]{1,3}|gio|ngay|thang|tuan|qu[yi]|nam|k[yi]|bao cao|hang|moi|dinh|cua|cuoi|dau|giua"
    r"|tiep theo|sau|nay|truoc|vao|trong|vong|tu|het|den|cham nhat|muon nhat|han cuoi|la|va|-|thu|hai|ba|sau thang"
    r"|lam viec)"
)
_PHRASE = re.compile(rf"{_WORD}(?:,? {_WORD})*(?![\w/])")
# Something relative is told with what it runs from.
_FROM = re.compile(r",? (?:ke tu|tu khi|tu luc|sau khi)\b[^;.,]{0,60}")
_LONGEST = 90
_SENTENCE = 700


def stated(sentence: str, year: int | None) -> Deadline | None:
    """The deadline that a sentence of a duty states, its ``text`` as printed, or None; ``year`` is the plan's."""
    return _stated(sentence[:_SENTENCE], year)


# Every change of the catalogue has its calendar made anew, out of nearly the same sentences.
@lru_cache(maxsize=16384)
def _stated(text: str, year: int | None) -> Deadline | None:
    plain = fold(text)
    if len(plain) != len(text):
        return None
    spans = list(_spans(plain))
    if not spans:
        return None
    found = deadline("; ".join(text[first:last] for first, last in _joined(spans, plain)), year)
    if found.kind in ("none", "ongoing"):
        return None
    printed = " ".join(text[spans[0][0] : spans[-1][1]].split()) if spans[-1][1] - spans[0][0] <= _LONGEST else None
    if printed is None:
        printed = "; ".join(" ".join(text[first:last].split()) for first, last in spans)
    return replace(found, text=printed)


def _spans(plain: str) -> list[tuple[int, int]]:
    """Where the phrases stand that say when."""
    found: list[tuple[int, int]] = []
    for match in _MARK.finditer(plain):
        if found and match.start() < found[-1][1]:
            continue
        # A verb leads to its "trong tháng …"; what counts begins there.
        first = match.end() if plain.startswith("trong ", match.end()) else match.start()
        phrase = _PHRASE.match(plain, first)
        if phrase is None:
            continue
        begun = _FROM.match(plain, phrase.end())
        last = begun.end() if begun else phrase.end()
        if last >= match.end() and re.search(rf"\d|{_TIME}", plain[first:last]):
            found.append((first, last))
    return found


def _joined(spans: list[tuple[int, int]], plain: str) -> list[tuple[int, int]]:
    """A day of a period together with the words before it that name the period: "hằng quý … trước ngày 12"."""
    if len(spans) > 1 and re.search(r"\bhang\b|\bdinh k[yi]\b", plain[spans[0][0] : spans[0][1]]):
        return [(spans[0][0], spans[-1][1])]
    return spans
