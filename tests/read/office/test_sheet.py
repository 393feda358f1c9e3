"""Spreadsheets: titles apart from the table, merged cells, dates, hidden sheets, hostile sizes."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from indexer.errors import UnreadableDocument
from indexer.read import read
from indexer.settings import Settings
from indexer.types import RawLine, RawTable

HEAD = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]


def book(path: Path, rows: list[list[object]], merged: tuple[str, ...] = ()) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for place in merged:
        sheet.merge_cells(place)
    workbook.save(path)
    return path


def test_title_lines_stand_above_the_table(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        [["PHỤ LỤC"], [], HEAD, [1, "Đắp đê", "Sở Thủy sản", datetime.date(2031, 3, 9)], [2, "Thả cá", None, "Quý II"]],
        ("A1:D1", "C4:C5"),
    )
    title, table = read(path, Settings()).pages[0].items
    assert isinstance(title, RawLine) and title.text == "PHỤ LỤC"
    assert isinstance(table, RawTable)
    cells = {(c.row, c.column): (" ".join(line.text for line in c.lines), c.row_span) for c in table.cells}
    assert cells[(1, 2)] == ("Sở Thủy sản", 2)
    assert (2, 2) not in cells
    assert cells[(1, 3)] == ("09/03/2031", 1)
    assert cells[(1, 0)] == ("1", 1)


def test_every_visible_sheet_is_an_appendix_under_its_name(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for name in ("Phụ lục 1", "Phụ lục 2", "Nháp"):
        sheet = workbook.create_sheet(name)
        sheet.append(HEAD)
        sheet.append([1, f"việc của {name}", "A", "B"])
    del workbook["Sheet"]
    workbook["Nháp"].sheet_state = "hidden"
    workbook.save(tmp_path / "a.xlsx")
    items = read(tmp_path / "a.xlsx", Settings()).pages[0].items
    assert [item.text for item in items if isinstance(item, RawLine)] == ["Phụ lục 1", "Phụ lục 2"]
    assert sum(isinstance(item, RawTable) for item in items) == 2


def test_a_sheet_that_spans_a_million_empty_rows_is_read_or_refused_by_a_sentence(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEAD)
    sheet.append([1, "a", "b", "c"])
    sheet.cell(1_000_000, 4, " ")
    workbook.save(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableDocument, match="quá giới hạn"):
        read(tmp_path / "a.xlsx", Settings())


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="rỗng"):
        read(book(tmp_path / "a.xlsx", []), Settings())


def test_forty_columns_are_kept(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [[f"cột {n}" for n in range(40)], [str(n) for n in range(40)]])
    (table,) = read(path, Settings()).pages[0].items
    assert isinstance(table, RawTable) and table.columns == 40
