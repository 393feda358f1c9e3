"""References, the graph, conflicts, successors and names of today over HTTP."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

API = "/api/v1"


def test_a_named_document_is_held_under_any_spelling_of_its_number(client: TestClient) -> None:
    found = client.get(f"{API}/references", params={"held": "yes"}).json()
    assert [(one["document"]["file"], one["normal"]) for one in found["references"]] == [("09-so.txt", "77/qdubnd")]


def test_two_numbers_for_one_document_are_told(client: TestClient) -> None:
    (pair,) = client.get(f"{API}/references").json()["doubtful"]
    assert {pair["first"]["number"], pair["second"]["number"]} == {"412/QĐ-BKT", "142/QĐ-BKT"}
    assert pair["reason"] == "same subject"


def test_the_graph_joins_held_documents_and_those_only_named(client: TestClient) -> None:
    found = client.get(f"{API}/graph").json()
    nodes = {node["id"]: node for node in found["nodes"]}
    assert len([node for node in nodes.values() if node["held"]]) == 3
    assert {edge["source"] for edge in found["edges"]} | {edge["target"] for edge in found["edges"]} <= set(nodes)
    province = next(node for node in nodes.values() if node["number"] == "77/QĐ-UBND")
    assert province["cited"] == 1


def test_text_and_table_that_name_different_leads_are_a_conflict(client: TestClient) -> None:
    found = client.get(f"{API}/conflicts").json()
    (one,) = [conflict for conflict in found["conflicts"] if conflict["where"] == "text and table"]
    assert one["about"] == ["lead"]
    leads = {unit["name"] for side in (one["first"], one["second"]) for unit in side["lead"]}
    assert leads == {"Sở Thông tin và Truyền thông", "Sở Nội vụ"}
    assert all(side["citation"]["quote"] for side in (one["first"], one["second"]))


def test_successors_come_with_act_and_date(client: TestClient) -> None:
    found = client.get(f"{API}/successors", params={"unit": "Sở Giao thông vận tải tỉnh Lam Sơn"}).json()
    one, other = found["successors"]
    assert (one["name"], one["steps"][0]["since"]) == ("Sở Xây dựng", "2025-03-01")
    assert (other["name"], bool(other["subject"])) == ("Công an tỉnh", True)


@pytest.mark.parametrize(
    ("as_of", "status", "total"), [(None, 200, 2), ("today", 200, 2), ("printed", 404, None), ("mai", 422, None)]
)
def test_tasks_of_the_old_name_are_found_by_the_new(
    client: TestClient, as_of: str | None, status: int, total: int | None
) -> None:
    params = {"unit": "Sở Xây dựng", "role": "lead", **({"as_of": as_of} if as_of else {})}
    found = client.get(f"{API}/tasks", params=params)
    assert found.status_code == status
    assert found.json().get("total") == total


@pytest.mark.parametrize("call", ["successors", "tasks", "duties"])
def test_a_name_of_five_hundred_letters_is_refused(client: TestClient, call: str) -> None:
    found = client.get(f"{API}/{call}", params={"unit": "Sở " * 170})
    assert found.status_code == 422
    assert "200" in found.json()["error"]["message"]
