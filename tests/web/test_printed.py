"""The reader over a PDF: printed pages with words and marks, the cited page beside the text, the trail of citations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from web.app import create_app
from web.templating import reader_link

PLAN = "102-so-nong-nghiep-2024.pdf"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path, corpus: Path) -> Iterator[TestClient]:
    settings = Settings(data=tmp_path_factory.mktemp("printed"), model=str(tiny_model), threads=1)
    pipeline = Pipeline(settings)
    pipeline.add([corpus / "documents" / PLAN])
    pipeline.close()
    with TestClient(create_app(settings), follow_redirects=False) as client:
        client.headers["accept-language"] = "vi"
        yield client


def page(site: TestClient, address: str) -> BeautifulSoup:
    answer = site.get(address.partition("#")[0])
    assert answer.status_code == 200, answer.text[:300]
    return BeautifulSoup(answer.text, "html.parser")


@pytest.fixture(scope="module")
def task(site: TestClient) -> dict:
    return site.get("/api/v1/tasks").json()["tasks"][4]


def test_the_cited_page_stands_beside_the_text_with_the_words_boxed(site: TestClient, task: dict):
    citation = task["citation"]
    found = page(site, citation["url"])
    assert found.select_one("mark#mark")
    figure = found.select_one(".side .print-page")
    assert figure and figure.img["src"] == f"/api/v1/documents/{citation['document_id']}/pages/{citation['page']}.webp"
    drawn = [(float(r["x"]), float(r["y"]), float(r["width"]), float(r["height"])) for r in figure.select("rect.m")]
    boxes = [box for box in citation["boxes"] if box["page"] == citation["page"]]
    assert len(drawn) == len(boxes)
    for (x, y, width, height), box in zip(drawn, boxes, strict=True):
        assert x <= box["x0"] and y <= box["top"] and x + width >= box["x1"] - 0.2 and y + height >= box["bottom"] - 0.2


def test_printed_pages_hold_their_words_and_mark_the_quote(site: TestClient, task: dict):
    url = task["citation"]["url"].replace("#", "&view=page#")
    found = page(site, url)
    words = "".join("".join(one.get_text() for one in found.select(".print-page tspan.m")).split())
    assert words == "".join(task["citation"]["quote"].split())
    assert len(found.select("rect#mark")) == 1 and not found.select(".sheet")
    text = site.get(f"/api/v1/documents/{task['document']['id']}/text").text
    shown = "".join(found.select_one(f"#page-{task['citation']['page']}").svg.get_text().split())
    assert shown in "".join(text.split())


def test_tasks_of_the_page_stand_beside_it(site: TestClient, task: dict):
    found = page(site, task["citation"]["url"])
    links = [one["href"] for one in found.select(".here-tasks a[href^='/documents']")]
    same = [one for one in site.get("/api/v1/tasks?limit=200").json()["tasks"]
            if one["citation"]["page"] == task["citation"]["page"]]  # fmt: skip
    assert links == [one["citation"]["url"] for one in same]


def test_pages_are_turned_by_links_and_by_number(site: TestClient, task: dict):
    key = task["document"]["id"]
    first = page(site, f"/documents/{key}?view=page")
    numbers = [one["id"] for one in first.select("figure.print-page")]
    assert numbers[0] == "page-1" and not first.select("a[rel=prev]")
    last = task["document"]["pages"]
    end = page(site, f"/documents/{key}?view=page&page={last}")
    assert [one["id"] for one in end.select("figure.print-page")] == [f"page-{last}"]
    assert not end.select("a[rel=next]")
    if last > 1:
        assert end.select("a[rel=prev]")


def test_a_page_that_the_document_lacks_opens_its_first(site: TestClient, task: dict):
    found = page(site, f"/documents/{task['document']['id']}?view=page&page=999")
    assert found.select_one("#page-1")
    assert site.get(f"/documents/{task['document']['id']}?page=0").status_code == 422


def test_the_citations_of_an_answer_lead_from_one_to_the_next_and_back(site: TestClient):
    question = "Có bao nhiêu nhiệm vụ trong kế hoạch của Sở Nông nghiệp và Phát triển nông thôn"
    cited = site.get("/api/v1/ask", params={"q": question}).json()["citations"]
    assert len(cited) > 3
    links = [one["href"] for one in page(site, f"/?q={quote(question)}").select("[data-source]")]
    seen, here = [], links[0]
    while here:
        found = page(site, here)
        seen.append(here)
        trail = found.select_one(".trail")
        assert f"Trích dẫn {len(seen)} trên" in trail.get_text() and trail.a["href"] == f"/?q={quote(question)}"
        after = trail.select_one("[data-next]")
        here = after["href"] if after else None
    assert len(seen) == len(set(seen)) > 3
    assert {urlsplit(one["url"]).query for one in cited} <= {urlsplit(one).query.partition("&q=")[0] for one in seen}


def test_a_question_that_cannot_be_read_leaves_the_reader_as_it_is(site: TestClient, task: dict):
    found = page(site, task["citation"]["url"].replace("#", "&q=%3F%3F#"))
    assert found.select_one("mark#mark") and not found.select(".trail")


def test_every_clause_has_a_link_of_its_own(site: TestClient, task: dict):
    found = page(site, f"/documents/{task['document']['id']}")
    links = [one["href"] for one in found.select(".sheet a.here")]
    assert len(links) > 5 and all(one.startswith("#c.") for one in links)
    ids = {one["id"] for one in found.select("[id]")}
    assert {one[1:] for one in links} <= ids | {quote(one) for one in ids}


def test_a_reader_link_keeps_to_this_site_and_carries_the_question():
    citation = {"document_id": "abc", "url": "/documents/abc?span=1-2#mark"}
    assert reader_link(citation) == citation["url"]
    assert reader_link(citation, "a & b?") == "/documents/abc?span=1-2&q=a+%26+b%3F#mark"
    assert reader_link({"document_id": "abc", "url": "https://elsewhere.example/x"}, "q") == "/documents/abc"
