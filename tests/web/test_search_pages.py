"""Chips, facets and their addresses: every state of a page of results is reproduced by its address alone."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup

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
