"""The table of tasks by its columns: order, sums, and files of the columns chosen."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient

from search_api.errors import BadParameter
from search_api.ledger.task_table import COLUMNS, SORTS, known_columns


def tasks(client: TestClient, **asked: Any) -> dict[str, Any]:
    reply = client.get("/api/v1/tasks", params={"limit": 200, **asked})
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_holds_the_same_tasks_and_turns_round(client: TestClient, sort: str) -> None:
    plain = {one["id"] for one in tasks(client)["tasks"]}
    up = [one["id"] for one in tasks(client, sort=sort)["tasks"]]
    down = [one["id"] for one in tasks(client, sort=sort, order="desc")["tasks"]]
    assert set(up) == set(down) == plain and len(up) == len(plain)


def test_deadlines_sort_by_their_last_day_and_those_without_come_last(client: TestClient) -> None:
    for order in ("asc", "desc"):
        ends = [
            one["deadline"] and one["deadline"]["end"] for one in tasks(client, sort="deadline", order=order)["tasks"]
        ]
        dated = [end for end in ends if end]
        assert dated == sorted(dated, reverse=order == "desc") and len(dated) > 2
        assert not any(ends[len(dated) :])


def test_an_order_holds_over_pages_and_within_filters(client: TestClient) -> None:
    whole = [one["id"] for one in tasks(client, sort="lead", document="77/QĐ-UBND")["tasks"]]
    paged = [
        tasks(client, sort="lead", document="77/QĐ-UBND", limit=1, offset=at)["tasks"][0]["id"]
        for at in range(len(whole))
    ]
    assert paged == whole and len(whole) == 4


def test_totals_add_up_what_passes_the_filters(client: TestClient) -> None:
    summed = tasks(client, totals=1, document="77/QĐ-UBND")["totals"]
    assert summed == {"tasks": 4, "documents": 1, "leads": 4, "dated": 3, "recurring": 1, "no_deadline": 0}


def test_a_file_has_the_order_and_the_columns_chosen_and_always_the_source(client: TestClient) -> None:
    asked = {"document": "77/QĐ-UBND", "sort": "no", "order": "desc", "columns": "lead,deadline", "format": "csv"}
    content = client.get("/api/v1/tasks", params=asked).content.decode("utf-8-sig")
    head, *rows = list(csv.reader(io.StringIO(content)))
    assert head[:3] == ["Nhiệm vụ", "Hoạt động", "Chủ trì"] and "Nguồn" in head and "Phối hợp" not in head
    assert [row[2] for row in rows][-1] == "Sở Tài chính" and len(rows) == 4


@pytest.mark.parametrize("asked", [{"sort": "color"}, {"order": "up"}, {"columns": "no,x", "format": "csv"}])
def test_what_is_no_column_is_refused(client: TestClient, asked: dict[str, str]) -> None:
    assert client.get("/api/v1/tasks", params={"sort": "no", **asked}).status_code == 422


def test_columns_are_named_one_by_one_or_together() -> None:
    assert known_columns(["task,no", "lead", "no"]) == ("no", "lead")
    assert known_columns(list(COLUMNS)) == tuple(COLUMNS)
    with pytest.raises(BadParameter, match="xyz"):
        known_columns(["xyz"])
