"""Days as people type them: day before month in either language, and a sentence for what is no day."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from web.days import typed
from web.language import language


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("05/03/2024", "2024-03-05"),
        ("5/3/2024", "2024-03-05"),
        (" 5 . 3 . 2024 ", "2024-03-05"),
        ("5-3-2024", "2024-03-05"),
        ("2024-03-05", "2024-03-05"),
        ("29/2/2024", "2024-02-29"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_day_comes_before_the_month(value: str, iso: str, code: str) -> None:
    day = typed(value, language(code))
    assert (day.iso, day.problem) == (iso, "")
    assert day.words == "/".join(reversed(iso.split("-")))


@pytest.mark.parametrize("value", ["29/2/2023", "31/6/2024", "6/15/2024", "2024-13-01", "0/1/2024", "1/1/0000"])
def test_a_day_that_no_calendar_has_is_told_as_it_was_typed(value: str) -> None:
    day = typed(value, language("vi"))
    assert day.iso == "" and day.words == value and f"Không có ngày {value}" in day.problem


@pytest.mark.parametrize("value", ["mai", "30/6", "30/6/26", "6/2026", "20240630", "<b>", "1/2/3/2024"])
def test_what_has_not_the_form_of_a_day_is_told(value: str) -> None:
    day = typed(value, language("en"))
    assert day.iso == "" and day.words == value and "day/month/year" in day.problem


@pytest.mark.parametrize(
    ("address", "field"),
    [("/tasks?due_from={}", "due_from"), ("/calendar?at={}", "at"), ("/calendar?as_of={}", "as_of")],
)
def test_a_field_keeps_what_was_typed_beside_what_is_wrong_with_it(site: TestClient, address: str, field: str) -> None:
    answer = site.get(address.format("31/6/2024"))
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    box = page.select_one(f"#{field}")
    assert box is not None and box["value"] == "31/6/2024" and box["aria-invalid"] == "true"
    told = page.select_one(f"#{box['aria-describedby']}")
    assert told is not None and "31/6/2024" in told.get_text()


@pytest.mark.parametrize("typed_as", ["30/9/2024", "2024-09-30"])
def test_tasks_due_by_a_day_are_the_same_however_it_is_written(site: TestClient, typed_as: str) -> None:
    page = BeautifulSoup(site.get(f"/tasks?due_from={typed_as}&due_to={typed_as}").text, "html.parser")
    rows = page.select("table.ledger tbody tr")
    assert rows and all("30/9/2024" in row.get_text() for row in rows)
    assert page.select_one("#due_to")["value"] == "30/09/2024"
    assert all("due_to=2024-09-30" in str(link["href"]) for link in page.select("a[href*='format=']"))
