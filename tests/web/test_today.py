"""Units as documents print them, and beside them who is responsible today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from tests.search_api.ledger.conftest import PLANS
from web.app import create_app


def words(site: TestClient, address: str) -> str:
    answer = site.get(address)
    assert answer.status_code == 200, answer.text[:400]
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def test_the_matrix_shows_names_of_today_only_when_asked_and_never_instead_of_the_printed(site: TestClient) -> None:
    unit = next(
        one for one in site.get("/api/v1/units?limit=200").json()["units"] if one["name"].startswith("Thanh tra Sở")
    )
    printed, today = words(site, f"/matrix?unit={unit['id']}"), words(site, f"/matrix?unit={unit['id']}&names=today")
    assert unit["name"] in printed and unit["name"] in today
    assert "nay: Thanh tra tỉnh" in today
    assert "Luật Thanh tra" in today and "chưa kiểm chứng" in today
    assert "nay:" not in printed
    assert "nay: Thanh tra tỉnh" in words(site, f"/units/{unit['id']}")


def test_a_wrong_choice_of_names_is_told(site: TestClient) -> None:
    assert site.get("/matrix?names=mai").status_code == 422


@pytest.mark.parametrize("name", ["Sở " * 170, "Sở Không Có"])
def test_a_name_that_nothing_stands_for_is_told_on_a_page(site: TestClient, name: str) -> None:
    assert site.get("/units", params={"q": name}).status_code == 200
    assert site.get("/matrix", params={"unit": name}).status_code in (404, 422)


@pytest.fixture(scope="module")
def province(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The pages over a province's plan of 2024 and two below it, whose departments have other names today."""
    root = tmp_path_factory.mktemp("today")
    (root / "plans").mkdir()
    for name, text in PLANS.items():
        (root / "plans" / name).write_text(text, encoding="utf8")
    settings = Settings(data=root / "data", cache=root / "cache", model=str(tiny_model), threads=1)
    pipeline = Pipeline(settings)
    assert not pipeline.add([root / "plans"]).failed
    pipeline.catalogue.close()
    with TestClient(create_app(settings), headers={"accept-language": "vi"}) as opened:
        yield opened


@pytest.mark.parametrize(("as_of", "status"), [("", 200), ("today", 200), ("printed", 404), ("mai", 422)])
def test_tasks_are_listed_under_names_of_today_as_chosen(province: TestClient, as_of: str, status: int) -> None:
    answer = province.get("/tasks", params={"unit": "Sở Xây dựng", "role": "lead", "as_of": as_of})
    assert answer.status_code == status
    if status == 200:
        page = BeautifulSoup(answer.text, "html.parser")
        assert len(page.select("table.ledger tbody tr")) == 2
        assert page.select_one(f'#f-as_of option[value="{as_of}"]') is not None
        chosen = [option["value"] for option in page.select("#f-as_of option[selected]")]
        assert chosen == ([as_of] if as_of else [])
        assert all(f"as_of={as_of}" in str(link["href"]) for link in page.select('a[href*="format="]') if as_of)


def test_a_units_page_tells_which_changes_are_verified(province: TestClient) -> None:
    found = province.get("/api/v1/units", params={"q": "Sở Giao thông vận tải"}).json()["units"]
    unit = next(one for one in found if one["name"] == "Sở Giao thông vận tải")
    steps = [step for one in province.get(f"/api/v1/units/{unit['id']}").json()["successors"] for step in one["steps"]]
    said = words(province, f"/units/{unit['id']}")
    assert said.count("đã kiểm chứng") == sum(step["verified"] for step in steps)
    assert said.count("chưa kiểm chứng") == sum(not step["verified"] for step in steps)
    assert len(steps) > 1


def test_a_units_lists_are_turned_one_by_one(province: TestClient) -> None:
    found = province.get("/api/v1/units", params={"q": "Sở Giao thông vận tải"}).json()["units"]
    unit = next(one for one in found if one["leads"] == 2)
    whole = province.get(f"/api/v1/units/{unit['id']}").json()["lead_tasks"]
    second = province.get(f"/api/v1/units/{unit['id']}", params={"limit": 1, "offset": 1}).json()
    assert [task["id"] for task in second["lead_tasks"]] == [whole[1]["id"]]
    assert second["leads"] == 2
    page = BeautifulSoup(province.get(f"/units/{unit['id']}", params={"lead": 1}).text, "html.parser")
    assert len(page.select("table.ledger tbody tr")) == 1
    assert province.get(f"/units/{unit['id']}", params={"lead": -1}).status_code == 422
