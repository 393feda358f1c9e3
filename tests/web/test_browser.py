"""A reader's way through the pages in a real browser: from a question to the marked words it rests on."""

from __future__ import annotations

import pytest

from tests.web.visiting import all_read

pytestmark = pytest.mark.browser

MIXED = "which unit leads tài sản công review"
ROW = ("Rà soát tài sản công tại các bến thuyền", "Bảng kê tài sản", "Phòng Tài chính", "Quý II/2024")


def ask(page, question: str = MIXED) -> None:
    page.fill("#q", question)
    page.press("#q", "Enter")
    page.wait_for_selector(".answer")


def marked(page) -> str:
    return " ".join(" ".join(page.locator(".sheet mark").all_inner_texts()).split())


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_question_leads_to_the_marked_words(page_of, script, width):
    page = page_of("/", java_script_enabled=script, viewport={"width": width, "height": 800})
    ask(page)
    card = page.inner_text(".answer")
    assert "Phòng Tài chính" in card and "Quý II/2024" in card and "Văn phòng Sở" in card
    page.locator("[data-source]").first.click()
    page.wait_for_selector("#mark")
    assert all(words in marked(page) for words in ROW)
    box = page.locator("#mark").bounding_box()
    assert box is not None and 0 <= box["y"] <= 800, "the marked words are not on the screen"


def test_the_reader_does_not_scroll_sideways_on_a_phone(page_of):
    page = page_of("/documents", viewport={"width": 360, "height": 740})
    for index in range(page.locator(".rows h2 a").count()):
        page.locator(".rows h2 a").nth(index).click()
        page.wait_for_selector(".sheet")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.go_back()


def test_the_keyboard_alone_finds_and_opens_a_hit(page_of):
    page = page_of("/documents")
    page.keyboard.press("/")
    page.wait_for_selector("#q:focus")
    page.keyboard.type("phao tiêu trên sông")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-hit]")
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('[data-hit]')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#mark")
    assert "phao tiêu" in marked(page)


def test_the_question_mark_shows_the_keys(page_of):
    page = page_of(f"/?q={MIXED}")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog[open]").count()


def test_a_facet_acts_at_once_and_stays_in_the_address(page_of):
    page = page_of("/?q=bến thuyền")
    value = page.locator("a[href*='in_kind=clause']").first
    count = int(value.locator(".num").inner_text())
    value.click()
    page.wait_for_url("**in_kind=clause**")
    assert page.locator(".facets [aria-current]").count() == 1
    assert page.locator(".hit").count() == min(count, 20)


def test_english_and_the_dark_theme_are_one_click_away_and_stay(page_of):
    page = page_of("/")
    page.click(".tools a[hreflang=en]")
    page.wait_for_selector("html[lang=en]")
    page.click("[data-theme-button]")
    page.goto(page.url.split("?")[0].rstrip("/") + "/documents")
    assert page.get_attribute("html", "lang") == "en"
    assert page.get_attribute("html", "data-theme") == "dark"


def test_files_are_uploaded_read_and_found(page_of, tmp_path):
    plan = tmp_path / "99-ke-hoach-den-ben.txt"
    plan.write_text(
        "SỞ BẾN THUYỀN\nSố: 99/KH-SBT\n\nLam Giang, ngày 02 tháng 5 năm 2024\n\nKẾ HOẠCH\n\nThay đèn bến đò\n\n"
        "I. PHÂN CÔNG\n\n1. Phòng Điện chủ trì thay bóng đèn tại bến đò Xóm Chài trước ngày 15/7/2024.\n",
        encoding="utf8",
    )
    bad = tmp_path / "rong.pdf"
    bad.write_bytes(b"")
    page = page_of("/add")
    page.set_input_files("#files", [plan, bad])
    page.click("button:has-text('Thêm vào kho')")
    all_read(page)
    assert page.locator(".jobs li").count() == 2
    assert len(page.inner_text(".jobs .note")) > 15
    page.click(".jobs a[href^='/documents/']")
    assert "bến đò Xóm Chài" in page.inner_text(".sheet")
