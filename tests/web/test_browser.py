"""A reader's way through the pages in a real browser: from a question to the marked words it rests on."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MIXED = "which unit leads tài sản công review"
ROW = ("Rà soát tài sản công tại các bến thuyền", "Bảng kê tài sản", "Phòng Tài chính", "Quý II/2024")


@pytest.fixture(scope="module")
def address(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of its own process over a copy of the test's data."""
    data = shutil.copytree(indexed, tmp_path_factory.mktemp("browsed") / "data")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "web.cli", "--data", str(data), "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=Path(__file__).parents[2])
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{base}/api/v1/health", server)
        yield base
    finally:
        server.terminate()
        server.wait(20)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended before it was ready"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail("the server was not ready after 90 seconds")


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium, or a skip that says that there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page_of(browser, address):
    """Opens a page in a fresh context; whatever the browser complains about fails the test."""
    contexts, complaints = [], []

    def opened(path: str = "/", **options):
        context = browser.new_context(**{"locale": "vi-VN", "viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


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


@pytest.mark.parametrize("path", ["/", f"/?q={MIXED}", "/documents", "/tasks", "/units", "/add", "/nothing"])
def test_no_page_scrolls_sideways_on_a_phone(browser, address, path):
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    page = context.new_page()
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


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


def test_a_filter_acts_at_once_and_stays_in_the_address(page_of):
    page = page_of("/?q=bến thuyền")
    page.select_option("select[name=kind]", "clause")
    page.wait_for_url("**kind=clause**")
    assert page.input_value("select[name=kind]") == "clause"
    assert "role=" not in page.url


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
    page.wait_for_selector("#progress:not([data-poll])", timeout=60_000)
    assert page.locator(".jobs li").count() == 2
    assert len(page.inner_text(".jobs .note")) > 15
    page.click(".jobs a[href^='/documents/']")
    assert "bến đò Xóm Chài" in page.inner_text(".sheet")
