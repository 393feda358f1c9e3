"""Which printed lines are one paragraph.

A line goes on in the next one where it was broken because the next word did not fit. On a page with boxes the
margin is measured; in plain text the width of the words stands for it. Blank lines count only where they do not
stand under every line. Short lines, as the cells of a flattened table leave them, stay as printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.normalise import measure
from indexer.normalise.opening import attachment_open, capitals, ended, opens
from indexer.normalise.pieces import Piece

_LEAST_WORDS = 4
_RANGE = re.compile(r"\d+ ?[-–] ?\d+|[-–] \w+")

# How much of the full width a line must fill, with the next word, to have been broken at the margin: less where
# the words themselves say that the sentence is not over.
_SURELY = 0.985
_LIKELY = 0.85


@dataclass(frozen=True, slots=True)
class Margins:
    """The text's edges on one page, in points."""

    left: float
    right: float


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
        found[page] = Margins(lefts[len(lefts) // 10], rights[min(len(rights) - 1, int(len(rights) * 0.95))])
    typical = sorted(m.right for m in found.values())
    if not typical:
        return {}
    # A page of short lines has no margin of its own; it borrows that of the document's typical page.
    usual = typical[len(typical) // 2]
    return {p: m if m.right > 0.85 * usual else Margins(m.left, usual) for p, m in found.items()}


def joins(paragraph: Sequence[Piece], below: Piece, setting: Setting) -> bool:
    """Whether ``below`` goes on with the paragraph whose lines so far are ``paragraph``."""
    above = paragraph[-1]
    if _apart(above, below):
        return False
    if attachment_open(" ".join(p.shown for p in paragraph)) and below.shown[:1].islower():
        return True
    if opens(below.shown, above.shown):
        return False
    if above.words and below.words:
        return _joins_by_margin(paragraph, below, setting)
    return _joins_by_width(paragraph, below, setting)


def _apart(above: Piece, below: Piece) -> bool:
    """Whether format alone keeps the two lines apart."""
    if above.whole or below.whole or above.heading or below.heading or above.footnote != below.footnote or below.item:
        return True
    if "\t" in above.shown or "\t" in below.shown or below.footnote:
        return True
    if above.size and below.size and not 0.88 < above.size / below.size < 1.14:
        return True
    return capitals(above.shown) != capitals(below.shown) and _heading_like(above, below)


def _heading_like(above: Piece, below: Piece) -> bool:
    """A heading in capitals goes on in capitals; inside prose a line of capitals is an accident of names."""
    return len(above.shown.split()) > 1 and (capitals(above.shown) or ended(above.shown)) and len(below.shown) > 3


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
    starts_small = start.islower() or start.isdigit()
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


def _unbreakable(text: str) -> str:
    """What had to go to the next line together: its first word, or a range such as "2021 - 2030"."""
    match = _RANGE.match(text)
    return match.group() if match else text.split(" ", 1)[0]


def _could_be_first(text: str, full: int) -> bool:
    room = full - measure.INDENT
    return 0.86 * room <= measure.width(text) <= room * 1.01


def _joins_by_margin(paragraph: Sequence[Piece], below: Piece, setting: Setting) -> bool:
    above = paragraph[-1]
    right = setting.margins[above.page].right
    height = max(above.bottom - above.top, 1.0)
    first_word = below.words[0]
    need = first_word.x1 - first_word.x0 + 0.2 * height
    if above.x1 + need < right - 0.15 * height:
        return False
    starts_small = below.shown[:1].islower() or below.shown[:1].isdigit()
    if above.page == below.page and below.top - above.bottom > 1.3 * height:
        return starts_small and not ended(above.shown)
    if above.bold != below.bold and ended(above.shown):
        return False
    if above.page != below.page:
        shift = (below.x0 - setting.margins[below.page].left) - (above.x0 - setting.margins[above.page].left)
    else:
        shift = below.x0 - above.x0
    if len(paragraph) > 1 or not opens(above.shown, ""):
        indented = shift > 0.8 * height
        return not indented or (not ended(above.shown) and starts_small)
    return shift < 4 * height
