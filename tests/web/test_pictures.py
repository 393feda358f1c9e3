"""Pictures of the ledger: named, reachable by keyboard, and with the numbers of the lists that they stand for."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from web.pictures.bars import Count, lying, standing
from web.pictures.network import MOST, network

YEAR = "/calendar?view=year&at=2024-05-01&as_of=2024-07-15"


def soup(site: TestClient, address: str) -> BeautifulSoup:
    answer = site.get(address)
    assert answer.status_code == 200, answer.text[:400]
    return BeautifulSoup(answer.text, "html.parser")


@pytest.mark.parametrize("address", [YEAR, "/calendar?at=2024-06-15", "/matrix", "/matrix?role=lead", "/references"])
def test_a_picture_is_named_described_and_has_a_table_behind_it(site: TestClient, address: str) -> None:
    page = soup(site, address)
    (picture,) = page.select("figure.picture div > svg")
    title, desc = picture["aria-labelledby"].split()
    assert page.find(id=title).get_text()
    assert page.find(id=desc).get_text()
    assert picture.select("a[href]")
    assert not page.select("figure [style]")
    assert page.select("table")


def test_bars_of_a_year_add_up_to_what_is_due_and_lead_to_their_months(site: TestClient) -> None:
    page = soup(site, YEAR)
    shown = sum(int(one.get_text()) for one in page.select("figure .sum"))
    assert shown == sum(int(one.get_text()) for one in page.select("td.has b"))
    first = page.select("figure svg a")[0]
    assert "view=month" in first["href"] and "at=2024-01-01" in first["href"]
    assert soup(site, first["href"]).select("table.month")


def test_bars_of_units_have_the_numbers_of_the_matrix(site: TestClient) -> None:
    page = soup(site, "/matrix")
    drawn = [int(one.get_text()) for one in page.select("figure .sum")]
    rows = [sum(int(n.get_text()) for n in row.select("td.sum .n")) for row in page.select("table.matrix tbody tr")]
    assert drawn == rows[: len(drawn)]
    assert drawn


def test_parts_of_bars_share_one_scale() -> None:
    counts = [
        Count("a", "/a", {"past": 3, "ahead": 1}),
        Count("b", "/b", {"past": 0, "ahead": 2}),
        Count("c", "/c", {}),
    ]
    flat = lying(counts)
    assert [(part.at, part.length) for part in flat.bars[0].parts] == [(0.0, 75.0), (75.0, 25.0)]
    assert [(part.at, part.length) for part in flat.bars[1].parts] == [(0.0, 50.0)]
    assert flat.bars[2].parts == ()
    upright = standing(counts, 90.0, 100.0)
    assert upright.bars[1].parts[0].at == 50.0
    assert standing([], 90.0, 100.0).bars == ()


def _graph(edges: list[tuple[str, str]]) -> dict[str, object]:
    names = sorted({key for edge in edges for key in edge})
    nodes = [
        {"id": k, "document_id": k if k < "m" else None, "held": k < "m", "number": k, "file": None, "cited": 1}
        for k in names
    ]
    return {"nodes": nodes, "edges": [{"source": a, "target": b, "relation": "basis"} for a, b in edges]}


def test_whoever_names_stands_left_of_what_is_named_and_none_lies_on_another() -> None:
    found = network(_graph([("a", "b"), ("b", "x"), ("a", "y"), ("c", "x"), ("a", "x")]))
    at = {box.label: (box.x, box.y) for box in found.boxes}
    assert at["a"][0] < at["b"][0] < at["x"][0]
    assert len(set(at.values())) == len(at) == 5
    assert len(found.lines) == 5
    assert found.left_out == 0


def test_documents_that_name_each_other_and_very_many_of_them_are_drawn() -> None:
    assert len(network(_graph([("a", "b"), ("b", "a")])).boxes) == 2
    many = network(_graph([("a", f"z{n}") for n in range(MOST + 20)]))
    assert many.left_out == 21
    assert network({"nodes": [], "edges": []}).boxes == ()
