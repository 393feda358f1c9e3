"""Running text of PDF pages: side-by-side blocks, words, weight, note figures, what lies off the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.read import read
from indexer.settings import Settings
from indexer.types import RawLine, RawPage
from tests.read.drawing import FONT, Sheet, draw

SETTINGS = Settings(ocr="off")


def lines(page: RawPage) -> list[str]:
    return [item.text for item in page.items if isinstance(item, RawLine)]


def read_one(path: Path) -> RawPage:
    return read(path, SETTINGS).pages[0]


def centred(sheet: Sheet, middle: float, y: float, text: str, size: float = 10) -> None:
    sheet.text(middle - sheet.canvas.stringWidth(text, FONT, size) / 2, y, text, size)


BODY = [
    "Thực hiện Nghị quyết của Hội đồng nhân dân tỉnh về cải cách hành chính, Sở xây dựng kế",
    "hoạch với các nội dung sau đây và đề nghị các phòng triển khai đúng thời hạn đã nêu:",
]


@pytest.mark.parametrize("offset", [0.0, 6.0, -6.0], ids=["level", "left lower", "left higher"])
def test_the_two_blocks_of_a_letterhead_are_read_one_after_the_other(tmp_path, offset):
    left = ["ỦY BAN NHÂN DÂN", "TỈNH LAM GIANG", "Số: 12/KH-UBND"]
    right = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lam Giang, ngày 05 tháng 01 năm 2026",
    ]

    def page(sheet: Sheet) -> None:
        for index, text in enumerate(left):
            centred(sheet, 160, 70 + offset + 14 * index, text)
        for index, text in enumerate(right):
            centred(sheet, 410, 70 + 14 * index, text)
        centred(sheet, 300, 150, "KẾ HOẠCH")
        sheet.lines(60, 190, BODY)

    assert lines(read_one(draw(tmp_path / "a.pdf", page))) == [*left, *right, "KẾ HOẠCH", *BODY]


def test_recipients_in_small_type_are_read_before_the_signature_beside_them(tmp_path):
    left = ["Nơi nhận:", "- Như Điều 3;", "- Bộ Nội vụ;", "- CT, các PCT UBND tỉnh;", "- Lưu: VT, NC."]
    right = ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lương Khắc Điền"]

    def page(sheet: Sheet) -> None:
        sheet.lines(60, 70, BODY)
        sheet.lines(60, 121, left, size=8, pitch=10)
        for y, text in zip((122, 136, 190), right, strict=True):
            centred(sheet, 420, y, text)

    assert lines(read_one(draw(tmp_path / "a.pdf", page))) == [*BODY, *left, *right]


def test_prose_with_wide_word_spaces_is_read_across(tmp_path):
    printed = ["Sở  Nội vụ   chủ trì  theo dõi", "đôn đốc,  kiểm tra   các  đơn vị", "thuộc tỉnh   báo cáo kết quả"]

    def page(sheet: Sheet) -> None:
        for index, line in enumerate(printed):
            x = 60.0
            for word in line.split(" "):
                sheet.text(x, 100 + 15 * index, word)
                x += sheet.canvas.stringWidth(word + " ", FONT, 10)

    assert lines(read_one(draw(tmp_path / "a.pdf", page))) == [" ".join(line.split()) for line in printed]


def test_a_list_with_a_second_column_is_read_line_by_line(tmp_path):
    rows = [(f"{n}. Phòng số {n}", f"{n} chỉ tiêu") for n in range(1, 10)]

    def page(sheet: Sheet) -> None:
        for index, (left, right) in enumerate(rows):
            sheet.text(60, 100 + 14 * index, left)
            sheet.text(400, 100 + 14 * index, right)

    assert lines(read_one(draw(tmp_path / "a.pdf", page))) == [f"{left} {right}" for left, right in rows]


def test_bold_and_size_come_from_the_font(tmp_path):
    def page(sheet: Sheet) -> None:
        sheet.text(60, 100, "QUYẾT ĐỊNH", 14, bold=True)
        sheet.text(60, 130, "Điều 1. Ban hành kế hoạch.", 13)

    title, body = read_one(draw(tmp_path / "a.pdf", page)).items
    assert isinstance(title, RawLine)
    assert isinstance(body, RawLine)
    assert (title.bold, title.size) == (True, 14.0)
    assert (body.bold, body.size) == (False, 13.0)


def test_a_note_figure_is_marked_and_its_word_stays_whole(tmp_path):
    def page(sheet: Sheet) -> None:
        sheet.text(60, 100, "Kế hoạch của UBND tỉnh", 12)
        end = 60 + sheet.canvas.stringWidth("Kế hoạch của UBND tỉnh", FONT, 12)
        sheet.text(end, 95, "1", 7)
        sheet.text(end + 8, 100, "và các văn bản khác", 12)

    (line,) = read_one(draw(tmp_path / "a.pdf", page)).items
    assert isinstance(line, RawLine)
    assert line.text == "Kế hoạch của UBND tỉnh<sup>1</sup> và các văn bản khác"
    assert [word.text for word in line.words][4:6] == ["tỉnh", "1"]


def test_words_without_space_characters_are_parted_by_their_gaps(tmp_path):
    def page(sheet: Sheet) -> None:
        x = 60.0
        for word in BODY[0].split():
            sheet.text(x, 100, word)
            x += sheet.canvas.stringWidth(word, FONT, 10) + 2.6

    assert lines(read_one(draw(tmp_path / "a.pdf", page))) == [BODY[0]]


def test_bold_type_faked_by_printing_twice_is_read_once(tmp_path):
    def page(sheet: Sheet) -> None:
        sheet.text(60, 100, BODY[0])
        sheet.text(60.3, 100, BODY[0])

    assert lines(read_one(draw(tmp_path / "a.pdf", page))) == [BODY[0]]


def test_words_off_the_page_are_not_read(tmp_path):
    def page(sheet: Sheet) -> None:
        sheet.text(60, 100, BODY[0])
        sheet.text(700, 100, "ngoài trang")
        sheet.text(60, 900, "dưới trang")

    assert lines(read_one(draw(tmp_path / "a.pdf", page))) == [BODY[0]]


def test_boxes_count_from_the_crop_box_as_viewers_show_it(tmp_path):
    def page(sheet: Sheet) -> None:
        sheet.canvas.setCropBox((50, 100, 550, 800))
        sheet.text(60, 100, BODY[0])

    found = read_one(draw(tmp_path / "a.pdf", page))
    assert (found.width, found.height) == (500, 700)
    (line,) = found.items
    assert isinstance(line, RawLine)
    assert line.words[0].x0 == pytest.approx(10, abs=0.5)
    assert line.words[0].top < 100 - 42 < line.words[0].bottom


def test_a_blank_page_has_no_items_and_needs_no_excuse(tmp_path):
    found = read_one(draw(tmp_path / "a.pdf", lambda sheet: None))
    assert (found.items, found.source, found.note) == ((), "text", None)


TCVN3 = [
    "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc",
    "Së Néi vô chñ tr×, phèi hîp víi Së Tµi chÝnh x©y dùng kÕ ho¹ch",
    "kiÓm tra c«ng vô, tr×nh ñy ban nh©n d©n tØnh xem xÐt, quyÕt ®Þnh.",
]


def test_words_in_an_encoding_from_before_unicode_are_converted_and_that_is_told(tmp_path):
    def page(sheet: Sheet) -> None:
        sheet.canvas.setFont("Helvetica", 10)
        for index, line in enumerate(TCVN3):
            sheet.canvas.drawString(60, 700 - 14 * index, line)

    document = read(draw(tmp_path / "a.pdf", page), SETTINGS)
    assert lines(document.pages[0])[1] == "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính xây dựng kế hoạch"
    assert document.encoding == "TCVN3"
    assert any("TCVN3" in note for note in document.notes)
