"""Words that label what follows a colon as a table's heading labels its column: "Chủ trì: Sở A; hạn: Quý II"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.extract.columns import HeaderField, header_field

_COLON = re.compile(r"\s*:\s*")
# A label opens the text, a line or a bracket, or stands behind what ends the value before it.
_OPENING = re.compile(r"^[\s\-–—+•*]*|[;.,\n(\[][\s\-–—+•*]*|\s[-–—]\s+")
_LONGEST = 70
_BRACKETS = {"(": ")", "[": "]"}
# Units and times are said in one sentence; a result may take more.
_SENTENCE = re.compile(r"\.\s+(?=[^\W\d_a-zà-ỹđ])")
_ONE_SENTENCE: frozenset[HeaderField] = frozenset({"lead", "coordinate", "pair", "deadline", "oversee"})


@dataclass(frozen=True, slots=True)
class Label:
    """A label at ``start`` of a text, the field that it names, and the offsets of its value (empty: none on the line).

    ``end`` lies behind the value and the bracket that closes it.
    """

    field: HeaderField
    start: int
    value: tuple[int, int]
    end: int


def labels(text: str) -> tuple[Label, ...]:
    """The labels of ``text`` in order that the vocabulary of table headings knows, each with its value."""
    heads = _heads(text)
    found = []
    for position, (field, start, behind) in enumerate(heads):
        bracket = _bracket(text, start)
        closed = _closing(text, bracket, behind) if bracket is not None else None
        later = heads[position + 1][1] if position + 1 < len(heads) else len(text)
        limit = later if closed is None else min(later, closed)
        if field in _ONE_SENTENCE and (stop := _SENTENCE.search(text, behind, limit)):
            limit = stop.start()
        value = text[behind:limit].rstrip(" \t\n.;,-–—+•*([")
        over = closed + 1 if closed is not None and closed <= limit else limit
        found.append(Label(field, start, (behind, behind + len(value)), over))
    return tuple(found)


def _heads(text: str) -> list[tuple[HeaderField, int, int]]:
    """Field, start and end (behind the colon) of every label; of two readings the one with more words."""
    found: list[tuple[HeaderField, int, int]] = []
    for colon in _COLON.finditer(text):
        first = max(found[-1][2] if found else 0, colon.start() - _LONGEST)
        openings = (m.end() for m in _OPENING.finditer(text, 0, colon.start()) if m.end() >= first)
        for start in openings:
            words = text[start : colon.start()]
            if words[:1].isalpha() and (field := header_field(words)) is not None:
                found.append((field, start, colon.end()))
                break
    return found


def _bracket(text: str, start: int) -> int | None:
    """Where the bracket opens that a label at ``start`` stands in, or None."""
    open_at: list[int] = []
    for at, sign in enumerate(text[:start]):
        if sign in _BRACKETS:
            open_at.append(at)
        elif open_at and sign == _BRACKETS[text[open_at[-1]]]:
            open_at.pop()
    return open_at[-1] if open_at else None


def _closing(text: str, bracket: int, start: int) -> int | None:
    """Where the bracket at ``bracket`` closes, brackets between passed over; None where it stays open."""
    depth = 0
    for at in range(start, len(text)):
        if text[at] in _BRACKETS:
            depth += 1
        elif text[at] in _BRACKETS.values():
            if depth == 0:
                return at
            depth -= 1
    return None
