"""Units joined and split by hand on their page: put forward, confirmed, split by wording, taken back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from indexer.settings import Settings
from web.app import create_app

HEAD = "SỞ BẾN THUYỀN\nSố: 81/KH-SBT\n\nLam Giang, ngày 02 tháng 5 năm 2024\n\nKẾ HOẠCH\n\nVớt bèo\n\nPHÂN CÔNG\n\n"
ROWS = (
    "STT\tNhiệm vụ\tSản phẩm\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn\n"
    "1\tVớt bèo ở bến đò\tẢnh chụp\tĐội Cứu hộ và Thông tin\tVăn phòng Sở\tTháng 5/2024\n"
    "2\tBuộc lại phao\tSổ trực\tĐội Cứu hộ - Thông tin\tVăn phòng Sở\tTháng 6/2024\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application over one plan that writes one body in two ways."""
    from indexer.pipeline import Pipeline

    folder = tmp_path_factory.mktemp("ruled")
    (folder / "81-vot-beo.txt").write_text(HEAD + ROWS, encoding="utf8")
    pipeline = Pipeline(Settings(data=folder / "data", threads=1))
    pipeline.add([folder / "81-vot-beo.txt"])
    pipeline.close()
    with TestClient(create_app(Settings(data=folder / "data", threads=1)), follow_redirects=True) as client:
        client.headers["x-csrf-token"] = re.findall(r'name="csrf" content="([^"]+)"', client.get("/add").text)[0]
        yield client
    shutil.rmtree(folder)


def soup(site: TestClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(site.get(address).text, "html.parser")


def press(site: TestClient, button: object, **more: str) -> BeautifulSoup:
    """What follows when that button of a form is pressed."""
    fields = {one["name"]: one.get("value", "") for one in button.find_parent("form").select("input[name]")}
    answer = site.post("/rulings", data={**fields, button["name"]: button["value"], **more})
    return BeautifulSoup(answer.text, "html.parser")


def names(site: TestClient) -> set[str]:
    return {one["name"] for one in site.get("/api/v1/units").json()["units"]}


def test_a_body_written_in_two_ways_is_put_forward_joined_and_taken_back(site: TestClient) -> None:
    before = names(site)
    page = soup(site, "/rulings")
    (pair,) = page.select(".pairs > li")
    keep = next(one for one in pair.select("button") if "Cứu hộ và" in one.get_text())
    told = press(site, keep)
    assert "Đã gộp" in told.select_one(".told").get_text() and not told.select(".pairs > li")
    assert names(site) < before
    assert "Đội Cứu hộ - Thông tin" in told.select_one(".history li").get_text()
    back = press(site, told.select_one(".history button"))
    assert names(site) == before and back.select(".pairs > li")
    assert "đã hoàn tác" in back.select_one(".history li").get_text()


def test_a_pair_that_is_two_bodies_is_not_put_forward_again_until_that_is_taken_back(site: TestClient) -> None:
    before = names(site)
    (pair,) = soup(site, "/rulings").select(".pairs > li")
    told = press(site, pair.select_one("button[value=apart]"))
    assert "Đã để riêng" in told.select_one(".told").get_text() and not told.select(".pairs > li")
    assert names(site) == before
    assert not soup(site, "/rulings").select(".pairs > li")
    assert "Để riêng" in told.select_one(".history li").get_text()
    back = press(site, told.select_one(".told button"))
    assert back.select(".pairs > li") and names(site) == before


def test_a_wording_is_split_off_at_the_unit_that_it_was_joined_to(site: TestClient) -> None:
    before = names(site)
    joined = press(site, soup(site, "/rulings").select_one(".pairs button"))
    unit = joined.select_one(".told a")["href"].removeprefix("/units/")
    page = soup(site, f"/rulings?unit={unit}")
    kept = page.select_one(".title a").get_text()
    other = next(one for one in page.select("button[value=split]") if kept not in one.get_text())
    press(site, other)
    assert names(site) == before
    entries = soup(site, "/rulings").select(".history li button")
    for button in entries:
        press(site, button)
    assert names(site) == before


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"action": "join", "unit": "Văn phòng Sở", "other": "Phòng Không Có"}, "Phòng Không Có"),
        ({"action": "join", "unit": "Văn phòng Sở", "other": ""}, "Thiếu"),
        ({"action": "join", "unit": "Văn phòng Sở", "other": "Đội Cứu hộ - Thông tin"}, "nhiều đơn vị"),
        ({"action": "join", "unit": "Văn phòng Sở", "other": "Văn phòng Sở"}, "một đơn vị"),
        ({"action": "apart", "unit": "Văn phòng Sở", "other": "Văn phòng Sở"}, "một đơn vị"),
        ({"action": "split", "unit": "Văn phòng Sở", "alias": "Văn phòng Sở"}, "cách gọi duy nhất"),
        ({"action": "undo", "ruling": "9999"}, "9999"),
    ],
)
def test_what_cannot_be_done_is_told_and_what_was_typed_stays(
    site: TestClient, fields: dict[str, str], word: str
) -> None:
    answer = site.post("/rulings", data=fields)
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert word in page.select_one("[role=alert]").get_text()
    if fields["action"] == "join":
        assert page.select_one("#other")["value"] == fields["other"]


def test_lists_of_units_and_profiles_lead_there(site: TestClient) -> None:
    assert soup(site, "/units").select_one("a[href='/rulings']")
    profile = soup(site, "/units").select_one(".rows h2 a")["href"]
    link = soup(site, profile).select_one("a[href^='/rulings?unit=']")
    assert link is not None and site.get(link["href"]).status_code == 200
    current = soup(site, "/rulings").select_one("header nav [aria-current]")
    assert current["href"] == "/units"
