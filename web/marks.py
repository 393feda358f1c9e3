"""Text with some of its stretches in ``<mark>``: everything escaped, offsets in code points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A window of a longer text: what to show, the ranges to mark in it, and whether words were left out."""

    text: str
    ranges: tuple[Range, ...]
    cut_before: bool
    cut_after: bool


def merged(ranges: Iterable[Sequence[int]]) -> list[Range]:
    """The ranges in order, overlapping and touching ones joined, empty ones left out."""
    joined: list[Range] = []
    for start, end in sorted((int(r[0]), int(r[1])) for r in ranges):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def pieces(start: int, end: int, marks: Sequence[Range]) -> list[tuple[int, int, bool]]:
    """``start``–``end`` cut at the edges of ``marks`` (merged): (from, to, is it marked)."""
    found: list[tuple[int, int, bool]] = []
    here = start
    for left, right in marks:
        left, right = max(left, here), min(right, end)
        if left >= right:
            continue
        if here < left:
            found.append((here, left, False))
        found.append((left, right, True))
        here = right
    if here < end:
        found.append((here, end, False))
    return found


def highlighted(text: str, ranges: Iterable[Sequence[int]]) -> Markup:
    """``text`` escaped, with the given ranges in ``<mark>``; ranges beyond the text are cut to it."""
    marks = merged((max(0, r[0]), min(len(text), r[1])) for r in ranges)
    parts = (
        Markup("<mark>{}</mark>").format(text[a:b]) if marked else escape(text[a:b])
        for a, b, marked in pieces(0, len(text), marks)
    )
    return Markup("").join(parts)


def excerpt(text: str, ranges: Iterable[Sequence[int]], width: int = 420) -> Excerpt:
    """At most about ``width`` characters of ``text`` around its densest marks, cut between words."""
    marks = merged(ranges)
    if len(text) <= width:
        return Excerpt(text, tuple(marks), False, False)
    start = max(0, _densest(marks, width) - width // 6)
    start = 0 if start < width // 4 else _word_start(text, start)
    end = len(text) if start + width >= len(text) else _word_end(text, start + width)
    inside = tuple((max(a, start) - start, min(b, end) - start) for a, b in marks if b > start and a < end)
    return Excerpt(text[start:end], inside, start > 0, end < len(text))


def _densest(marks: Sequence[Range], width: int) -> int:
    """Where the window of ``width`` that covers most marked characters begins; 0 without marks."""

    def covered(start: int) -> int:
        return sum(b - a for a, b in marks if a >= start and b <= start + width)

    return max((a for a, _ in marks), key=lambda a: (covered(a), -a), default=0)


def _word_start(text: str, at: int) -> int:
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
