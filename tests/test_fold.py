"""One key per word: tone placement and i/y are one, sound and marks keep words apart."""

from __future__ import annotations

import unicodedata

import pytest

from indexer.fold import fold, key, syllables


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("THUỶ", "thủy"), ("uỷ ban", "Ủy Ban"), ("kỹ", "kĩ"), ("quý", "quí"), ("qúy", "quý"), ("lý", "lí"),
     ("công ty", "công ti"), ("quỳnh", "quình"), ("Ðịnh", "định"), ("hoá đơn", "hóa đơn"), ("cuả", "của"),
     (unicodedata.normalize("NFD", "Điện tử"), "điện tử")],
)  # fmt: skip
def test_spellings_of_one_word_share_a_key(one: str, other: str) -> None:
    assert key(one) == key(other)
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hai", "hay"),
        ("tuy", "tui"),
        ("thuý", "thúi"),
        ("dương", "đương"),
        ("sĩ", "si"),
        ("mai", "may"),
        ("quyên", "quên"),
    ],
)
def test_different_words_keep_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_folding_takes_every_mark() -> None:
    assert fold("Đẩy mạnh chuyển đổi số ở UBND cấp xã") == "day manh chuyen doi so o ubnd cap xa"
    assert all(ord(c) < 128 for c in fold("ắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựỳýỷỹỵđĐÐ"))


def test_words_keep_their_spelling_where_it_is_the_usual_one() -> None:
    assert key("Quy định về kỷ luật, vị trí việc làm") == "quy định về kỷ luật, vị trí việc làm"


def test_syllables_are_the_words_and_numbers() -> None:
    assert syllables("Số 128/QĐ-UBND, Quý_II") == ["số", "128", "qđ", "ubnd", "quý", "ii"]
    assert syllables(" ;–… ") == []


def test_keys_are_stable() -> None:
    for text in ("Hoà bình", "qúy", "Kĩ thuật", "Ðà Nẵng"):
        assert key(key(text)) == key(text)
        assert fold(fold(text)) == fold(text)
