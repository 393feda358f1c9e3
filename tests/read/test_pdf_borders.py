"""The many ways in which agencies draw a table's borders: each gives the same rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.read import read
from indexer.settings import Settings
from indexer.types import RawLine, RawTable
from tests.read.drawing import Sheet, draw

XS = [60.0, 90.0, 300.0, 420.0, 540.0]
YS = [100.0, 122.0, 152.0, 172.0, 202.0]
ROWS = [
    ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"),
    ("1", "Rà soát văn bản\nđã ban hành", "Sở Tư pháp", "Quý II/2026"),
    ("2", "Tổ chức tập huấn", "Sở Nội vụ", ""),
    ("3", "Kiểm tra công vụ\nđột xuất", "Thanh tra tỉnh", "Thường xuyên"),
]
BEFORE = "Ủy ban nhân dân tỉnh phân công nhiệm vụ cho các cơ quan như sau:"
AFTER = "Trên đây là phân công nhiệm vụ, các cơ quan báo cáo kết quả hằng tháng."


def cells(sheet: Sheet) -> None:
    for y, row in zip(YS, ROWS, strict=False):
        for x, text in zip(XS, row, strict=False):
            sheet.lines(x + 4, y + 12, text.split("\n"), 9, 11)


def boxed(sheet: Sheet) -> None:
    for y in YS:
        sheet.rule(XS[0], y, XS[-1], y)
    for x in XS:
        sheet.rule(x, YS[0], x, YS[-1])


def dots(sheet: Sheet) -> None:
    canvas = sheet.canvas
    for y in YS:
        for step in range(int((XS[-1] - XS[0]) / 1.5)):
            canvas.rect(XS[0] + 1.5 * step, sheet.height - y, 0.75, 0.75, stroke=0, fill=1)
    for x in XS:
        for step in range(int((YS[-1] - YS[0]) / 1.5)):
            canvas.rect(x, sheet.height - YS[0] - 1.5 * step, 0.75, 0.75, stroke=0, fill=1)


def double(sheet: Sheet) -> None:
    for shift in (0.0, 1.5):
        for y in YS:
            sheet.rule(XS[0], y + shift, XS[-1], y + shift)
        for x in XS:
            sheet.rule(x + shift, YS[0], x + shift, YS[-1])


def piecewise(sheet: Sheet) -> None:
    for top, bottom in zip(YS, YS[1:], strict=False):
        for left, right in zip(XS, XS[1:], strict=False):
            sheet.frame(left + 0.4, top + 0.4, right - 0.4, bottom - 0.4)


def open_sides(sheet: Sheet) -> None:
    for y in YS:
        sheet.rule(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        sheet.rule(x, YS[0], x, YS[-1])


def under_rows(sheet: Sheet) -> None:
    for y in YS[1:]:
        sheet.rule(XS[0], y, XS[-1], y)


def between_rows(sheet: Sheet) -> None:
    for y in YS[1:-1]:
        sheet.rule(XS[0], y, XS[-1], y)


def head_and_foot(sheet: Sheet) -> None:
    for y in (YS[0], YS[1], YS[-1]):
        sheet.rule(XS[0], y, XS[-1], y)


def columns_only(sheet: Sheet) -> None:
    for y in (YS[0], YS[1], YS[-1]):
        sheet.rule(XS[0], y, XS[-1], y)
    for x in XS:
        sheet.rule(x, YS[0], x, YS[-1])


def shaded(sheet: Sheet) -> None:
    sheet.canvas.setFillGray(0.85)
    for row in (0, 2):
        for left, right in zip(XS, XS[1:], strict=False):
            height = YS[row + 1] - YS[row]
            sheet.canvas.rect(left, sheet.height - YS[row + 1], right - left, height, stroke=0, fill=1)
    top, bottom = YS[3], YS[4]
    sheet.canvas.rect(XS[0], sheet.height - bottom, XS[-1] - XS[0], 0.5, stroke=0, fill=1)
    for x in XS:
        sheet.canvas.rect(x, sheet.height - bottom, 0.5, bottom - top, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)


def nothing(sheet: Sheet) -> None:
    pass


def white_boxes(sheet: Sheet) -> None:
    sheet.canvas.setFillGray(1)
    sheet.canvas.rect(200, sheet.height - 180, 80, 60, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    boxed(sheet)


@pytest.mark.parametrize(
    "borders",
    [
        boxed, dots, double, piecewise, open_sides, under_rows, between_rows, head_and_foot, columns_only, shaded,
        nothing, white_boxes,
    ],
)  # fmt: skip
def test_rows_come_out_whichever_borders_are_drawn(tmp_path, borders: Callable[[Sheet], None]):
    def page(sheet: Sheet) -> None:
        borders(sheet)
        sheet.text(60, 70, BEFORE)
        cells(sheet)
        sheet.text(60, 240, AFTER)

    (page_read,) = read(draw(tmp_path / "a.pdf", page), Settings(ocr="off")).pages
    before, table, after = page_read.items
    assert isinstance(before, RawLine)
    assert isinstance(after, RawLine)
    assert (before.text, after.text) == (BEFORE, AFTER)
    assert isinstance(table, RawTable)
    found = [
        tuple("\n".join(line.text for line in cell.lines) for cell in table.cells if cell.row == row)
        for row in range(table.rows)
    ]
    assert found == ROWS


def test_a_group_title_between_rules_spans_the_columns_that_alignment_shows(tmp_path):
    def page(sheet: Sheet) -> None:
        sheet.text(60, 70, BEFORE)
        cells(sheet)
        under_rows(sheet)
        sheet.text(64, 214, "II. CÔNG TÁC KIỂM TRA, GIÁM SÁT THƯỜNG XUYÊN", 9)
        sheet.rule(XS[0], 222, XS[-1], 222)
        for x, text in zip(XS, ("4", "Giám sát", "Sở Tài chính", "Năm 2026"), strict=False):
            sheet.text(x + 4, 236, text, 9)
        sheet.rule(XS[0], 246, XS[-1], 246)

    (page_read,) = read(draw(tmp_path / "a.pdf", page), Settings(ocr="off")).pages
    (table,) = (item for item in page_read.items if isinstance(item, RawTable))
    titles = [cell for cell in table.cells if cell.column_span == 4]
    assert [line.text for cell in titles for line in cell.lines] == ["II. CÔNG TÁC KIỂM TRA, GIÁM SÁT THƯỜNG XUYÊN"]
    assert table.rows == 6
