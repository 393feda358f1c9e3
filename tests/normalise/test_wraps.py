"""Which printed lines become one paragraph, in plain text and on pages with boxes."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

import pytest

from indexer.normalise import normalise
from indexer.types import Document, RawDocument, RawLine, RawPage, RawWord

FIRST = (
    "Các phòng chuyên môn rà soát hồ sơ còn tồn, lập danh sách từng việc, ghi rõ người làm và ngày trả; việc nào quá "
    "hạn thì nêu lý do và đề xuất hướng xử lý với lãnh đạo trước khi báo cáo cấp trên theo quy định chung của ngành."
)
SECOND = (
    "Văn phòng tổng hợp chung, gửi bản giấy và bản điện tử, đồng thời công khai trên trang thông tin của cơ quan để "
    "người dân theo dõi, góp ý; cuối mỗi quý mời đại diện tổ dân phố cùng kiểm tra kết quả thực hiện tại nơi tiếp dân."
)


def document_of(lines: Sequence[RawLine]) -> Document:
    return normalise(RawDocument("a.txt", "0" * 64, "text", (RawPage(None, 0, 0, tuple(lines)),)))


def printed(text: str, indent: int = 4) -> list[str]:
    """``text`` as lines of a page some 84 characters wide, the first one shorter by its indentation."""
    return wrap(text, 84, initial_indent=" " * indent)


def shown(document: Document) -> list[str]:
    return [document.slice(line.span) for line in document.lines]


@pytest.mark.parametrize("blank_lines", [False, True])
def test_prose_is_joined_whether_or_not_every_line_has_a_blank_one_below(blank_lines: bool) -> None:
    lines = []
    for text in (FIRST, SECOND, FIRST.replace("hồ sơ", "văn bản"), SECOND.replace("quý", "tháng")):
        for line in ["1. Việc chung", *printed(text)]:
            lines.append(RawLine(line))
            if blank_lines:
                lines.append(RawLine(" "))
    found = shown(document_of(lines))
    assert found == [
        "1. Việc chung", FIRST, "1. Việc chung", SECOND,
        "1. Việc chung", FIRST.replace("hồ sơ", "văn bản"), "1. Việc chung", SECOND.replace("quý", "tháng"),
    ]  # fmt: skip


def test_points_and_dashes_begin_paragraphs_and_names_go_on() -> None:
    text = "- Phối hợp với Ủy ban Mặt trận Tổ quốc Việt Nam cùng các hội, đoàn thể, tổ chức chính trị"
    lines = [*printed(FIRST), *printed(SECOND), text, "- xã hội của địa phương vận động.", "a) Rà soát.", "b) Báo cáo."]
    found = shown(document_of([RawLine(line) for line in lines]))
    assert found[-3:] == [text + " - xã hội của địa phương vận động.", "a) Rà soát.", "b) Báo cáo."]


def test_a_number_broken_at_its_hyphen_is_whole_again() -> None:
    head = "c) Sắp xếp lại biên chế theo lộ trình mà cấp trên đã nêu trong Kết luận số 28-"
    lines = [*printed(FIRST), *printed(SECOND), head, "KL/TW ngày 21/02/2022 và các văn bản kèm theo."]
    assert "Kết luận số 28-KL/TW ngày" in document_of([RawLine(line) for line in lines]).text


def test_cells_of_a_flattened_table_stay_as_printed() -> None:
    cells = [
        "Nhiệm",
        "vụ",
        "Sản phẩm",
        "Thời gian",
        "thực hiện",
        "Rà soát quy trình, thủ tục nội",
        "bộ của cơ quan",
        "Văn",
        "phòng",
    ]
    lines = [*printed(FIRST), *printed(SECOND), *printed(FIRST), *cells]
    assert shown(document_of([RawLine(line) for line in lines]))[-len(cells) :] == cells


def test_paragraphs_stored_whole_are_never_joined() -> None:
    lines = [
        RawLine("Sở Nội vụ chủ trì việc này và nhiều việc khác nữa cho đến khi xong", whole=True),
        RawLine("và hết", whole=True),
    ]
    assert len(document_of(lines).lines) == 2


def test_headings_in_capitals_keep_to_themselves() -> None:
    lines = [
        *printed(FIRST),
        *printed(SECOND),
        "IV. KẾ HOẠCH TRIỂN KHAI CÁC NHIỆM VỤ CẢI CÁCH NĂM",
        "2024 CỦA TỈNH",
        *printed(FIRST),
    ]
    found = shown(document_of([RawLine(line) for line in lines]))
    assert found[-1] == FIRST


def _line(text: str, x0: float, top: float, width: float, bold: bool = False) -> RawLine:
    """A printed line with boxes, its words spread over ``width`` points."""
    words, step = [], width / max(len(text), 1)
    at = 0
    for word in text.split(" "):
        words.append(RawWord(word, x0 + at * step, top, x0 + (at + len(word)) * step, top + 13))
        at += len(word) + 1
    return RawLine(text, tuple(words), bold, 13.0)


def _page(texts: Sequence[str], indent: float = 28.0) -> list[RawLine]:
    """Paragraphs set on a page 470 points wide from x = 76, first lines indented."""
    lines, top = [], 70.0
    for text in texts:
        pieces = wrap(text, 76, initial_indent="    ")
        for i, piece in enumerate(pieces):
            full = i < len(pieces) - 1
            start = 76 + (indent if i == 0 else 0)
            lines.append(_line(piece.strip(), start, top, (546 - start) if full else len(piece) * 5.5))
            top += 16
    return lines


def test_on_a_page_the_margin_and_the_indentation_tell() -> None:
    document = document_of(_page([FIRST, SECOND, FIRST]))
    assert shown(document) == [FIRST, SECOND, FIRST]


def test_words_keep_their_boxes_and_their_place_in_the_text() -> None:
    document = document_of([_line("Rà soát cań bô,\u0323 công chức", 76, 70, 200)])
    assert [document.slice(word.span) for word in document.words] == ["Rà", "soát", "cán", "bộ,", "công", "chức"]
    assert document.words[3].box.x0 > document.words[2].box.x1 - 1


def test_a_numbered_row_does_not_go_on_from_the_long_line_above_it() -> None:
    above = "Phòng Kế toán; các phòng chuyên môn thuộc Sở, Quý II hằng năm, báo cáo và nghị quyết"
    rows = [RawLine(above), RawLine(" "), RawLine("2 Giám sát việc trả lời kiến nghị"), RawLine(" ")]
    lines = [*map(RawLine, printed(FIRST)), *map(RawLine, printed(SECOND)), *rows]
    assert shown(document_of(lines))[-2:] == [above, "2 Giám sát việc trả lời kiến nghị"]
