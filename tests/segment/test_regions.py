"""The function of each stretch, and tables that came out as lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.normalise import normalise
from indexer.read import read
from indexer.segment import outline
from indexer.settings import Settings
from indexer.types import Document, RawCell, RawDocument, RawLine, RawPage, RawTable

DECISION = """
ỦY BAN NHÂN DÂN
XÃ AN BÌNH
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 12/QĐ-UBND
Độc lập - Tự do - Hạnh phúc
An Bình, ngày 05 tháng 02 năm 2024
QUYẾT ĐỊNH
Ban hành Kế hoạch chuyển đổi số năm 2024
CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ AN BÌNH
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;
Theo đề nghị của công chức Văn phòng - Thống kê.
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch chuyển đổi số năm 2024.
Điều 2. Quyết định có hiệu lực kể từ ngày ký./.
Nơi nhận:
- Như Điều 2;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Thị Hoa
KẾ HOẠCH
Chuyển đổi số năm 2024
(Kèm theo Quyết định số 12/QĐ-UBND ngày 05/02/2024 của Chủ tịch UBND xã An Bình)
I. MỤC ĐÍCH
Người dân làm thủ tục tại nhà.
Trên đây là Kế hoạch chuyển đổi số năm 2024./.
PHỤ LỤC
PHÂN CÔNG NHIỆM VỤ
"""


def document_of(text: str, *more: RawTable) -> Document:
    lines = tuple(RawLine(line, whole=True) for line in text.strip().split("\n"))
    return normalise(RawDocument("a.txt", "0" * 64, "text", (RawPage(None, 0, 0, (*lines, *more)),)))


def cell(row: int, column: int, text: str) -> RawCell:
    return RawCell(row, column, tuple(RawLine(line) for line in text.split("\n")))


def test_a_decision_with_its_plan_and_appendix() -> None:
    table = RawTable(
        2, 2, (cell(0, 0, "Nhiệm vụ"), cell(0, 1, "Chủ trì"), cell(1, 0, "Việc"), cell(1, 1, "Sở A")), "ruled"
    )
    document = document_of(DECISION, table)
    found = [(r.kind, document.slice(r.span).split("\n")[0]) for r in outline(document).regions]
    assert found == [
        ("header", "ỦY BAN NHÂN DÂN"),
        ("bases", "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;"),
        ("body", "QUYẾT ĐỊNH:"),
        ("recipients", "Nơi nhận:"),
        ("signature", "KT. CHỦ TỊCH"),
        ("header", "KẾ HOẠCH"),
        ("body", "I. MỤC ĐÍCH"),
        ("appendix", "PHỤ LỤC"),
        ("closing", "Trên đây là Kế hoạch chuyển đổi số năm 2024./."),
    ]
    appendix = next(r for r in outline(document).regions if r.kind == "appendix")
    assert appendix.title == "PHỤ LỤC PHÂN CÔNG NHIỆM VỤ"
    assert appendix.span.end == len(document.text)


def test_a_letterhead_set_as_a_table_is_no_appendix() -> None:
    head = RawTable(
        1, 2,
        (cell(0, 0, "UBND TỈNH AN BÌNH\nSỞ NỘI VỤ\nSố: 3/KH-SNV"),
         cell(0, 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do\nAn Bình, ngày 5 tháng 2 năm 2024")),
        "markup",
    )  # fmt: skip
    lines = (
        RawLine("KẾ HOẠCH", whole=True),
        RawLine("Rà soát năm 2024", whole=True),
        RawLine("I. MỤC ĐÍCH", whole=True),
    )
    foot = RawTable(1, 2, (cell(0, 0, "Nơi nhận:\n- Lưu: VT."), cell(0, 1, "GIÁM ĐỐC\nLê Văn An")), "markup")
    document = normalise(RawDocument("a.docx", "0" * 64, "word", (RawPage(None, 0, 0, (head, *lines, foot)),)))
    found = outline(document)
    assert [r.kind for r in found.regions] == ["header", "body", "recipients"]
    assert (found.header.number, found.header.issuer) == ("3/KH-SNV", "Sở Nội vụ tỉnh An Bình")
    assert (found.header.signer, found.header.capacity) == ("Lê Văn An", "GIÁM ĐỐC")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "first", "behind"),
    [("002", "Phụ lục", None), ("003", "Nhiệm", "IV. TỔ CHỨC THỰC HIỆN"), ("004", "STT 1. Mục tiêu", None)],
)
def test_flattened_tables_are_appendices(shared: Path, name: str, first: str, behind: str | None) -> None:
    document = normalise(read(next((shared / "seeds").glob(f"{name}_*")), Settings()))
    (appendix,) = [r for r in outline(document).regions if r.kind == "appendix"]
    assert document.slice(appendix.span).startswith(first)
    assert document.text[appendix.span.end :].strip().startswith(behind or "")
    if behind is None:
        assert appendix.span.end == len(document.text)
    clauses = outline(document).clauses
    assert not [c for c in clauses if appendix.span.start <= c.span.start < appendix.span.end]


def test_prose_that_speaks_of_leading_and_deadlines_is_no_table() -> None:
    tasks = "\n".join(
        f"{i}. Sở A chủ trì, phối hợp với Sở B thực hiện nhiệm vụ {i}; kết quả, thời gian báo cáo theo quý."
        for i in range(1, 20)
    )
    found = outline(document_of("I. PHÂN CÔNG\nNhiệm vụ, thời gian và kết quả như sau:\n" + tasks))
    assert [r.kind for r in found.regions] == ["body"]
    assert len(found.clauses) == 21


def test_a_header_on_one_line_or_word_by_word_opens_a_table() -> None:
    rows = "\n".join(f"{i}\nRà soát quy trình {i}\nBáo cáo\nSở A\nSở B\nQuý I" for i in range(1, 5))
    for head in (
        "TT Nhiệm vụ Sản phẩm Chủ trì Phối hợp Thời gian hoàn thành",
        "TT\nNhiệm\nvụ\nSản\nphẩm\nChủ\ntrì\nPhối\nhợp\nThời\ngian",
    ):
        text = (
            "I. PHÂN CÔNG\n"
            + head
            + "\n"
            + rows
            + "\nII. KINH PHÍ\n"
            + "Kinh phí do ngân sách bảo đảm theo phân cấp. " * 4
        )
        found = outline(document_of(text))
        assert [r.kind for r in found.regions] == ["body", "appendix", "body"]
        assert [c.path for c in found.clauses] == [("I",), ("II",), ("II", "¶1")]
