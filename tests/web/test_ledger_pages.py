"""Matrix, calendar, comparisons, cascade, conflicts and references as pages."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup, Tag
from starlette.testclient import TestClient

from web.labels import month_words, period_words, reason_words
from web.language import language

YEAR = "/calendar?view=year&at=2024-05-01&as_of=2024-07-15"
PAGES = (
    "/matrix",
    "/matrix?by=document&role=lead",
    "/calendar?at=2024-06-15",
    "/calendar?view=day&at=2024-06-30",
    "/calendar?view=quarter&at=2024-06-15&lang=en",
    YEAR,
    "/calendar?list=overdue&as_of=2024-12-31",
    "/calendar?list=undated",
    "/calendar?at=1999-01-01",
    "/compare",
    "/cascade",
    "/conflicts",
    "/references",
    "/references?held=no&lang=en",
)


def soup(site: TestClient, address: str, status: int = 200) -> BeautifulSoup:
    answer = site.get(address)
    assert answer.status_code == status, answer.text[:400]
    return BeautifulSoup(answer.text, "html.parser")


def words(node: Tag) -> str:
    return " ".join(node.get_text(" ").split())


def held(site: TestClient) -> list[str]:
    return [one["id"] for one in site.get("/api/v1/documents").json()["documents"]]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_one_heading_labelled_fields_and_nothing_inline(site: TestClient, address: str) -> None:
    page = soup(site, address)
    assert len(page.select("h1")) == 1
    assert not page.select("style, [style], [onclick]")
    assert not [script for script in page.select("script") if script.string]
    fields = page.select("input:not([type=hidden]), select")
    assert fields
    assert all(page.select(f"label[for='{field.get('id')}']") or field.find_parent("label") for field in fields)
    ids = [node["id"] for node in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_the_head_leads_to_the_new_pages(site: TestClient) -> None:
    page = soup(site, "/conflicts")
    links = {link["href"] for link in page.select("header nav a")}
    assert {"/matrix", "/calendar", "/cascade"} <= links
    assert page.select("header nav a[aria-current]")[0]["href"] == "/cascade"
    assert {link["href"] for link in page.select("nav.tabs a")} == {"/cascade", "/compare", "/conflicts", "/references"}


@pytest.mark.parametrize("by", ["section", "document"])
def test_every_number_of_the_matrix_opens_a_list_of_that_length(site: TestClient, by: str) -> None:
    page = soup(site, f"/matrix?by={by}")
    opened = 0
    for link in page.select("tbody a.n"):
        if not link["href"].startswith("/tasks"):
            continue
        listed = soup(site, link["href"])
        total = re.search(r"(\d+) nhiệm vụ", words(listed.select_one(".title p")))
        assert total and total[1] == link.get_text()
        opened += 1
        if opened == 12:
            break
    assert opened == 12


@pytest.mark.parametrize("address", ["/matrix", YEAR, "/tasks"])
def test_what_is_shown_can_be_taken_away_in_three_forms(site: TestClient, address: str) -> None:
    links = {link.get_text(): link["href"] for link in soup(site, address).select(".title a")}
    assert {"XLSX", "CSV", "DOCX"} <= set(links)
    for form in ("XLSX", "CSV", "DOCX"):
        assert site.get(links[form]).status_code == 200


def test_a_year_counts_its_days_and_a_day_lists_them(site: TestClient) -> None:
    page = soup(site, YEAR)
    assert len(page.select("table.month")) == 12
    days = page.select("td.has a")
    assert days
    for link in days[:3]:
        one = soup(site, link["href"])
        assert len(one.select(".agenda li.hit")) == int(words(link.select_one("b")))
        assert one.select_one(".agenda time")["datetime"] in link["href"]


def test_past_deadlines_are_flagged_as_of_the_day_chosen(site: TestClient) -> None:
    before = soup(site, "/calendar?view=day&at=2024-06-30&as_of=2024-06-30")
    after = soup(site, "/calendar?view=day&at=2024-06-30&as_of=2024-07-01")
    assert "Rà soát tài sản công" in words(before)
    assert not before.select(".agenda .flag")
    assert after.select(".agenda .flag")


def test_a_calendar_of_a_unit_offers_its_feed(site: TestClient) -> None:
    unit = site.get("/api/v1/units", params={"q": "Phòng Kỹ thuật"}).json()["units"][0]["id"]
    page = soup(site, f"/calendar?unit={unit}&view=year&at=2024-01-01")
    feed = next(link["href"] for link in page.select("a") if "/calendar.ics" in link["href"])
    assert "Sơn lại toàn bộ phao tiêu" in site.get(feed + "&from=2024-01-01&to=2024-12-31").text.replace("\r\n ", "")
    assert any(link["href"].startswith("/calendar?unit=") for link in soup(site, f"/units/{unit}").select("a"))


def test_an_empty_month_leads_to_the_nearest_deadlines(site: TestClient) -> None:
    page = soup(site, "/calendar?at=2024-01-05&document=" + held(site)[0])
    link = page.select_one(".empty a")
    assert link and soup(site, link["href"]).select(".agenda li.hit")


def test_plans_are_shown_side_by_side(site: TestClient) -> None:
    first, second = held(site)[:2]
    page = soup(site, f"/compare?documents={first}&documents={second}")
    assert len(page.select("table.sides thead th")) == 2
    assert "Sơn lại toàn bộ phao tiêu" in words(page)
    soup(site, f"/compare?documents={first}", 422)


def test_a_pair_is_confirmed_and_taken_back_by_hand(site: TestClient) -> None:
    first, second = held(site)[:2]
    found = site.get("/api/v1/cascade", params={"superior": first, "below": second}).json()
    above = found["carried"][0]["above"]["key"]
    below = next(
        one["below"]["key"]
        for one in site.get(
            "/api/v1/cascade", params={"superior": first, "below": second, "list": "unmandated"}
        ).json()["unmandated"]
    )
    form = {"above": above, "below": below, "verdict": "same", "by": "Mạc Thị <Sông>", "superior": first}
    answer = site.post("/cascade/judge", data={**form, "plans": [second]})
    assert answer.status_code == 303
    page = soup(site, answer.headers["location"])
    assert "Mạc Thị <Sông>" in words(page)
    site.post("/cascade/judge", data={**form, "verdict": "undo"})
    assert "Mạc Thị" not in words(soup(site, answer.headers["location"]))
    assert site.post("/cascade/judge", data={**form, "by": ""}).status_code == 422


@pytest.mark.parametrize("address", ["/calendar?view=week", "/calendar?at=xyz", "/matrix?by=x", "/cascade?superior=x"])
def test_what_cannot_be_meant_is_told_on_a_page(site: TestClient, address: str) -> None:
    answer = site.get(address)
    assert answer.status_code in {404, 422}
    assert BeautifulSoup(answer.text, "html.parser").select("h1")


def test_windows_and_reasons_follow_the_language() -> None:
    vietnamese, english = language("vi"), language("en")
    may = date(2024, 5, 1)
    assert (month_words(may, vietnamese), month_words(may, english)) == ("Tháng 5/2024", "May 2024")
    assert period_words("quarter", date(2024, 4, 1), date(2024, 6, 30), vietnamese) == "Quý II năm 2024"
    assert reason_words("standing", vietnamese) != reason_words("standing", english)
