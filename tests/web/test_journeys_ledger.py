"""What an auditor does: from a unit to its matrix, calendar and files; by keys alone; with days typed either way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from openpyxl import load_workbook

from tests.web.conftest import PRINTED
from tests.web.serving import serving
from tests.web.visiting import one_line

pytestmark = pytest.mark.browser

UNIT = "Chi cục Thủy lợi"
PONDS = "Kiểm tra an toàn 34 hồ chứa nước"


@pytest.fixture(scope="module")
def address(peopled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server from which everybody on this machine may read."""
    data = shutil.copytree(peopled, tmp_path_factory.mktemp("audited") / "data")
    with serving(data) as base:
        yield base


def test_a_unit_leads_to_its_matrix_its_calendar_and_its_file(page_of: Any, tmp_path: Path) -> None:
    page = page_of("/units")
    page.fill("#units-q", "chi cuc thuy loi")
    page.press("#units-q", "Enter")
    page.get_by_role("link", name=UNIT, exact=True).click()
    page.wait_for_selector(f"h1:has-text('{UNIT}')")
    led = page.locator("#lead + .scroll tbody tr").count()
    assert led and PONDS in page.inner_text("main")
    profile = page.url
    page.get_by_role("link", name="Trong ma trận").click()
    row = page.locator("table.matrix tbody tr").filter(has_text=UNIT)
    assert row.locator(".sum .lead").inner_text() == str(led)
    row.locator(".sum .lead").click()
    page.wait_for_url("**/tasks?**")
    assert page.locator("table.ledger tbody tr").count() == led
    page.goto(profile)
    page.get_by_role("link", name="Lịch của đơn vị").click()
    page.fill("#at", "15/4/2024")
    page.get_by_role("button", name="Xem", exact=True).click()
    page.wait_for_url("**at=15%2F4%2F2024**")
    assert PONDS in page.inner_text(".agenda[aria-label='15/04/2024']")
    with page.expect_download() as given:
        page.get_by_role("link", name="XLSX").click()
    given.value.save_as(tmp_path / "lich.xlsx")
    cells = [str(cell) for line in load_workbook(tmp_path / "lich.xlsx").active.values for cell in line if cell]
    assert any(PONDS in cell for cell in cells)


def test_a_day_reads_the_same_in_a_browser_that_puts_the_month_first(browser: Any, address: str) -> None:
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(f"{address}/calendar?at=2024-04-15&as_of=2024-04-01")
    assert page.input_value("#at") == "15/04/2024"
    page.fill("#at", "4/15/2024")
    page.press("#at", "Enter")
    told = page.get_by_role("alert")
    told.wait_for()
    assert "4/15/2024" in told.inner_text() and page.input_value("#at") == "4/15/2024"
    page.fill("#at", "5/4/2024")
    page.press("#at", "Enter")
    page.wait_for_selector(".turn b:has-text('Apr')")
    assert page.input_value("#at") == "05/04/2024"
    context.close()


def test_rows_are_gone_through_by_keys_and_opened(page_of: Any) -> None:
    page = page_of(f"/tasks?document={PRINTED}")
    seen = []
    for key in "jjjk":
        page.keyboard.press(key)
        seen.append(page.evaluate("document.activeElement.closest('tr')?.rowIndex"))
    assert seen == [1, 2, 3, 2]
    words = page.locator("table.ledger tbody tr").nth(1).locator(".what .doc").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_selector("#mark")
    assert words in one_line(page.locator(".sheet mark").all_inner_texts())
    page.wait_for_load_state()
    page.keyboard.press("?")
    keys = page.locator("dialog[open] kbd").all_inner_texts()
    assert {"j", "k", "n", "p", "/"} <= set(keys)


def test_letters_typed_into_a_field_are_no_keys(page_of: Any) -> None:
    page = page_of("/tasks")
    page.focus("#due_from")
    page.keyboard.type("jk?/")
    assert page.input_value("#due_from") == "jk?/" and not page.locator("dialog[open]").count()


def test_filters_fold_away_on_a_phone_and_are_there_without_script(page_of: Any) -> None:
    phone = {"width": 360, "height": 740}
    page = page_of("/tasks", viewport=phone)
    assert not page.locator("#f-document").is_visible()
    page.locator(".panel > summary").click()
    assert page.locator("#f-document").is_visible()
    assert page_of("/tasks", viewport=phone, java_script_enabled=False).locator("#f-document").is_visible()
    wide = page_of("/tasks")
    assert wide.locator("#f-document").is_visible() and not wide.locator(".panel > summary").is_visible()


def test_on_a_phone_a_chart_begins_at_its_first_bar(page_of: Any) -> None:
    page = page_of("/units?q=chi+cuc+thuy+loi", viewport={"width": 360, "height": 760})
    unit = page.get_by_role("link", name=UNIT, exact=True).get_attribute("href").removeprefix("/units/")
    page.goto(urljoin(page.url, f"/calendar?unit={unit}&at=2024-05-15"))
    assert page.locator(".picture .scroll:has(.standing)").evaluate("one => one.scrollLeft") > 0
    bar = page.locator(".standing .part").first.bounding_box()
    assert bar["x"] >= 0 and bar["x"] + bar["width"] <= 360
