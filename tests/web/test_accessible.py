"""Every page under axe-core in both themes, no violation of WCAG 2.2 at A or AA; and none wider than a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from bench.tour import Page, Stage, pages, prepare
from indexer.settings import Settings
from tests.web.conftest import PRINTED
from tests.web.serving import serving
from web.app import create_app

pytestmark = pytest.mark.browser

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The dark theme has other colours, and nothing else that differs.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
PAIR = ("103-so-ke-hoach-dau-tu-2024.txt", "77-ke-hoach-ben-thuyen.txt")
LISTED = "Phòng Kỹ thuật có việc gì"
PAGES = pages("which unit leads tài sản công review", LISTED, "giá vàng hôm nay")


@pytest.fixture(scope="module")
def stage(peopled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Stage]]:
    """A server over two text plans and a PDF, with accounts and something to see on every page."""
    data = shutil.copytree(peopled, tmp_path_factory.mktemp("accessible") / "data")
    with serving(data, settings={"CHUTRI_RATE_LIMITS": "false", "CHUTRI_LOG_LEVEL": "error"}) as base:
        yield base, prepare(base, PRINTED, PAIR, LISTED)


@pytest.fixture(scope="module", params=PAGES)
def shown(request: pytest.FixtureRequest, browser: Any, stage: tuple[str, Stage]) -> Iterator[Any]:
    """One page after the other, each opened once."""
    base, prepared = stage
    page: Page = PAGES[request.param]
    # A page's own policy keeps foreign script out; axe is let past it, the page is not changed otherwise.
    context = browser.new_context(locale="vi-VN", color_scheme="light", bypass_csp=True)
    context.add_cookies(prepared.cookies[page.who])
    opened = context.new_page()
    opened.goto(base + page.address.format(**prepared.places))
    yield opened
    context.close()


def violations(page: Any, only: dict[str, Any]) -> list[str]:
    """What axe says against the page as it stands."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    found = axe.run(page, options={"runOnly": only, "resultTypes": ["violations"]}).response
    assert found["passes"], "axe checked nothing"
    return [
        f"{one['id']}: {one['help']} — {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]
    ]


def test_axe_finds_nothing_at_a_or_aa(shown: Any) -> None:
    said = violations(shown, {"type": "tag", "values": LEVELS})
    assert not said, "\n".join(said)


def test_axe_finds_nothing_in_the_dark_theme(shown: Any) -> None:
    shown.emulate_media(color_scheme="dark")
    said = violations(shown, {"type": "rule", "values": OF_COLOUR})
    assert not said, "\n".join(said)


def test_no_page_scrolls_sideways_on_a_phone(shown: Any) -> None:
    shown.set_viewport_size({"width": 360, "height": 740})
    wide = shown.evaluate(
        """() => {
          const out = (e) => e.getBoundingClientRect().right > 361 && !e.closest(".scroll, svg");
          const found = [...document.querySelectorAll("main *")].filter(out).slice(0, 3);
          return [document.documentElement.scrollWidth, ...found.map((e) => e.outerHTML.slice(0, 90))];
        }"""
    )
    assert wide[0] <= 360, wide


def html_routes(routes: Any) -> Iterator[APIRoute]:
    """The routes that give pages, those of included routers too."""
    for route in routes:
        router = getattr(route, "original_router", None)
        if router is not None:
            yield from html_routes(router.routes)
        elif isinstance(route, APIRoute) and route.response_class is HTMLResponse and "GET" in route.methods:
            yield route


def test_every_page_that_can_be_opened_is_looked_at(stage: tuple[str, Stage], tmp_path: Path) -> None:
    routes = list(html_routes(create_app(Settings(data=tmp_path / "data", threads=1)).routes))
    paths = [page.address.format(**stage[1].places).split("#")[0].split("?")[0] for page in PAGES.values()]
    assert len(routes) > 25
    assert not [one.path for one in routes if not any(one.path_regex.match(path) for path in paths)]
