"""Numbers and titles in the cells of a table: what counts as a row's number, a group's title, a total."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.fold import fold, key

_ROW_NUMBER = re.compile(r"\(?(\d{1,3}(?:\.\d{1,3}){0,3}|[a-zđ])\s*[.)\]]?", re.IGNORECASE)
_LEADING = re.compile(r"\s*(\d{1,3}(?:\.\d{1,2}){0,3})\s*[.)](?:\s+(?=[^\s.,)])|(?=[^\s\d.,)]))")
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
_MARK = re.compile(r"\s*([^\W\d_]{1,5}|[IVXl1|]{1,5})(\s*[.):/-]\s*|\s+)(?=\S)")
_NUMBERED_TITLE = re.compile(r"(?:phần|mục|nhóm|lĩnh vực)\s+(?:thứ\s+)?[\dIVX]+|\d{1,2}\s*[.)]", re.IGNORECASE)
_TOTAL = re.compile(r"\W*(?:tổng(?: cộng| số)?|cộng)\s*(?:[:(]|\d|$)")
_DITTO = re.compile(
    r"[\s\-–—]*(?:nt|như trên|n/t|nhu tren)[\s.\-–—]*|[\s]*(?:″|\"|''|”|“|〃|,,|´´)[\s]*", re.IGNORECASE
)
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:\d{1,2}|[A-H])\s*\)?(?:\s*=.*)?")


def row_number(text: str) -> str | None:
    """The number in a number cell without its point: "1." gives "1", "2.1" stays, "1.0" of a spreadsheet is "1"."""
    bare = text.strip()
    found = _ROW_NUMBER.fullmatch(bare)
    if found is None:
        return None
    number = found.group(1)
    return number[:-2] if re.fullmatch(r"\d+\.0", number) else number


def leading_number(text: str) -> tuple[str, int] | None:
    """A number that opens a cell with a point or bracket behind it ("12. Ban hành"), and where the words begin.

    "100% hồ sơ" and "30/6/2026" open with no number in this sense.
    """
    found = _LEADING.match(text)
    return (found.group(1), found.end()) if found else None


def group_mark(title: str) -> str | None:
    """The Roman number or capital letter that opens a title ("IV. CẢI CÁCH…", "B Đến năm 2030"), or None.

    OCR's l and 1 for I and marks over a number ("VĨ") are read through.
    """
    found = _MARK.match(title)
    if found is None:
        return None
    mark = found.group(1)
    if is_group_number(mark):
        return mark
    roman = fold(mark).translate(str.maketrans("l1|", "iii"))
    return roman.upper() if mark.replace("l", "I").isupper() and _ROMAN.fullmatch(roman) else None


def is_group_number(text: str) -> bool:
    """Whether a number cell holds the mark of a group: a Roman number or a capital letter."""
    bare = text.strip(" .):/-\t\n")
    return bool(re.fullmatch(r"[A-HĐ]", bare)) or (bare.isupper() and bool(_ROMAN.fullmatch(bare.casefold())))


def enumerated(title: str) -> bool:
    """Whether a title opens with a mark of its own."""
    return group_mark(title) is not None or _NUMBERED_TITLE.match(title.strip()) is not None


def is_upper(text: str) -> bool:
    """Whether nearly all letters are capitals, as in printed titles."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 3 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


def is_total(text: str) -> bool:
    """Whether the words open a total ("Tổng cộng: 44 nhiệm vụ")."""
    return _TOTAL.match(key(text)) is not None


def is_ditto(text: str) -> bool:
    """Whether a cell repeats the one above: nt, -nt-, ″, như trên."""
    return _DITTO.fullmatch(text) is not None


def numbers_columns(cells: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: "(1) (2) (3)", "A B 1 2"."""
    filled = [c for c in cells if c.strip()]
    return (
        len(filled) >= 3
        and len(set(filled)) == len(filled)
        and all(_COLUMN_NUMBER.fullmatch(c.strip()) for c in filled)
    )
