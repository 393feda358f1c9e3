"""HTML and RTF: the document apart from furniture, spans of cells, fonts of runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import UnreadableDocument
from indexer.read import read
from indexer.settings import Settings
from indexer.types import RawLine, RawTable

PAGE = """<!DOCTYPE html><html><head><title>Cổng</title><script>alert(1)</script></head><body>
<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/vb">Văn bản</a></li></ul></nav>
<div class="main"><h2>KẾ HOẠCH</h2><p>Giữ rừng <b>đầu nguồn</b><br>năm 2031</p>
<table><tr><th rowspan="2">TT</th><th rowspan="2">Việc</th><th colspan="2">Đơn vị</th></tr>
<tr><th>Chủ trì</th><th>Phối hợp</th></tr>
<tr><td>1</td><td>Tuần tra</td><td rowspan="2">Hạt Kiểm lâm</td><td></td></tr>
<tr><td>2</td><td>Trồng dặm</td><td>Các xã</td></tr></table></div>
<footer>Bản quyền</footer></body></html>"""


def items(path: Path) -> tuple[RawLine | RawTable, ...]:
    return read(path, Settings()).pages[0].items


def test_a_portal_page_gives_its_document_only(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf8")
    found = items(path)
    assert [item.text for item in found if isinstance(item, RawLine)] == ["KẾ HOẠCH", "Giữ rừng đầu nguồn", "năm 2031"]
    (table,) = (item for item in found if isinstance(item, RawTable))
    cells = {(c.row, c.column): (" ".join(x.text for x in c.lines), c.row_span, c.column_span) for c in table.cells}
    assert cells[(0, 2)] == ("Đơn vị", 1, 2)
    assert cells[(2, 2)] == ("Hạt Kiểm lâm", 2, 1)
    assert cells[(3, 3)] == ("Các xã", 1, 1)
    assert cells[(2, 3)] == ("", 1, 1)


def test_a_page_without_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body><script>x</script></body></html>", encoding="utf8")
    with pytest.raises(UnreadableDocument, match="rỗng"):
        read(path, Settings())


def rtf(path: Path, body: str) -> Path:
    fonts = r"{\fonttbl{\f0\fnil Times New Roman;}{\f1\fnil{\*\panose 020b}.VnTime;}{\f2\fnil VNI-Times;}}"
    path.write_bytes((r"{\rtf1\ansi" + fonts + body + "}").encode("latin-1"))
    return path


def test_runs_are_decoded_by_their_fonts(tmp_path: Path) -> None:
    path = rtf(tmp_path / "a.rtf", r"{\f1 KH\'d8 HO\'b9CH}\par{\f2 Coäng hoøa}\par{\f0 Plain \u7841?n}\par")
    found = [item.text for item in items(path) if isinstance(item, RawLine)]
    assert found[:3] == ["KHỈ HOẠCH", "Cộng hòa", "Plain ạn"]
    assert read(path, Settings()).encoding in ("TCVN3", "VNI")


def test_rows_become_a_table_and_merged_cells_one(tmp_path: Path) -> None:
    row = r"\trowd\cellx1000{merge}\cellx2000\cellx3000\pard\intbl {a}\cell {b}\cell {c}\cell\row "
    body = row.replace("{merge}", "").format(a="TT", b="Chu tri", c="Han")
    body += row.replace("{merge}", r"\clvmgf").format(a="1", b="So X", c="Quy I")
    body += row.replace("{merge}", r"\clvmrg").format(a="2", b="", c="Quy II")
    (table,) = (item for item in items(rtf(tmp_path / "a.rtf", body + r"\pard Het\par")) if isinstance(item, RawTable))
    cells = {(c.row, c.column): (" ".join(x.text for x in c.lines), c.row_span) for c in table.cells}
    assert cells[(1, 1)] == ("So X", 2)
    assert (2, 1) not in cells
    assert cells[(2, 2)] == ("Quy II", 1)


def test_pictures_and_field_codes_are_passed_over(tmp_path: Path) -> None:
    body = r"{\pict\wmetafile8 0100090000}Trang {\field{\*\fldinst PAGE}{\fldrslt 4}}\par"
    assert [item.text for item in items(rtf(tmp_path / "a.rtf", body)) if isinstance(item, RawLine)][0] == "Trang 4"


def test_a_cut_off_rtf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}Nua chung")
    with pytest.raises(UnreadableDocument, match="cắt cụt"):
        read(path, Settings())
