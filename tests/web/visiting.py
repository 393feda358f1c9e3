"""What visitors of the pages do again and again in a browser."""

from __future__ import annotations

from typing import Any

from bench.tour import PASSWORD
from tests.patience import PATIENCE


def sign_in(page: Any, name: str, password: str = PASSWORD) -> None:
    """Fill in the log-in form that the page shows and send it."""
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main form button:has-text('Đăng nhập')")


def ask(page: Any, question: str) -> None:
    """Ask in the search box and wait for the answer card."""
    page.fill("#q", question)
    page.press("#q", "Enter")
    page.wait_for_selector(".answer")


def one_line(words: list[str]) -> str:
    """Words read from several places of a page, in one line."""
    return " ".join(" ".join(words).split())


def all_read(page: Any) -> None:
    """Wait until every file of the upload that the page shows has been read."""
    page.wait_for_selector("#progress:not([data-poll])", timeout=PATIENCE * 1000)
