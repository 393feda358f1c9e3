"""Which printed lines are one paragraph.

A line goes on in the next one where it was broken because the next word did not fit. On a page with boxes the
margin is measured; in plain text the width of the words stands for it. Blank lines count only where they do not
stand under every line. Short lines, as the cells of a flattened table leave them, stay as printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.normalise import measure
from indexer.normalise.opening import attachment_open, capitals, ended, in_capitals, in_signature, opens, opens_note
from indexer.normalise.pieces import Piece

_LEAST_WORDS = 4
_NUMBERED = re.compile(r"\d{1,3} (\w)")
_RANGE = re.compile(r"\d+ ?[-–] ?\d+|[-–] \w+")

# How much of the full width a line must fill, with the next word, to have been broken at the margin: less where
# the words themselves say that the sentence is not over.
_SURELY = 0.985
_LIKELY = 0.85

# How far from the margin, in shares of the text's width, a line may end and still have been broken there: a skewed
# scan moves the margin, and words that go on in small letters say so themselves.
_SLACK_SMALL = 0.1
_SLACK_OPEN = 0.03
_SLACK_ENDED = 0.008


@dataclass(frozen=True, slots=True)
class Margins:
    """The text's edges on one page and the distance between its lines, in points."""

    left: float
    right: float
    pitch: float


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: full width of plain lines, blank lines under every line, margins per page.

    ``blanks_part`` tells that its paragraphs are parted by blank lines, so that a line without one goes on.
    """

    full: int | None
    usual_blanks: int
    blanks_part: bool
    margins: dict[int, Margins]

    @classmethod
    def of(cls, lines: Sequence[Piece]) -> Setting:
        """The setting of a document's printed lines; paragraphs stored whole do not count."""
        printed = [line for line in lines if not line.whole]
        plain = [line for line in printed if not line.words]
        full = measure.full_width([measure.width(line.shown) for line in plain if "\t" not in line.shown])
        gaps = [line.blanks > 0 for line in plain[1:]]
        share = sum(gaps) / len(gaps) if len(gaps) > 10 else 0.0
        usual = 1 if share > 0.75 else 0
        return cls(full, usual, 0.2 < share <= 0.75, _margins([line for line in printed if line.words]))


def _margins(lines: Sequence[Piece]) -> dict[int, Margins]:
    by_page: dict[int, list[Piece]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    found = {}
    for page, all_lines in by_page.items():
        long = [line for line in all_lines if len(line.words) >= _LEAST_WORDS] or all_lines
        rights = sorted(line.x1 for line in long)
        lefts = sorted(line.x0 for line in all_lines)
        right = rights[min(len(rights) - 1, int(len(rights) * 0.95))]
        found[page] = Margins(lefts[len(lefts) // 10], right, _pitch(all_lines))
    typical = sorted(m.right for m in found.values())
    if not typical:
        return {}
    # A page of short lines has no margin of its own; it borrows that of the document's typical page.
    usual = typical[len(typical) // 2]
    return {p: m if m.right > 0.85 * usual else Margins(m.left, usual, m.pitch) for p, m in found.items()}


def _pitch(lines: Sequence[Piece]) -> float:
    """The usual distance from one line's top to the next; 0 where too few lines tell."""
    steps = sorted(b.top - a.top for a, b in pairwise(lines) if b.top > a.top)
    return steps[len(steps) // 3] if len(steps) > 5 else 0.0


def joins(paragraph: Sequence[Piece], below: Piece, setting: Setting) -> bool:
    """Whether ``below`` goes on with the paragraph whose lines so far are ``paragraph``."""
    above = paragraph[-1]
    if _apart(above, below):
        return False
    if attachment_open(" ".join(p.shown for p in paragraph)):
        return below.shown[:1].islower() or below.shown.endswith(")")
    if opens(below.shown, above.shown):
        return False
    if above.words and below.words:
        return _joins_by_margin(paragraph, below, setting)
    return _joins_by_width(paragraph, below, setting)


def _apart(above: Piece, below: Piece) -> bool:
    """Whether format alone keeps the two lines apart."""
    if above.whole or below.whole or above.heading or below.heading or above.footnote != below.footnote or below.item:
        return True
    if (
        "\t" in above.shown
        or "\t" in below.shown
        or (below.footnote and opens_note(below.shown))
        or in_signature(above.shown)
    ):
        return True
    if above.size and below.size and not 0.88 < above.size / below.size < 1.14:
        return True
    if capitals(above.shown) == capitals(below.shown):
        return False
    return in_capitals(below.shown) or in_capitals(above.shown) or (capitals(above.shown) and " " in above.shown)


def _joins_by_width(paragraph: Sequence[Piece], below: Piece, setting: Setting) -> bool:
    if setting.full is None:
        return False
    text, follow, above_page = paragraph[-1].shown, below.shown, paragraph[-1].page
    reach: float = measure.width(text) + measure.SPACE + measure.width(_unbreakable(follow))
    if capitals(text):
        reach *= measure.BOLD_CAPITALS
    if len(paragraph) == 1:
        reach += measure.FIRST_LINE
    start = follow.lstrip("-– ")[:1]
    starts_small = start.islower() or (start.isdigit() and not _opens_row(follow))
    goes_on = starts_small and not ended(text)
    if reach < setting.full * (_LIKELY if goes_on else _SURELY):
        return False
    if below.blanks > setting.usual_blanks:
        return goes_on
    if text.endswith(":"):
        return starts_small
    if not ended(text) or follow[:1].islower() or (setting.blanks_part and above_page == below.page):
        return True
    # A sentence ended with the line: is the next line too wide to be a paragraph's indented first one?
    return not _could_be_first(follow, setting.full)


def _opens_row(text: str) -> bool:
    """Whether the line begins as a numbered row of a flattened table does: a number of its own, then a capital."""
    match = _NUMBERED.match(text)
    return match is not None and match.group(1).isupper()


def _unbreakable(text: str) -> str:
    """What had to go to the next line together: its first word, or a range such as "2021 - 2030"."""
    match = _RANGE.match(text)
    return match.group() if match else text.split(" ", 1)[0]


def _could_be_first(text: str, full: int) -> bool:
    room = full - measure.INDENT
    return 0.86 * room <= measure.width(text) <= room * 1.01


def _joins_by_margin(paragraph: Sequence[Piece], below: Piece, setting: Setting) -> bool:
    above, margins = paragraph[-1], setting.margins
    height = max(above.bottom - above.top, 1.0)
    first_word = below.words[0]
    start = below.shown.lstrip("-– ")[:1]
    goes_on = (start.islower() or start.isdigit()) and not ended(above.shown)
    edges = margins[above.page]
    short = edges.right - (above.x1 + first_word.x1 - first_word.x0 + 0.05 * height)
    slack = _SLACK_SMALL if goes_on else (_SLACK_ENDED if ended(above.shown) else _SLACK_OPEN)
    if short > slack * (edges.right - edges.left):
        return False
    if goes_on:
        return above.page != below.page or below.top - above.bottom < 2.5 * height
    if above.bold != below.bold and ended(above.shown):
        return False
    if above.page == below.page and _gap(above, below, margins[above.page].pitch):
        return False
    # Both measured from their own page's margin: does the line stand where a paragraph goes on, or begins?
    here, there = below.x0 - margins[below.page].left, above.x0 - margins[above.page].left
    if len(paragraph) > 1:
        return here - there < 0.8 * height
    if opens(above.shown, ""):
        return here - there < 4 * height and not (ended(above.shown) and abs(here - there) < 2 and there > height)
    return here < there - 0.5 * height or max(here, there) < 0.8 * height


def _gap(above: Piece, below: Piece, pitch: float) -> bool:
    """Whether more than the usual space stands between two lines, as between paragraphs."""
    step = below.top - above.top
    if pitch:
        return step > (1.12 if ended(above.shown) else 1.5) * pitch
    return step > 2 * (above.bottom - above.top)
