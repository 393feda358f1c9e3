"""Tables of PDF pages: cells and spans from rulings, columns from alignment, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.read import read
from indexer.settings import Settings
from indexer.types import RawCell, RawDocument, RawLine, RawPage, RawTable
from tests.read.drawing import LANDSCAPE, Sheet, draw, grid

SETTINGS = Settings(ocr="off")


def tables(page: RawPage) -> list[RawTable]:
    return [item for item in page.items if isinstance(item, RawTable)]


def lines(page: RawPage) -> list[str]:
    return [item.text for item in page.items if isinstance(item, RawLine)]


def words_of(cell: RawCell) -> str:
    return " ".join(line.text for line in cell.lines)


def shape(table: RawTable) -> dict[tuple[int, int, int, int], str]:
    return {(c.row, c.column, c.row_span, c.column_span): words_of(c) for c in table.cells}


def read_one(path: Path) -> RawPage:
    document = read(path, SETTINGS)
    assert len(document.pages) == 1
    return document.pages[0]


def test_every_cell_holds_its_own_words_and_no_line_repeats_them(tmp_path):
    rows = [["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Rà soát tài sản\ncông", "Sở Tài chính"], ["2", "Tập huấn", ""]]

    def page(sheet: Sheet) -> None:
        sheet.text(60, 80, "Phụ lục phân công nhiệm vụ của các cơ quan")
        grid(sheet, [60, 90, 300, 500], [100, 125, 160, 185], rows)
        sheet.text(60, 220, "Các cơ quan báo cáo kết quả trước ngày 15 tháng 12.")

    found = read_one(draw(tmp_path / "a.pdf", page))
    (table,) = tables(found)
    assert (table.rows, table.columns, table.origin) == (3, 3, "ruled")
    assert [words_of(cell) for cell in table.cells] == [
        "TT", "Nhiệm vụ", "Chủ trì", "1", "Rà soát tài sản công", "Sở Tài chính", "2", "Tập huấn", "",
    ]  # fmt: skip
    assert lines(found) == [
        "Phụ lục phân công nhiệm vụ của các cơ quan",
        "Các cơ quan báo cáo kết quả trước ngày 15 tháng 12.",
    ]
    assert [isinstance(item, RawTable) for item in found.items] == [False, True, False]


def two_row_header(sheet: Sheet) -> None:
    for x0, y0, x1, y1 in (
        (60, 100, 90, 150), (90, 100, 250, 150), (250, 100, 450, 125), (250, 125, 350, 150), (350, 125, 450, 150),
        (450, 100, 530, 150),
    ):  # fmt: skip
        sheet.frame(x0, y0, x1, y1)
    for x, y, text in (
        (65, 128, "TT"), (95, 128, "Nội dung"), (300, 115, "Đơn vị thực hiện"), (270, 140, "Chủ trì"),
        (370, 140, "Phối hợp"), (455, 128, "Thời hạn"),
    ):  # fmt: skip
        sheet.text(x, y, text, 9)
    grid(sheet, [60, 90, 250, 350, 450, 530], [150, 180], [["1", "Lập kế hoạch", "Sở Nội vụ", "Sở Y tế", "Quý I"]])


def test_a_header_in_two_rows_keeps_its_merged_cells(tmp_path):
    (table,) = tables(read_one(draw(tmp_path / "a.pdf", two_row_header)))
    found = shape(table)
    assert found[0, 2, 1, 2] == "Đơn vị thực hiện"
    assert (found[1, 2, 1, 1], found[1, 3, 1, 1]) == ("Chủ trì", "Phối hợp")
    assert (found[0, 0, 2, 1], found[0, 1, 2, 1], found[0, 4, 2, 1]) == ("TT", "Nội dung", "Thời hạn")
    assert found[2, 3, 1, 1] == "Sở Y tế"


def test_a_vertically_merged_cell_spans_its_rows_and_an_empty_cell_beside_it_stays_empty(tmp_path):
    def page(sheet: Sheet) -> None:
        sheet.frame(60, 100, 200, 190)
        sheet.text(65, 145, "CẢI CÁCH THỂ CHẾ", 9)
        grid(sheet, [200, 400, 530], [100, 130, 160, 190], [["Việc một", "Sở A"], ["Việc hai", ""], ["Việc ba", "nt"]])

    (table,) = tables(read_one(draw(tmp_path / "a.pdf", page)))
    assert shape(table) == {
        (0, 0, 3, 1): "CẢI CÁCH THỂ CHẾ",
        (0, 1, 1, 1): "Việc một", (0, 2, 1, 1): "Sở A",
        (1, 1, 1, 1): "Việc hai", (1, 2, 1, 1): "",
        (2, 1, 1, 1): "Việc ba", (2, 2, 1, 1): "nt",
    }  # fmt: skip


def test_a_group_row_spans_all_columns(tmp_path):
    def page(sheet: Sheet) -> None:
        grid(sheet, [60, 250, 500], [100, 125], [["Nhiệm vụ", "Chủ trì"]])
        sheet.frame(60, 125, 500, 150)
        sheet.text(65, 140, "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CHUNG CỦA TOÀN TỈNH", 9)
        grid(sheet, [60, 250, 500], [150, 175], [["Ban hành kế hoạch", "Sở Nội vụ"]])

    (table,) = tables(read_one(draw(tmp_path / "a.pdf", page)))
    assert shape(table)[1, 0, 1, 2] == "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH CHUNG CỦA TOÀN TỈNH"


def test_columns_may_come_in_any_order(tmp_path):
    rows = [["Thời hạn", "Phối hợp", "Sản phẩm", "TT"], ["Quý II", "Sở Y tế", "Báo cáo", "1"]]
    path = draw(tmp_path / "a.pdf", lambda sheet: grid(sheet, [60, 160, 280, 420, 480], [100, 130, 160], rows))
    (table,) = tables(read_one(path))
    assert [words_of(cell) for cell in table.cells] == rows[0] + rows[1]


def test_words_that_touch_a_ruling_from_both_sides_stay_apart(tmp_path):
    def page(sheet: Sheet) -> None:
        sheet.frame(60, 100, 120, 130)
        sheet.frame(120, 100, 300, 130)
        width = sheet.canvas.stringWidth("Quý", "DejaVu", 10)
        sheet.text(119.6 - width, 118, "Quý")
        sheet.text(120.4, 118, "Sở Nội vụ")

    (table,) = tables(read_one(draw(tmp_path / "a.pdf", page)))
    assert [words_of(cell) for cell in table.cells] == ["Quý", "Sở Nội vụ"]


def test_a_row_broken_across_pages_leaves_both_tables_open(tmp_path):
    def first(sheet: Sheet) -> None:
        sheet.text(60, 60, "Phụ lục kèm theo Kế hoạch của Ủy ban nhân dân tỉnh")
        grid(sheet, [60, 300, 530], [500, 530, 790], [["Nhiệm vụ", "Chủ trì"], ["Xây dựng đề án", "Sở Nội vụ"]])

    def second(sheet: Sheet) -> None:
        sheet.text(290, 40, "2")
        grid(sheet, [60, 300, 530], [60, 90, 120], [["vị trí việc làm", ""], ["Tập huấn", "Sở Y tế"]])
        sheet.text(60, 160, "Trên đây là phân công nhiệm vụ của các đơn vị.")

    document = read(draw(tmp_path / "a.pdf", first, second), SETTINGS)
    (one,), (two,) = tables(document.pages[0]), tables(document.pages[1])
    assert (one.open_top, one.open_bottom) == (False, True)
    assert (two.open_top, two.open_bottom) == (True, False)


def test_columns_that_run_off_the_page_without_a_closing_rule_still_hold_their_words(tmp_path):
    def page(sheet: Sheet) -> None:
        for x in (60, 300, 530):
            sheet.rule(x, 600, x, 830)
        for y in (600, 630):
            sheet.rule(60, y, 530, y)
        for y, left, right in ((620, "Nhiệm vụ", "Chủ trì"), (650, "Xây dựng đề án", "Sở Nội vụ")):
            sheet.text(65, y, left)
            sheet.text(305, y, right)

    (table,) = tables(read_one(draw(tmp_path / "a.pdf", page)))
    assert table.open_bottom
    assert shape(table)[1, 1, 1, 1] == "Sở Nội vụ"


def test_outer_columns_without_a_side_ruling_belong_to_the_table(tmp_path):
    def page(sheet: Sheet) -> None:
        for y in (100, 130, 160):
            sheet.rule(60, y, 530, y)
        for x in (200, 380):
            sheet.rule(x, 100, x, 160)
        for y, row in ((120, ("Nhiệm vụ", "Chủ trì", "Thời hạn")), (150, ("Tập huấn", "Sở Nội vụ", "Quý I"))):
            for x, text in zip((65, 205, 385), row, strict=True):
                sheet.text(x, y, text)

    (table,) = tables(read_one(draw(tmp_path / "a.pdf", page)))
    assert [words_of(c) for c in table.cells] == ["Nhiệm vụ", "Chủ trì", "Thời hạn", "Tập huấn", "Sở Nội vụ", "Quý I"]


def test_several_tables_of_a_page_stay_apart_in_reading_order(tmp_path):
    def page(sheet: Sheet) -> None:
        grid(sheet, [60, 200, 400], [100, 130], [["Chỉ tiêu", "Năm 2026"]])
        sheet.text(60, 170, "Bảng thứ hai nêu việc của các phòng chuyên môn.")
        grid(sheet, [60, 300, 500], [200, 230], [["Nhiệm vụ", "Phòng Nội vụ"]])

    found = read_one(draw(tmp_path / "a.pdf", page))
    assert [words_of(table.cells[0]) for table in tables(found)] == ["Chỉ tiêu", "Nhiệm vụ"]
    assert [isinstance(item, RawTable) for item in found.items] == [True, False, True]


def test_a_frame_around_text_is_no_table(tmp_path):
    def page(sheet: Sheet) -> None:
        sheet.frame(40, 40, 555, 800)
        sheet.lines(60, 80, ["Kế hoạch này được đóng khung trang trí", "quanh toàn bộ nội dung của trang."])

    found = read_one(draw(tmp_path / "a.pdf", page))
    assert tables(found) == []
    assert len(lines(found)) == 2


ROWS = [
    ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"),
    ("1", "Rà soát tài sản", "Sở Tài chính", "Quý I"),
    ("2", "Tập huấn", "Sở Nội vụ", "Quý II"),
    ("3", "Kiểm tra công vụ", "Thanh tra tỉnh", "Quý III"),
]
SECOND_LINES = {1: "công tại các đơn vị", 3: "đột xuất"}


def column_rows(sheet: Sheet, rules: bool) -> None:
    for r, row in enumerate(ROWS):
        y = 100 + r * 40
        if rules:
            sheet.rule(60, y, 540, y)
        for x, text in zip((65, 100, 300, 450), row, strict=True):
            sheet.text(x, y + 14, text, bold=r == 0)
        if r in SECOND_LINES:
            sheet.text(100, y + 26, SECOND_LINES[r])
    if rules:
        sheet.rule(60, 260, 540, 260)


@pytest.mark.parametrize("rules", [True, False], ids=["horizontal rules only", "no rules"])
def test_columns_are_found_by_alignment(tmp_path, rules):
    def page(sheet: Sheet) -> None:
        sheet.text(60, 70, "Nhiệm vụ cụ thể được phân công cho các cơ quan như sau:")
        column_rows(sheet, rules)
        sheet.text(60, 320, "Các cơ quan nêu trên chịu trách nhiệm trước Ủy ban nhân dân tỉnh về kết quả.")

    found = read_one(draw(tmp_path / "a.pdf", page))
    (table,) = tables(found)
    assert (table.rows, table.columns, table.origin) == (4, 4, "aligned")
    assert [words_of(cell) for cell in table.cells[4:8]] == [
        "1", "Rà soát tài sản công tại các đơn vị", "Sở Tài chính", "Quý I",
    ]  # fmt: skip
    assert words_of(table.cells[13]) == "Kiểm tra công vụ đột xuất"
    assert len(lines(found)) == 2


@pytest.mark.parametrize(
    "rows",
    [
        [("- Như Điều 3;", "", "KT. CHỦ TỊCH"), ("- Lưu: VT.", "", "PHÓ CHỦ TỊCH")],
        [("Nơi nhận:", "", ""), ("- Như trên;", "TM. ỦY BAN", ""), ("- Lưu: VT.", "", "CHỦ TỊCH")],
    ],
    ids=["two columns", "no filled header row"],
)
def test_other_things_side_by_side_are_no_tables(tmp_path, rows):
    def page(sheet: Sheet) -> None:
        for r, row in enumerate(rows):
            for x, text in zip((65, 250, 400), row, strict=True):
                sheet.text(x, 100 + 14 * r, text)

    assert tables(read_one(draw(tmp_path / "a.pdf", page))) == []


PROSE = "Các sở, ban, ngành và địa phương rà soát danh mục, báo cáo kết quả từng quý về Sở Nội vụ"


def test_justified_prose_is_no_table(tmp_path):
    words = PROSE.split()

    def page(sheet: Sheet) -> None:
        for row in range(8):
            x = 60.0
            for word in words[row:] + words[:row]:
                if x > 500:
                    break
                sheet.text(x, 100 + 16 * row, word)
                x += sheet.canvas.stringWidth(word, "DejaVu", 10) + 5.5

    assert tables(read_one(draw(tmp_path / "a.pdf", page))) == []


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_reads_like_an_upright_one(tmp_path, rotation):
    rows = [["Nhiệm vụ", "Chủ trì"], ["Tập huấn", "Sở Nội vụ"]]

    def page(sheet: Sheet) -> None:
        grid(sheet, [60, 300, 530], [100, 130, 160], rows)
        sheet.text(60, 200, "Trên đây là phân công của các cơ quan.")

    found = read_one(draw(tmp_path / "a.pdf", page, rotation=rotation))
    (table,) = tables(found)
    assert [words_of(cell) for cell in table.cells] == rows[0] + rows[1]
    assert lines(found) == ["Trên đây là phân công của các cơ quan."]
    for cell in table.cells:
        for line in cell.lines:
            for word in line.words:
                assert 0 <= word.x0 < word.x1 <= found.width
                assert 0 <= word.top < word.bottom <= found.height


def sideways(sheet: Sheet) -> None:
    """A landscape page printed up the side of a portrait sheet."""
    sheet.canvas.rotate(90)
    sheet.canvas.translate(0, -sheet.width)
    grid(Sheet(sheet.canvas, LANDSCAPE), [60, 300, 700], [100, 130, 160], [["Nhiệm vụ", "Chủ trì"], ["Họp", "Sở A"]])


def test_a_table_printed_sideways_is_read_and_its_boxes_stay_on_the_page(tmp_path):
    found = read_one(draw(tmp_path / "a.pdf", sideways))
    (table,) = tables(found)
    assert [words_of(cell) for cell in table.cells] == ["Nhiệm vụ", "Chủ trì", "Họp", "Sở A"]
    word = table.cells[0].lines[0].words[0]
    assert word.x1 <= found.width
    assert word.bottom - word.top > word.x1 - word.x0


def test_a_landscape_page_between_portrait_ones_keeps_its_own_size(tmp_path):
    path = tmp_path / "a.pdf"

    def wide(sheet: Sheet) -> None:
        sheet.canvas.setPageSize(LANDSCAPE)
        grid(Sheet(sheet.canvas, LANDSCAPE), [60, 400, 780], [100, 130], [["Nhiệm vụ", "Chủ trì"]])

    document = read(draw(path, two_row_header, wide), SETTINGS)
    assert [(round(page.width), round(page.height)) for page in document.pages] == [(595, 842), (842, 595)]
    assert tables(document.pages[1])[0].columns == 2


def test_a_table_of_forty_columns_is_read(tmp_path):
    xs = [20 + 20 * index for index in range(41)]
    rows = [[str(index) for index in range(40)]] * 2
    path = draw(tmp_path / "a.pdf", lambda s: grid(s, xs, [100, 120, 140], rows, size=7), size=LANDSCAPE)
    (table,) = tables(read_one(path))
    assert (table.rows, table.columns) == (2, 40)
    assert [words_of(cell) for cell in table.cells[:40]] == rows[0]


def rows_of(document: RawDocument) -> list[RawTable]:
    return [table for page in document.pages for table in tables(page)]


def test_the_typeset_plan_keeps_section_column_and_repeated_header(shared):
    document = read(shared / "fixtures/plans/001-text-landscape.pdf", SETTINGS)
    found = rows_of(document)
    assert len(found) == 11
    for table in found:
        assert table.columns == 6
        header = [cell for cell in table.cells if cell.row == 0]
        assert [cell.column_span for cell in header] == [1] * 6
    assert max(cell.row_span for cell in found[0].cells if cell.column == 0) == 6


def test_the_typeset_plan_keeps_merged_lead_cells(shared):
    document = read(shared / "fixtures/plans/003-text-portrait.pdf", SETTINGS)
    spans = [[cell.row_span for cell in table.cells if cell.column == 3] for table in rows_of(document)]
    assert spans == [[1, 2, 1, 1, 3, 2, 1], [1, 1, 3, 3, 3], [1, 3]]
