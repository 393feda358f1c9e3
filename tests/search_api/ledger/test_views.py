"""Matrix, calendar, comparison and profile over three little plans, as the API gives them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar as ICalendar

from tests.search_api.ledger.boats import boats

API = "/api/v1"


@pytest.fixture(scope="module")
def client(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with boats(tiny_model, tmp_path_factory.mktemp("views")) as opened:
        yield opened


def get(client: TestClient, path: str, **given: object) -> Any:
    reply = client.get(API + path, params=given)
    assert reply.status_code == 200, reply.text
    return reply.json()


@pytest.mark.parametrize("by", ["section", "document"])
def test_every_count_of_the_matrix_is_the_total_of_the_list_it_opens(client: TestClient, by: str) -> None:
    found = get(client, "/matrix", by=by, limit=200)
    checked = 0
    for row in found["rows"]:
        for cell in row["cells"]:
            for role in ("lead", "coordinate"):
                column = {"document": cell["column"]} if by == "document" else {"section_is": cell["column"] or "-"}
                if cell["column"] == "~prose":
                    continue
                listed = get(client, "/tasks", unit=row["unit"]["id"], role=role, **column)
                assert listed["total"] == cell[role]
                checked += 1
        assert row["lead"] == row["unit"]["leads"]
        assert row["coordinate"] == row["unit"]["coordinates"]
        assert row["duties"] == get(client, "/duties", unit=row["unit"]["id"])["total"]
    assert checked > 6
    assert found["tasks"] == get(client, "/tasks")["total"]
    for part in ("lead", "coordinate", "duties"):
        assert sum(row[part] for row in found["rows"]) == found[part] == sum(c[part] for c in found["columns"])


def test_a_role_and_a_document_cut_the_matrix(client: TestClient) -> None:
    found = get(client, "/matrix", role="coordinate", document="11-ben.txt")
    assert found["lead"] == found["duties"] == 0
    assert found["tasks"] == get(client, "/tasks", role="coordinate", document="11-ben.txt")["total"]


def entries(client: TestClient, **given: object) -> list[tuple[str, str]]:
    found = get(client, "/calendar", limit=200, **given)
    assert found["total"] == len(found["entries"])
    return [(one["day"], one["task"]["task"].split()[0]) for one in found["entries"]]


def test_a_calendar_holds_periods_at_their_end_and_what_recurs_on_its_days(client: TestClient) -> None:
    window = {"from": "2024-03-01", "to": "2024-06-30"}
    # The plan was issued on 11/3/2024 and is one of 2024: nothing recurring falls outside.
    assert entries(client, **window) == [
        ("2024-03-25", "Báo"),
        ("2024-04-25", "Báo"),
        ("2024-05-25", "Báo"),
        ("2024-06-25", "Báo"),
        ("2024-06-30", "Rà"),
    ]
    late = entries(client, **{"from": "2024-12-01", "to": "2026-01-31"})
    assert late == [("2024-12-25", "Báo"), ("2024-12-31", "Tập"), ("2025-12-31", "Nâng")]


def test_before_a_day_is_past_on_the_day_itself_and_standing_work_never(client: TestClient) -> None:
    def past(as_of: str) -> set[str]:
        found = get(client, "/calendar", list="overdue", as_of=as_of, document="11-ben.txt", limit=200)
        return {one["task"]["task"].split()[0] for one in found["entries"]}

    assert "Sơn" not in past("2024-09-29")
    assert "Sơn" in past("2024-09-30")
    assert "Rà" not in past("2024-06-30")
    assert "Rà" in past("2024-07-01")
    assert "Nâng" not in past("2025-12-31")
    assert "Trực" not in past("2030-01-01")


def test_of_something_recurring_only_its_last_day_is_past(client: TestClient) -> None:
    found = get(client, "/calendar", list="overdue", as_of="2024-07-01", limit=200)
    assert [one["day"] for one in found["entries"] if one["recurring"]] == ["2024-06-25"]


def test_what_has_no_day_is_listed_apart_with_its_reason(client: TestClient) -> None:
    found = get(client, "/calendar", list="undated", limit=200)
    reasons = {one["task"]["task"].split()[0]: (one["reason"], one["notes"]) for one in found["entries"]}
    assert reasons["Trực"][0] == "standing"
    impossible = next(value for value in reasons.values() if value[0] == "impossible")
    assert any("31/6" in note for note in impossible[1])


def test_an_inferred_year_is_said_beside_the_day(client: TestClient) -> None:
    found = get(client, "/calendar", **{"from": "2024-03-01", "to": "2024-03-31"})
    assert found["entries"][0]["deadline"]["text"] == "Trước ngày 25 hằng tháng"
    assert found["days"] == [{"day": "2024-03-25", "count": 1, "overdue": 1}]


@pytest.mark.parametrize(
    "path, status",
    [
        ("/calendar?from=2024-05-01&to=2024-04-01", 422),
        ("/calendar?from=1900-01-01&to=2024-04-01", 422),
        ("/calendar?list=all", 422),
        ("/calendar?as_of=hôm nay", 422),
        ("/calendar?unit=khong-co", 404),
        ("/calendar.ics", 422),
        ("/calendar.ics?unit=khong-co", 404),
        ("/matrix?by=colour", 422),
        ("/matrix?format=pdf", 422),
        ("/compare", 422),
        ("/compare?documents=11-ben.txt,11-ben.txt", 422),
        ("/compare?documents=11-ben.txt,nothing", 404),
        ("/units/none/profile", 404),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(client: TestClient, path: str, status: int) -> None:
    reply = client.get(API + path)
    assert reply.status_code == status
    assert reply.json()["error"]["message"].endswith(".")


def unit_id(client: TestClient, name: str) -> str:
    found = get(client, "/units", q=name)["units"]
    return str(next(one["id"] for one in found if one["name"].startswith(name)))


def test_a_feed_holds_the_unit_s_days_under_lasting_ids(client: TestClient) -> None:
    given = {"unit": unit_id(client, "Văn phòng"), "from": "2024-01-01", "to": "2024-12-31"}
    reply = client.get(f"{API}/calendar.ics", params=given)
    assert reply.headers["content-type"].startswith("text/calendar")
    made = ICalendar.from_ical(reply.content)
    events = made.walk("VEVENT")
    dated = {(event.decoded("dtstart"), str(event["summary"]).split()[0]) for event in events}
    assert (date(2024, 6, 25), "Báo") in dated
    assert (date(2024, 6, 30), "Rà") in dated
    ids = [str(event["uid"]) for event in events]
    assert len(ids) == len(set(ids))
    assert client.get(f"{API}/calendar.ics", params=given).content == reply.content
    assert all("/documents/" in str(event["url"]) for event in events)


def test_plans_side_by_side_share_a_row_for_the_same_task(client: TestClient) -> None:
    found = get(client, "/compare", documents="11-ben.txt,12-phao.txt", limit=200)
    shared = [row for row in found["rows"] if row["plans"] == 2]
    assert found["shared"] == len(shared) >= 1
    first = shared[0]["cells"]
    assert [cell["items"][0]["text"].split()[0] for cell in first] == ["Sơn", "Sơn"]
    assert shared[0]["deadlines_differ"]
    listed = [item["id"] for row in found["rows"] for cell in row["cells"] for item in cell["items"]]
    assert len(listed) == len(set(listed)) == get(client, "/tasks")["total"]


def test_a_topic_keeps_the_rows_that_speak_of_it(client: TestClient) -> None:
    found = get(client, "/compare", documents="11-ben.txt,12-phao.txt", topic="sơn phao tiêu", limit=200)
    assert {item["text"].split()[0] for row in found["rows"] for cell in row["cells"] for item in cell["items"]} == {
        "Sơn"
    }


def test_a_profile_counts_by_section_and_plan_and_names_partners(client: TestClient) -> None:
    key = unit_id(client, "Phòng Kỹ thuật")
    found = get(client, f"/units/{key}/profile", as_of="2024-07-01")
    assert sum(one["lead"] for one in found["documents"]) == found["unit"]["leads"]
    assert sum(one["lead"] for one in found["sections"]) == found["unit"]["leads"]
    partners = {(one["unit"]["name"], one["role"]) for one in found["partners"]}
    assert ("Phòng Tài chính", "lead") in partners or any("Tài chính" in name for name, _ in partners)
    assert found["calendar"]["next"][0]["day"] == "2024-08-31"
