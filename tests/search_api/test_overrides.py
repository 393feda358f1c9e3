"""What a reader says against the reading of a question, over the API."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from search_api.errors import BadParameter
from search_api.question.overrides import AS_READ, overrides

UNIT_TASKS = "Sở Nội vụ chủ trì những nhiệm vụ gì trong quý IV năm 2024?"


def ask(client: TestClient, question: str, **said: Any) -> dict[str, Any]:
    reply = client.get("/api/v1/ask", params={"q": question, **said})
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def test_nothing_said_changes_nothing(client: TestClient) -> None:
    assert ask(client, UNIT_TASKS)["interpreted"]["overrides"] == {}
    assert overrides((("q", "x"), ("not_unit", " "), ("limit", "3"))) == AS_READ


def test_a_unit_taken_away_no_longer_cuts_the_list(client: TestClient) -> None:
    with_unit = ask(client, UNIT_TASKS)
    assert [unit["name"] for unit in with_unit["interpreted"]["units"]] == ["Sở Nội vụ"]
    without = ask(client, UNIT_TASKS, not_unit="Sở Nội vụ", as_time="-")
    assert without["interpreted"]["units"] == [] and without["interpreted"]["time"] is None
    assert len(without["answer"]["tasks"]) > len(with_unit["answer"]["tasks"])
    assert without["interpreted"]["overrides"]["not_unit"] == ["Sở Nội vụ"]


def test_another_unit_takes_its_place(client: TestClient) -> None:
    other = ask(client, UNIT_TASKS, not_unit="Sở Nội vụ", as_unit="Sở Tài chính", as_time="-", not_topic="x")
    assert other["interpreted"]["intent"] == "unit_tasks"
    assert [task["activity"] or task["task"] for task in other["answer"]["tasks"]] == [
        "Rà soát tài sản công tại các trường học"
    ]


def test_role_and_time_can_be_changed(client: TestClient) -> None:
    found = ask(client, UNIT_TASKS, as_role="coordinate", as_time="quý I năm 2024")
    assert found["interpreted"]["role"] == "coordinate"
    assert found["interpreted"]["time"]["start"] == "2024-01-01"
    assert "chữ ký số" in found["answer"]["tasks"][0]["task"]


def test_the_intent_can_be_changed(client: TestClient) -> None:
    question = "rà soát tài sản công tại các trường học"
    assert ask(client, question, intent="deadline")["answer"]["deadline"]["text"] == "Quý II năm 2024"
    assert ask(client, question, intent="lead")["answer"]["units"][0]["name"] == "Sở Tài chính"


def test_another_plan_can_be_meant(client: TestClient) -> None:
    question = "ai chủ trì rà soát tài sản công"
    for number in ("77/QĐ-UBND", "15/KH-UBND"):
        found = ask(client, question, as_document=number)
        assert found["interpreted"]["documents"][0]["number"] == number
        assert {hit["document"]["number"] for hit in found["hits"]} == {number}
    none = ask(client, "kế hoạch 77/QĐ-UBND có gì", not_document="*")
    assert none["interpreted"]["documents"] == []


def test_another_wording_is_read_instead_and_keeps_what_was_asked(client: TestClient) -> None:
    question = "which unit leads the review of the thing"
    found = ask(client, question, read="rà soát tài sản công tại các trường học")
    assert found["interpreted"]["intent"] == "lead" and found["question"] == question
    assert found["answer"]["units"][0]["name"] == "Sở Tài chính"


def test_exactly_as_typed_restores_and_expands_nothing(client: TestClient) -> None:
    assert "tài sản" in ask(client, "ra soat tai san cong")["interpreted"]["vietnamese"]
    typed = ask(client, "ra soat tai san cong", read="-")["interpreted"]
    assert typed["vietnamese"] == "ra soat tai san cong" and not typed["expanded"]
    assert all(word.isascii() for word in typed["topic"])


def test_a_short_form_can_be_left_as_it_is(client: TestClient) -> None:
    full = ask(client, "công bố kết quả TTHC")["interpreted"]
    assert "thủ tục hành chính" in full["topic"] or "thủ tục hành chính" in full["vietnamese"]
    left = ask(client, "công bố kết quả TTHC", not_expanded="TTHC")["interpreted"]
    assert "thủ tục hành chính" not in left["vietnamese"] and not left["expanded"]


def test_a_topic_can_be_taken_away(client: TestClient) -> None:
    topic = ask(client, "kinh phí chuyển đổi số")["interpreted"]["topic"]
    left = ask(client, "kinh phí chuyển đổi số", not_topic=topic[0])["interpreted"]["topic"]
    assert left == topic[1:]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"intent": "guess"}, 422),
        ({"as_role": "guide"}, 422),
        ({"as_time": "ngày hội"}, 422),
        ({"as_unit": "Sở Không Có"}, 404),
        ({"as_document": "999/QĐ-KHONG"}, 404),
        ({"not_unit": "x" * 400}, 422),
        ({"not_topic": [str(i) for i in range(21)]}, 422),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(client: TestClient, said: Any, status: int) -> None:
    reply = client.get("/api/v1/ask", params={"q": UNIT_TASKS, **said})
    assert reply.status_code == status and len(reply.json()["error"]["message"]) > 15


def test_too_many_values_name_the_parameter() -> None:
    with pytest.raises(BadParameter, match="not_topic"):
        overrides(("not_topic", str(i)) for i in range(21))
