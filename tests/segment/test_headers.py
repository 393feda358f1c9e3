"""Who issued what, from letterheads in every order and from copies without one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from indexer.normalise import normalise
from indexer.read import read
from indexer.segment import outline
from indexer.settings import Settings
from indexer.types import Header, RawDocument, RawLine, RawPage


def header_of(text: str) -> Header:
    lines = tuple(RawLine(line.strip(), whole=True) for line in text.strip().split("\n"))
    return outline(normalise(RawDocument("a.txt", "0" * 64, "text", (RawPage(None, 0, 0, lines),)))).header


BODY = "\nI. MỤC ĐÍCH\n1. Rà soát thủ tục của tỉnh An Bình trong năm.\n"


@pytest.mark.parametrize(
    "head",
    [
        "ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH\nSố: 140/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nAn Bình, ngày 19 tháng 01 năm 2024",
        "ỦY BAN NHÂN DÂN CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH AN BÌNH Độc lập - Tự do - Hạnh phúc\n"
        "Số: 140 /KH- UBND An Bình, ngày 19 tháng 01 năm 2024",
        "UBND TỈNH AN BÌNH          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n          Độc lập - Tự do - Hạnh phúc\n"
        "Số: 140/KH-UBND          An Bình, ngày 19 tháng 01 năm 2024",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nAn Bình, ngày 19 tháng 01 năm 2024\n"
        "ỦY BAN NHÂN DÂN TỈNH AN BÌNH\nSố: 140/KH-UBND",
    ],
)
def test_a_letterhead_is_read_in_any_order(head: str) -> None:
    found = header_of(head + "\nKẾ HOẠCH\nCải cách hành chính\nnăm 2024" + BODY)
    assert found.number == "140/KH-UBND"
    assert found.issuer == "Ủy ban nhân dân tỉnh An Bình"
    assert (found.scope, found.province, found.place) == ("tỉnh An Bình", "An Bình", "An Bình")
    assert found.issued_on == date(2024, 1, 19)
    assert (found.kind, found.title, found.year) == ("Kế hoạch", "Cải cách hành chính năm 2024", 2024)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("Cải cách hành chính năm 2024\nPHÂN CÔNG", "Cải cách hành chính năm 2024"),
        ("CẢI CÁCH HÀNH CHÍNH\nTRÊN ĐỊA BÀN TỈNH", "CẢI CÁCH HÀNH CHÍNH TRÊN ĐỊA BÀN TỈNH"),
        ("Nâng cao chỉ số\nPCI NĂM 2024", "Nâng cao chỉ số PCI NĂM 2024"),
    ],
)
def test_a_heading_in_capitals_below_a_title_in_small_letters_is_no_part_of_it(lines: str, title: str) -> None:
    assert header_of("UBND TỈNH AN BÌNH\nSố: 9/KH-UBND\nKẾ HOẠCH\n" + lines + BODY).title == title


def test_a_letterhead_behind_the_body_is_found() -> None:
    found = header_of(
        "KẾ HOẠCH\nRà soát năm 2024" + BODY + "2. Báo cáo hằng quý.\nUBND TỈNH AN BÌNH\nSỞ Y TẾ\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nAn Bình, ngày 3 tháng 3 năm 2024"
    )
    assert (found.issuer, found.parent) == ("Sở Y tế tỉnh An Bình", "Ủy ban nhân dân tỉnh An Bình")


@pytest.mark.parametrize(
    ("left", "issuer", "scope"),
    [
        ("UBND TỈNH AN BÌNH\nSỞ THÔNG TIN VÀ TRUYỀN THÔNG", "Sở Thông tin và Truyền thông tỉnh An Bình", None),
        ("UBND TỈNH AN BÌNH\nSỞ VĂN HÓA, THỂ THAO\nVÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch tỉnh An Bình", None),
        ("UBND TỈNH AN BÌNH\nTHANH TRA TỈNH", "Thanh tra tỉnh An Bình", None),
        ("UBND HUYỆN TÂN HÒA\nỦY BAN NHÂN DÂN\nXÃ ĐÔNG HẢI", "Ủy ban nhân dân xã Đông Hải", "xã Đông Hải"),
    ],
)
def test_the_issuer_is_named_in_full_with_its_place(left: str, issuer: str, scope: str | None) -> None:
    found = header_of(left + "\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nKẾ HOẠCH\nRà soát năm 2024" + BODY)
    assert found.issuer == issuer
    assert found.scope == (scope or issuer)


def test_a_copy_without_letterhead_names_its_issuer_in_the_title() -> None:
    found = header_of("KẾ HOẠCH\nCải cách hành chính năm 2024 của Sở Tài chính" + BODY)
    assert found.issuer == "Sở Tài chính tỉnh An Bình"
    assert found.number is None


def test_a_carried_plan_knows_its_bearer() -> None:
    found = header_of(
        "KẾ HOẠCH\nCải cách năm 2024\n(Kèm theo Quyết định số: 26/QĐ-UBND ngày 08/3/2024 của UBND xã An Phú)" + BODY
    )
    assert (found.number, found.attached_to, found.issuer) == (None, "26/QĐ-UBND", "Ủy ban nhân dân xã An Phú")


def test_an_impossible_or_empty_date_is_none() -> None:
    head = "ỦY BAN NHÂN DÂN\nXÃ AN PHÚ\nSố:     /KH-UBND\nAn Phú, ngày {} năm 2024\nKẾ HOẠCH\nRà soát" + BODY
    assert header_of(head.format("31 tháng 6")).issued_on is None
    assert header_of(head.format("    tháng   ")).issued_on is None
    assert header_of(head.format("    tháng   ")).number is None


def test_a_letter_has_its_subject_for_a_title() -> None:
    found = header_of("SỞ NỘI VỤ\nSố: 45/SNV-CCHC\nV/v đôn đốc báo cáo quý\nKính gửi: Các phòng" + BODY)
    assert (found.kind, found.title, found.number) == ("Công văn", "đôn đốc báo cáo quý", "45/SNV-CCHC")


@pytest.mark.shared
@pytest.mark.parametrize("name", ["001", "003"])
def test_the_headers_of_the_annotated_plans_agree(shared: Path, name: str) -> None:
    meta = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf8"))["meta"]
    found = outline(normalise(read(next((shared / "seeds").glob(f"{name}_*")), Settings()))).header
    assert found.number == meta["number"]
    assert found.kind == meta["types"][0]
    assert found.issuer == meta["issuer"]
    assert found.issued_on == (date.fromisoformat(meta["date"]) if meta["date"] else None)
    assert found.title == meta["title"]
    assert (found.signer, found.capacity) == (meta["signer"], meta["signer_title"])


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "issuer"),
    [
        ("000", "Sở Tài chính tỉnh Tây Ninh"),
        ("002", "Ủy ban nhân dân xã Thạnh Tân"),
        ("004", "Sở Tư pháp tỉnh Tây Ninh"),
    ],
)
def test_the_issuers_of_the_other_plans_are_told(shared: Path, name: str, issuer: str) -> None:
    assert outline(normalise(read(next((shared / "seeds").glob(f"{name}_*")), Settings()))).header.issuer == issuer


def test_a_provincial_body_dates_from_its_province() -> None:
    head = "ĐẢNG BỘ TỈNH\nĐẢNG ỦY UBND TỈNH\nSố 4-KH/ĐU\nTân Lạng, ngày 3 tháng 3 năm 2024\nKẾ HOẠCH\nRà soát"
    found = header_of(head + "\nI. MỤC ĐÍCH\n1. Rà soát thủ tục trong năm.\n")
    assert found.province == "Tân Lạng"
    assert (found.issuer or "").endswith("tỉnh Tân Lạng")
