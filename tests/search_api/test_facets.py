"""Hits counted by facets: what a count says is what choosing the value leaves."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from search_api.ranking.facets import FACETS, quarter_of, time_label

QUESTION = "nhiệm vụ chuyển đổi số, tài sản công"


def search(client: TestClient, **chosen: Any) -> dict[str, Any]:
    reply = client.get("/api/v1/search", params={"q": QUESTION, "limit": 200, "facets": "1", **chosen})
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def test_facets_are_counted_when_asked_for(client: TestClient) -> None:
    assert "facets" not in search(client, facets="0")
    assert tuple(search(client)["facets"]) == FACETS


@pytest.mark.parametrize("facet", FACETS)
def test_a_count_is_what_choosing_the_value_leaves(client: TestClient, facet: str) -> None:
    values = search(client)["facets"][facet]
    assert values
    for value in values:
        left = search(client, **{f"in_{facet}": value["value"]})
        assert left["total"] == len(left["hits"]) == value["count"]
        assert next(v for v in left["facets"][facet] if v["value"] == value["value"])["chosen"]


def test_counts_are_of_all_hits_and_not_of_the_page(client: TestClient) -> None:
    first = search(client, limit=1)
    assert len(first["hits"]) == 1
    assert sum(value["count"] for value in first["facets"]["kind"]) == first["total"] > 1


def test_values_of_one_facet_add_up_and_two_facets_cut(client: TestClient) -> None:
    kinds = {value["value"]: value["count"] for value in search(client)["facets"]["kind"]}
    both = search(client, in_kind=["task", "clause"])
    assert both["total"] == sum(kinds.values())
    cut = search(client, in_kind="task", in_role="coordinate")
    assert cut["hits"] and all(hit["task"]["coordinate"] for hit in cut["hits"])


def test_a_role_is_that_of_the_unit_chosen(client: TestClient) -> None:
    unit = next(v for v in search(client)["facets"]["unit"] if v["label"] == "Sở Nội vụ")
    for hit in search(client, in_unit=unit["value"], in_role="lead")["hits"]:
        assert "Sở Nội vụ" in [one["name"] for one in hit["task"]["lead"]]


def test_an_unknown_role_is_refused(client: TestClient) -> None:
    assert client.get("/api/v1/search", params={"q": QUESTION, "in_role": "guide"}).status_code == 422


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2024-Q2", "Quý II/2024"),
        ("2024-06", "Tháng 6/2024"),
        ("every-quarter", "Hằng quý"),
        ("ongoing", "Thường xuyên"),
        ("undated", "Không rõ ngày"),
    ],
)
def test_times_have_words(value: str, words: str) -> None:
    assert time_label(value) == words


@pytest.mark.parametrize(("month", "quarter"), [("2024-04", "2024-Q2"), ("2024-12", "2024-Q4"), ("2024-Q2", None)])
def test_a_month_lies_in_its_quarter(month: str, quarter: str | None) -> None:
    assert quarter_of(month) == quarter
