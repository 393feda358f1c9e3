"""What a page repeats and no sentence needs: page numbers, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.fold import fold
from indexer.types import RawDocument, RawLine, RawTable

Items = tuple[RawLine | RawTable, ...]

_NUMBER = re.compile(r"[-–—~\[(\s]*(?:(?:trang|page)\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?[-–—~\])\s.]*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
# A flattened table repeats its header on every page too, and its reader needs it.
_HEADER_WORDS = re.compile(r"\b(?:stt|tt|nhiem vu|noi dung|chu tri|phoi hop|thoi gian|san pham|ket qua|tien do)\b")
_EDGE = 2
_LEAST_PAGES = 3
_BLANKS_ABOVE_NUMBER = 3


def without_furniture(raw: RawDocument) -> tuple[Items, ...]:
    """Each page's items without page numbers and without lines that open or close most pages alike."""
    repeated = _repeated(raw)
    pages = []
    for page in raw.pages:
        dropped: set[int] = set()
        for index in _edges(page.items):
            text = _text(page.items[index])
            if _is_page_number(text, page.number, page.items, index) or _shape(text) in repeated:
                dropped.add(index)
        dropped |= _numbers_after_gaps(page.items)
        pages.append(tuple(item for index, item in enumerate(page.items) if index not in dropped))
    return tuple(pages)


def _text(item: RawLine | RawTable) -> str:
    return item.text.strip() if isinstance(item, RawLine) else ""


def _shape(text: str) -> str:
    return _DIGITS.sub("0", fold(text))


def _edges(items: Items) -> Iterator[int]:
    """Indices of the first and last lines that hold something; a table at the edge ends the search."""
    for order in (range(len(items)), range(len(items) - 1, -1, -1)):
        seen = 0
        for index in order:
            if isinstance(items[index], RawTable) or seen == _EDGE:
                break
            if _text(items[index]):
                seen += 1
                yield index


def _is_page_number(text: str, number: int | None, items: Items, index: int) -> bool:
    match = _NUMBER.fullmatch(text)
    if match is None or number is None:
        return False
    if int(match.group(1)) == number or not text.strip().isdigit():
        return True
    # Numbering that started again (an appendix) still stands alone, away from the text and in its margin.
    line = items[index]
    return isinstance(line, RawLine) and bool(line.words) and index in (0, len(items) - 1)


def _numbers_after_gaps(items: Items) -> set[int]:
    """Lone numbers under a gap of empty lines: the page number of a text whose pages were not told apart."""
    found: set[int] = set()
    blanks = 0
    for index, item in enumerate(items):
        text = _text(item)
        if isinstance(item, RawLine) and not text:
            blanks += 1
            continue
        if blanks >= _BLANKS_ABOVE_NUMBER and text.isdigit() and len(text) <= 3:
            found.add(index)
        blanks = 0
    return found


def _repeated(raw: RawDocument) -> frozenset[str]:
    """Shapes of the lines that stand at the edge of most pages."""
    if len(raw.pages) < _LEAST_PAGES:
        return frozenset()
    counts: Counter[str] = Counter()
    for page in raw.pages:
        counts.update({_shape(_text(page.items[index])) for index in _edges(page.items)})
    least = max(_LEAST_PAGES, len(raw.pages) * 0.6)
    return frozenset(s for s, n in counts.items() if n >= least and _worth(s))


def _worth(shape: str) -> bool:
    return 3 < len(shape) < 120 and not _HEADER_WORDS.search(shape) and any(c.isalpha() for c in shape)


def plain_text(pages: Sequence[Items]) -> str:
    """All the lines of ``pages``, for questions about the document's kind of markup."""
    lines = (item.text for items in pages for item in items if isinstance(item, RawLine))
    return "\n".join(lines)
