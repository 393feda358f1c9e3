"""Searching in a real browser: suggestions by keyboard, chips, and what a page of answers weighs."""

from __future__ import annotations

from urllib.parse import quote

import pytest

pytestmark = pytest.mark.browser

ANSWERED = "/?q=" + quote("Đơn vị nào chủ trì rà soát tài sản công tại các bến thuyền?")
LISTED = "/?q=" + quote("Phòng Kỹ thuật chủ trì những nhiệm vụ gì")
MOST_BYTES = 150_000


def test_a_unit_is_found_by_its_initials_with_the_keyboard_alone(page_of):
    page = page_of("/")
    box = page.locator("#q")
    assert box.get_attribute("role") == "combobox" and box.get_attribute("aria-expanded") == "false"
    box.press_sequentially("pkt")
    page.wait_for_selector("#suggestions:not([hidden])")
    assert box.get_attribute("aria-expanded") == "true"
    assert "gợi ý" in page.locator("form.ask [role=status]").inner_text()
    box.press("ArrowDown")
    active = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert active.get_attribute("aria-selected") == "true" and "Phòng Kỹ thuật" in active.inner_text()
    box.press("Escape")
    assert page.locator("#suggestions").is_hidden() and box.input_value() == "pkt"
    box.press_sequentially(" ")
    page.wait_for_selector("#suggestions:not([hidden])")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/units/**")
    assert "Phòng Kỹ thuật" in page.inner_text("h1")


def test_enter_without_a_choice_asks_what_was_typed_and_arrows_still_reach_the_hits(page_of):
    page = page_of("/")
    page.locator("#q").press_sequentially("phao tiêu")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/?q=phao*")
    page.keyboard.press("/")
    page.locator("#q").press("ArrowDown")
    assert page.evaluate("document.activeElement.hasAttribute('data-hit')")


def test_a_chip_opens_changes_the_question_and_closes_on_escape(page_of):
    page = page_of(LISTED)
    asks = page.locator(".chip summary").first
    asks.focus()
    page.keyboard.press("Enter")
    menu = page.locator(".chip .menu").first
    assert menu.is_visible()
    page.keyboard.press("Escape")
    assert menu.is_hidden()
    asks.click()
    menu.get_by_text("đếm", exact=True).click()
    page.wait_for_url("**intent=count**")
    assert "đếm" in page.locator(".chip summary").first.inner_text()


@pytest.mark.parametrize("path", [ANSWERED, LISTED])
def test_a_page_of_answers_is_light_when_nothing_of_it_is_held_yet(browser, address, path):
    context = browser.new_context(locale="vi-VN")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address + path, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    assert page.locator(".answer").count() == 1
    assert len(sizes) >= 4 and sum(sizes) <= MOST_BYTES
    context.close()
