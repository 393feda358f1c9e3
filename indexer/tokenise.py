"""Underthesea words for lexical search and sentences with exact offsets. Underthesea is loaded on first use."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any

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
    segment: Callable[[str], list[str]] = _part("word_tokenize").word_tokenize
    return segment


@lru_cache(maxsize=1)
def _splitter() -> Callable[[str], list[str]]:
    split: Callable[[str], list[str]] = _part("sent_tokenize").sent_tokenize
    return split


def _part(name: str) -> Any:
    """A module of Underthesea alone: the whole package loads torch and transformers, which take seconds to load and
    hundreds of megabytes, for parts that are not used here."""
    if "underthesea" not in sys.modules:
        spec = find_spec("underthesea")
        assert spec is not None
        sys.modules["underthesea"] = module_from_spec(spec)
        # The parts import one another in a circle that opens here only.
        import_module("underthesea.pipeline.text_normalize")
    return import_module(f"underthesea.pipeline.{name}")


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
