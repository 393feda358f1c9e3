"""Words for the index, sentences with offsets that never break at numbering or abbreviations."""

from __future__ import annotations

import subprocess
import sys

import pytest

from indexer.tokenise import sentences, words


def test_words_of_several_syllables_are_joined() -> None:
    found = words("Sở Nội vụ rà soát tài sản công.")
    assert "rà_soát" in found
    assert "".join(found).replace("_", "") == "SởNộivụràsoáttàisảncông."


def test_nothing_gives_no_words() -> None:
    assert words("  ") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Sở Nội vụ chủ trì. Sở Y tế phối hợp.", ["1. Sở Nội vụ chủ trì.", "Sở Y tế phối hợp."]),
        ("Báo cáo TP. Huế và TX. Tân Châu. Hết.", ["Báo cáo TP. Huế và TX. Tân Châu.", "Hết."]),
        ("a. Rà soát. b. Báo cáo", ["a. Rà soát. b. Báo cáo"]),
        ("Điều 5. Hiệu lực thi hành", ["Điều 5. Hiệu lực thi hành"]),
        ("Xong năm 2024. Sở A làm.", ["Xong năm 2024.", "Sở A làm."]),
        ("Theo Điều 5. Sở A làm.", ["Theo Điều 5.", "Sở A làm."]),
        ("dòng một\n dòng hai. ", ["dòng một", "dòng hai."]),
        ("tăng 1.500 hồ sơ...và giảm", ["tăng 1.500 hồ sơ...và giảm"]),
        ("", []),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text)] == expected


def test_segmenting_loads_neither_torch_nor_transformers():
    code = "import sys; from indexer.tokenise import words; words('tài sản công'); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
