from __future__ import annotations

import pytest

from search_api.engine import Engine
from search_api.errors import BadQuery
from search_api.query import read
from search_api.question.language import language, tongues
from search_api.question.restore import SyllableModel, options
from search_api.question.tokens import clean_question, tokens
from search_api.types import Reading


@pytest.fixture
def reads(engine: Engine) -> object:
    known = engine.presenter().knowledge.known
    return lambda question: read(question, known)


@pytest.mark.parametrize(
    "question, wanted",
    [
        ("Đơn vị nào chủ trì?", "vi"),
        ("don vi nao chu tri ra soat", "vi-nodiacritics"),
        ("Which unit leads the review in Lam Sơn?", "en"),
        ("which unit leads tài sản công review", "mixed"),
        ("rà soát TTHC", "vi"),
        ("At the Lam Sơn inspectorate, who drafts documents?", "en"),
        ("cu the the nao", "vi-nodiacritics"),
    ],
)
def test_the_language_of_a_question_is_told(question: str, wanted: str) -> None:
    asked = tokens(question)
    assert language(asked, tongues(asked)) == wanted


@pytest.mark.parametrize(
    "bare, marked",
    [
        ("ra soat tai san cong", "rà soát tài sản công"),
        ("don vi nao chu tri", "đơn vị nào chủ trì"),
        ("thu tuc hanh chinh", "thủ tục hành chính"),
    ],
)
def test_marks_are_put_back(bare: str, marked: str) -> None:
    model = SyllableModel.learn(["Rà soát tài sản công và thủ tục hành chính."])
    asked = tokens(bare)
    best, weight = model.readings(options(asked, [True] * len(asked), model))[0]
    assert " ".join(best) == marked
    assert 0 < weight <= 1


def test_typed_marks_are_never_overruled() -> None:
    model = SyllableModel.learn(["tài sản công"] * 50)
    asked = tokens("tai sàn cong")
    best, _ = model.readings(options(asked, [True] * 3, model))[0]
    assert best[1] == "sàn"


@pytest.mark.parametrize("question", ["", "   ", "?!…", "😀", "?" * 3000, "\u202e\u200b"])
def test_a_question_without_words_is_refused_in_one_sentence(question: str) -> None:
    with pytest.raises(BadQuery) as refused:
        clean_question(question)
    assert str(refused.value).endswith(".")
    assert refused.value.en.endswith(".")


def test_decomposed_letters_read_like_composed_ones() -> None:
    assert [t.key for t in tokens(clean_question("ra\u0300 soa\u0301t"))] == ["rà", "soát"]


@pytest.mark.parametrize(
    "question, file",
    [
        ("theo QĐ 77 thì ai chủ trì tập huấn", "101-tinh.txt"),
        ("Decision 77 of the province", "101-tinh.txt"),
        ("kế hoạch của xã Hòa Tân lấy kinh phí ở đâu", "102-xa.txt"),
        ("ke hoach cua xa lay kinh phi o dau", "102-xa.txt"),
        ("Thanh tra tỉnh Lam Sơn tiếp công dân ngày nào", "103-thanh-tra.txt"),
        ("Hòa Tân commune funding", "102-xa.txt"),
    ],
)
def test_the_plan_meant_is_told(engine: Engine, question: str, file: str) -> None:
    _, _, findings, _ = engine.search(question)
    best = max(findings.plans, key=findings.plans.__getitem__)
    assert engine.presenter().knowledge.documents[best].file == file


def test_short_forms_and_english_are_spelled_out(reads: object) -> None:
    found: Reading = reads("STTTT chủ trì TTHC review nào")
    assert ("STTTT", "sở thông tin và truyền thông") in found.expanded
    assert ("review", "rà soát") in found.expanded
    assert "thủ tục hành chính" in found.vietnamese


def test_a_unit_is_found_by_abbreviation_english_and_without_marks(reads: object) -> None:
    for question in (
        "STTTT làm gì",
        "what does the information and communications department do",
        "so thong tin va truyen thong lam gi",
    ):
        found: Reading = reads(question)
        assert [unit.name for unit in found.units] == ["Sở Thông tin và Truyền thông"]


def test_a_province_that_no_plan_speaks_of_is_foreign(reads: object) -> None:
    assert reads("Tỉnh Cà Mau chuyển đổi số thế nào?").foreign == ("Cà Mau",)
    assert reads("Tỉnh Lam Sơn chuyển đổi số thế nào?").foreign == ()


@pytest.mark.parametrize(
    "english, vietnamese",
    [
        ("the commune police", "công an xã"),
        ("the provincial police", "công an tỉnh"),
        ("the district people's committees", "ủy ban nhân dân huyện"),
        ("the commune tasks", "xã nhiệm vụ"),
    ],
)
def test_a_body_comes_before_its_level_in_vietnamese(reads: object, english: str, vietnamese: str) -> None:
    assert reads(english).vietnamese == vietnamese


@pytest.mark.parametrize(
    "question, names",
    [
        ("Sở Giáo dục phối hợp việc gì", ["Sở Giáo dục và Đào tạo"]),
        ("Sở Thông tin chủ trì việc gì", ["Sở Thông tin và Truyền thông"]),
        ("Sở Giáo dục và Thể thao chủ trì việc gì", []),
    ],
)
def test_a_department_is_found_by_its_first_field(reads: object, question: str, names: list[str]) -> None:
    assert [unit.name for unit in reads(question).units] == names


def test_what_stands_between_the_words_of_asking_is_the_subject(reads: object) -> None:
    found: Reading = reads("What does the review of public assets in schools produce?")
    assert found.intent == "product"
    assert ("tài", "sản", "công") in [concept.forms[0].keys for concept in found.topic]


@pytest.mark.parametrize("question, meant", [("nhà ở xã hội", []), ("nhà ở của xã", ["xã"])])
def test_a_level_inside_a_longer_word_names_no_plan(reads: object, question: str, meant: list[str]) -> None:
    assert [mention.text for mention in reads(question).documents] == meant  # type: ignore[operator]
