"""A document that no plan held bears the number of is said not to be held, with who cites it; nothing else answers."""

from __future__ import annotations

import pytest

from search_api.engine import Engine
from search_api.query import read
from search_api.service import Service


@pytest.mark.parametrize(
    "question, numbers",
    [
        ("QĐ 999/QĐ-UBND giao ai chủ trì rà soát tài sản công?", ["999/QĐ-UBND"]),
        ("Kế hoạch số 888 giao ai chủ trì?", ["888"]),
        ("Decision 999 assigns which tasks?", ["999"]),
        ("Nghị định 42/2022/NĐ-CP giao ai chủ trì?", ["42/2022/NĐ-CP"]),
        ("QĐ 77 giao ai chủ trì rà soát tài sản công?", []),
        ("Kế hoạch 5 năm giao ai chủ trì?", []),
        ("Kế hoạch 2024 giao ai chủ trì?", []),
        ("Nhiệm vụ số 2 do ai chủ trì?", []),
        ("Việc nào xong trước 30/6/2024?", []),
        ("Có việc nào phải xong trong tháng 6/2024 không?", []),
        ("85% hồ sơ công việc", []),
    ],
)
def test_a_number_that_no_plan_bears_is_told_from_one_that_a_plan_bears(
    engine: Engine, question: str, numbers: list[str]
) -> None:
    reading = read(question, engine.presenter().knowledge.known)
    assert [one.text for one in reading.absent] == numbers


@pytest.mark.parametrize(
    "question",
    [
        "QĐ 999/QĐ-UBND giao ai chủ trì rà soát tài sản công?",
        "qd 999/qd-ubnd giao ai chu tri ra soat tai san cong",
        "Theo Kế hoạch số 888, Sở Tài chính chủ trì những nhiệm vụ nào?",
        "QĐ 999/QĐ-UBND có bao nhiêu nhiệm vụ?",
        "Which unit leads the public asset review under Decision 999/QĐ-UBND?",
    ],
)
def test_what_is_asked_of_a_document_not_held_is_not_answered_from_another(service: Service, question: str) -> None:
    answer = service.ask(question)["answer"]
    assert answer["abstained"]
    assert "999" in answer["reason"] or "888" in answer["reason"]


def test_who_cites_a_document_not_held_is_told(service: Service) -> None:
    answer = service.ask("Theo Nghị định 42/2022/NĐ-CP, ai chủ trì rà soát tài sản công?")["answer"]
    assert answer["abstained"]
    assert "77/QĐ-UBND" in answer["reason"]


@pytest.mark.parametrize(
    "question", ["Nghị định 42/2022/NĐ-CP quy định về gì?", "Văn bản nào thực hiện Nghị định số 42/2022/NĐ-CP?"]
)
def test_what_the_plans_say_of_a_document_not_held_is_answered(service: Service, question: str) -> None:
    found = service.ask(question)
    assert not found["answer"]["abstained"]
    assert "42/2022/NĐ-CP" in found["citations"][0]["quote"]
