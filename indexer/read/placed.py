"""A word on a page with what its type tells: the unit from which lines and tables are built, for PDF and OCR alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from indexer.types import RawLine, RawWord

Rectangle = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the page's top-left corner."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A word with its baseline (distance from the page's top), type size in points and weight.

    ``raised`` marks the figure of a note, which stands on the baseline of the words beside it; ``font`` is the name
    of the font where the format tells it.
    """

    word: RawWord
    base: float
    size: float
    bold: bool = False
    raised: bool = False
    font: str | None = None

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the word's box."""
        return (self.word.x0 + self.word.x1) / 2, (self.word.top + self.word.bottom) / 2


def printed_lines(words: Iterable[Placed]) -> list[list[Placed]]:
    """Words that stand on one baseline, from left to right; lines from top to bottom."""
    lines: list[list[Placed]] = []
    for word in sorted(words, key=lambda word: word.base):
        if lines and word.base - lines[-1][0].base <= 0.35 * min(word.size, lines[-1][0].size):
            lines[-1].append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda word: word.word.x0)
    return lines


def raw_line(words: Sequence[Placed]) -> RawLine:
    """The words of one line as a record: bold where most of its characters are, the commonest size.

    The figure of a note is written ``<sup>1</sup>`` behind its word, as recognition tools write it.
    """
    letters = sum(len(word.word.text) for word in words)
    heavy = sum(len(word.word.text) for word in words if word.bold)
    sizes = Counter(round(word.size, 1) for word in words for _ in word.word.text)
    return RawLine(
        _text(words),
        tuple(word.word for word in words),
        bold=2 * heavy > letters,
        size=sizes.most_common(1)[0][0] if sizes else None,
    )


def _text(words: Sequence[Placed]) -> str:
    text = ""
    for word in words:
        if word.raised and len(words) > 1:
            text += f"<sup>{word.word.text}</sup>"
        else:
            text += f" {word.word.text}"
    return text.strip()


def bounds(words: Sequence[Placed]) -> Rectangle:
    """The smallest rectangle around some words."""
    return (
        min(word.word.x0 for word in words),
        min(word.word.top for word in words),
        max(word.word.x1 for word in words),
        max(word.word.bottom for word in words),
    )


def usual_size(words: Sequence[Placed]) -> float:
    """The median type size, 12 where there are no words."""
    return median(word.size for word in words) if words else 12.0
