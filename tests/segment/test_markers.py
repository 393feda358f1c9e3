"""Markers at the head of a line, and lines that only look as if they had one."""

from __future__ import annotations

import pytest

from indexer.segment.markers import marker, roman, true_letter


@pytest.mark.parametrize(
    ("text", "style", "label", "rest"),
    [
        ("I. MỤC TIÊU", "roman", "I", "MỤC TIÊU"),
        ("XIV - GIẢI PHÁP", "roman", "XIV", "GIẢI PHÁP"),
        ("IV/ TỔ CHỨC", "roman", "IV", "TỔ CHỨC"),
        ("Phần thứ nhất", "phần", "Phần thứ nhất", ""),
        ("PHẦN II. NHIỆM VỤ", "phần", "Phần II", "NHIỆM VỤ"),
        ("Chương I", "chương", "Chương I", ""),
        ("Mục 2. QUY ĐỊNH", "mục", "Mục 2", "QUY ĐỊNH"),
        ("Điều 5a. Hiệu lực", "điều", "Điều 5a", "Hiệu lực"),
        ("B. Nội dung", "capital", "B", "Nội dung"),
        ("1. Mục đích", "number", "1", "Mục đích"),
        ("46.Thực hiện giải ngân", "number", "46", "Thực hiện giải ngân"),
        ("2. 100% hồ sơ", "number", "2", "100% hồ sơ"),
        ("3/ Rà soát", "number", "3", "Rà soát"),
        ("1.1. Về thể chế", "decimal1", "1.1", "Về thể chế"),
        ("2.1.3 Nội dung", "decimal2", "2.1.3", "Nội dung"),
        ("1) Rà soát", "bracket", "1", "Rà soát"),
        ("a) Chủ trì", "point", "a", "Chủ trì"),
        ("đ) 100% hồ sơ", "point", "đ", "100% hồ sơ"),
        ("ii) Trưởng các phòng", "small roman", "ii", "Trưởng các phòng"),
        ("(iv) Báo cáo", "small roman", "iv", "Báo cáo"),
        ("b. Về doanh nghiệp", "point", "b", "Về doanh nghiệp"),
        ("- Báo cáo", "dash", "-", "Báo cáo"),
        ("+ Báo cáo", "plus", "+", "Báo cáo"),
        ("• Báo cáo", "bullet", "•", "Báo cáo"),
    ],
)
def test_a_marker_is_read(text: str, style: str, label: str, rest: str) -> None:
    found = marker(text)
    assert found is not None
    assert (found.style, found.label, text[found.end :]) == (style, label, rest)


@pytest.mark.parametrize(
    "text",
    ["khoản 4 Điều 15 của Nghị định", "Điều 19 Luật Tiếp cận thông tin", "30/6/2024 phải xong", "2024. Báo cáo",
     "1.500 hộ", "100% hồ sơ", "Mục tiêu chung", "Phần lớn công chức", "VIII", "CCHC. Rà soát", "f) Không có", "-2025",
     "3.5 triệu", "V/v đôn đốc"],
)  # fmt: skip
def test_running_text_has_none(text: str) -> None:
    assert marker(text) is None


@pytest.mark.parametrize(("text", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XIX", 19), ("XL", 40)])
def test_roman_numerals(text: str, value: int) -> None:
    assert roman(text) == value


@pytest.mark.parametrize("text", ["IIII", "VX", "IC", "", "LẬP"])
def test_what_is_no_roman_numeral(text: str) -> None:
    assert roman(text) is None


@pytest.mark.parametrize(
    ("above", "printed", "following", "letter"),
    [
        (None, "a", "b", "a"),
        ("d", "d", "c", "đ"),  # OCR lost the stroke
        ("đ", "c", "g", "e"),  # OCR read e as c
        ("d", "đ", None, "đ"),
        ("d", "e", None, "đ"),
        ("d", "e", "g", "e"),  # the author left đ out
        ("e", "g", "h", "g"),
        ("b", "d", None, "d"),  # a point c was lost: nothing is invented
        ("g", "a", None, "a"),
    ],
)
def test_the_true_letter_follows_the_sequence(
    above: str | None, printed: str, following: str | None, letter: str
) -> None:
    assert true_letter(above, printed, following) == letter
