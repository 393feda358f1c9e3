"""A plan's source → .xlsx: the table as an appendix sheet, titles above the header, cells merged as printed."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bench.typeset.archive import freeze
from bench.typeset.records import Block, Grid, Plan

STAMP = datetime.datetime(2024, 2, 6)
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def write(plan: Plan, path: Path) -> None:
    """Writes the workbook: one sheet a table, with the number and the titles that stand above the table."""
    book = Workbook()
    book.properties.created = book.properties.modified = STAMP
    grids = [item for item in plan.items if isinstance(item, Grid)]
    for order, grid in enumerate(grids):
        sheet = book.active if order == 0 else book.create_sheet()
        assert isinstance(sheet, Worksheet)
        sheet.title = "Phụ lục" if order == 0 else f"Phụ lục {order + 1}"
        _sheet(sheet, plan, grid)
    book.save(path)
    _settle(path)


def _sheet(sheet: Worksheet, plan: Plan, grid: Grid) -> None:
    width = len(grid.columns)
    at = 1
    for line in _above(plan, grid):
        sheet.cell(at, 1, line).font = Font(bold=True)
        sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=width)
        at += 1
    at = _header(sheet, grid, at + 1)
    for order, row in enumerate(grid.rows):
        if row.group is not None:
            sheet.cell(at + order, 1, row.group).font = Font(bold=True)
            sheet.merge_cells(start_row=at + order, start_column=1, end_row=at + order, end_column=width)
            continue
        for column, words in enumerate(row.cells, 1):
            if words not in ("^", ""):
                cell = sheet.cell(at + order, column, int(words) if words.isdigit() and column == 1 else words)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    _merge(sheet, grid, at)


def _above(plan: Plan, grid: Grid) -> list[str]:
    """Issuer and number, then the centred lines that stand directly above the table."""
    head, meta = plan.front["head"], plan.front["meta"]
    lines = [" ".join(head["left"])] if head["left"] else []
    lines += [f"Số: {head['number']}"] if head.get("number") else []
    titles: list[str] = []
    for item in plan.items[: plan.items.index(grid)]:
        if isinstance(item, Block) and item.kind in ("type", "title", "sub"):
            titles.append(item.text)
    return [*lines, *(titles[-3:] or [meta["title"]])]


def _header(sheet: Worksheet, grid: Grid, at: int) -> int:
    two = any(len(column.header) == 2 for column in grid.columns)
    upper = [order for order, column in enumerate(grid.columns, 1) if len(column.header) == 2]
    for order, column in enumerate(grid.columns, 1):
        sheet.cell(at, order, column.header[0] if order not in upper[1:] else None).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(order)].width = column.width * 1.4
        if order in upper:
            sheet.cell(at + 1, order, column.header[1]).font = Font(bold=True)
        elif two:
            sheet.merge_cells(start_row=at, start_column=order, end_row=at + 1, end_column=order)
    if upper:
        sheet.merge_cells(start_row=at, start_column=upper[0], end_row=at, end_column=upper[-1])
    return at + 1 + two


def _merge(sheet: Worksheet, grid: Grid, first: int) -> None:
    for at in range(len(grid.columns)):
        top: int | None = None
        for order, row in enumerate([*grid.rows, None], first):
            if row is not None and row.group is None and row.cells[at] == "^":
                top = order - 1 if top is None else top
            elif top is not None:
                sheet.merge_cells(start_row=top, start_column=at + 1, end_row=order - 1, end_column=at + 1)
                top = None


def _settle(path: Path) -> None:
    """openpyxl stamps the moment of saving; it is set back to the fixed date."""
    import zipfile

    with zipfile.ZipFile(path) as source:
        entries = [(name, source.read(name)) for name in source.namelist()]
    stamp = STAMP.isoformat().encode() + b"Z"
    with zipfile.ZipFile(path, "w") as target:
        for name, data in entries:
            target.writestr(name, MODIFIED.sub(rb"\g<1>" + stamp, data) if name.endswith("core.xml") else data)
    freeze(path)
