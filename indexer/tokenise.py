"""Underthesea words for lexical search and sentences with exact offsets. Underthesea is loaded on first use."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from indexer.types import Span

_SPACES = re.compile(r"\s+")

# What stands before a full stop that does not end a sentence: a numbering, an initial, an abbreviation of the
# genre (capacities TM. KT. TL. TUQ. Q., places TP. TX. TT. P. Q. H., titles TS. ThS. PGS. GS. BS., đ/c, v.v, tr, Tp).
_ABBREVIATED = re.compile(
    r"^(?:(?:\d+\.)*\d+|[IVXLC]+|[^\W\d_])\.$|"
    r"(?:^|[\s(\"“;:,/-])(?:[PQHX]|TM|KT|TL|TUQ|TP|Tp|TX|Tx|TT|Tt|TS|ThS|Ths|PGS|GS|BS|ĐT|"
    r"Đ/c|đ/c|St|Mr|Mrs|Ms|Dr|No|tr)\.$|"
    r"^(?:Điều|Chương|Phần|Mục|Bước) \w{1,4}\.$"
)
_CLOSERS = frozenset(',;:)./”"')


@lru_cache(maxsize=1)
def _segmenter() -> Callable[[str], list[str]]:
    from underthesea import word_tokenize

    segment: Callable[[str], list[str]] = word_tokenize
    return segment


@lru_cache(maxsize=1)
def _splitter() -> Callable[[str], list[str]]:
    from underthesea import sent_tokenize

    split: Callable[[str], list[str]] = sent_tokenize
    return split


def words(text: str) -> list[str]:
    """The words of ``text`` in order, the syllables of one word joined by "_" ("tài_sản_công"), case as given."""
    if not text.strip():
        return []
    return [_SPACES.sub("_", word.strip()) for word in _segmenter()(text) if word.strip()]


def sentences(text: str) -> tuple[Span, ...]:
    """Where the sentences of ``text`` stand, without surrounding space; offsets count from the start of ``text``.

    A numbering ("1.", "a."), an abbreviation ("TP.", "TM.") and a full stop before a small letter end nothing. A
    line break always ends a sentence.
    """
    found: list[Span] = []
    start = 0
    for line in text.split("\n"):
        found.extend(_line_sentences(line, start))
        start += len(line) + 1
    return tuple(found)


def _line_sentences(line: str, offset: int) -> list[Span]:
    spans: list[tuple[int, int]] = []
    cursor = 0
    for piece in _splitter()(line) if line.strip() else ():
        at = line.find(piece, cursor)
        if at < 0:
            continue
        if spans and _continues(line[spans[-1][0] : spans[-1][1]], piece):
            spans[-1] = (spans[-1][0], at + len(piece))
        else:
            spans.append((at, at + len(piece)))
        cursor = at + len(piece)
    return [Span(offset + a, offset + b) for a, b in spans]


def _continues(before: str, after: str) -> bool:
    """Whether ``after`` belongs to the sentence that the splitter ended with ``before``."""
    return after[0].islower() or after[0] in _CLOSERS or bool(_ABBREVIATED.search(before))
