"""Units are searched among names folded once as the catalogue itself would search them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from search_api.ledger.groups import groups_of
from search_api.ledger.unit_list import unit_list
from tests.search_api.ledger.boats import boats


@pytest.fixture(scope="module")
def client(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with boats(tiny_model, tmp_path_factory.mktemp("units")) as opened:
        yield opened


@pytest.mark.parametrize("text", ["", "phong", "Phòng Kỹ thuật", "SO BEN", "thanh tra", "sở\0bến", "không có ai"])
def test_the_same_units_are_found_in_the_same_order(client: TestClient, text: str) -> None:
    knowledge = client.app.state.engine.presenter().knowledge  # type: ignore[attr-defined]
    found = unit_list(knowledge).holding(text)
    assert found == knowledge.catalogue.units(text.replace("\0", " ") or None)
    listed = client.get("/api/v1/units", params={"q": text, "limit": 200}).json()
    assert [one["id"] for one in listed["units"]] == [one.id for one in found]


def test_what_is_kept_of_a_generation_is_not_told_of_the_next(client: TestClient) -> None:
    engine = client.app.state.engine  # type: ignore[attr-defined]
    before = unit_list(engine.presenter().knowledge)
    assert unit_list(engine.presenter().knowledge) is before
    (task,) = client.get("/api/v1/tasks", params={"unit": "Thanh tra Sở", "limit": 1}).json()["tasks"]
    said = {"action": "set", "task": task["id"], "field": "coordinate", "value": ["Đội Canh đê"], "by": "An"}
    assert client.post("/api/v1/corrections", json=said).status_code == 201
    after = unit_list(engine.presenter().knowledge)
    assert after is not before
    assert [one.name for one in after.holding("canh de")] == ["Đội Canh đê"]
    assert before.holding("canh de") == ()
    assert all(groups_of(unit, engine.presenter().knowledge) == () for unit in after.holding("canh de"))
