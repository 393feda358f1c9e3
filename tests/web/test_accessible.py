"""Every page in both themes under axe-core: no violation of WCAG 2.2 at A or AA."""

from __future__ import annotations

import json
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from tests.web.serving import serving

pytestmark = pytest.mark.browser

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ANSWERED, LISTED, UNANSWERED = "which unit leads tài sản công review", "Phòng Kỹ thuật có việc gì", "giá vàng hôm nay"
PAGES = {
    "home": "/",
    "answer": f"/?q={quote(ANSWERED)}",
    "list": f"/?q={quote(LISTED)}",
    "no answer": f"/?q={quote(UNANSWERED)}",
    "narrowed": f"/?q={quote(LISTED)}&in_role=lead&not_topic=x&as_time=-",
    "saved": "/saved",
    "batch": "/batch",
    "documents": "/documents",
    "reader": "{citation}",
    "printed pages": "{printed}",
    "tasks": "/tasks",
    "tasks sorted": "/tasks?sort=deadline&columns=section&columns=deadline&columns=review",
    "units": "/units",
    "unit": "{unit}",
    "matrix": "/matrix",
    "matrix by document": "/matrix?by=document",
    "calendar": "/calendar?view=year&at=2024-05-01",
    "overdue": "/calendar?list=overdue&as_of=2024-12-31",
    "compare": "{compare}",
    "cascade": "{cascade}",
    "conflicts": "/conflicts",
    "references": "/references",
    "add": "/add",
    "nothing here": "/nothing-here",
}


@pytest.fixture(scope="module")
def address(indexed: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the two text plans and a PDF."""
    data = shutil.copytree(indexed, tmp_path_factory.mktemp("accessible") / "data")
    pipeline = Pipeline(Settings(data=data, threads=1))
    pipeline.add([corpus / "documents" / "102-so-nong-nghiep-2024.pdf"])
    pipeline.close()
    with serving(data) as base:
        yield base


@pytest.fixture(scope="module")
def places(address: str) -> dict[str, str]:
    """The addresses that depend on what is held."""

    def got(path: str) -> Any:
        with urllib.request.urlopen(address + path) as answer:
            return json.load(answer)

    documents = [one["id"] for one in got("/api/v1/documents")["documents"]]
    url = got("/api/v1/tasks?document=102-so-nong-nghiep-2024.pdf")["tasks"][0]["citation"]["url"]
    unit = got("/api/v1/units")["units"][0]["id"]
    return {
        "citation": url,
        "printed": url.replace("#", "&view=page#"),
        "unit": f"/units/{quote(unit)}",
        "compare": "/compare?" + "&".join(f"document={one}" for one in documents[:2]),
        "cascade": f"/cascade?superior={documents[1]}&below={documents[0]}",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_at_a_or_aa(browser: Any, address: str, places: dict[str, str], name: str, scheme: Any):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    # A page's own policy keeps foreign script out; axe is let past it, the page is not changed otherwise.
    context = browser.new_context(locale="vi-VN", color_scheme=scheme, bypass_csp=True)
    try:
        page = context.new_page()
        page.goto(address + PAGES[name].format(**places))
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": LEVELS}})
        assert found.response["passes"], "axe checked nothing"
        said = [
            f"{one['id']}: {one['help']} — {node['html'][:160]}"
            for one in found.response["violations"]
            for node in one["nodes"]
        ]
        assert not said, "\n".join(said)
    finally:
        context.close()
