"""The pages over a real engine that holds two small plans made for these tests."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.patience import PATIENCE
from tests.web.serving import serving

PLAN = """UBND TỈNH LAM GIANG
SỞ BẾN THUYỀN
Số: 77/KH-SBT

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Lam Giang, ngày 11 tháng 3 năm 2024

KẾ HOẠCH

Chăm sóc bến thuyền <b>và</b> phao tiêu năm 2024

Căn cứ Quyết định số 215/QĐ-UBND ngày 06/02/2024 của Chủ tịch UBND tỉnh Lam Giang;

Sở Bến thuyền ban hành Kế hoạch như sau:

I. MỤC ĐÍCH

1. Bến nào cũng có đèn, có người trông; khách không phải dò từng bước trong đêm tối <script>alert("bến")</script>.

2. Mọi hỏng hóc & mất mát được ghi trong sổ ngay trong ngày.

II. TỔ CHỨC THỰC HIỆN

1. Văn phòng Sở chủ trì, phối hợp với Phòng Kỹ thuật lập sổ theo dõi từng bến, gửi lãnh đạo Sở trước ngày 25 hằng tháng.

2. Thanh tra Sở kiểm tra việc trực đêm tại các bến có đông khách.

III. PHÂN CÔNG NHIỆM VỤ

STT\tNhiệm vụ\tSản phẩm\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn
1\tRà soát tài sản công tại các bến thuyền\tBảng kê tài sản\tPhòng Tài chính\tVăn phòng Sở; Phòng Kỹ thuật\tQuý II/2024
2\tSơn lại toàn bộ phao tiêu trên sông\tBiên bản nghiệm thu\tPhòng Kỹ thuật\tThanh tra Sở\tTrước ngày 30/9/2024
3\tTập huấn cứu hộ cho người lái đò\t02 lớp tập huấn\tVăn phòng Sở\tPhòng Kỹ thuật\tNăm 2024

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.

GIÁM ĐỐC
Mạc Thị Sông
"""


@pytest.fixture(scope="session")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan whose words hold mark-up, for the pages to escape."""
    path = tmp_path_factory.mktemp("plans") / "77-ke-hoach-ben-thuyen.txt"
    path.write_text(PLAN, encoding="utf8")
    return path


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory, plan_file: Path, corpus: Path) -> Path:
    """A data folder that holds that plan and a text plan of the sample corpus; servers get copies of it."""
    from indexer.pipeline import Pipeline
    from indexer.settings import Settings

    folder = tmp_path_factory.mktemp("indexed")
    pipeline = Pipeline(Settings(data=folder, threads=1))
    pipeline.add([plan_file, *sorted((corpus / "documents").glob("*.txt"))])
    pipeline.catalogue.close()
    return folder


PRINTED = "102-so-nong-nghiep-2024.pdf"


@pytest.fixture(scope="session")
def peopled(indexed: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That data with a plan that has printed pages, and an account of each role; servers get copies of it."""
    from bench.tour import furnish
    from indexer.pipeline import Pipeline
    from indexer.settings import Settings

    data = Path(shutil.copytree(indexed, tmp_path_factory.mktemp("peopled") / "data"))
    pipeline = Pipeline(Settings(data=data, threads=1))
    pipeline.add([corpus / "documents" / PRINTED])
    pipeline.close()
    furnish(data)
    return data


@pytest.fixture(scope="session")
def served(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The whole application over a copy of that data."""
    from indexer.settings import Settings
    from web.app import create_app

    data = shutil.copytree(indexed, tmp_path_factory.mktemp("served") / "data")
    with TestClient(create_app(Settings(data=data, threads=1)), follow_redirects=False) as client:
        yield client


@pytest.fixture
def site(served: TestClient) -> TestClient:
    """The application as someone meets it who has chosen neither language nor theme."""
    served.cookies.clear()
    # As a page's script would: the key that forms carry goes along in a header.
    served.headers["x-csrf-token"] = re.findall(r'name="csrf" content="([^"]+)"', served.get("/add").text)[0]
    return served


# Headless Chromium that opens no connection of its own.
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium, or a skip that says that there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield _patient(opened)
        opened.close()


def _patient(browser: Any) -> Any:
    """The browser, whose pages wait for a busy server as long as it takes."""
    make = browser.new_context

    def new_context(**options: Any) -> Any:
        context = make(**options)
        context.set_default_timeout(PATIENCE * 1000)
        return context

    browser.new_context = new_context
    return browser


@pytest.fixture(scope="module")
def address(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of its own process over a copy of the test's data."""
    data = shutil.copytree(indexed, tmp_path_factory.mktemp("browsed") / "data")
    with serving(data) as base:
        yield base


@pytest.fixture
def page_of(browser: Any, address: str) -> Iterator[Any]:
    """Opens a page in a fresh context; whatever the browser complains about fails the test."""
    contexts, complaints = [], []

    def opened(path: str = "/", **options: Any) -> Any:
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
