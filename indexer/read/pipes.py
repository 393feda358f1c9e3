"""Markdown tables → tables: rows between bars, the first of them above a line of dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.read.tabs import MOST_COLUMNS
from indexer.read.tabs import items as tabbed
from indexer.types import RawCell, RawLine, RawTable

_DASHES = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def ruled_widths(lines: Sequence[str]) -> frozenset[int]:
    """The numbers of columns of the tables whose line of dashes stands among ``lines``."""
    return frozenset(
        len(_cells(line)) for above, line in zip(lines, lines[1:], strict=False) if _is_rule(line) and "|" in above
    )


def items(lines: Sequence[str], widths: frozenset[int]) -> tuple[RawLine | RawTable, ...]:
    """The lines of a page with its tables, those of bars and those of tabs.

    A run of rows without a line of dashes is a table where the file has another one as wide (``widths``): the same
    table, gone on from the page before.
    """
    found: list[RawLine | RawTable] = []
    cursor = 0
    for start, end in _runs(lines, widths):
        found += tabbed(lines[cursor:start])
        found.append(_table(lines[start:end]))
        cursor = end
    return (*found, *tabbed(lines[cursor:]))


def _runs(lines: Sequence[str], widths: frozenset[int]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for index, line in enumerate([*lines, ""]):
        row = _BAR.search(line) is not None
        if row and start is None:
            start = index
        elif not row and start is not None:
            begin = _begin(lines, start, index, widths)
            if begin is not None and max(len(_cells(row)) for row in lines[begin:index]) <= MOST_COLUMNS:
                yield begin, index
            start = None


def _begin(lines: Sequence[str], start: int, end: int, widths: frozenset[int]) -> int | None:
    """The row at which the table of a run of rows begins: the one above its dashes; None where it is no table."""
    rule = next((index for index in range(start, end) if _is_rule(lines[index])), None)
    if rule is not None:
        return max(start, rule - 1) if len(_cells(lines[rule])) > 1 else None
    return start if all(line.strip()[0] == "|" and len(_cells(line)) in widths for line in lines[start:end]) else None


def _is_rule(line: str) -> bool:
    return "|" in line and _DASHES.fullmatch(line) is not None


def _cells(line: str) -> list[str]:
    """What stands between the bars; a bar behind a backslash belongs to the words."""
    inner = line.strip().removeprefix("|")
    parts = _BAR.split(inner)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [part.replace("\\|", "|").strip() for part in parts]


def _table(lines: Sequence[str]) -> RawTable:
    rows = [_cells(line) for line in lines if not _is_rule(line)]
    columns = max(len(row) for row in rows)
    cells = tuple(
        RawCell(at_row, at_column, tuple(RawLine(part.strip()) for part in _BREAK.split(text) if part.strip()))
        for at_row, row in enumerate(rows)
        for at_column, text in enumerate(row + [""] * (columns - len(row)))
    )
    return RawTable(len(rows), columns, cells, "markup")
