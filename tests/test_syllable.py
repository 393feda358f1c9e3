"""Syllables by their phonotactics, in both tone placements, with the near misses that repairs depend on."""

from __future__ import annotations

import unicodedata

import pytest

from indexer.syllable import is_syllable, well_placed, with_tone

RIGHT = (
    "hòa hoà thủy thuỷ quý quí kỹ kĩ gìn gì giữ giếng giết nghiệp nghĩa ngành ghế gà kẻ cỏ quyết quốc khuya khuỷu "
    "ngoằn ngoèo rượu hươu yểu yên ý ỷ uỷ ủy oà xoong soóc thuở huệ tuần luật đặng Đắng ĐIỀU được ĐƯỜNG bướu chuyển"
)
WRONG = (
    "luât phap tuc ngĩa kà gế cế qả cuả baỏ đôỉ gía qúy tòan đạc̣ hoắ tổt bwa fa zô jun w UBND CCHC ng đ a1 ngiên "
    "quoc sách. ma-tuý"
)


@pytest.mark.parametrize("word", RIGHT.split())
def test_a_well_spelled_syllable_is_one(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", WRONG.split())
def test_a_near_miss_is_none(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("printed", "right"),
    [("cuả", "của"), ("CUẢ", "CỦA"), ("baỏ", "bảo"), ("Đôỉ", "Đổi"), ("gía", "giá"), ("qúy", "quý"), ("tòan", "toàn"),
     ("hoà", "hoà"), ("hòa", "hòa"), ("qủa", "quả"), ("thuở", "thuở")],
)  # fmt: skip
def test_a_tone_moves_to_the_vowel_that_spelling_asks_for(printed: str, right: str) -> None:
    assert well_placed(printed) == right


@pytest.mark.parametrize("printed", ["tổt", "luât", "Krông", "kón", "UBND", ""])
def test_nothing_moves_where_no_syllable_would_result(printed: str) -> None:
    assert well_placed(printed) is None


def test_a_loose_tone_finds_its_vowel() -> None:
    assert with_tone("phap", "\u0301") == "pháp"
    assert with_tone("nghiêp", "\u0323") == "nghiệp"
    assert with_tone("nghiêp", "\u0309") is None
