"""Chips, facets and their addresses: every state of a page of results is reproduced by its address alone."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.patience import eventually
from tests.web.test_pages import soup, words

LISTED = "Phòng Kỹ thuật chủ trì những nhiệm vụ gì trong quý II/2024"


def chip(page: BeautifulSoup, label: str) -> BeautifulSoup:
    return next(c for c in page.select(".chips .chip") if words(c).startswith(label))


def test_every_part_of_the_reading_is_a_chip_that_can_be_taken_away(site):
    page = soup(site, f"/?q={LISTED}")
    for label in ("Hỏi", "Đơn vị", "Thời gian"):
        assert chip(page, label).select_one("a.x[aria-label]")
    without = soup(site, chip(page, "Đơn vị").select_one("a.x")["href"])
    assert not [c for c in without.select(".chip:not(.off)") if words(c).startswith("Đơn vị")]
    off = next(c for c in without.select(".chip.off"))
    assert "Phòng Kỹ thuật" in words(off)
    again = soup(site, off.select_one("a.x")["href"])
    assert words(again.select_one(".chips")) == words(page.select_one(".chips"))


def test_a_chip_offers_other_values_as_links_and_small_forms(site):
    page = soup(site, f"/?q={LISTED}")
    other = next(a for a in chip(page, "Hỏi").select(".menu a") if a.get_text() == "đếm")
    counted = soup(site, other["href"])
    assert words(chip(counted, "Hỏi")).startswith("Hỏi đếm")
    form = chip(page, "Thời gian").select_one("form")
    fields = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
    assert fields == {"q": LISTED}
    changed = soup(site, f"/?q={LISTED}&as_time=năm 2024")
    assert "năm 2024" in words(chip(changed, "Thời gian"))


def test_a_question_without_marks_can_be_read_otherwise(site):
    page = soup(site, "/?q=ra soat tai san cong")
    read = chip(page, "Không dấu, đọc là")
    typed = next(a for a in read.select(".menu a") if a.get_text() == "đúng như đã gõ")
    assert "đúng như đã gõ" in words(chip(soup(site, typed["href"]), "Đọc là"))


def test_a_change_that_names_nothing_is_told_and_left_out(site):
    page = soup(site, f"/?q={LISTED}&as_unit=Sở Không Có")
    assert "Sở Không Có" in words(page.select_one(".note[role=alert]"))
    assert page.select(".hit")


def test_facets_are_links_with_counts_that_hold(site):
    page = soup(site, "/?q=bến thuyền")
    links = page.select(".facets li > a")
    assert len(links) >= 4
    for link in links:
        count = int(link.select_one(".num").get_text())
        left = soup(site, link["href"])
        assert f"{count} kết quả" in words(left.select_one(".hits-head"))
        back = left.select_one(".facets a[aria-current]")
        assert dict(parse_qsl(urlsplit(back["href"]).query)) == {"q": "bến thuyền"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_results_have_no_empty_link_and_no_form_that_changes_anything(site, lang):
    page = soup(site, f"/?q={LISTED}&lang={lang}&in_role=lead&not_topic=x")
    assert all(words(a) or a.get("aria-label") for a in page.select("main a"))
    assert {form["method"] for form in page.select(".chips form")} <= {"get"}


def posted(site, page: BeautifulSoup, action: str, **given: object):
    """What a form of the page leads to, sent as a browser would."""
    form = page.select_one(f"form[action='{action}']")
    fields = {f["name"]: f.get("value", "") for f in form.select("input[type=hidden]")}
    files = {name: value for name, value in given.items() if isinstance(value, tuple)} or None
    answer = site.post(
        action, data={**fields, **{k: v for k, v in given.items() if k not in (files or {})}}, files=files
    )
    assert answer.status_code == 303, answer.text[:300]
    return soup(site, answer.headers["location"])


def test_a_search_is_saved_from_its_results_and_let_go_of(site):
    page = soup(site, "/?q=phao tiêu&in_kind=task")
    kept = posted(site, page, "/saved")
    (row,) = kept.select(".saved > li")
    link = row.select_one("h2 a")["href"]
    assert dict(parse_qsl(urlsplit(link).query)) == {"q": "phao tiêu", "in_kind": "task"}
    assert soup(site, link).select(".hit")
    remove = row.select_one("form[action$='/remove']")["action"]
    assert not posted(site, kept, remove).select(".saved > li")


def test_a_file_of_questions_leads_to_a_workbook_without_script(site):
    page = soup(site, "/batch")
    content = "Câu hỏi\nĐơn vị nào chủ trì rà soát tài sản công tại các bến thuyền?\n".encode()
    shown = posted(site, page, "/batch", file=("hoi.csv", content))
    address = next(f["action"] for f in shown.select("main form")).removesuffix("/cancel")

    def ended() -> BeautifulSoup | None:
        now = soup(site, address)
        if not now.select("#progress[data-poll]"):
            return now
        assert now.select("noscript meta[http-equiv=refresh]") or now.select("progress")
        return None

    assert (shown := eventually(ended))
    answer = site.get(shown.select_one("a.button")["href"])
    assert answer.status_code == 200 and answer.content[:2] == b"PK"
    posted(site, shown, f"{address}/cancel")
    assert site.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [("hoi.pdf", b"%PDF"), ("hoi.csv", b""), ("hoi.xlsx", b"no workbook"), ("hoi.csv", b"a\n" * 10_001)],
)
def test_a_file_without_questions_is_refused_in_a_sentence(site, name, content):
    page = soup(site, "/batch")
    key = page.select_one("form[action='/batch'] input[name=csrf]")["value"]
    answer = site.post("/batch", data={"csrf": key}, files={"file": (name, content)})
    assert 400 <= answer.status_code < 500
    assert name in words(BeautifulSoup(answer.text, "html.parser").select_one(".note[role=alert]"))


def test_the_table_is_sorted_by_its_headings_and_keeps_its_columns(site):
    page = soup(site, "/tasks")
    by_lead = next(a for a in page.select("thead a") if words(a).startswith("Chủ trì"))
    up = soup(site, by_lead["href"])
    assert up.select_one("th[aria-sort=ascending]")
    down = soup(site, up.select_one("th[aria-sort] a")["href"])
    assert down.select_one("th[aria-sort=descending]")
    assert not soup(site, down.select_one("th[aria-sort] a")["href"]).select("th[aria-sort]")
    few = soup(site, "/tasks?columns=task&columns=deadline&sort=deadline")
    assert [words(th).split(" ▲")[0] for th in few.select("thead th")] == ["Nhiệm vụ ↕", "Thời hạn"]
    export = next(a["href"] for a in few.select("a") if a.get_text() == "CSV")
    assert "columns=task%2Cdeadline" in export and "sort=deadline" in export
    assert "Phối hợp" not in site.get(export).text
    assert len(soup(site, "/tasks").select("thead th")) == 2
