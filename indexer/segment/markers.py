"""The numbering at the head of a line: Phần, Chương, Mục, Điều, I., 1., 1.1., a), dashes.

"khoản 4 Điều 15" in running text is a reference and no marker: an article's number needs its full stop, and every
marker stands at the head of its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.types import ClauseLevel

POINTS = "abcdđeghiklmnopqrstuvxy"
"""The letters of points in their order; there is no f, j, w, z, and đ follows d."""

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_FORM = re.compile(r"(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


@dataclass(frozen=True, slots=True)
class Marker:
    """What numbers a line: its style (markers of one style are siblings), rank (lower stands higher), level, the
    printed form, the number that it counts (0 for bullets) and where the clause's own words begin."""

    style: str
    rank: float
    level: ClauseLevel
    printed: str
    label: str
    number: int
    end: int


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    rank: float
    level: ClauseLevel
    pattern: re.Pattern[str]


_BIG = r"(?P<n>(?i:thứ\s+)?(?i:nhất|hai|ba|tư|bốn|năm|sáu)|[IVXLC]+|\d{1,2}|[A-H])"
_AFTER = r"(?:\s*[.:]\s*|\s*$|\s+(?=[A-ZĐÀ-Ỹ]{2}))"
_DECIMAL = r"\d{1,2}(?:\.\d{1,2}){1,3}"
_UPPER = r"[A-ZĐÀ-Ỹ]"
_AFTER_NUMBER = rf"\s*(?:[./]\s*(?=[^\d\s.])|\.\s+(?=\d)|[-–]\s+(?={_UPPER}))"
_SMALL = r"x{0,2}(?:ix|iv|v?i{0,3})"
_STYLES = (
    _Style("phần", 0, "phần", re.compile(rf"(?i:phần)\s+{_BIG}{_AFTER}")),
    _Style("chương", 1, "chương", re.compile(rf"(?i:chương)\s+(?P<n>[IVXLC]+|\d{{1,2}}){_AFTER}")),
    _Style("mục", 2, "mục", re.compile(rf"(?i:mục)\s+(?P<n>\d{{1,2}}|[IVXLC]+){_AFTER}")),
    _Style("tiểu mục", 3, "tiểu mục", re.compile(r"(?i:tiểu mục)\s+(?P<n>\d{1,2})(?:\s*[.:]\s*|\s*$)")),
    _Style("điều", 5, "điều", re.compile(r"(?:Điều|ĐIỀU)\s+(?P<n>\d{1,3}[a-zđ]?)\s*[.:]\s*")),
    _Style("roman", 4, "mục", re.compile(r"(?!V/v\b)(?P<n>[IVXL]{1,6})\s*(?:[.)/:]\s*|[-–]\s+)(?=[^\s\d.])")),
    _Style("capital", 3.5, "phần", re.compile(r"(?P<n>[A-HK])\s*[.)/]\s+(?=[^\W\d_a-zđ])")),
    _Style("decimal", 7, "khoản", re.compile(rf"(?P<n>{_DECIMAL})\s*(?:[.)/]\s*(?=[^\d\s])|\s+(?=[\"“]|{_UPPER}))")),
    _Style("number", 6, "khoản", re.compile(rf"(?P<n>\d{{1,2}}){_AFTER_NUMBER}")),
    _Style("bracket", 8.5, "khoản", re.compile(r"\(?(?P<n>\d{1,2})\)\s*(?=\S)")),
    _Style("small roman", 9, "điểm", re.compile(rf"(?:\((?=[ivx]+\))|(?=[ivx]{{2,4}}\)))(?P<n>{_SMALL})\)\s*(?=\S)")),
    _Style("point", 9, "điểm", re.compile(rf"(?P<n>[a-zđ])\s*(?:[)/]\s*(?=\S)|\.\s*(?=[\d“]|{_UPPER})|\.\s+(?=\S))")),
    _Style("star", 9.8, "gạch", re.compile(r"(?P<n>[*❖✓➢])\s*(?=\S)")),
    _Style("dash", 10, "gạch", re.compile(r"(?P<n>[-–—])(?:\s+(?=\S)|(?=[^\W\d]))")),
    _Style("plus", 11, "gạch", re.compile(r"(?P<n>\+)\s*(?=\S)")),
    _Style("bullet", 12, "gạch", re.compile(r"(?P<n>[•▪·●○◦])\s*(?=\S)")),
)  # fmt: skip
_LABELS = {"phần": "Phần", "chương": "Chương", "mục": "Mục", "tiểu mục": "Tiểu mục", "điều": "Điều"}
_WORDS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6}


def marker(text: str) -> Marker | None:
    """The marker that ``text`` begins with, or None."""
    for style in _STYLES:
        match = style.pattern.match(text)
        if match is None:
            continue
        number = _number(style.name, match["n"])
        if number is None:
            continue
        name = _LABELS.get(style.name)
        label = f"{name} {match['n']}" if name else match["n"]
        rank = style.rank + (0.1 * match["n"].count(".") if style.name == "decimal" else 0.0)
        style_name = f"decimal{match['n'].count('.')}" if style.name == "decimal" else style.name
        return Marker(style_name, rank, style.level, match.group().strip(), label, number, match.end())
    return None


def roman(text: str) -> int | None:
    """The value of a well-formed Roman numeral up to 99, or None."""
    if not text or not _ROMAN_FORM.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[c] for c in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _number(style: str, text: str) -> int | None:
    if style in ("dash", "plus", "bullet", "star"):
        return 0
    if style == "point":
        return POINTS.find(text) + 1 or None
    if style == "small roman":
        return roman(text.upper())
    if style == "capital":
        return ord(text) - ord("A") + 1
    if style == "decimal":
        return int(text.rsplit(".", 1)[1])
    digits = re.match(r"\d+", text)
    if digits:
        return int(digits.group())
    return (
        roman(text)
        or _WORDS.get(text.lower().removeprefix("thứ").strip())
        or (ord(text[0]) - 64 if len(text) == 1 else None)
    )


def true_letter(above: str | None, printed: str, following: str | None) -> str:
    """The letter that a point bears by its place, where OCR prints đ as d and e as c.

    ``above`` is the true letter of the point before it under the same parent, ``following`` the printed letter of
    the point after it. A letter that would go back is the next one; a letter that skips one stays, except e after
    d, which is đ unless what follows shows that the author left đ out.
    """
    if printed == "a" or above is None:
        return printed
    here, last = POINTS.index(printed), POINTS.index(above)
    expected = POINTS[min(last + 1, len(POINTS) - 1)]
    if here <= last:
        return expected
    if printed == "e" and expected == "đ" and following not in ("g", "f"):
        return expected
    return printed
