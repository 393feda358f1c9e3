"""What readers do: open citations, take the matrix along, read in English, without script and without a mouse."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.web.conftest import PRINTED
from tests.web.serving import serving
from tests.web.visiting import ask, one_line

pytestmark = pytest.mark.browser

PONDS = "Đơn vị nào chủ trì kiểm tra an toàn 34 hồ chứa nước trước mùa mưa lũ?"
LISTED = "Phòng Kỹ thuật có việc gì"
OF_ONE = "Chi cục Thủy lợi chủ trì những việc gì?"
OF_PONDS = ("Kiểm tra an toàn 34 hồ chứa nước", "Chi cục Thủy lợi", "15/4/2024")
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")


@pytest.fixture(scope="module")
def address(peopled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server from which everybody on this machine may read."""
    data = shutil.copytree(peopled, tmp_path_factory.mktemp("read") / "data")
    with serving(data) as base:
        yield base


def test_a_citation_shows_its_words_in_the_text_and_on_the_printed_page(page_of: Any) -> None:
    page = page_of("/")
    ask(page, PONDS)
    page.locator("[data-source]").first.click()
    page.wait_for_selector("#mark")
    marked = one_line(page.locator(".sheet mark").all_inner_texts())
    assert all(words in marked for words in OF_PONDS)
    page.get_by_role("link", name="Xem trang in").click()
    page.wait_for_selector("rect#mark")
    printed = one_line(page.locator("tspan.m").all_text_contents())
    assert all(words.replace(" ", "") in printed.replace(" ", "") for words in OF_PONDS)
    frames = page.evaluate(
        """() => ["rect.m", "tspan.m"].map((kind) =>
          [...document.querySelectorAll(kind)].map((e) => e.getBoundingClientRect().toJSON()))"""
    )
    assert frames[0] and all(any(_meet(one, box) for box in frames[0]) for one in frames[1])


def _meet(one: dict[str, float], other: dict[str, float]) -> bool:
    beside = one["left"] < other["right"] and other["left"] < one["right"]
    return beside and one["top"] < other["bottom"] and other["top"] < one["bottom"]


def test_the_matrix_is_taken_along_with_the_totals_that_the_page_shows(page_of: Any, tmp_path: Path) -> None:
    page = page_of(f"/matrix?by=document&document={PRINTED}")
    shown = {row.locator("th").inner_text().split("\n")[0]: numbers(row) for row in page.locator("tbody tr").all()}
    assert len(shown) > 10 and not page.locator("nav.pages").count()
    with page.expect_download() as given:
        page.get_by_role("link", name="XLSX").click()
    given.value.save_as(tmp_path / "matrix.xlsx")
    sheet = load_workbook(tmp_path / "matrix.xlsx").active
    read = {str(row[0]): [n for n in row[2:5] if n] for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]}
    assert read.pop("Tổng") == numbers(page.locator("tfoot tr"))
    assert read == shown


def numbers(row: Any) -> list[int]:
    """The counts in the first column of a row of the matrix."""
    return [int(words) for words in row.locator(".sum .n").all_inner_texts()]


def test_a_reader_of_english_meets_no_vietnamese_but_that_of_documents(page_of: Any) -> None:
    page = page_of("/")
    page.click(".tools a[hreflang=en]")
    page.wait_for_selector("html[lang=en]")
    ask(page, "Which unit leads the inspection of 34 hồ chứa nước?")
    assert "Chi cục Thủy lợi" in page.inner_text(".answer")
    for path in (
        "",
        "documents",
        "tasks",
        "units",
        "matrix",
        "calendar?view=year&at=2024-05-01",
        "conflicts",
        "signin",
    ):
        page.goto(re.sub(r"(:\d+)/.*", rf"\1/{path}", page.url))
        left = page.evaluate(
            """() => {
              const own = document.body.cloneNode(true);
              own.querySelectorAll("[lang=vi], script").forEach((e) => e.remove());
              return own.textContent;
            }"""
        )
        assert page.get_attribute("html", "lang") == "en"
        foreign = [line for line in left.split("\n") if VIETNAMESE.search(line.replace("Chủ Trì", ""))]
        assert not foreign, (path, foreign[:5])


def test_without_script_a_question_is_narrowed_and_read(page_of: Any) -> None:
    page = page_of("/", java_script_enabled=False)
    ask(page, LISTED)
    page.click(".facets > summary")
    page.locator(".facets a[href*='in_role=lead']").first.click()
    page.wait_for_url("**in_role=lead**")
    assert page.locator(".hit").count() and page.locator(".in-force .chip").count() == 1
    page.locator("[data-hit]").first.click()
    page.wait_for_selector("#mark")
    assert "Phòng Kỹ thuật" in page.inner_text(".sheet")
    page.get_by_role("navigation", name="Các trang").get_by_role("link", name="Nhiệm vụ").click()
    page.select_option("#f-document", label="Kế hoạch 77/KH-SBT")
    page.get_by_role("button", name="Lọc").click()
    page.wait_for_url("**document=**")
    assert page.locator("table.ledger tbody tr").count() == 3


def test_the_keyboard_alone_goes_through_the_citations_of_an_answer_and_back(page_of: Any) -> None:
    page = page_of("/")
    page.wait_for_selector("#q:focus")
    page.keyboard.type(OF_ONE)
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer")
    tab_to(page, "[data-source]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".trail")
    assert "Trích dẫn 1 trên" in page.inner_text(".trail")
    page.wait_for_load_state()  # keys count once the page's scripts have run
    page.keyboard.press("n")
    page.wait_for_selector(".trail:has-text('Trích dẫn 2 trên')")
    assert "Chi cục Thủy lợi" in one_line(page.locator(".sheet mark").all_inner_texts())
    tab_to(page, ".trail a[href^='/?']")
    page.keyboard.press("Enter")
    page.wait_for_selector(".answer")
    assert page.input_value("#q") == OF_ONE


def tab_to(page: Any, wanted: str) -> None:
    """Press Tab until what has the focus is what is wanted; whatever has it on the way can be seen to have it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f'document.activeElement.matches("{wanted}")'):
            return
    raise AssertionError(f"the keyboard never came to {wanted}")
