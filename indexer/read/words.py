"""Glyphs → words: by baseline and gap, never across a vertical ruling."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from indexer.read.glyphs import Glyph
from indexer.read.placed import Placed
from indexer.read.rulings import Ruling
from indexer.types import RawWord

# A space glyph that takes no room stands inside a word: the trailing blank of a run that the next one overlaps.
_LEAST_SPACE = 0.06
_GAP_WITH_SPACES = 0.3
_GAP_WITHOUT_SPACES = 0.17
_SPACES_KNOWN = 0.05
_SAME_BASE = 0.2
_RAISED = 0.8
_LIFT = 0.12


class Dividers:
    """The vertical rulings of a page, asked whether one stands between two glyphs."""

    def __init__(self, rulings: Sequence[Ruling]) -> None:
        upright = sorted((ruling for ruling in rulings if ruling.vertical), key=lambda ruling: ruling.at)
        self._at = [ruling.at for ruling in upright]
        self._rulings = upright

    def between(self, left: Glyph, right: Glyph) -> bool:
        """Whether a ruling parts the two glyphs at their height."""
        first = bisect_right(self._at, (left.x0 + left.x1) / 2)
        last = bisect_right(self._at, (right.x0 + right.x1) / 2)
        height = (left.top + left.bottom) / 2
        return any(ruling.start <= height <= ruling.end for ruling in self._rulings[first:last])


def words(glyphs: Sequence[Glyph], dividers: Dividers) -> list[Placed]:
    """The words that upright glyphs form, line by line from left to right."""
    printed = [glyph for glyph in glyphs if not glyph.text.isspace()]
    spaces = len(glyphs) - len(printed)
    gap = _GAP_WITH_SPACES if spaces > _SPACES_KNOWN * len(glyphs) else _GAP_WITHOUT_SPACES
    found = []
    for line in _lines(glyphs):
        found += _line_words(line, gap, dividers)
    return found


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by baseline; raised or lowered small type joins the line that it belongs to."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if lines and glyph.base - lines[-1][0].base <= max(1.0, _SAME_BASE * glyph.size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    lines = _with_scripts(lines)
    for line in lines:
        line.sort(key=lambda glyph: glyph.x0)
    return lines


def _with_scripts(lines: list[list[Glyph]]) -> list[list[Glyph]]:
    whole: list[list[Glyph]] = []
    for index, line in enumerate(lines):
        host = next(
            (other for other in (*lines[index + 1 : index + 2], *whole[-1:]) if _is_script_of(line, other)), None
        )
        if host is None:
            whole.append(line)
        else:
            host.extend(line)
    return whole


def _is_script_of(line: Sequence[Glyph], host: Sequence[Glyph]) -> bool:
    """Whether every glyph of a line is small type beside or between the host's glyphs, within their height."""
    size = max(glyph.size for glyph in host)
    top, bottom = min(glyph.top for glyph in host), max(glyph.bottom for glyph in host)
    if len(line) > 6 or any(glyph.size > _RAISED * size for glyph in line):
        return False
    middle = (line[0].top + line[0].bottom) / 2
    left, right = min(glyph.x0 for glyph in line), max(glyph.x1 for glyph in line)
    touching = any(glyph.x0 - size < right and left < glyph.x1 + size for glyph in host if not glyph.text.isspace())
    return top <= middle <= bottom and touching


def _line_words(line: Sequence[Glyph], gap: float, dividers: Dividers) -> list[Placed]:
    tallest = max(line, key=lambda glyph: (not glyph.text.isspace(), glyph.size))
    found: list[Placed] = []
    word: list[Glyph] = []
    spaced = False
    for glyph in line:
        if glyph.text.isspace():
            spaced = bool(word)
            continue
        if word and (_parted(word[-1], glyph, spaced, gap, dividers) or _steps(word[-1], glyph, tallest)):
            found.append(_placed(word, tallest))
            word = []
        word.append(glyph)
        spaced = False
    if word:
        found.append(_placed(word, tallest))
    return found


def _parted(left: Glyph, right: Glyph, spaced: bool, gap: float, dividers: Dividers) -> bool:
    size = min(left.size, right.size)
    room = (right.x0 - left.x1) / size if size else 0.0
    return room > gap or (spaced and room > _LEAST_SPACE) or dividers.between(left, right)


def _steps(left: Glyph, right: Glyph, tallest: Glyph) -> bool:
    """Whether type goes up to a raised figure or comes down from it."""
    return _is_raised(left, tallest) is not _is_raised(right, tallest)


def _is_raised(glyph: Glyph, tallest: Glyph) -> bool:
    """Whether a glyph is the figure or asterisk of a note: small and above the line's baseline."""
    small = glyph.size <= _RAISED * tallest.size and glyph.base < tallest.base - _LIFT * tallest.size
    return small and (glyph.text.isdigit() or glyph.text == "*")


def _placed(word: Sequence[Glyph], tallest: Glyph) -> Placed:
    size = sorted(glyph.size for glyph in word)[len(word) // 2]
    box = RawWord(
        "".join(glyph.text for glyph in word),
        min(glyph.x0 for glyph in word),
        min(glyph.top for glyph in word),
        max(glyph.x1 for glyph in word),
        max(glyph.bottom for glyph in word),
    )
    raised = _is_raised(word[0], tallest)
    base = tallest.base if raised else word[0].base
    return Placed(box, base, size, 2 * sum(glyph.bold for glyph in word) > len(word), raised, word[0].font)
