"""Fused syllables get their spaces back for search; every other word stays as it is."""

from __future__ import annotations

import pytest

from indexer.fold import syllables
from indexer.parsing import parse
from indexer.passages import embedded_text
from indexer.settings import Settings
from indexer.spacing import respaced
from indexer.store.terms import word_terms


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("hệthống", "hệ thống"),
        ("Chếđộ báocáo", "Chế độ báo cáo"),
        ("quảnlývănbản", "quản lý văn bản"),
        ("ỦYBANNHÂNDÂN", "ỦY BAN NHÂN DÂN"),
        ("côngan", "công an"),
        ("theoquyđịnh hiệnhành,", "theo quy định hiện hành,"),
        ("hoáđơn", "hoá đơn"),
        ("ônhiễm", "ô nhiễm"),
        ("chủtrì/phốihợp", "chủ trì/phối hợp"),
    ],
)
def test_fused_syllables_are_parted_with_their_case(printed, wanted):
    assert respaced(printed) == wanted


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "Krông",
        "Đắk",
        "VNeID",
        "online",
        "website",
        "Müller",
        "CĐS-TTHC",
        "UBND",
        "đ/c",
        "hoàn thành",
        "",
        "2026",
    ],
)
def test_other_words_stay(word):
    assert respaced(word) == word


def test_what_is_searched_has_the_spaces_and_what_is_quoted_has_not(tmp_path):
    line = "1. Xâydựng hệthống quảnlý vănbản của cơquan."
    path = tmp_path / "a.txt"
    path.write_text(f"KẾ HOẠCH\nRà soát hồ sơ năm 2026\nI. NHIỆM VỤ\n{line}\n2. Báo cáo kết quả.\n", encoding="utf8")
    parsed = parse(path, Settings())
    (passage,) = [one for one in parsed.passages if "hệthống" in one.text]
    assert passage.text in parsed.document.text
    assert passage.text in line
    assert "hệ thống quản lý văn bản" in embedded_text(passage)
    assert syllables(passage.text)[2:6] == ["hệ", "thống", "quản", "lý"]
    assert "hệ_thống" in word_terms(passage.text)
