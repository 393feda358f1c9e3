from __future__ import annotations

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
