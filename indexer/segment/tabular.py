"""Tables that came out as plain lines: where they begin (their header words close together) and where prose resumes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.fold import fold
from indexer.types import Document, Line, Span

# Words of the headings of assignment tables, by the column that they announce, without marks.
_COLUMNS = {
    "no": re.compile(r"^(?:stt|tt|so tt)\b"),
    "task": re.compile(r"\b(?:nhiem vu|noi dung|cong viec|hoat dong|muc tieu|giai phap)\b"),
    "product": re.compile(r"\b(?:san pham|ket qua|dau ra)\b"),
    "lead": re.compile(
        r"\b(?:chu tri|tham muu|chiu trach nhiem|don vi thuc hien|co quan thuc hien|phan cong|phu trach)\b"
    ),
    "coordinate": re.compile(r"\bphoi hop\b"),
    "deadline": re.compile(r"\b(?:thoi gian|thoi han|tien do|han hoan thanh|lo trinh)\b"),
}
_HEADING = re.compile(r"(?:[IVXLC]+|\d{1,2})\s*[.)/]\s*\S|(?:Điều|Chương|Phần|Mục)\s+\w+")
_TITLE = re.compile(r"\d{1,2}\.\s*\S[^.]*\s\d{1,2}\.\s")
_SENTENCE = re.compile(r"[.;:!?]\W*$|^[-–+•*]\s")
_END = re.compile(r"(?:nơi nhận|trên đây là|(?:tm|kt|tl|tuq|q)\. )", re.IGNORECASE)

_WINDOW = 26
_CELL = 60
_PROSE = 110
_LEAST_COLUMNS = 4
_LEAST_LINES = 12


def flattened(document: Document) -> tuple[tuple[int, int], ...]:
    """The stretches of ``document.lines`` (half-open indices) that are tables printed cell by cell."""
    lines = document.lines
    texts = [document.slice(line.span) for line in lines]
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        start = _header_at(texts, lines, index)
        if start is None:
            index += 1
            continue
        end = _end(texts, lines, start)
        if end - start >= _LEAST_LINES:
            found.append((start, end))
            index = end
        else:
            index += 1
    return tuple(found)


def _header_at(texts: Sequence[str], lines: Sequence[Line], index: int) -> int | None:
    """``index`` where a table's header begins there: bare short lines that together name at least four columns."""
    first = texts[index]
    if _HEADING.match(first) and not _TITLE.match(first):
        return None
    if not (any(pattern.search(fold(first)) for pattern in _COLUMNS.values()) or _opens_split(texts, index)):
        return None
    if lines[index].table is None and len(first) <= 2.5 * _CELL and not _SENTENCE.search(first) and _names(first):
        return index
    window: list[str] = []
    for text, line in zip(texts[index : index + _WINDOW], lines[index : index + _WINDOW], strict=True):
        if len(text) > _CELL or line.table is not None or _SENTENCE.search(text):
            break
        window.append(text)
    return index if _names(" ".join(window)) else None


def _names(text: str) -> bool:
    """Whether ``text`` names at least four columns of an assignment table, a unit's among them."""
    folded = fold(text)
    columns = {name for name, pattern in _COLUMNS.items() if pattern.search(folded)}
    return len(columns) >= _LEAST_COLUMNS and bool({"lead", "coordinate"} & columns)


def _opens_split(texts: Sequence[str], index: int) -> bool:
    """Whether the lines from ``index`` spell a column's name word by word ("Nhiệm" / "vụ" / "chung")."""
    if len(texts[index]) > 20:
        return False
    joined = fold(" ".join(texts[index : index + 3]))
    return any(pattern.match(joined) for pattern in _COLUMNS.values())


def _end(texts: Sequence[str], lines: Sequence[Line], start: int) -> int:
    """The first line behind the table: a paragraph of prose, with the headings that stand right above it."""
    index = start + 1
    while index < len(texts):
        text = texts[index]
        prose = len(text) >= _PROSE and not text.isupper()
        if lines[index].table is not None or _END.match(text) or prose:
            break
        index += 1
    while index < len(texts) and index > start + 1 and _HEADING.match(texts[index - 1]) and len(texts[index - 1]) > 8:
        if not (
            texts[index - 1].isupper()
            or lines[index - 1].bold
            or lines[index - 1].heading_mark
            or lines[index - 1].blank_before
        ):
            break
        index -= 1
    return index


def span_of(lines: Sequence[Line], start: int, end: int) -> Span:
    """The stretch of the one text from the first to the last of ``lines[start:end]``."""
    return Span(lines[start].span.start, lines[end - 1].span.end)
