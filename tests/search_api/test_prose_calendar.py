"""Deadlines of prose on the calendar, in the account of a unit and among conflicts, each with its citation."""

from __future__ import annotations

from fastapi.testclient import TestClient

API = "/api/v1"


def test_a_deadline_of_prose_stands_on_its_day_with_its_citation(client: TestClient) -> None:
    found = client.get(f"{API}/calendar", params={"from": "2024-06-01", "to": "2024-06-30", "document": "102-xa.txt"})
    entries = [one for one in found.json()["entries"] if one["prose"]]
    assert {one["day"] for one in entries} == {"2024-06-30"}
    assert {unit["name"] for one in entries for unit in one["task"]["lead"]} == {"Công chức Tài chính - Kế toán"}
    (citation,) = {one["task"]["citation"]["quote"]: one["task"]["citation"] for one in entries}.values()
    text = client.get(f"{API}/documents/{citation['document_id']}/text").text
    assert entries[0]["deadline"]["text"] == "trước ngày 30/6/2024"
    assert entries[0]["deadline"]["text"] in citation["quote"]
    assert citation["quote"] in text


def test_it_is_in_the_feed_the_files_and_the_account_of_its_unit(client: TestClient) -> None:
    units = client.get(f"{API}/units", params={"q": "Công chức Tài chính - Kế toán"}).json()["units"]
    (unit,) = [one["id"] for one in units if one["name"] == "Công chức Tài chính - Kế toán"]
    window = {"unit": unit, "from": "2024-01-01", "to": "2024-12-31"}
    assert b"20240630" in client.get(f"{API}/calendar.ics", params=window).content
    assert "30/6/2024" in client.get(f"{API}/calendar", params={**window, "format": "csv"}).text
    account = client.get(f"{API}/units/{unit}/profile", params={"as_of": "2024-03-01"}).json()
    assert [one["day"] for one in account["calendar"]["next"] if one["prose"]] == ["2024-06-30"]
