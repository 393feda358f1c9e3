"""Markdown and HTML left by OCR tools: what they say is kept, they themselves are not shown."""

from __future__ import annotations

import pytest

from indexer.normalise import normalise
from indexer.types import Document, RawCell, RawDocument, RawLine, RawPage, RawTable


def document_of(*items: RawLine | RawTable) -> Document:
    return normalise(RawDocument("a.txt", "0" * 64, "text", (RawPage(None, 0, 0, items),)))


def text_of(*lines: str) -> str:
    return document_of(*(RawLine(line) for line in lines)).text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("## **II. NHIỆM VỤ**", "II. NHIỆM VỤ"),
        ("**Điều 1.** Ban hành *kế hoạch* này.", "Điều 1. Ban hành kế hoạch này."),
        ("<b>Mục tiêu</b> &amp; yêu cầu", "Mục tiêu & yêu cầu"),
        ("của UBND tỉnh<sup>1</sup> và các sở", "của UBND tỉnh và các sở"),
        ("rộng 100 m<sup>2</sup>", "rộng 100 m²"),
        ("<u>Nơi nhận</u>:<br>- Sở A<br/>- Sở B", "Nơi nhận:\n- Sở A\n- Sở B"),
        ("Số < 5 và > 3 & không đổi", "Số < 5 và > 3 & không đổi"),
    ],
)
def test_markup_is_not_shown(raw: str, shown: str) -> None:
    assert text_of("## Đầu", raw).removeprefix("Đầu\n") == shown


def test_headings_bold_lines_and_notes_are_remembered() -> None:
    document = document_of(
        *map(
            RawLine,
            ("### I. MỤC TIÊU", "**KT. CHỦ TỊCH  ", "PHÓ CHỦ TỊCH**", "<sup>2</sup> Kế hoạch năm ngoái;", "---"),
        )
    )
    assert [(document.slice(x.span), x.heading_mark, x.bold, x.footnote) for x in document.lines] == [
        ("I. MỤC TIÊU", True, False, False),
        ("KT. CHỦ TỊCH", False, True, False),
        ("PHÓ CHỦ TỊCH", False, True, False),
        ("2 Kế hoạch năm ngoái;", False, False, True),
    ]


def test_a_star_that_is_a_bullet_stays() -> None:
    assert text_of("* Ghi chú chung", "3 * 4 = 12") == "* Ghi chú chung\n3 * 4 = 12"


def test_a_list_in_a_cell_keeps_its_lines() -> None:
    html = '<ul style="list-style-type: none"> <li>- Quyết định;</li> <li>- Báo cáo.</li> </ul>'
    cells = (RawCell(0, 0, (RawLine("<b>Sản phẩm</b>"),)), RawCell(1, 0, (RawLine(html),)))
    document = document_of(RawTable(2, 1, cells, "tabs"))
    assert [cell.text for cell in document.tables[0].cells] == ["Sản phẩm", "- Quyết định;\n- Báo cáo."]
    assert document.text == "Sản phẩm\n- Quyết định; - Báo cáo."
