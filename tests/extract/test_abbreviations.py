"""Definitions of short forms, by initials or by what the text says, and brackets that define nothing."""

from __future__ import annotations

import pytest

from indexer.extract.abbreviations import abbreviations
from indexer.normalise import normalise
from indexer.types import RawDocument, RawLine, RawPage


def defined(text: str) -> list[tuple[str, str]]:
    document = normalise(RawDocument("a.txt", "0" * 64, "text", (RawPage(None, 0, 0, (RawLine(text, whole=True),)),)))
    return [(a.short, a.long) for a in abbreviations(document)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("công tác cải cách hành chính (CCHC) của tỉnh", "CCHC", "cải cách hành chính"),
        ("Ủy ban nhân dân (UBND) xã", "UBND", "Ủy ban nhân dân"),
        ("đội ngũ công chức, người lao động (CC-NLĐ)", "CC-NLĐ", "công chức, người lao động"),
        ("Sở Nông nghiệp và Phát triển nông thôn (NN&PTNT)", "NN&PTNT", "Nông nghiệp và Phát triển nông thôn"),
        ("qua Nền tảng tích hợp dữ liệu (LGSP)", "LGSP", "Nền tảng tích hợp dữ liệu"),
        ("trên hệ thống Văn phòng điện tử (eGov)", "eGov", "Văn phòng điện tử"),
        ("của Sở Khoa học và Công nghệ (sau đây gọi tắt là Sở) chủ trì", "Sở", "Sở Khoa học và Công nghệ"),
        ("dịch vụ công trực tuyến (viết tắt là DVCTT)", "DVCTT", "dịch vụ công trực tuyến"),
        ("thủ tục hành chính, sau đây viết tắt là TTHC, phải", "TTHC", "thủ tục hành chính"),
    ],
)
def test_a_definition_gives_its_long_form(text: str, short: str, long: str) -> None:
    assert defined(text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    ["thực hiện (nếu có)", "các mục tiêu (II) và (III)", "kế hoạch (Kèm theo Phụ lục)", "báo cáo (qua Sở Nội vụ)",
     "văn bản (số 12/QĐ-UBND)", "thôn, bản (UBND)", "năm (2024)"],
)  # fmt: skip
def test_other_brackets_define_nothing(text: str) -> None:
    assert defined(text) == []


def test_the_first_definition_stands() -> None:
    assert defined("cải cách hành chính (CCHC); chi cục hải quan (CCHC)") == [("CCHC", "cải cách hành chính")]
