"""Every reading call returns what its schema says, over real plans of the tests."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from search_api import contract

API = "/api/v1"


def first(client: TestClient, path: str, name: str) -> str:
    return client.get(f"{API}/{path}").json()[name][0]["id"]


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("search?q=tài sản công", contract.Searched),
        ("search?q=tai san cong&limit=1&facets=1", contract.Searched),
        ("ask?q=đơn vị nào chủ trì rà soát tài sản công", contract.Asked),
        ("ask?q=Sở Nội vụ có những nhiệm vụ gì", contract.Asked),
        ("ask?q=bao nhiêu nhiệm vụ trong quý II", contract.Asked),
        ("ask?q=giá vàng hôm nay bao nhiêu", contract.Asked),
        ("tasks", contract.Tasks),
        ("duties", contract.Duties),
        ("units", contract.Units),
        ("documents", contract.Documents),
    ],
)
def test_a_reading_call_returns_its_record(client: TestClient, path: str, model: type[contract.Record]) -> None:
    answer = client.get(f"{API}/{path}")
    assert answer.status_code == 200
    model.model_validate(answer.json())


@pytest.mark.parametrize(
    ("path", "model"), [("", contract.WholeDocument), ("/clauses", contract.Clauses)]
)  # fmt: skip
def test_a_document_is_described(client: TestClient, path: str, model: type[contract.Record]) -> None:
    key = first(client, "documents", "documents")
    model.model_validate(client.get(f"{API}/documents/{key}{path}").json())


def test_a_unit_is_described(client: TestClient) -> None:
    contract.WholeUnit.model_validate(client.get(f"{API}/units/{first(client, 'units', 'units')}").json())


def test_a_refusal_has_the_one_shape(client: TestClient) -> None:
    contract.Refused.model_validate(client.get(f"{API}/units/none").json())


def test_a_record_that_lacks_a_field_is_noticed(client: TestClient) -> None:
    task = client.get(f"{API}/tasks").json()["tasks"][0]
    for name in ("citation", "lead", "deadline", "confidence"):
        with pytest.raises(ValidationError):
            contract.Task.model_validate({key: value for key, value in task.items() if key != name})
    with pytest.raises(ValidationError):
        contract.Task.model_validate({**task, "origin": "guess"})
