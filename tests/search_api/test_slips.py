from __future__ import annotations

import pytest

from search_api.engine import Engine
from search_api.query import read
from search_api.question.language import english_known
from search_api.question.restore import SyllableModel
from search_api.question.slips import _own_words, mend, telex, vni
from search_api.question.tokens import clean_question, tokens
from search_api.question.vocabulary import shortforms

PLAN = """Sở Tài chính chủ trì rà soát tài sản công; giải ngân vốn đầu tư; thủ tục hành chính. Nhiệm vụ của đơn vị.
Khử khuẩn chuồng trại sau lũ. Lập hồ sơ địa chính. Ông Krông Pắc dùng Zalo."""
MODEL = SyllableModel.learn([PLAN])


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("tafi", "tài"),
        ("taif", "tài"),
        ("sarn", "sản"),
        ("coong", "công"),
        ("ddonw", "đơn"),
        ("dduowngf", "đường"),
        ("vieejc", "việc"),
        ("nuowcs", "nước"),
        ("muaf", "mùa"),
        ("muaw", "mưa"),
        ("thuees", "thuế"),
        ("hoaf", "hòa"),
        ("quyeets", "quyết"),
        ("nhieemj", "nhiệm"),
    ],
)
def test_telex_keys_spell_a_syllable(typed: str, meant: str) -> None:
    assert telex(typed) == meant


@pytest.mark.parametrize("typed", ["review", "zalo", "tass", "tài", "tai", "facebook", "wifi", "ocop", "xyz", "tafir"])
def test_what_is_no_telex_spells_nothing(typed: str) -> None:
    assert telex(typed) is None


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("ta2i", "tài"),
        ("tai2", "tài"),
        ("sa3n", "sản"),
        ("d9o7n", "đơn"),
        ("vi5", "vị"),
        ("d9u7o7ng2", "đường"),
        ("co6ng", "công"),
        ("na8m", "năm"),
        ("vie65c", "việc"),
    ],
)
def test_vni_keys_spell_a_syllable(typed: str, meant: str) -> None:
    assert vni(typed) == meant


@pytest.mark.parametrize("typed", ["h5n1", "mp3", "b12", "140qd", "nam2024", "4g", "tt1"])
def test_a_code_with_figures_is_no_vni(typed: str) -> None:
    assert vni(typed) is None


def read_as(question: str) -> str:
    """The question with its mistyped words as they are read first."""
    asked = tokens(clean_question(question))
    mended = mend(asked, MODEL, shortforms())
    return " ".join(mended.choices[i][0] if i in mended.choices else t.text for i, t in enumerate(mended.tokens))


@pytest.mark.parametrize(
    "question, wanted",
    [
        ("tafi sarn coong", "tài sản công"),
        ("rà soát tafi sản công", "rà soát tài sản công"),
        ("don vi5 na2o chu3 tri2", "don vị nào chủ trì"),
        ("giari ngân vốn", "giải ngân vốn"),
        ("rà saot tài sản", "rà soát tài sản"),
        ("thủ tục hành chnh", "thủ tục hành chính"),
        ("nhiệm vụu của đơn vị", "nhiệm vụ của đơn vị"),
        ("chuồng trạii", "chuồng trại"),
        ("the responsable unit", "the responsible unit"),
        ("public asset reveiw", "public asset review"),
    ],
)
def test_a_slip_is_read_as_what_was_meant(question: str, wanted: str) -> None:
    assert read_as(question) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "tài sản công",
        "phướn long vương",
        "Krông Pắc dùng Zalo",
        "Vàng A Chơ ở Lả Nhì Thàng",
        "TTHC của UBND",
        "OCOP SIPAS PAPI",
        "quý1 năm 2024",
        "điều5 khoản2",
        "C06 mp3 h5n1",
        "max bao nhiêu",
        "Max Jos Alex",
        "county country planted patents",
        "for his staff this units",
        "who is the responsive officer",
        "farmers contact an expert though the advice matters",
        "Excel Powerpoint Windows",
        "don vi nao chu tri",
    ],
)
def test_a_correct_word_is_left_as_it_is(question: str) -> None:
    assert read_as(question) == question


def test_typed_marks_are_not_overruled_by_a_likelier_word() -> None:
    assert read_as("rà soạt tài sàn") == "rà soạt tài sàn"


@pytest.mark.parametrize(
    "question, typed, meant",
    [
        ("ai chur trif rà soát tafi sản công", "tafi", "tài"),
        ("ai chủ trì rà saot tài sản công", "saot", "soát"),
        ("who is responsable for the asset review", "responsable", "responsible"),
    ],
)
def test_what_a_slip_was_read_as_is_shown(engine: Engine, question: str, typed: str, meant: str) -> None:
    reading = read(question, engine.presenter().knowledge.known)
    assert (typed, meant) in reading.expanded
    assert [token.text for token in reading.tokens if token.text == typed] == [typed]


@pytest.mark.parametrize(
    "slipped, clean",
    [
        ("ai chur trif raf soast tafi sarn coong", "ai chủ trì rà soát tài sản công"),
        ("ai chu3 tri2 ra2 soa1t ta2i sa3n co6ng", "ai chủ trì rà soát tài sản công"),
        ("Sở Tài chính chủ trì nhiệm vụu nào", "Sở Tài chính chủ trì nhiệm vụ nào"),
    ],
)
def test_a_slipped_question_is_read_like_the_clean_one(engine: Engine, slipped: str, clean: str) -> None:
    known = engine.presenter().knowledge.known
    one, other = read(slipped, known), read(clean, known)
    assert (one.vietnamese, one.intent, one.language) == (other.vietnamese, other.intent, other.language)
    assert [c.forms for c in one.topic] == [c.forms for c in other.topic]
    assert [u.ids for u in one.units] == [u.ids for u in other.units]


def test_no_word_kept_apart_is_one_that_the_glossary_has() -> None:
    assert _own_words()
    assert [word for word in sorted(_own_words()) if english_known(word)] == []
