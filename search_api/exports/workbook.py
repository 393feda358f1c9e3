"""A report as an XLSX workbook: one sheet a table, its head formatted, frozen and filtered, citations as links."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from search_api.exports.cells import clean, formula
from search_api.exports.report import Linked, Report, Source, Table, Value

# Excel repairs a sheet with more links than this.
_MOST_LINKS = 60_000
_TITLE = re.compile(r"[\[\]:*?/\\]")
_HEAD = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="7A1F17")
_HEAD_ALIGNMENT = Alignment(wrap_text=True, vertical="center")
_BODY = Alignment(wrap_text=True, vertical="top")
_LINK = Font(color="1A4D8F", underline="single")
_TOTAL = Font(bold=True)
_EDGE = Border(bottom=Side(style="thin", color="DCD8CE"))


def as_xlsx(report: Report) -> bytes:
    """The workbook; a last sheet says what was chosen. Numbers and days keep their types."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    links = 0
    for number, table in enumerate(report.tables):
        sheet = first if number == 0 else book.create_sheet()
        sheet.title = _title(table.title, number)
        links = _fill(sheet, table, links)
    told = book.create_sheet("Thông tin")
    told.column_dimensions["A"].width = 100
    for line in (report.title, *report.lines):
        told.append([""])
        _put(told.cell(told.max_row, 1), line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(title: str, number: int) -> str:
    return _TITLE.sub(" ", clean(title))[:31].strip() or f"Bảng {number + 1}"


def _fill(sheet: Worksheet, table: Table, links: int) -> int:
    for at, column in enumerate(table.columns, start=1):
        cell = sheet.cell(1, at)
        _put(cell, column.heading)
        cell.font, cell.fill, cell.alignment = _HEAD, _HEAD_FILL, _HEAD_ALIGNMENT
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    for line, row in enumerate(table.rows, start=2):
        links += _row(sheet, line, row, links)
    if table.totals is not None:
        line = len(table.rows) + 2
        _row(sheet, line, table.totals, _MOST_LINKS)
        for at in range(1, len(table.columns) + 1):
            sheet.cell(line, at).font = _TOTAL
    sheet.freeze_panes = "B2" if table.totals is not None else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    return links


def _row(sheet: Worksheet, line: int, row: Sequence[Value], links: int) -> int:
    """Writes a row; returns how many links it took."""
    made = 0
    for at, value in enumerate(row, start=1):
        if value is None:
            continue
        cell = sheet.cell(line, at)
        shown = value.value if isinstance(value, Linked) else value.place if isinstance(value, Source) else value
        _put(cell, shown)
        cell.alignment, cell.border = _BODY, _EDGE
        if isinstance(value, Linked | Source) and links + made < _MOST_LINKS:
            cell.hyperlink = value.url
            cell.font = _LINK
            made += 1
    return made


def _put(cell: Cell | MergedCell, value: str | int | date) -> None:
    """Writes a value; words are words whatever they start with, and stay so when someone edits the cell."""
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
        return
    words = clean(value)
    cell.value = words
    cell.data_type = "s"
    if formula(words):
        cell.quotePrefix = True
