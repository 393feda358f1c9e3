"""Pictures of every page over the sample corpus: ``python -m bench.screenshots [FOLDER]``.

The plans are read and served as an installation does it, with accounts, corrections, versions and a backup made up for
the purpose; Debian's Chromium then looks at each page. The pictures go to docs/screenshots unless told otherwise.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from bench.server import served
from bench.tour import Page, Stage, furnish, pages, prepare
from indexer.pipeline import Pipeline
from indexer.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus" / "documents"
FOLDER = ROOT / "docs" / "screenshots"
FILE = "102-so-nong-nghiep-2024.pdf"
PAIR = ("101-ubnd-tinh-ke-hoach-2024.pdf", FILE)
ANSWERED = "Đơn vị nào chủ trì rà soát hồ chứa nước?"
LISTED = "Sở Tài chính chủ trì những việc gì?"
UNANSWERED = "Giá vàng hôm nay bao nhiêu?"
WIDE, PHONE, PAPER = (1280, 860), (360, 760), (794, 1123)
COLOURS = 128
# Pages shown in more ways than one.
DARK = ("home", "answer", "reader", "matrix", "calendar", "review")
PHONES = ("home", "answer", "reader", "tasks", "calendar", "add-progress", "review", "signin")
PRINTED = ("answer", "list", "matrix", "calendar")
# Printed across the paper, as their print style asks for.
ACROSS = ("matrix",)
ENGLISH = ("home", "answer", "tasks", "add", "operations")


@dataclass(frozen=True, slots=True)
class Shot:
    """A page in one of its looks; ``context`` is how the browser is opened for it."""

    name: str
    page: Page
    context: dict[str, Any] = field(default_factory=dict)
    printed: bool = False


def shots(everything: bool = False) -> Iterator[Shot]:
    """The pictures to take: every page, and some (or ``everything``) also dark, narrow, printed and in English."""
    for name, page in pages(ANSWERED, LISTED, UNANSWERED).items():
        yield Shot(name, page)
        if everything or name in DARK:
            yield Shot(f"{name}-dark", page, {"color_scheme": "dark"})
        if everything or name in PHONES:
            yield Shot(f"{name}-phone", page, {"viewport": _size(PHONE), "device_scale_factor": 2})
        if name in PRINTED:
            paper = PAPER[::-1] if name in ACROSS else PAPER
            yield Shot(f"{name}-print", page, {"viewport": _size(paper)}, printed=True)
        if everything or name in ENGLISH:
            yield Shot(f"{name}-en", page, {"locale": "en-GB"})


def main(folder: Path, held: Path | None = None, everything: bool = False) -> None:
    """Write the pictures to ``folder``; ``held`` is a data folder to copy instead of reading the sample corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="chutri-") as root:
        data = Path(root, "data")
        if held is not None:
            shutil.copytree(held, data)
        else:
            pipeline = Pipeline(Settings(data=data, threads=1))
            pipeline.add(sorted(CORPUS.iterdir()))
            pipeline.close()
        furnish(data)
        with served(data, rate_limits="false") as server, sync_playwright() as driver:
            stage = prepare(server.url, FILE, PAIR, LISTED)
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for shot in shots(everything):
                (folder / f"{shot.name}.png").write_bytes(_taken(browser, server.url, shot, stage))
            browser.close()


def _taken(browser: Browser, base: str, shot: Shot, stage: Stage) -> bytes:
    context = browser.new_context(**{"locale": "vi-VN", "viewport": _size(WIDE), **shot.context})
    try:
        return _small(_picture(context, base + shot.page.address.format(**stage.places), shot, stage))
    finally:
        context.close()


def _picture(context: BrowserContext, address: str, shot: Shot, stage: Stage) -> bytes:
    context.add_cookies(stage.cookies[shot.page.who])  # type: ignore[arg-type]
    page = context.new_page()
    if shot.printed:
        page.emulate_media(media="print")
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    return page.screenshot()


def _small(png: bytes) -> bytes:
    """The same picture with as many colours as a page has."""
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def _size(pair: tuple[int, ...]) -> dict[str, int]:
    return {"width": pair[0], "height": pair[1]}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
