"""What editors do: add files, review, correct and publish; two at one task; and an end of the session in between."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.tour import ADMINISTRATOR, EDITOR
from tests.web.serving import serving
from tests.web.visiting import all_read, ask, one_line, sign_in

pytestmark = pytest.mark.browser

HEAD = (
    "SỞ BẾN THUYỀN\nSố: {number}/KH-SBT\n\nLam Giang, ngày 02 tháng 5 năm 2024\n\nKẾ HOẠCH\n\n{title}\n\nPHÂN CÔNG\n\n"
)
COLUMNS = "STT\tNhiệm vụ\tSản phẩm\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn\n"
LAMPS = (
    HEAD.format(number=99, title="Thay đèn bến đò")
    + COLUMNS
    + "1\tThay bóng đèn tại bến đò Xóm Chài\tBiên bản\tPhòng Điện\tVăn phòng Sở\tTrước ngày 15/7/2024\n"
    + "2\tKéo lại dây điện ở cầu phao\tHồ sơ hoàn công\tPhòng Điện\t\tQuý IV/2024\n"
)
ROPES = (
    HEAD.format(number=100, title="Thay dây neo")
    + COLUMNS
    + "1\tThay dây neo của ba xà lan\tSổ bàn giao\tPhòng Vật tư\tPhòng Điện\tTháng 9/2024\n"
)
LAMPS_ASKED = "Đơn vị nào chủ trì thay bóng đèn tại bến đò Xóm Chài?"


@pytest.fixture(scope="module")
def address(peopled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that holds documents back until they are published."""
    data = shutil.copytree(peopled, tmp_path_factory.mktemp("edited") / "data")
    with serving(data, settings={"CHUTRI_REVIEW": "before"}) as base:
        yield base


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Any]:
    """Opens a browser of its own in which somebody has signed in."""
    contexts = []

    def enter(name: str, **options: Any) -> Any:
        contexts.append(browser.new_context(locale="vi-VN", **options))
        page = contexts[-1].new_page()
        page.goto(f"{address}/signin")
        sign_in(page, name)
        page.wait_for_url(f"{address}/")
        return page

    yield enter
    for context in contexts:
        context.close()


def task_of(page: Any, address: str, words: str) -> str:
    """The address at which the task with those words is reviewed."""
    page.goto(f"{address}/tasks")
    row = page.locator("table.ledger tbody tr").filter(has_text=words)
    return str(row.locator("a[href^='/review/']").get_attribute("href"))


def test_three_files_go_through_review_to_being_found_and_corrected_words_to_the_answer(
    opened: Any, address: str, tmp_path: Path
) -> None:
    files = [tmp_path / name for name in ("99-den-ben.txt", "100-day-neo.txt", "rong.pdf")]
    for path, words in zip(files, (LAMPS, ROPES, ""), strict=True):
        path.write_text(words, encoding="utf8")
    page = opened(EDITOR)
    page.goto(f"{address}/add")
    page.set_input_files("#files", files)
    page.click("button:has-text('Thêm vào kho')")
    all_read(page)
    assert page.locator(".jobs li").count() == 3 and page.locator(".jobs .failed .note").count() == 1
    upload = page.url
    page.locator(".jobs li.done").filter(has_text="99-den-ben").locator("a[href^='/review/']").click()
    page.locator("summary", has_text="Mọi nhiệm vụ").click()
    page.get_by_role("link", name="Thay bóng đèn tại bến đò Xóm Chài").first.click()
    page.wait_for_selector("form[data-keep]")
    assert "Xóm Chài" in one_line(page.locator(".original mark").all_inner_texts())
    page.fill("#f-product", "Biên bản nghiệm thu có ảnh")
    page.click("[data-save]")
    page.wait_for_selector(".told")
    page.get_by_role("button", name="Công bố").click()
    page.wait_for_selector(".told:has-text('Đã công bố')")
    page.goto(address)
    ask(page, LAMPS_ASKED)
    card = page.inner_text(".answer")
    assert "Phòng Điện" in card and "Biên bản nghiệm thu có ảnh" in card
    page.locator("[data-source]").first.click()
    page.wait_for_selector("#mark")
    marked = one_line(page.locator(".sheet mark").all_inner_texts())
    assert "Thay bóng đèn tại bến đò Xóm Chài" in marked and "Trước ngày 15/7/2024" in marked
    ask_again = opened(ADMINISTRATOR)
    ask_again.goto(f"{address}/documents")
    held = ask_again.inner_text("main")
    assert "Thay đèn bến đò" in held and "Thay dây neo" not in held, "what nobody has published is found"
    page.goto(upload)
    assert page.locator(".jobs li.failed").count() == 1


def test_the_second_of_two_editors_sees_what_the_first_wrote_and_keeps_own_words(opened: Any, address: str) -> None:
    first, second = opened(EDITOR), opened(ADMINISTRATOR)
    place = task_of(first, address, "Sơn lại toàn bộ phao tiêu")
    for page, words in ((first, "Phiếu kiểm tra"), (second, "Sổ nghiệm thu")):
        page.goto(address + place)
        page.fill("#f-product", words)
    first.click("[data-save]")
    first.wait_for_selector(".told")
    second.click("[data-save]")
    wrong = second.locator(".field.wrong")
    wrong.wait_for()
    assert "Phiếu kiểm tra" in wrong.inner_text() and second.input_value("#f-product") == "Sổ nghiệm thu"
    second.click("[data-save]")
    second.wait_for_selector(".told")
    first.goto(address + place)
    assert first.input_value("#f-product") == "Sổ nghiệm thu"


def test_what_was_typed_outlives_the_session_and_is_sent_after_signing_in_again(opened: Any, address: str) -> None:
    page, elsewhere = opened(EDITOR), opened(EDITOR)
    page.goto(address + task_of(page, address, "Tập huấn cứu hộ"))
    page.fill("#f-product", "Ba lớp tập huấn có chứng nhận")
    elsewhere.goto(f"{address}/account")
    elsewhere.get_by_role("button", name="Đăng xuất mọi nơi").click()
    elsewhere.wait_for_url("**/signin")
    page.click("[data-save]")
    page.wait_for_url("**/signin?next=/held")
    assert "được giữ lại" in page.inner_text("main")
    sign_in(page, EDITOR)
    page.wait_for_url("**/held")
    assert "Ba lớp tập huấn có chứng nhận" in page.inner_text("main dl")
    page.get_by_role("button", name="Gửi lại").click()
    page.wait_for_selector(".told")
    assert page.input_value("#f-product") == "Ba lớp tập huấn có chứng nhận"


def test_files_chosen_before_the_session_ended_are_sent_after_signing_in_elsewhere(
    opened: Any, address: str, tmp_path: Path
) -> None:
    page, elsewhere = opened(EDITOR), opened(EDITOR)
    (tmp_path / "100-day-neo.txt").write_text(ROPES.replace("ba xà lan", "bốn xà lan"), encoding="utf-8")
    page.goto(f"{address}/add")
    page.set_input_files("#files", tmp_path / "100-day-neo.txt")
    elsewhere.goto(f"{address}/account")
    elsewhere.get_by_role("button", name="Đăng xuất mọi nơi").click()
    elsewhere.wait_for_url("**/signin")
    page.click("[data-upload] button.button")
    page.wait_for_selector("[data-chosen]:has-text('Phiên đăng nhập đã hết')")
    tab = page.context.new_page()
    tab.goto(f"{address}/signin")
    sign_in(tab, EDITOR)
    tab.wait_for_url(f"{address}/")
    page.click("[data-upload] button.button")
    all_read(page)
    assert "100-day-neo.txt" in page.inner_text("#progress")


def test_without_script_a_file_is_added_read_and_published(opened: Any, address: str, tmp_path: Path) -> None:
    plan = tmp_path / "101-be-tong.txt"
    plan.write_text(LAMPS.replace("99/KH", "101/KH").replace("Xóm Chài", "Xóm Bãi"), encoding="utf8")
    page = opened(EDITOR, java_script_enabled=False)
    page.goto(f"{address}/add")
    page.set_input_files("#files", plan)
    page.click("button:has-text('Thêm vào kho')")
    all_read(page)
    page.click(".jobs a[href^='/review/']")
    page.get_by_role("button", name="Công bố").click()
    page.wait_for_selector(".told")
    page.goto(address)
    ask(page, LAMPS_ASKED.replace("Xóm Chài", "Xóm Bãi"))
    assert "Xóm Bãi" in page.inner_text(".answer")
