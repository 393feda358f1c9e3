"""From the first start of an empty installation to its first answer, and the log-in of those who come later."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.tour import EDITOR, VIEWER
from tests.web.serving import serving
from tests.web.visiting import all_read, ask, sign_in

pytestmark = pytest.mark.browser

OWN = "thuyền về bến cũ đêm trăng"


def test_an_empty_installation_leads_to_its_first_answer(browser: Any, tmp_path: Path, plan_file: Path) -> None:
    said = tmp_path / "said.txt"
    with serving(tmp_path / "data", said=said) as base:
        printed = re.findall(r"password: (\S+)", said.read_text(encoding="utf8"))
        assert len(printed) == 1
        context = browser.new_context(locale="vi-VN")
        page = context.new_page()
        page.goto(base)
        page.get_by_role("link", name="Đăng nhập").click()
        sign_in(page, "admin", printed[0])
        page.wait_for_url("**/account/password")
        page.goto(f"{base}/documents")
        assert page.url.endswith("/account/password"), "the password that was printed has to be changed first"
        for field, words in (("present", printed[0]), ("wanted", OWN), ("again", OWN)):
            page.fill(f"#{field}", words)
        page.click("main form button:has-text('Đổi mật khẩu')")
        page.wait_for_url(re.compile("/(account)?$"))
        page.get_by_role("navigation").get_by_role("link", name="Thêm").click()
        page.set_input_files("#files", plan_file)
        page.click("button:has-text('Thêm vào kho')")
        all_read(page)
        page.click("a.brand")
        ask(page, "Đơn vị nào chủ trì sơn lại phao tiêu?")
        assert "Phòng Kỹ thuật" in page.inner_text(".answer")
        assert "Biên bản nghiệm thu" in page.inner_text(".answer")
        context.close()


@pytest.fixture(scope="module")
def address(peopled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that knows a few people and lets nobody else read."""
    data = shutil.copytree(peopled, tmp_path_factory.mktemp("closed") / "data")
    with serving(data, settings={"CHUTRI_ANONYMOUS": "none"}) as base:
        yield base


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A browser that has not been here before."""
    context = browser.new_context(locale="vi-VN")
    yield context.new_page()
    context.close()


def test_log_in_leads_to_the_page_that_was_wanted_and_log_out_closes_it_again(page: Any, address: str) -> None:
    page.goto(f"{address}/tasks?role=lead")
    assert "/signin" in page.url and not page.locator("header nav").count()
    sign_in(page, VIEWER)
    page.wait_for_url("**/tasks?role=lead")
    assert page.locator("table.ledger tbody tr").count() > 3
    page.get_by_role("link", name=VIEWER).click()
    page.get_by_role("button", name="Đăng xuất", exact=True).click()
    page.wait_for_url("**/signin")
    page.goto(f"{address}/tasks")
    assert "/signin" in page.url


def test_a_wrong_password_is_told_in_a_sentence_and_the_name_stays(page: Any, address: str) -> None:
    page.goto(f"{address}/signin")
    sign_in(page, EDITOR, "không phải mật khẩu này")
    problem = page.get_by_role("alert")
    problem.wait_for()
    assert "Tên tài khoản hoặc mật khẩu không đúng" in problem.inner_text()
    assert page.input_value("#name") == EDITOR and not page.input_value("#password")
    sign_in(page, EDITOR)
    page.wait_for_url(f"{address}/")


def test_a_viewer_is_refused_what_is_for_others(page: Any, address: str) -> None:
    page.goto(f"{address}/signin?next=/people")
    sign_in(page, VIEWER)
    for path in ("/people", "/audit", "/operations", "/groups", "/add", "/review"):
        page.goto(f"{address}{path}")
        assert page.inner_text("h1") == "Không được phép", path
        assert len(page.inner_text("main p").split()) > 4
    links = page.locator("header nav a").all_inner_texts()
    assert "Nhiệm vụ" in links and "Thêm" not in links
