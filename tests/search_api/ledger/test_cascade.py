"""A superior plan held against those below it: matches, differences, omissions, judgements that last."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from indexer.pipeline import Pipeline
from indexer.settings import Settings

API = "/api/v1"


def compare(client: TestClient, which: str = "carried", *below: str) -> dict[str, Any]:
    found = client.get(f"{API}/cascade", params={"superior": "77/QĐ-UBND", "below": below, "list": which})
    assert found.status_code == 200, found.text
    body: dict[str, Any] = found.json()
    return body


def row(body: dict[str, Any], no: str) -> dict[str, Any]:
    (found,) = [one for one in body["carried"] if one["above"]["no"] == no]
    return found


def test_the_plans_below_are_found_by_what_they_name(client: TestClient) -> None:
    assert {one["file"] for one in compare(client)["below"]} >= {"09-so.txt"}


def test_a_task_is_matched_to_what_narrows_it_with_both_citations(client: TestClient) -> None:
    one = row(compare(client, "carried", "09-so.txt"), "1")
    assert one["status"] in ("same", "narrowed")
    match = one["matches"][0]
    assert match["below"]["no"] == "1"
    assert match["because"]["part"] == "lead"
    for side in (one["above"], match["below"]):
        citation = side["citation"]
        text = client.get(f"{API}/documents/{citation['document_id']}/text").text
        assert citation["quote"]
        assert citation["quote"] in text


def test_differences_stand_side_by_side(client: TestClient) -> None:
    (match,) = [
        found
        for found in row(compare(client, "carried", "09-so.txt"), "1")["matches"]
        if found["relation"] != "mentioned"
    ]
    apart = match["differences"]
    assert [unit["name"] for unit in apart["lead"]["below"]] == ["Phòng Vận tải"]
    assert apart["lead"]["differs"]
    assert apart["product"] == {"above": "Báo cáo", "below": "Bảng kê", "differs": True}
    assert (apart["deadline"]["differs"], apart["deadline"]["late"]) == (True, True)


def test_a_task_given_to_the_issuer_that_its_plan_leaves_out_is_told(client: TestClient) -> None:
    body = compare(client, "omissions", "09-so.txt")
    assert [(one["above"]["no"], one["part"]) for one in body["omissions"]] == [("3", "lead")]


def test_what_nothing_above_asks_for_is_told(client: TestClient) -> None:
    body = compare(client, "unmandated", "09-so.txt", "15-xa.txt")
    assert {one["below"]["text"] for one in body["unmandated"]} == {
        "Nạo vét luồng vào cảng cá",
        "Phát quang bờ kênh nội đồng",
    }


def test_counts_agree_with_the_lists(client: TestClient) -> None:
    body = compare(client, "carried", "09-so.txt", "15-xa.txt")
    counts = body["counts"]
    assert counts["tasks"] == body["total"] == counts["carried"] + counts["mentioned"] + counts["neither"]
    statuses = [one["status"] for one in body["carried"]]
    assert counts["carried"] == sum(status in ("same", "narrowed") for status in statuses)


def test_a_rejection_lasts_through_a_re_reading(client: TestClient, settings: Settings, folder: Path) -> None:
    one = row(compare(client, "carried", "09-so.txt"), "1")
    pair = {"above": one["above"]["key"], "below": one["matches"][0]["below"]["key"]}
    said = client.put(f"{API}/cascade/judgements", json={**pair, "verdict": "rejected", "by": "Lan", "why": "khác bến"})
    assert said.status_code == 200, said.text
    rejected = row(compare(client, "carried", "09-so.txt"), "1")
    assert pair["below"] not in [match["below"]["key"] for match in rejected["matches"]]
    assert rejected["rejected"][0]["by"] == "Lan"

    pipeline = Pipeline(settings)
    pipeline.remove(one["matches"][0]["below"]["document"]["id"])
    pipeline.add([folder / "09-so.txt"])
    pipeline.catalogue.close()
    again = row(compare(client, "carried", "09-so.txt"), "1")
    assert again["rejected"] == rejected["rejected"]
    assert "1" in [omission["above"]["no"] for omission in compare(client, "omissions", "09-so.txt")["omissions"]]

    assert client.delete(f"{API}/cascade/judgements", params=pair).status_code == 204
    assert row(compare(client, "carried", "09-so.txt"), "1")["matches"][0]["below"]["key"] == pair["below"]


def test_a_pair_joined_by_hand_is_shown_as_joined(client: TestClient) -> None:
    body = compare(client, "carried", "15-xa.txt")
    above = row(body, "4")["above"]["key"]
    (below,) = [
        one["below"]["key"]
        for one in compare(client, "unmandated", "15-xa.txt")["unmandated"]
        if one["below"]["text"].startswith("Phát quang")
    ]
    pair = {"above": above, "below": below}
    client.put(f"{API}/cascade/judgements", json={**pair, "verdict": "narrowed", "by": "Minh"})
    match = row(compare(client, "carried", "15-xa.txt"), "4")["matches"][0]
    assert (match["relation"], match["judgement"]["by"]) == ("narrowed", "Minh")
    client.delete(f"{API}/cascade/judgements", params=pair)


def test_a_judgement_whose_words_are_gone_is_kept_as_orphaned(client: TestClient, settings: Settings) -> None:
    one = row(compare(client, "carried", "09-so.txt"), "1")
    pair = {"above": one["above"]["key"], "below": one["matches"][0]["below"]["key"]}
    client.put(f"{API}/cascade/judgements", json={**pair, "verdict": "same", "by": "Lan"})
    with sqlite3.connect(settings.data / "catalogue.db") as connection:
        connection.execute("UPDATE cascade_judgements SET below_key = below_key || 'x'")
    orphaned = compare(client, "carried", "09-so.txt")["orphaned"]
    assert [said["below_words"] for said in orphaned] == [one["matches"][0]["below"]["text"]]
    client.delete(f"{API}/cascade/judgements", params={**pair, "below": f"{pair['below']}x"})


@pytest.mark.parametrize(
    ("params", "status", "word"),
    [
        ({"superior": "77/QĐ-UBND", "below": "77/QĐ-UBND"}, 422, "chính nó"),
        ({"superior": "không có"}, 404, "Không có văn bản"),
        ({"superior": "77/QĐ-UBND", "below": "zzz"}, 404, "Không có văn bản"),
        ({}, 422, "superior"),
        ({"superior": "77/QĐ-UBND", "list": "gì đó"}, 422, "list"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_sentence(
    client: TestClient, params: dict[str, str], status: int, word: str
) -> None:
    found = client.get(f"{API}/cascade", params=params)
    assert found.status_code == status
    assert word in found.json()["error"]["message"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"above": "x", "below": "y", "verdict": "same", "by": "Lan"}, 404),
        ({"above": "x", "below": "y", "verdict": "có lẽ", "by": "Lan"}, 422),
        ({"above": "x", "below": "y", "verdict": "same", "by": " "}, 422),
    ],
)
def test_a_judgement_needs_a_pair_a_verdict_and_a_name(client: TestClient, body: dict[str, str], status: int) -> None:
    assert client.put(f"{API}/cascade/judgements", json=body).status_code == status
