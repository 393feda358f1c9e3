"""Markdown tables in text files: rows between bars become cells, prose with a bar stays prose."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.parsing import parse
from indexer.read import identify, read, readable_suffixes
from indexer.settings import Settings
from indexer.types import RawLine, RawTable

SETTINGS = Settings(ocr="off")
PLAN = """**ỦY BAN NHÂN DÂN TỈNH SÔNG ĐÀ**

# KẾ HOẠCH

## Chuyển đổi số năm 2026

| STT | **Nhiệm vụ** | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian | Sản phẩm |
|:---:|---|:--|--:|---|---|
| 1 | Số hóa hồ sơ lưu trữ | Sở Nội vụ | Sở Tài chính;<br>các xã | Quý II/2026 | Kho dữ liệu |
| 2 | Mở lớp kỹ năng số \\| căn bản | Sở Khoa học và Công nghệ | | Tháng 9/2026 | Báo cáo |

Trên đây là kế hoạch của tỉnh.
"""


def items(tmp_path: Path, text: str) -> list[RawLine | RawTable]:
    path = tmp_path / "ke-hoach.md"
    path.write_text(text, encoding="utf8")
    return [item for page in read(path, SETTINGS).pages for item in page.items]


def rows(table: RawTable) -> list[list[str]]:
    return [
        [" / ".join(line.text for line in cell.lines) for cell in table.cells if cell.row == row]
        for row in range(table.rows)
    ]


def test_markdown_files_are_found_in_folders_and_read_as_text(tmp_path):
    assert {".md", ".markdown"} <= readable_suffixes()
    path = tmp_path / "a.md"
    path.write_text("# Kế hoạch\n", encoding="utf8")
    assert identify(path, SETTINGS).name == "text"


def test_a_table_of_bars_gives_its_cells_and_the_line_of_dashes_none(tmp_path):
    (table,) = [item for item in items(tmp_path, PLAN) if isinstance(item, RawTable)]
    assert (table.rows, table.columns, table.origin) == (3, 6, "markup")
    assert rows(table)[1][3:] == ["Sở Tài chính; / các xã", "Quý II/2026", "Kho dữ liệu"]
    assert rows(table)[2][1:4] == ["Mở lớp kỹ năng số | căn bản", "Sở Khoa học và Công nghệ", ""]


def test_its_tasks_are_read_from_the_cells(tmp_path):
    path = tmp_path / "ke-hoach.md"
    path.write_text(PLAN, encoding="utf8")
    first, second = parse(path, SETTINGS).tasks
    assert [unit.name for unit in first.lead] == ["Sở Nội vụ"]
    assert [unit.name for unit in first.coordinate][:1] == ["Sở Tài chính"]
    assert second.task == "Mở lớp kỹ năng số | căn bản"
    assert second.coordinate == ()


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("a | b\n--|--\nc | d\n", 1),
        ("Lời dẫn: xem bảng | dưới\n| a | b |\n|---|---|\n| c | d |\n", 1),
        ("| a | b |\n|---|---|\n| c | d |\n\n| e | f |\n", 2),
        ("| a | b |\n|---|---|\n| c | d |\n\n| e | f | g |\n", 1),
        ("| a | b |\n| c | d |\n", 0),
        ("Sở Nội vụ | Sở Tài chính\n", 0),
        ("---\n", 0),
        ("| a |\n|---|\n| b |\n", 0),
        ("| a | b |\n|---|---|\n" + "|" * 900 + "\n", 0),
    ],
    ids=[
        "no outer bars", "prose glued above", "gone on below a gap", "another width", "no dashes", "prose with a bar",
        "a rule", "one column", "too many columns",
    ],
)  # fmt: skip
def test_only_rows_under_a_line_of_dashes_are_a_table(tmp_path, text, tables):
    assert sum(isinstance(item, RawTable) for item in items(tmp_path, text)) == tables


def test_a_table_that_goes_on_behind_a_page_break_is_a_table_there_too(tmp_path):
    found = items(tmp_path, "| a | b |\n|---|---|\n| c | d |\n\f| e | f |\n| g | h |\n\f")
    assert [rows(item) for item in found if isinstance(item, RawTable)] == [
        [["a", "b"], ["c", "d"]],
        [["e", "f"], ["g", "h"]],
    ]
