"""Where the pages of a plain text begin, where lone page numbers that agree with one another show it.

A number alone between blank lines is a page number only where its neighbours make it one: tables that came
out cell by cell are full of lone numbers. Two ways of agreeing are trusted. Either every lone number of the text
belongs to the one run 2, 3, 4…; or the numbers form a chain in which every page is accounted for and holds as much
text as a page does. Converters begin a page with a space before its first word: such lines account for pages
between two numbers, and never count on their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LONE = re.compile(r"\s*(?:[-–—]\s*)?(\d{1,3})(?:\s*[-–—])?\s*")
_LEAST_PER_PAGE = 1000
_MOST_PER_PAGE = 4500
_LEAST_IN_A_RUN = 200
_FEW = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """The lines of one page, half-open; ``number`` is None where the text does not show which page it is."""

    start: int
    end: int
    number: int | None


@dataclass(frozen=True, slots=True)
class _Point:
    """A line, the characters of text before it, and the lone number that it holds (0: none)."""

    line: int
    offset: int
    number: int = 0


_Starts = list[tuple[int, int | None]]


def stretches(lines: Sequence[str]) -> tuple[Stretch, ...]:
    """The pages of a text given line by line; one stretch without a number where no page break shows."""
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line.strip()))
    numbers = _numbers(lines, offsets)
    starts = _run(numbers, offsets) or _chain(numbers, _marks(lines, offsets), offsets) or [(0, None)]
    ends = [line for line, _ in starts[1:]] + [len(lines)]
    return tuple(Stretch(line, end, number) for (line, number), end in zip(starts, ends, strict=True) if end > line)


def _numbers(lines: Sequence[str], offsets: Sequence[int]) -> list[_Point]:
    found = []
    for index, line in enumerate(lines):
        match = _LONE.fullmatch(line)
        alone_above = index == 0 or not lines[index - 1].strip()
        alone_below = index + 1 == len(lines) or not lines[index + 1].strip()
        if match is not None and int(match[1]) > 0 and alone_above and alone_below:
            found.append(_Point(index, offsets[index], int(match[1])))
    return found


def _marks(lines: Sequence[str], offsets: Sequence[int]) -> list[_Point]:
    return [_Point(index, offsets[index]) for index, line in enumerate(lines) if line.startswith(" ") and line.strip()]


def _run(numbers: list[_Point], offsets: Sequence[int]) -> _Starts:
    """Page starts where the lone numbers are one run and nothing else: at the tops of pages, or at their feet."""
    if not numbers or [point.number for point in numbers] != list(
        range(numbers[0].number, numbers[0].number + len(numbers))
    ):
        return []
    at_foot = offsets[-1] - numbers[-1].offset <= len(str(numbers[-1].number)) + 4
    starts: _Starts
    if at_foot:
        starts = [(0, 1), *((point.line + 1, point.number + 1) for point in numbers[:-1])]
        cuts = [0] + [point.offset for point in numbers]
        first_is = 1
    else:
        tops = numbers[1:] if numbers[0].number == 1 and numbers[0].offset == 0 else numbers
        starts = [(0, 1), *((point.line, point.number) for point in tops)]
        cuts = [0] + [point.offset for point in tops] + [offsets[-1]]
        first_is = 2
        numbers = tops
    sizes = [later - earlier for earlier, later in zip(cuts, cuts[1:], strict=False)]
    fits = all(_LEAST_IN_A_RUN <= size <= _MOST_PER_PAGE for size in sizes[:-1])
    return starts if numbers and numbers[0].number == first_is and fits else []


def _chain(numbers: list[_Point], marks: list[_Point], offsets: Sequence[int]) -> _Starts:
    """Page starts from the longest chain of numbers whose every page a number or a mark accounts for."""
    points = [_Point(0, 0, 1), *(point for point in numbers if point.number > 1)]
    first: _Starts = [(0, 1)]
    best: list[_Starts] = [first, *([] for _ in points[1:])]
    for later in range(1, len(points)):
        for earlier in range(later):
            pages = _between(points[earlier], points[later], marks) if best[earlier] else None
            if pages is not None and len(best[earlier]) + len(pages) > len(best[later]):
                best[later] = best[earlier] + pages
    at = max(range(len(points)), key=lambda index: (len(best[index]), -index))
    held = {point.line for point in points[1:]} & {line for line, _ in best[at]}
    # A single number agrees with something by chance wherever a table has left many of them.
    if len(best[at]) < 3 or (len(held) < 2 and len(numbers) > _FEW):
        return []
    return best[at] + _rest(points[at], marks, offsets)


def _between(earlier: _Point, later: _Point, marks: list[_Point]) -> _Starts | None:
    """The pages after ``earlier`` up to and with ``later``, or None where they are not all accounted for."""
    pages = later.number - earlier.number
    if pages <= 0 or not _LEAST_PER_PAGE * pages <= later.offset - earlier.offset <= _MOST_PER_PAGE * pages:
        return None
    taken: list[_Point] = []
    offset = earlier.offset
    for mark in marks:
        if mark.offset - offset >= _LEAST_PER_PAGE and later.offset - mark.offset >= _LEAST_PER_PAGE:
            taken.append(mark)
            offset = mark.offset
    if len(taken) != pages - 1:
        return None
    starts: _Starts = [(mark.line, earlier.number + step) for step, mark in enumerate(taken, 1)]
    return [*starts, (later.line, later.number)]


def _rest(last: _Point, marks: list[_Point], offsets: Sequence[int]) -> _Starts:
    """What follows the last page that is known: nothing where it fits on that page, else a stretch unnumbered."""
    if offsets[-1] - last.offset <= _MOST_PER_PAGE:
        return []
    beyond = next((mark for mark in marks if mark.offset - last.offset >= _LEAST_PER_PAGE), None)
    return [] if beyond is None else [(beyond.line, None)]
