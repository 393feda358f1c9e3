"""What cannot be read is refused by one sentence that says what is wrong, in Vietnamese and English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from indexer.errors import UnreadableDocument
from indexer.read import read
from indexer.settings import Settings
from indexer.types import RawLine
from tests.read.drawing import Sheet, draw

SETTINGS = Settings(ocr="off")
WORDS = "Giao Sở Nội vụ theo dõi, đôn đốc việc thực hiện Quyết định này."


def page(sheet: Sheet) -> None:
    sheet.text(60, 100, WORDS)


def refusal(path: Path, settings: Settings = SETTINGS) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read(path, settings)
    error = caught.value
    assert path.name in str(error)
    assert path.name in error.en
    assert str(error) != error.en
    assert "\n" not in str(error)
    return error


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("rong.txt", b"", "tệp rỗng"),
        ("rong.pdf", b"", "tệp rỗng"),
        ("trang.txt", b" \n\n\t\n", "tệp rỗng"),
        ("anh.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "nội dung là ảnh PNG"),
        ("chu.pdf", "Kế hoạch năm 2026\n".encode(), "nội dung là văn bản thuần"),
        ("trang.pdf", b"\n<!DOCTYPE html><script>alert(1)</script>", "nội dung là trang HTML"),
        ("ve.pdf", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "nội dung là hình vẽ SVG"),
        ("ve-xml.pdf", b'<?xml version="1.0"?>\n<!-- x -->\n<SVG/>', "nội dung là hình vẽ SVG"),
        ("noi-ve-svg.pdf", b"Ve bang the <svg> trong trang\n", "nội dung là văn bản thuần"),
        ("la.pdf", b"\x00\x01\x02\x03" * 40, "nội dung là dữ liệu lạ"),
        ("nen.xyz", b"Rar!\x1a\x07\x01\x00" + b"\0" * 64, "tệp nén RAR"),
        ("cu.txt", "Kế hoạch".encode("utf-16-le"), "byte 0xBF ở vị trí 2"),
        ("cp1258.txt", b"K\xea\xec hoa\xf2ch n\xe3m 2026", "byte 0xEA ở vị trí 1"),
        ("nhiphan.txt", b"Ke hoach\x00\x01", "byte 0x00 ở vị trí 8"),
    ],
)
def test_files_that_no_reader_can_read_are_refused_by_what_they_are(tmp_path, name, content, wanted):
    path = tmp_path / name
    path.write_bytes(content)
    assert wanted in str(refusal(path))


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    assert "thư mục" in str(refusal(tmp_path))
    assert "không có tệp" in str(refusal(tmp_path / "khong-co.pdf"))


def test_a_file_over_the_size_limit_is_refused_with_both_sizes(tmp_path):
    path = tmp_path / "lon.txt"
    path.write_bytes(b"a" * (2 * 1_048_576))
    assert re.search(r"2 MB.*1 MB", str(refusal(path, Settings(max_file_mb=1))))


def test_a_pdf_that_asks_for_a_password_is_refused_as_encrypted(tmp_path):
    path = draw(tmp_path / "khoa.pdf", page, encrypt=StandardEncryption("bí mật".encode().hex(), canPrint=0))
    assert "mật khẩu" in str(refusal(path))


def test_a_pdf_locked_against_changes_only_is_read(tmp_path):
    lock = StandardEncryption("", ownerPassword="chủ".encode().hex(), canModify=0)
    (line,) = read(draw(tmp_path / "a.pdf", page, encrypt=lock), SETTINGS).pages[0].items
    assert isinstance(line, RawLine)
    assert line.text == WORDS


@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
def test_a_pdf_cut_off_at_any_point_is_refused_as_cut_off(tmp_path, share):
    whole = draw(tmp_path / "a.pdf", page, page).read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole[: int(len(whole) * share)])
    assert "cắt cụt" in str(refusal(path))


def test_a_pdf_with_its_middle_overwritten_is_refused_or_read_without_another_error(tmp_path):
    whole = draw(tmp_path / "a.pdf", page, page).read_bytes()
    for start in range(100, len(whole) - 200, len(whole) // 12):
        path = tmp_path / f"at{start}.pdf"
        path.write_bytes(whole[:start] + b"\xff" * 150 + whole[start + 150 :])
        try:
            found = read(path, SETTINGS)
        except UnreadableDocument as error:
            assert path.name in str(error)
        else:
            assert found.pages


EMPTY = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj
xref
0 3
0000000000 65535 f
0000000009 00000 n
0000000052 00000 n
trailer<</Size 3/Root 1 0 R>>
startxref
98
%%EOF
"""


def test_a_pdf_without_pages_is_refused(tmp_path):
    path = tmp_path / "khong-trang.pdf"
    path.write_bytes(EMPTY)
    assert "không có trang" in str(refusal(path))


def test_a_pdf_with_too_many_pages_is_refused_before_it_is_read(tmp_path):
    path = draw(tmp_path / "dai.pdf", *[lambda sheet: None] * 30)
    assert re.search(r"30 trang.*10 trang", str(refusal(path, Settings(max_pages=10))))


def test_a_page_that_claims_two_hundred_inches_is_read_and_noted(tmp_path):
    path = draw(tmp_path / "to.pdf", page, size=(14400.0, 14400.0))
    found = read(path, SETTINGS)
    assert [note for note in found.notes if "Trang 1" in note and "200 × 200 inch" in note]
    assert found.pages[0].items


def test_progress_tells_pages_done_and_their_total(tmp_path):
    told: list[tuple[int, int]] = []
    read(draw(tmp_path / "a.pdf", page, page, page), SETTINGS, lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_page_whose_font_has_no_unicode_map_is_not_passed_on_as_text(tmp_path):
    path = draw(tmp_path / "a.pdf", lambda sheet: sheet.lines(60, 100, [WORDS] * 6), pageCompression=0)
    data = path.read_bytes()
    assert b"/ToUnicode" in data
    path.write_bytes(data.replace(b"/ToUnicode", b"/ToUnicodX"))
    found = read(path, SETTINGS)
    assert found.pages[0].source == "none"
    assert "Trang 1" in (found.pages[0].note or "")
    assert found.notes
