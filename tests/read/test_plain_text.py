"""Plain text: encodings, page breaks that hold and those that do not, tables of tabs."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from indexer.read import read
from indexer.read.pagebreaks import stretches
from indexer.settings import Settings
from indexer.types import RawDocument, RawLine, RawTable

SETTINGS = Settings(ocr="off")
SENTENCE = "Các phòng chuyên môn báo cáo kết quả thực hiện nhiệm vụ được giao về Văn phòng Sở."


def read_text(tmp_path: Path, content: str | bytes) -> RawDocument:
    path = tmp_path / "ke-hoach.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path, SETTINGS)


def sheet(lines: int) -> list[str]:
    """Double-spaced lines, as converters write a page."""
    return [part for _ in range(lines) for part in (SENTENCE, "")]


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
    ],
)
def test_unicode_texts_are_read_and_their_encoding_is_told(tmp_path, mark, codec, name):
    document = read_text(tmp_path, mark + "Kế hoạch\nnăm 2026\n".encode(codec))
    assert document.encoding == name
    assert [item.text for item in document.pages[0].items if isinstance(item, RawLine)] == ["Kế hoạch", "năm 2026"]


def test_blank_lines_and_leading_blanks_stay(tmp_path):
    (page,) = read_text(tmp_path, "KẾ HOẠCH\r\n\r\n  a) Mục tiêu\r\n").pages
    assert [item.text for item in page.items if isinstance(item, RawLine)] == ["KẾ HOẠCH", "", "  a) Mục tiêu"]


def test_form_feeds_part_pages_and_the_last_one_ends_the_file(tmp_path):
    pages = read_text(tmp_path, "Trang đầu\n\fTrang hai\n\fTrang ba\n\f").pages
    assert [page.number for page in pages] == [1, 2, 3]


def test_a_text_without_page_breaks_is_one_page_without_a_number(tmp_path):
    pages = read_text(tmp_path, "\n".join(sheet(200))).pages
    assert [page.number for page in pages] == [None]


def numbers(lines: list[str]) -> list[int | None]:
    return [part.number for part in stretches(lines)]


def test_numbers_at_the_top_of_pages_begin_them():
    lines = [*sheet(20), "2", "", *sheet(20), "3", "", *sheet(10)]
    assert numbers(lines) == [1, 2, 3]
    assert [lines[part.start] for part in stretches(lines)] == [SENTENCE, "2", "3"]


def test_numbers_at_the_foot_of_pages_end_them():
    lines = [*sheet(20), "- 1 -", "", *sheet(20), "- 2 -", "", *sheet(10), "- 3 -"]
    parts = stretches(lines)
    assert [part.number for part in parts] == [1, 2, 3]
    assert lines[parts[0].end - 1] == "- 1 -"


def test_lines_that_begin_with_a_space_account_for_pages_between_two_numbers():
    lines = [*sheet(20), " 2", "", *sheet(20), " " + SENTENCE, "", *sheet(20), " 4", "", *sheet(5)]
    assert numbers(lines) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "lines",
    [
        [*sheet(20), " " + SENTENCE, "", *sheet(20)],
        [part for n in range(1, 40) for part in (str(n), "", "Xây dựng kế hoạch", "", "Sở Nội vụ", "")],
        [*sheet(20), *[part for n in (3, 1, 2, 7, 5) for part in (str(n), "", SENTENCE, "", SENTENCE, "")]],
        ["2", "", *sheet(3)],
        [*sheet(20), "2026", "", *sheet(20)],
        [*sheet(20), "Năm", "2", "quý", *sheet(20)],
    ],
    ids=["a space alone", "numbered tasks", "cells of a table", "too little text", "a year", "within a sentence"],
)
def test_other_lone_numbers_break_no_page(lines):
    assert numbers(lines) == [None]


def test_stretches_cover_every_line_once():
    lines = [*sheet(20), "2", "", *sheet(20), "3", "", *sheet(10)]
    parts = stretches(lines)
    assert [index for part in parts for index in range(part.start, part.end)] == list(range(len(lines)))


TABLE = """Phụ lục

NỘI DUNG\tNHIỆM VỤ\tCHỦ TRÌ
<b>I. CÔNG TÁC</b>\t1. Lập kế hoạch\tSở Nội vụ
\t2. Tập huấn\t

NỘI DUNG\tNHIỆM VỤ\tCHỦ TRÌ
\t3. Kiểm tra\tThanh tra tỉnh

Trên đây là kế hoạch.
"""


def test_runs_of_tabs_become_tables_with_every_cell_as_the_file_has_it(tmp_path):
    (page,) = read_text(tmp_path, TABLE).pages
    first, second = (item for item in page.items if isinstance(item, RawTable))
    assert (first.rows, first.columns, first.origin) == (3, 3, "tabs")
    assert [" ".join(line.text for line in cell.lines) for cell in first.cells] == [
        "NỘI DUNG", "NHIỆM VỤ", "CHỦ TRÌ", "<b>I. CÔNG TÁC</b>", "1. Lập kế hoạch", "Sở Nội vụ", "", "2. Tập huấn", "",
    ]  # fmt: skip
    assert second.rows == 2
    texts = [item.text if isinstance(item, RawLine) else "▦" for item in page.items]
    assert texts == ["Phụ lục", "", "▦", "", "▦", "", "Trên đây là kế hoạch."]


@pytest.mark.parametrize(("title", "tables"), [("II. Trong mùa lũ", 1), ("QUÝ II", 1), ("", 2), ("và các việc sau", 2)])
def test_a_title_between_rows_is_a_row_of_one_cell(tmp_path, title, tables):
    (page,) = read_text(
        tmp_path, f"TT\tViệc\tChủ trì\n1\tĐo mưa\tSở A\n{title}\n2\tTrực ban\tSở B\n3\tHọp\tSở C\n"
    ).pages
    found = [item for item in page.items if isinstance(item, RawTable)]
    assert len(found) == tables
    assert sum(cell.column_span == 3 for table in found for cell in table.cells) == (tables == 1)


def test_a_row_that_lacks_its_last_tabs_gets_empty_cells(tmp_path):
    (page,) = read_text(tmp_path, "a\tb\tc\td\ne\tf\tg\n").pages
    (table,) = page.items
    assert isinstance(table, RawTable)
    assert (table.columns, table.cells[-1].lines) == (4, ())


@pytest.mark.parametrize(
    "content",
    ["UBND TỈNH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12\tĐộc lập\n", "UBND TỈNH\t\tCỘNG HÒA\n\nKẾ HOẠCH\n"],
    ids=["one tab a line", "one line with two tabs"],
)
def test_a_letterhead_typed_with_tabs_is_no_table(tmp_path, content):
    (page,) = read_text(tmp_path, content).pages
    assert all(isinstance(item, RawLine) for item in page.items)


def test_the_real_plan_with_tabs_has_one_table_a_printed_page(shared):
    (page,) = read(next((shared / "seeds").glob("001*.txt")), SETTINGS).pages
    tables = [item for item in page.items if isinstance(item, RawTable)]
    assert len(tables) == 11
    assert {table.columns for table in tables} == {6}


@pytest.mark.parametrize(
    ("seed", "wanted"), [("000", [1, 2, 3, 4, 5]), ("001", [None]), ("003", [None]), ("004", [None])]
)
def test_pages_of_the_real_plans_are_numbered_only_where_they_show(shared, seed, wanted):
    document = read(next((shared / "seeds").glob(f"{seed}*.txt")), SETTINGS)
    assert [page.number for page in document.pages] == wanted
