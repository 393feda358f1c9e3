"""Spreadsheets (.xlsx, .xls, .ods): each sheet as an appendix, its rows as one table with the merged cells known."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine

from indexer.errors import UnreadableDocument
from indexer.read import refusals
from indexer.read.checksum import sha256
from indexer.read.office.container import opened
from indexer.read.office.doc import OLE, has_stream
from indexer.read.office.word import holds
from indexer.read.oldcode import Decoder, Run, decoder, named
from indexer.read.protocol import Progress
from indexer.settings import Settings
from indexer.types import RawCell, RawDocument, RawLine, RawPage, RawTable

_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_MOST_CELLS = 2_000_000
_Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class SheetReader:
    """Reads .xlsx, .xls and .ods."""

    name: str = "sheet"
    suffixes: tuple[str, ...] = (".xlsx", ".xlsm", ".xls", ".ods")

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether the file is a container with a workbook in it."""
        if head.startswith(b"PK"):
            return holds(path, "xl/") or b"opendocument.spreadsheet" in head
        return head.startswith(OLE) and any(has_stream(path, stream) for stream in _STREAMS)

    def read(self, path: Path, settings: Settings, progress: Progress | None) -> RawDocument:
        """Visible sheets in order. Raises ``UnreadableDocument`` for damaged, bloated and empty files."""
        if path.read_bytes()[:2] == b"PK":
            opened(path, settings).close()
        sheets = list(_sheets(path))
        reading = decoder([Run(text) for _, grid, _ in sheets for row in grid for text in row if text])
        items: list[RawLine | RawTable] = []
        for number, (name, grid, merges) in enumerate(sheets, start=1):
            if any(text for row in grid for text in row):
                if len(sheets) > 1:
                    items.append(RawLine(name, bold=True, whole=True))
                items += _items(grid, merges, reading)
            if progress is not None:
                progress(number, len(sheets))
        if not items:
            raise refusals.empty(path)
        runs = [Run(text) for _, grid, _ in sheets for row in grid for text in row if text]
        page = RawPage(None, 0.0, 0.0, tuple(items))
        return RawDocument(path.name, sha256(path), self.name, (page,), named(reading, runs))


READER = SheetReader()


def _sheets(path: Path) -> Iterator[tuple[str, list[list[str]], Sequence[_Merge]]]:
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        for meta in book.sheets_metadata:
            if meta.visible == python_calamine.SheetVisibleEnum.Visible and (
                meta.typ == python_calamine.SheetTypeEnum.WorkSheet
            ):
                sheet = book.get_sheet_by_name(meta.name)
                if sheet.total_height * sheet.total_width > _MOST_CELLS:
                    raise _too_wide(path, meta.name, sheet.total_height, sheet.total_width)
                grid = [[_shown(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
                yield meta.name, grid, sheet.merged_cell_ranges or ()
    except python_calamine.PasswordError as error:
        raise refusals.encrypted(path) from error
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise refusals.damaged(path, type(error).__name__) from error


def _too_wide(path: Path, sheet: str, rows: int, columns: int) -> UnreadableDocument:
    return UnreadableDocument(
        f"{path.name}: trang tính «{sheet}» có vùng {rows} × {columns} ô, quá giới hạn; hãy xoá các hàng cột trống.",
        f"{path.name}: sheet “{sheet}” spans {rows} × {columns} cells, beyond the limit; delete its empty rows.",
    )


def _shown(value: Any) -> str:
    """A value as a reader of the sheet sees it: whole numbers without a point, dates day first."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    return str(value).strip()


def _items(grid: list[list[str]], merges: Sequence[_Merge], reading: Decoder) -> Iterator[RawLine | RawTable]:
    """Title lines above and closing lines below the widest stretch of rows, and that stretch as a table."""
    filled = [sum(bool(text) for text in row) for row in grid]
    rows = [n for n, count in enumerate(filled) if count >= 3] or [n for n, count in enumerate(filled) if count == 2]
    if not rows:
        yield from (_line(text, reading) for row in grid for text in row if text)
        return
    # The letterhead's two or three texts stand far apart; a table's first row is its fullest one or next to it.
    first = next((n for n in rows if filled[n] * 2 > max(filled)), rows[0])
    # Headings merged downwards begin above the row that fills most columns, as over a calendar of months.
    first = min((top for (top, _), (bottom, _) in merges if top < first <= bottom), default=first)
    last = rows[-1]
    for row in grid[:first]:
        yield from (_line(text, reading) for text in row if text)
    yield _table(grid, merges, first, last, reading)
    for row in grid[last + 1 :]:
        yield from (_line(text, reading) for text in row if text)


def _table(grid: list[list[str]], merges: Sequence[_Merge], first: int, last: int, reading: Decoder) -> RawTable:
    spans = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in merges}
    hidden = {
        (row, column)
        for (top, left), (bottom, right) in merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    used = [n for n in range(first, last + 1) if any(grid[n])]
    at = {row: n for n, row in enumerate(used)}
    columns = max(len(grid[row]) for row in used)
    cells = []
    for row in used:
        for column in range(columns):
            if (row, column) in hidden:
                continue
            text = grid[row][column] if column < len(grid[row]) else ""
            height, width = spans.get((row, column), (1, 1))
            height = sum(1 for other in range(row, row + height) if other in at)
            lines = tuple(_line(part, reading) for part in text.split("\n") if part.strip())
            cells.append(RawCell(at[row], column, lines, max(1, height), min(width, columns - column)))
    return RawTable(len(used), columns, tuple(cells), "markup")


def _line(text: str, reading: Decoder) -> RawLine:
    return RawLine(" ".join(reading.line([Run(text)]).split()), whole=True)
