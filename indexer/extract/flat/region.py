"""Where a flattened table stands among the lines of a document: its heading, found by vocabulary, and its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from indexer.extract.columns import Columns, columns, header_field
from indexer.extract.numbering import group_mark, is_total, leading_number
from indexer.fold import fold
from indexer.types import Document, Line

_LONGEST_HEADING = 9  # words of one heading
_HEADING_WORDS = 60  # words of all headings together
_LEAST_COLUMNS = 4
_CLOSING = re.compile(r"\s*(?:noi nhan\b|tren day la\b|(?:phu luc|bieu)\b|tm\.|kt\.|tl\.|tuq\.)")
_CHAPTER = re.compile(r"\s*(?:[ivx]+[.)/-]?\s+)?(?:to chuc|kinh phi|trach nhiem) thuc hien\s*[:.]?\s*")
_LOOK = 8  # lines behind a title that tell whether the table goes on


@dataclass(frozen=True, slots=True)
class FlatRegion:
    """A flattened table: its columns and the lines below its heading, repeated headings left out."""

    columns: Columns
    lines: tuple[Line, ...]
    start: int


def flat_regions(document: Document) -> tuple[FlatRegion, ...]:
    """The flattened assignment tables of ``document`` in order."""
    lines = [line for line in document.lines if _loose(document, line)]
    texts = [document.slice(line.span) for line in lines]
    found: list[FlatRegion] = []
    at = 0
    while at < len(lines):
        heading = _heading(texts, at)
        if heading is None:
            at += 1
            continue
        known, body = heading
        kept: list[Line] = []
        end = body
        while end < len(lines):
            again = _heading(texts, end)
            if again is not None and not _repeats_below(texts, end, again, known):
                if again[0].fields != known.fields:
                    break
                end = again[1]
                continue
            if _ends(texts, end, [document.slice(line.span) for line in kept]):
                break
            kept.append(lines[end])
            end += 1
        if kept:
            found.append(FlatRegion(known, tuple(kept), lines[at].span.start))
        at = max(end, body)
    return tuple(found)


def _repeats_below(texts: Sequence[str], at: int, found: tuple[Columns, int], known: Columns) -> bool:
    """Whether the heading ``found`` at a line only takes cells for headings that stand right above a repeated one."""
    if found[0].fields == known.fields:
        return False
    below = (_heading(texts, line) for line in range(at + 1, found[1]))
    return any(heading is not None and heading[0].fields == known.fields for heading in below)


def _loose(document: Document, line: Line) -> bool:
    table = document.tables[line.table] if line.table is not None else None
    return (table is None or table.origin == "flat") and bool(document.slice(line.span).strip())


def _heading(texts: Sequence[str], at: int) -> tuple[Columns, int] | None:
    """The columns whose headings stand in the lines from ``at`` on, and the line behind them.

    The lines are read as one run of words that headings must fill without rest; each heading opens with a capital
    or its own number.
    """
    if not _may_open(texts[at]):
        return None
    words: list[str] = []
    ends: dict[int, int] = {}
    starts = set()
    for k in range(at, len(texts)):
        fresh = texts[k].split()
        if len(words) + len(fresh) > _HEADING_WORDS:
            break
        starts.add(len(words))
        words += fresh
        ends[len(words)] = k + 1
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for position in range(len(words)):
        if position not in best or not _opens_heading(words[position], position in starts):
            continue
        score, headings = best[position]
        for stop in range(position + 1, min(position + _LONGEST_HEADING, len(words)) + 1):
            text = " ".join(words[position:stop])
            if header_field(text) is None:
                continue
            gain = 1.0 + (0.3 if position in starts else 0.0) - (0.9 if _known(headings, text) else 0.0)
            if stop not in best or score + gain > best[stop][0]:
                best[stop] = (score + gain, (*headings, text))
    whole = [(len(set(map(header_field, h))), stop, h) for stop, (_, h) in best.items() if stop in ends]
    candidates = [(distinct, stop, h) for distinct, stop, h in whole if distinct >= _LEAST_COLUMNS and not _single(h)]
    if not candidates:
        return None
    _, stop, headings = max(candidates, key=lambda c: (c[0], c[1]))
    known = columns([(h,) for h in _without_umbrellas(_without_title(headings))])
    return (known, ends[stop]) if known.assigns and known.has("lead", "coordinate", "pair") else None


def _may_open(text: str) -> bool:
    words = text.split()
    return bool(words) and len(text) <= 120 and _opens_heading(words[0], True)


def _opens_heading(word: str, starts_line: bool) -> bool:
    """Whether a heading may open with a word; a bracket within a line goes on with the heading before it."""
    return word[:1].isupper() or word[:1].isdigit() or (starts_line and word[:1] == "(")


def _single(headings: Sequence[str]) -> bool:
    """Whether the last heading is one month or quarter alone: the title of the first group ("QUÝ I")."""
    fields = [header_field(h) for h in headings]
    return fields[-1] == "period" and fields.count("period") == 1


def _known(headings: Sequence[str], text: str) -> bool:
    return header_field(text) in {header_field(h) for h in headings}


def _without_title(headings: Sequence[str]) -> Sequence[str]:
    """The headings without a title above them that reads as headings do ("PHÂN CÔNG NHIỆM VỤ"): all are named again."""
    fields = [header_field(h) for h in headings]
    return headings[max(k for k in range(len(fields)) if set(fields[:k]) <= set(fields[k:])) :]


def _without_umbrellas(headings: Sequence[str]) -> list[str]:
    """The headings without one that only spans others: of two with one field side by side, the later counts."""
    kept = list(headings)
    for first, second in zip(headings, headings[1:], strict=False):
        if header_field(first) == header_field(second) and first in kept:
            kept.remove(first)
    return kept


def _ends(texts: Sequence[str], at: int, table: Sequence[str]) -> bool:
    """Whether the line at ``at`` no longer belongs to the table: what follows it is prose or the closing part."""
    text = texts[at]
    if _CLOSING.match(fold(text)) or is_total(text):
        return True
    if len(table) < 4:
        return False
    if _CHAPTER.fullmatch(fold(text)):
        return True
    usual = sorted(map(len, table))[int(0.97 * (len(table) - 1))]
    ahead = [len(t) for t in texts[at : at + _LOOK]]
    if group_mark(text) is not None or leading_number(text) is not None:
        following = ahead[1:] or [0]
        return median(following) > max(1.4 * usual, 45)
    return len(ahead) >= 3 and min(ahead[:3]) > max(1.4 * usual, 45)
