"""A time in a question cuts rows and prose duties alike; what has no time is never put forward as due in it."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from indexer.fold import fold
from indexer.types import Deadline
from search_api.engine import Engine
from search_api.query import read
from search_api.question.falling import falls, recurs
from search_api.question.times import times
from search_api.question.tokens import tokens
from search_api.service import Service


def asked(service: Service, question: str) -> dict[str, Any]:
    return dict(service.ask(question)["answer"])


def due(first: str | None, last: str | None, kind: str = "date", every: str | None = None) -> Deadline:
    start, end = (date.fromisoformat(one) if one else None for one in (first, last))
    return Deadline(kind, start, end, every, "")  # type: ignore[arg-type]


QUARTER = due("2024-04-01", "2024-06-30", "quarter")
MAY = due("2024-05-31", "2024-05-31")
NEXT_MAY = due("2025-05-31", "2025-05-31")
MONTHLY = due(None, None, "recurring", "month")
YEARLY = due(None, None, "recurring", "year")


@pytest.mark.parametrize(
    "words, deadline, inside",
    [
        ("trong quý II", QUARTER, True),
        ("trong quý II", MAY, True),
        ("trong quý II", NEXT_MAY, True),
        ("trong quý II năm 2024", NEXT_MAY, False),
        ("trong quý I", QUARTER, False),
        ("in Q2", MAY, True),
        ("before June", MAY, True),
        ("before June", QUARTER, False),
        ("trước tháng 6", MAY, True),
        ("trước tháng 5", MAY, False),
        ("có hạn trước tháng 6", MAY, True),
        ("có hạn sau ngày 30/4/2024", MAY, True),
        ("sau tháng 4", MAY, True),
        ("sau tháng 5", MAY, False),
        ("sau ngày 30/5/2024", MAY, True),
        ("sau ngày 30/5/2024", NEXT_MAY, True),
        ("từ tháng 5 trở đi", MAY, True),
        ("after March", QUARTER, True),
        ("after June 2024", QUARTER, False),
        ("after June 2024", NEXT_MAY, True),
        ("after April", MONTHLY, False),
        ("since 1 May 2024", MAY, True),
        ("May 2024 onwards", MAY, True),
        ("sau năm 2024", NEXT_MAY, True),
        ("sau năm 2024", MAY, False),
        ("between April and June", QUARTER, True),
        ("from January to March 2024", QUARTER, False),
        ("first six months of 2024", QUARTER, True),
        ("last 6 months of the year", QUARTER, False),
        ("H1 2024", MAY, True),
        ("every six months", due(None, None, "recurring", "half-year"), True),
        ("semi-annually", MONTHLY, False),
        ("đến hết quý II", QUARTER, True),
        ("by the end of June", QUARTER, True),
        ("6 tháng đầu năm", QUARTER, True),
        ("6 tháng cuối năm", QUARTER, False),
        ("từ tháng 4 đến tháng 6", QUARTER, True),
        ("từ tháng 4 đến tháng 6 năm 2024", QUARTER, True),
        ("từ quý II đến quý III năm 2025", QUARTER, False),
        ("từ 01/4 đến hết ngày 30/6", QUARTER, True),
        ("đến 30/6", QUARTER, True),
        ("đến 29/6", QUARTER, False),
        ("tới ngày 30 tháng 6 năm 2024", QUARTER, True),
        ("hạn trước 30/6/2024", QUARTER, False),
        ("hạn trước 30/6/2024", due("2024-06-30", "2024-06-30"), True),
        ("nửa đầu năm", QUARTER, True),
        ("9 tháng cuối năm", QUARTER, True),
        ("3 tháng đầu năm", QUARTER, False),
        ("quý cuối năm 2024", due("2024-10-01", "2024-12-31", "quarter"), True),
        ("quý cuối năm 2024", QUARTER, False),
        ("năm 2025", NEXT_MAY, True),
        ("năm 2025", MAY, False),
        ("trong quý II", MONTHLY, False),
    ],
)
def test_a_deadline_lies_within_a_time_or_not(words: str, deadline: Deadline, inside: bool) -> None:
    assert falls(deadline, times(tokens(words), None)[0]) is inside


def test_a_fund_is_no_quarter() -> None:
    assert times(tokens("quỹ đầu tư phát triển"), 2024) == ()


@pytest.mark.parametrize(
    "words, deadline, comes",
    [
        ("trong quý II", MONTHLY, True),
        ("trong tháng 5", MONTHLY, True),
        ("trong quý II", YEARLY, False),
        ("trong quý IV", YEARLY, True),
        ("trước tháng 6", MONTHLY, True),
        ("trong quý II năm 2025", MONTHLY, False),
        ("trong quý II", MAY, False),
    ],
)
def test_what_comes_back_falls_due_within_a_time_of_its_plans_year(words: str, deadline: Deadline, comes: bool) -> None:
    assert recurs(deadline, times(tokens(words), None)[0], 2024) is comes


@pytest.mark.parametrize(
    "question",
    [
        "Sở Nội vụ chủ trì những nhiệm vụ gì trong quý II?",
        "so noi vu chu tri nhung nhiem vu gi trong quy ii",
        "Sở Nội vụ làm gì trước tháng 6?",
        "Sở Nội vụ chủ trì những nhiệm vụ gì năm 2025?",
        "What must the Department of Home Affairs do in Q2?",
    ],
)
def test_an_undated_duty_is_no_answer_to_a_question_for_a_time(service: Service, question: str) -> None:
    answer = asked(service, question)
    assert answer["abstained"]
    assert answer["tasks"] == []
    assert "Sở Nội vụ" in answer["reason"]
    assert "1" in answer["reason"]


@pytest.mark.parametrize(
    "question, holds",
    [
        ("Công chức Tài chính - Kế toán phải làm gì trong quý II?", True),
        ("Công chức Tài chính - Kế toán phải làm gì trong tháng 6?", True),
        ("Công chức Tài chính - Kế toán phải làm gì trong quý III?", False),
        ("Công chức Tài chính - Kế toán phải làm gì trước tháng 5?", False),
    ],
)
def test_a_duty_with_a_deadline_of_its_own_is_in_or_out_by_it(service: Service, question: str, holds: bool) -> None:
    found = service.ask(question)
    assert found["answer"]["abstained"] is not holds
    assert any("lập danh mục tài sản" in one["quote"] for one in found["citations"]) is holds


def test_rows_that_come_back_are_told_apart_from_those_due(service: Service) -> None:
    answer = asked(service, "Văn phòng Ủy ban nhân dân tỉnh chủ trì việc gì trong quý II?")
    assert not answer["abstained"]
    assert answer["count"] == 0
    assert [task["no"] for task in answer["tasks"]] == ["3"]
    assert "Định kỳ" in answer["text"]


UNITS = {
    "Sở Tài chính": ("Sở Tài chính", "STC", "the Department of Finance", "the Finance Department"),
    "Sở Nội vụ": ("Sở Nội vụ", "SNV", "the Department of Home Affairs", "the Home Affairs Department"),
}
ASKED_VI = (
    ("{u} chủ trì những nhiệm vụ gì {t}", "lead"),
    ("{u} phối hợp những nhiệm vụ nào {t}", "coordinate"),
    ("{u} làm gì {t}", None),
    ("Nhiệm vụ của {u} {t} là gì", None),
    ("{t} {u} được giao những gì", None),
)
ASKED_EN = (
    ("What tasks does {u} lead {t}?", "lead"),
    ("Which tasks does {u} coordinate {t}?", "coordinate"),
    ("What must {u} do {t}?", None),
    ("What does {u} lead {t}?", "lead"),
    ("which tasks is {u} responsible for {t}", "lead"),
)
WHEN_VI = (("trong quý II", "quarter"), ("trước tháng 6", "before"), ("hằng tháng", "recurring"), ("", None))
WHEN_EN = (("in Q2", "quarter"), ("before June", "before"), ("monthly", "recurring"), ("", None))
CASES = [
    *((name, "vi", one, *rest) for name, said in UNITS.items() for one, *rest in product(said[:2], ASKED_VI, WHEN_VI)),
    *((name, "bare", said[0], *rest) for name, said in UNITS.items() for rest in product(ASKED_VI, WHEN_VI)),
    *((name, "en", one, *rest) for name, said in UNITS.items() for one, *rest in product(said[2:], ASKED_EN, WHEN_EN)),
    *((name, "mixed", said[0], *rest) for name, said in UNITS.items() for rest in product(ASKED_EN, WHEN_VI)),
]


@pytest.mark.parametrize("name, written, unit, asking, when", CASES)
def test_unit_role_and_time_are_read_together(
    engine: Engine, name: str, written: str, unit: str, asking: tuple[str, str | None], when: tuple[str, str | None]
) -> None:
    question = " ".join(asking[0].format(u=unit, t=when[0]).split())
    reading = read(fold(question) if written == "bare" else question, engine.presenter().knowledge.known)
    assert reading.intent == "unit_tasks"
    assert [one.name for one in reading.units] == [name]
    assert reading.role == asking[1]
    assert (reading.time.kind if reading.time else None) == when[1]


@pytest.mark.parametrize(
    "question, intent",
    [
        ("viec cua so tai chinh trong thang 6", "unit_tasks"),
        ("Hạn trong quý II của Sở Tài chính", "unit_tasks"),
        ("Sở Tài chính phải hoàn thành những gì trong quý I năm 2024", "unit_tasks"),
        ("what is due before June", "list"),
        ("Hạn rà soát tài sản công trong quý II", "deadline"),
    ],
)
def test_a_time_with_nothing_asked_about_it_asks_for_what_is_due_then(
    engine: Engine, question: str, intent: str
) -> None:
    assert read(question, engine.presenter().knowledge.known).intent == intent
