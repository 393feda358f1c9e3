"""Numbers of documents in running text, with what stands beside them and what only looks like one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from indexer.extract.references import references
from indexer.normalise import normalise
from indexer.read import read
from indexer.segment import outline
from indexer.settings import Settings
from indexer.types import RawDocument, RawLine, RawPage, Reference


def read_text(*lines: str) -> tuple[Reference, ...]:
    items = tuple(RawLine(line, whole=True) for line in lines)
    document = normalise(RawDocument("a.txt", "0" * 64, "text", (RawPage(None, 0, 0, items),)))
    return references(document, outline(document))


@pytest.mark.parametrize(
    ("sentence", "number", "kind", "day"),
    [
        ("Quyết định số 35/2022/QĐ- UBND tỉnh ngày 31/10/2022.", "35/2022/QĐ-UBND", "Quyết định", date(2022, 10, 31)),
        ("Theo Kết luận số 35-KL/TW ngày 11/03/2022 của cấp trên.", "35-KL/TW", "Kết luận", date(2022, 3, 11)),
        ("Theo Quyết định 06/QĐ-TTg ngày 06 tháng 01 năm 2022.", "06/QĐ-TTg", "Quyết định", date(2022, 1, 6)),
        ("Nghị quyết số 190/2025/QH15 của Quốc hội.", "190/2025/QH15", "Nghị quyết", None),
        ("Công văn số 45/UBND-KT ngày 5/3/2024.", "45/UBND-KT", "Công văn", date(2024, 3, 5)),
        ("Quyết định số 1961/QĐUBND ngày 31/6/2024.", "1961/QĐ-UBND", "Quyết định", None),
        ("Văn bản số 12/VPCP-KSTT.", "12/VPCP-KSTT", None, None),
        ("Thông tư số 17/2023/TT-BNNPTNT.", "17/2023/TT-BNNPTNT", "Thông tư", None),
    ],
)  # fmt: skip
def test_a_document_is_read_with_its_kind_and_date(
    sentence: str, number: str, kind: str | None, day: date | None
) -> None:
    (found,) = read_text("I. NHIỆM VỤ", "1. " + sentence)
    assert (found.number, found.kind, found.issued_on) == (number, kind, day)


@pytest.mark.parametrize(
    "sentence",
    ["Trước ngày 30/6/2024 và quý I/2024.", "Đạt tỷ lệ 1/2 số hộ, 100/120 điểm.", "Tiêu chuẩn TCVN ISO 9001:2015.",
     "Ban hành kèm theo Quyết định số / QĐ-UBND ngày tháng 01.", "Tốc độ 20km/h, thuê 3/A.", "Bộ phận VP-TK và 24/7."],
)  # fmt: skip
def test_dates_shares_and_standards_are_no_documents(sentence: str) -> None:
    assert read_text("I. NHIỆM VỤ", "1. " + sentence) == ()


def test_a_hyphen_with_spaces_on_both_sides_ends_the_number() -> None:
    (found,) = read_text("I. A", "1. Nghị quyết số 76/NQ-CP - Chương trình tổng thể.")
    assert found.number == "76/NQ-CP"


def test_the_document_itself_is_left_out_and_repeats_are_one() -> None:
    found = read_text(
        "ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH", "Số: 7/KH-UBND", "KẾ HOẠCH", "Cải cách năm 2024",
        "I. CHUNG", "1. Theo Quyết định số 9/QĐ-TTg.", "2. Quyết định số 9/QĐ-TTg ngày 02/01/2024; KH số 7/KH-UBND.",
    )  # fmt: skip
    assert [(r.number, r.issued_on) for r in found] == [("9/QĐ-TTg", date(2024, 1, 2))]


def test_one_number_in_two_years_is_two_documents() -> None:
    found = read_text("I. A", "1. Quyết định số 5/QĐ-UBND ngày 01/01/2023; Quyết định số 5/QĐ-UBND ngày 01/01/2024.")
    assert len(found) == 2


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("Triển khai thực hiện Nghị quyết số 76/NQ-CP.", "implements"),
        ("Quyết định này thay thế Quyết định số 12/QĐ-UBND.", "replaces"),
        ("Quyết định này có hiệu lực từ ngày ký; bãi bỏ Quyết định số 12/QĐ-UBND.", "repeals"),
        ("Kế hoạch này sửa đổi Kế hoạch số 12/KH-UBND.", "amends"),
        ("Theo Nghị định số 107/2021/NĐ-CP sửa đổi quy định cũ.", "mentions"),
    ],
)
def test_the_wording_gives_the_relation(sentence: str, relation: str) -> None:
    (found,) = read_text("I. A", "1. " + sentence)
    assert found.relation == relation


def test_grounds_are_bases_and_the_bearer_is_attached() -> None:
    found = read_text(
        "QUYẾT ĐỊNH", "Về việc giao chỉ tiêu", "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ;",
        "Căn cứ Quyết định số 8/QĐ-TTg ngày 05/4/2021;", "QUYẾT ĐỊNH:", "Điều 1. Giao chỉ tiêu./.",
        "PHỤ LỤC", "(Kèm theo Kế hoạch số 99/KH-UBND ngày 01/02/2024)",
    )  # fmt: skip
    assert [(r.number, r.relation) for r in found] == [
        ("30/2020/NĐ-CP", "basis"), ("8/QĐ-TTg", "basis"), ("99/KH-UBND", "attached"),
    ]  # fmt: skip


def test_the_span_holds_kind_and_number() -> None:
    items = (RawLine("I. A", whole=True), RawLine("1. Theo Quyết định số 8/QĐ-TTg.", whole=True))
    document = normalise(RawDocument("a.txt", "0" * 64, "text", (RawPage(None, 0, 0, items),)))
    (found,) = references(document, outline(document))
    assert document.slice(found.span) == "Quyết định số 8/QĐ-TTg"


@pytest.mark.shared
@pytest.mark.parametrize("name", ["001", "003"])
def test_the_citations_of_the_real_plans_are_found(shared: Path, name: str) -> None:
    gold = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf8"))
    document = normalise(read(next((shared / "seeds").glob(f"{name}_*")), Settings()))
    found = {r.number for r in references(document, outline(document))}
    expected = set(gold["meta"]["cites"])
    f1 = 2 * len(found & expected) / (len(found) + len(expected))
    assert f1 >= 0.97, (expected - found, found - expected)
