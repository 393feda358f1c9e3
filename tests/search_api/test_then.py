from __future__ import annotations

import pytest

from search_api.service import Service


def test_a_unit_that_took_nothing_over_has_only_its_own_tasks(service: Service) -> None:
    answer = service.ask("Sở Y tế chủ trì những nhiệm vụ nào?")["answer"]
    assert answer["named_then"] == []


def test_tasks_under_a_name_of_before_stand_apart_from_the_units_own(service: Service) -> None:
    answer = service.ask("Sở Nội vụ lead những gì?")["answer"]
    assert answer["tasks"]
    assert all(unit["name"] == "Sở Nội vụ" for task in answer["tasks"] for unit in task["lead"])
    own = {task["id"] for task in answer["tasks"]}
    assert own.isdisjoint(task["id"] for one in answer["named_then"] for task in one["tasks"])


@pytest.mark.parametrize(
    "question",
    [
        "Sở Khoa học và Công nghệ chủ trì những nhiệm vụ gì?",
        "so khoa hoc va cong nghe chu tri nhung nhiem vu gi",
        "Which tasks does the Department of Science and Technology lead?",
    ],
)
def test_a_name_of_today_that_no_plan_prints_finds_the_tasks_of_the_name_of_before(
    service: Service, question: str
) -> None:
    found = service.ask(question)
    answer = found["answer"]
    assert not answer["abstained"]
    assert (answer["count"], answer["tasks"]) == (0, [])
    (then,) = answer["named_then"]
    assert (then["unit"], then["now"]) == ("Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ")
    assert then["since"] == "2025-03-01"
    assert [task["no"] for task in then["tasks"]] == ["2"]
    assert "Sở Thông tin và Truyền thông" in answer["text"]
    assert "tập huấn chữ ký số" in found["citations"][0]["quote"]


def test_a_count_under_a_name_of_today_tells_the_tasks_of_before_apart(service: Service) -> None:
    answer = service.ask("Sở Khoa học và Công nghệ chủ trì bao nhiêu nhiệm vụ?")["answer"]
    assert answer["count"] == 0
    assert [len(one["tasks"]) for one in answer["named_then"]] == [1]


def test_a_name_that_took_nothing_over_is_not_taken_for_one_of_today(service: Service) -> None:
    assert service.ask("Sở Ngoại vụ chủ trì những nhiệm vụ gì?")["answer"]["named_then"] == []
