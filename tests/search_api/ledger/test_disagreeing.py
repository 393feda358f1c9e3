"""One plan whose text and table give one obligation two deadlines, and a plan laid beside itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.app import create_app
from tests.search_api.ledger.conftest import HEAD

API = "/api/v1"
PLAN = f"""UBND TỈNH LAM GIANG
SỞ BẾN THUYỀN
Số: 78/KH-SBT

Lam Giang, ngày 11 tháng 3 năm 2024

KẾ HOẠCH
Chăm sóc bến thuyền năm 2024

I. TỔ CHỨC THỰC HIỆN

1. Phòng Kỹ thuật chủ trì sơn lại toàn bộ phao tiêu trên sông Lam, xong trước ngày 30/6/2024.

2. Văn phòng Sở chủ trì tập huấn cứu hộ cho người lái đò ngang, xong trước ngày 30/9/2024.

PHỤ LỤC

{HEAD}
1\tSơn lại toàn bộ phao tiêu trên sông Lam\tBiên bản\tPhòng Kỹ thuật\tThanh tra Sở\tTrước ngày 30/11/2024
2\tTập huấn cứu hộ cho người lái đò ngang\tLớp tập huấn\tVăn phòng Sở\t\tTrước ngày 30/9/2024
"""


@pytest.fixture(scope="module")
def client(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    root = tmp_path_factory.mktemp("disagreeing")
    (root / "78-ben.txt").write_text(PLAN, encoding="utf8")
    settings = Settings(data=root / "data", cache=root / "cache", model=str(tiny_model), threads=1)
    pipeline = Pipeline(settings)
    assert not pipeline.add([root / "78-ben.txt"]).failed
    pipeline.catalogue.close()
    with TestClient(create_app(settings)) as opened:
        yield opened


def test_text_and_table_that_give_different_deadlines_are_a_conflict_and_equal_ones_are_not(client: TestClient) -> None:
    (one,) = client.get(f"{API}/conflicts").json()["conflicts"]
    assert (one["where"], one["about"]) == ("text and table", ["deadline"])
    ends = {side["kind"]: side["deadline"]["end"] for side in (one["first"], one["second"])}
    assert ends == {"task": "2024-11-30", "duty": "2024-06-30"}
    assert all("phao tiêu" in side["citation"]["quote"] for side in (one["first"], one["second"]))


@pytest.mark.parametrize("documents", ["78-ben.txt,78-ben.txt", "78-ben.txt,78/KH-SBT", "78-ben.txt"])
@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_a_plan_is_not_compared_with_itself(client: TestClient, documents: str, form: str) -> None:
    refused = client.get(f"{API}/compare", params={"documents": documents, "format": form})
    assert refused.status_code == 422
    assert "2" in refused.json()["error"]["message"]
    superior = client.get(f"{API}/cascade", params={"superior": "78-ben.txt", "below": "78/KH-SBT"})
    assert superior.status_code == 422
