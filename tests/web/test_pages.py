"""The pages over a real engine: what they hold, what they escape, where their links lead."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from starlette.testclient import TestClient

from indexer.fold import fold
from web.guard import POLICY

QUESTION = "Đơn vị nào chủ trì rà soát tài sản công tại các bến thuyền?"
PAGES = ("/", f"/?q={QUESTION}", "/documents", "/tasks", "/units", "/add", "/?lang=en", "/?q=phao&lang=en")


def soup(site: TestClient, address: str, status: int = 200) -> BeautifulSoup:
    answer = site.get(address)
    assert answer.status_code == status, answer.text[:400]
    assert answer.headers["content-type"].startswith("text/html")
    return BeautifulSoup(answer.text, "html.parser")


def words(node: Tag | BeautifulSoup) -> str:
    return " ".join(node.get_text(" ").split())


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_its_landmarks_one_heading_and_no_inline_script(site, address):
    page = soup(site, address)
    assert len(page.select("main#main")) == len(page.select("h1")) == 1
    assert page.select("header nav[aria-label]") and page.select("a.skip[href='#main']")
    assert all(script.get("src", "").startswith("/static/") and not script.string for script in page.select("script"))
    assert not page.select("style, [style], [onclick], [onload]")
    assert page.html["lang"] in {"vi", "en"} and page.title.string
    unlabelled = [
        field
        for field in page.select("input:not([type=hidden]), select, textarea")
        if not page.select(f"label[for='{field.get('id')}']")
    ]
    assert not unlabelled
    ids = [node["id"] for node in page.select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", [*PAGES, "/nothing-here", "/static/app.css", "/api/v1/documents"])
def test_every_response_forbids_what_comes_from_elsewhere(site, address):
    headers = site.get(address).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"


def test_the_first_page_counts_what_is_held_and_asks_what_it_can_answer(site):
    page = soup(site, "/")
    assert re.search(r"2 văn bản", words(page)) and re.search(r"\d+ nhiệm vụ", words(page))
    questions = page.select(".examples a")
    assert len(questions) >= 3
    answered = [soup(site, link["href"]) for link in questions]
    assert not any(page.select(".answer.none") for page in answered)


def test_an_answer_names_lead_coordinators_deadline_product_and_source(site):
    card = soup(site, f"/?q={QUESTION}").select_one(".answer")
    said = words(card)
    for expected in ("Phòng Tài chính", "Văn phòng Sở", "Phòng Kỹ thuật", "Quý II/2024", "Bảng kê tài sản"):
        assert expected in said
    assert card.select("a[data-source]")


def test_every_citation_link_opens_a_page_that_holds_its_quote_in_marks(site):
    asked = site.get("/api/v1/ask", params={"q": QUESTION}).json()
    found = site.get("/api/v1/search", params={"q": "tập huấn bến thuyền đầu tư"}).json()
    citations = asked["citations"] + [hit["citation"] for hit in found["hits"]]
    assert len(citations) >= 3
    for citation in citations:
        parts = urlsplit(citation["url"])
        assert parts.fragment == "mark"
        page = soup(site, f"{parts.path}?{parts.query}")
        marks = page.select(".sheet mark")
        assert squeezed("".join(mark.get_text() for mark in marks)) == squeezed(citation["quote"])
        assert len(page.select("mark#mark")) == 1 and marks[0].get("id") == "mark"


def test_the_links_of_a_results_page_are_those_citations(site):
    page = soup(site, f"/?q={QUESTION}")
    links = {link["href"] for link in page.select("[data-source], [data-hit], .cite")}
    assert links and all(link.startswith("/documents/") and link.endswith("#mark") for link in links)


def test_the_reader_shows_the_one_text_and_nothing_else(site):
    held = site.get("/api/v1/documents").json()["documents"]
    for document in held:
        text = site.get(f"/api/v1/documents/{document['id']}/text").text
        sheet = soup(site, f"/documents/{document['id']}").select_one(".sheet")
        for leaf in sheet.select(".leaf"):
            leaf.decompose()
        assert squeezed(sheet.get_text()) == squeezed(text)


def test_documents_are_found_by_what_they_are_called_with_marks_or_without(site: TestClient) -> None:
    held = site.get("/api/v1/documents").json()["documents"]
    for one in held:
        for words in (one["number"], fold(one["title"]), f"{one['issuer'].upper()} {one['issued_on'][:4]}"):
            found = site.get("/api/v1/documents", params={"q": words}).json()
            assert one["id"] in {each["id"] for each in found["documents"]}, words
            assert found["total"] == len(found["documents"])
    only = soup(site, f"/documents?q={quote(held[0]['number'])}")
    assert [link["href"] for link in only.select(".rows h2 a")] == [f"/documents/{held[0]['id']}"]
    none = soup(site, "/documents?q=sao+hoa")
    assert not none.select(".rows") and none.select_one(".empty a")["href"] == "/documents"
    assert none.select_one("#documents-q")["value"] == "sao hoa"


def test_mark_up_in_a_document_or_a_question_is_only_text(site):
    evil = '"><script>alert(1)</script>'
    answer = site.get("/", params={"q": f"đêm tối {evil}"})
    assert "<script>alert" not in answer.text and "&lt;script&gt;" in answer.text
    document = next(d for d in site.get("/api/v1/documents").json()["documents"] if "77" in d["number"])
    page = soup(site, f"/documents/{document['id']}")
    assert not page.select(".sheet script, .sheet b")
    assert 'alert("bến")' in words(page)


def test_hits_show_marked_words_plan_and_path(site):
    page = soup(site, "/?q=phao tiêu")
    assert [mark.get_text().lower() for mark in page.select(".hit mark") if "phao" in mark.get_text().lower()]
    assert "77/KH-SBT" in words(page.select_one(".hit .where"))


def test_filters_are_part_of_the_address_and_can_be_taken_away_one_by_one(site):
    document = site.get("/api/v1/documents").json()["documents"][0]
    page = soup(site, f"/?q=bến thuyền&document={document['id']}&kind=task")
    links = [link["href"] for link in page.select(".in-force .x")]
    assert len(links) == 2 and "kind=task" in links[0] and document["id"] in links[1]
    assert not page.select(".answer")
    assert all(document["id"] in link["href"] for link in page.select("[data-hit]"))


def test_an_unanswerable_question_gives_the_reason_and_calls_the_passages_no_answer(site):
    page = soup(site, "/?q=Số điện thoại của Giám đốc Sở Bến thuyền là gì?")
    assert page.select(".answer.none") and len(words(page.select_one(".answer.none .said"))) > 20
    assert "không phải câu trả lời" in words(page.select_one("#hits-title"))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing-here", 404),
        ("/documents/ffffffffffff", 404),
        ("/documents/..%2f..%2fetc%2fpasswd", 404),
        ("/units/khong-co-0000", 404),
        ("/?q=%3F%3F%3F", 400),
        ("/?q=x&offset=-1", 422),
        ("/tasks?due_from=khong-phai-ngay", 422),
        ("/add/progress?job=a|khong-co", 404),
    ],
)
def test_what_cannot_be_shown_is_a_page_with_a_sentence(site, address, status):
    for language in ("vi", "en"):
        answer = site.get(address, headers={"accept-language": language})
        assert answer.status_code == status
        page = BeautifulSoup(answer.text, "html.parser")
        assert page.html["lang"] == language
        assert len(words(page.select_one(".title p"))) > 15


def test_a_page_of_the_api_keeps_its_json_error(site):
    answer = site.get("/api/v1/documents/ffffffffffff")
    assert answer.status_code == 404 and answer.json()["error"]["message"]
    page = soup(site, "/documents/ffffffffffff", 404)
    assert answer.json()["error"]["message"] in words(page)


def test_units_link_to_profiles_with_their_tasks(site):
    link = next(a for a in soup(site, "/units?q=phong ky thuat").select(".rows h2 a") if "Kỹ thuật" in a.get_text())
    page = soup(site, link["href"])
    assert "Sơn lại toàn bộ phao tiêu trên sông" in words(page)
    assert "Tập huấn cứu hộ" in words(page)


def test_tasks_are_filtered_and_exported_by_the_same_address(site):
    document = next(d for d in site.get("/api/v1/documents").json()["documents"] if "77" in d["number"])
    page = soup(site, f"/tasks?document={document['id']}&due_from=2024-07-01&due_to=2024-10-31")
    rows = page.select("tbody tr")
    assert len(rows) == 1 and "Sơn lại" in words(rows[0])
    export = next(a["href"] for a in page.select("a") if a.get_text() == "CSV")
    assert "Sơn lại" in site.get(export).text and "Tập huấn" not in site.get(export).text


def test_the_language_is_one_click_away_and_kept(site):
    page = soup(site, f"/?q={QUESTION}")
    link = page.select_one(".tools a[hreflang=en]")["href"]
    answer = site.get(link)
    assert "Plainly stated" in answer.text or "check the source" in answer.text
    assert answer.cookies["lang"] == "en"


def test_the_theme_is_kept_and_leads_back_only_into_this_site(site):
    answer = site.post("/preferences", data={"theme": "dark", "back": "/tasks?role=lead"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/tasks?role=lead")
    assert 'data-theme="dark"' in site.get("/").text
    for outside in ("https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"):
        assert site.post("/preferences", data={"theme": "dark", "back": outside}).headers["location"] == "/"


def test_an_upload_without_a_file_says_so(site):
    answer = site.post("/add", files=[])
    assert answer.status_code == 400 and "Hãy chọn ít nhất một tệp" in answer.text


def test_the_style_sheet_is_small_and_fonts_are_served_here(site):
    sheet = site.get("/static/app.css")
    assert len(sheet.content) < 30_000
    for font in re.findall(r"url\(([^)]+)\)", sheet.text):
        assert site.get(f"/static/{font}").status_code == 200


def test_a_page_of_answers_is_light(site):
    transferred = [site.get("/", params={"q": QUESTION})]
    transferred += [site.get(f"/static/{name}") for name in ("app.css", "app.js", "seal.svg")]
    transferred += [site.get(f"/static/{font}") for font in re.findall(r"url\(([^)]+)\)", transferred[1].text)]
    assert sum(int(answer.headers["content-length"]) for answer in transferred) < 150_000
