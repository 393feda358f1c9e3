"""Displaced tone marks: put back where a syllable results, and never anywhere else."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from indexer.normalise import normalise
from indexer.normalise.clean import composed, spaced
from indexer.normalise.marks import repaired
from indexer.read import read
from indexer.settings import Settings
from indexer.syllable import TONES, is_syllable
from indexer.types import RawDocument, RawLine, RawPage

_WORD = re.compile(r"[^\W\d_]+")


def mend(text: str) -> str:
    return spaced(repaired(composed(text))[0]).text


def document_of(*lines: str) -> RawDocument:
    return RawDocument("a.txt", "0" * 64, "text", (RawPage(None, 0, 0, tuple(RawLine(line) for line in lines)),))


@pytest.mark.parametrize(
    ("printed", "right"),
    [
        ("phaṃ phaṕ luâṭ", "phạm pháp luật"),
        ("ty \u0309lê \u0323sô \u0301hoá", "tỷ lệ số hoá"),
        ("cuả baỏ đôỉ Taọ", "của bảo đổi Tạo"),
        ("cań bô,\u0323 công chức", "cán bộ, công chức"),
        ("“đuńg, đu,\u0309 sac\u0323h”", "“đúng, đủ, sạch”"),
        ("nghi \u0323điṇh cuả Chińh phu.\u0309", "nghị định của Chính phủ."),
        ("lañg phi \u0301(thông qua", "lãng phí (thông qua"),
        ("ĐIÊU\u0300 KIÊN\u0323", "ĐIỀU KIỆN"),
        ("lê \u0323 tiêṕ", "lệ tiếp"),
    ],
)
def test_a_mark_goes_back_to_its_vowel(printed: str, right: str) -> None:
    assert mend(printed) == right


@pytest.mark.parametrize(
    "text",
    ["Tỷ lệ hoà giải ở cơ sở, quý II; kỹ năng", "Đắk Lắk, Krông Pắc và Kon Tum", "bộ máy tổt chức", "café, résumé",
     "QĐ-UBND, TTHC và CCHC", "Thự hiện", "chứcBộ phận", "nghiên cứu xoong, goòng, tuýp, khuỷu, rượu"],
)  # fmt: skip
def test_what_is_right_or_cannot_be_told_stays(text: str) -> None:
    assert mend(text) == text


def test_decomposed_text_is_composed_and_not_called_a_repair() -> None:
    text = "Kế hoạch cải cách hành chính được duyệt"
    document = normalise(document_of(unicodedata.normalize("NFD", text)))
    assert document.text == text
    assert document.repairs == ()


def test_a_mark_that_opens_the_next_line_comes_back() -> None:
    assert normalise(document_of("1. Xử lý kiên nghi", "\u0323cua dân")).text.startswith("1. Xử lý kiên nghị")


def test_a_repair_tells_what_stood_there() -> None:
    document = normalise(document_of("Xử lý cań bô,\u0323 công chức"))
    assert [(document.slice(r.span), r.printed, r.reason) for r in document.repairs] == [
        ("cán", "cań", "displaced mark"),
        ("bộ,", "bô,\u0323", "displaced mark"),
    ]


def test_mending_is_done_once() -> None:
    once = mend("Ty \u0309lê \u0323giaỉ quyêt\u0301 hô \u0300sơ")
    assert mend(once) == once


def _marked(text: str) -> list[str]:
    return [w for w in _WORD.findall(text) if any(c in TONES for c in unicodedata.normalize("NFD", w))]


@pytest.mark.shared
def test_every_displaced_mark_of_the_commune_plan_is_put_back(shared: Path) -> None:
    path = next((shared / "seeds").glob("002_*"))
    document = normalise(read(path, Settings()))
    repaired_words = {w for r in document.repairs for w in _WORD.findall(document.slice(r.span))}
    assert len(repaired_words) >= 70
    assert all(is_syllable(word) for word in repaired_words)
    assert not re.search(f"[{TONES}]", document.text)
    assert [w for w in _marked(document.text) if not is_syllable(w)] == ["chứcBộ"]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["000", "001", "003", "004"])
def test_no_word_of_the_other_plans_changes(shared: Path, name: str) -> None:
    path = next((shared / "seeds").glob(f"{name}_*"))
    document = normalise(read(path, Settings()))
    assert document.repairs == ()
    source = unicodedata.normalize("NFC", path.read_text(encoding="utf8"))
    assert set(_marked(document.text)) <= set(_marked(source))
