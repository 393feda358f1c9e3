"""Runs of tab-separated lines → tables: a line is a row, a tab ends a cell, a blank line ends the table.

A line without tabs right between two others that is a group's title ("II. TRONG MÙA LŨ") is a row of one cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.read.spaced import items as spaced
from indexer.types import RawCell, RawLine, RawTable

MOST_COLUMNS = 200
"""Lines of more cells than this are no table: as one, a few of them would fill any memory with empty cells."""

_LEAST_TABS = 2
_MARKED = re.compile(r"\s*(?:[IVX]+|[A-HĐ]|\d{1,2}(?:\.\d{1,2})*)\s*[.)/:-]\s*\S")
_LONGEST_TITLE = 160


def items(lines: Sequence[str]) -> tuple[RawLine | RawTable, ...]:
    """The lines of a page with every run of tab-separated ones as a table; cell text stays as the file has it.

    A single such line is a table only beside another run with the same number of cells, since aligned
    letterheads are typed with tabs too.
    """
    runs = _runs(lines)
    widths = [max(_tabs(line) for line in lines[start:end]) + 1 for start, end in runs]
    tables = {
        start: end
        for (start, end), width in zip(runs, widths, strict=True)
        if width <= MOST_COLUMNS and (end - start > 1 or widths.count(width) > 1)
    }
    found: list[RawLine | RawTable] = []
    index = 0
    while index < len(lines):
        if index in tables:
            found.append(_table(lines[index : tables[index]]))
            index = tables[index]
        else:
            end = next((start for start in sorted(tables) if start > index), len(lines))
            found += spaced(lines[index:end], opening=index == 0)
            index = end
    return tuple(found)


def _tabs(line: str) -> int:
    return line.rstrip("\r\n").count("\t")


def _runs(lines: Sequence[str]) -> list[tuple[int, int]]:
    runs = []
    start: int | None = None
    for index, line in enumerate([*lines, ""]):
        tabbed = _in_row(line) or (start is not None and _title_between(lines, index))
        if tabbed and start is None:
            start = index
        elif not tabbed and start is not None:
            runs.append((start, index))
            start = None
    return runs


def _in_row(line: str) -> bool:
    return _tabs(line) >= _LEAST_TABS and bool(line.strip())


def _title_between(lines: Sequence[str], index: int) -> bool:
    """Whether a line is a group's title right above a row: marked, or in capitals."""
    if index + 1 >= len(lines) or not _in_row(lines[index + 1]):
        return False
    title = lines[index].strip()
    if "\t" in title or len(title) > _LONGEST_TITLE:
        return False
    return title.isupper() or _MARKED.match(title) is not None


def _table(lines: Sequence[str]) -> RawTable:
    rows = [line.split("\t") for line in lines]
    columns = max(len(row) for row in rows)
    cells = tuple(
        RawCell(
            at_row,
            at_column,
            (RawLine(text.strip()),) if text.strip() else (),
            column_span=columns if len(row) == 1 else 1,
        )
        for at_row, row in enumerate(rows)
        for at_column, text in enumerate(row if len(row) == 1 else row + [""] * (columns - len(row)))
    )
    return RawTable(len(rows), columns, cells, "tabs")
