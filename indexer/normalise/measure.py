"""How wide a line of plain text is in print, and how wide the document's full lines are.

Official documents are set in Times New Roman (Nghị định 30/2020/NĐ-CP, Phụ lục I), so the widths of Times tell
where a line was broken because the next word did not fit. Unit: thousandths of the type size.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

_LOWER = (
    444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778,
    500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444,
)  # fmt: skip
_UPPER = (
    722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889,
    722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611,
)  # fmt: skip
_WIDTHS = {
    **{chr(97 + i): w for i, w in enumerate(_LOWER)},
    **{chr(65 + i): w for i, w in enumerate(_UPPER)},
    **dict.fromkeys(" .,", 250),
    **dict.fromkeys(":;/|'", 278),
    **dict.fromkeys("-()[]", 333),
    "đ": 500, "Đ": 722, "%": 833, "&": 778, "“": 444, "”": 444, '"': 408, "–": 500, "…": 1000, "\t": 1500,
}  # fmt: skip
_OTHER = 500

SPACE = 250
INDENT = 2000
"""Least indentation of a paragraph's first line (1 cm at 14 points)."""

FIRST_LINE = 3000
"""Most that indentation takes from a paragraph's first line (1.5 cm at 14 points)."""

BOLD_CAPITALS = 1.08
"""Headings in capitals are set in bold, which runs wider."""

_LEAST_FULL = 25_000
_SPREAD = 0.9


@lru_cache(maxsize=2048)
def _char(c: str) -> int:
    return _WIDTHS.get(c) or _WIDTHS.get(unicodedata.normalize("NFD", c)[0], _OTHER)


def width(text: str) -> int:
    """The natural width of ``text`` set in Times."""
    return sum(map(_char, text))


def full_width(widths: Sequence[int]) -> int | None:
    """The width of the lines that were broken at the margin, or None where the lines were never broken.

    The margin shows as the tightest crowd of widths that no sizeable share of the lines exceeds. Columns of a
    table crowd too, but below the width of any page's text.
    """
    ordered = sorted(widths)
    if not ordered:
        return None
    best, top = 0, 0
    for end, reach in enumerate(ordered):
        if reach >= _LEAST_FULL:
            crowd = end + 1 - bisect_left(ordered, reach * _SPREAD)
            if crowd >= best:
                best, top = crowd, reach
    beyond = len(ordered) - bisect_left(ordered, top * 1.08)
    if best < len(ordered) * 0.04 or beyond > max(2, best * 0.2):
        return None
    within = bisect_left(ordered, top * 1.03)
    return ordered[within - 1] if within else top
