"""Units as documents print them, and beside them who is responsible today."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient


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
