"""Two little plans of a boat department that does not exist, and the API over them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi.testclient import TestClient

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.app import create_app

PLAN = """UBND TỈNH LAM GIANG
SỞ BẾN THUYỀN
Số: {number}/KH-SBT

Lam Giang, ngày 11 tháng 3 năm 2024

KẾ HOẠCH
Chăm sóc bến thuyền năm 2024

I. TỔ CHỨC THỰC HIỆN

1. Thanh tra Sở kiểm tra việc trực đêm tại các bến có đông khách.

PHỤ LỤC

STT\tNhiệm vụ\tSản phẩm\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời hạn
{rows}
"""
FIRST = """I. TRÊN BỜ
1\tRà soát cọc neo thuyền tại các bến khách\tBảng kê\tPhòng Tài chính\tVăn phòng Sở; Phòng Kỹ thuật\tQuý II/2024
2\tSơn lại toàn bộ phao tiêu trên sông Lam\tBiên bản\tPhòng Kỹ thuật\tThanh tra Sở\tTrước ngày 30/9/2024
II. TRÊN SÔNG
3\tTập huấn cứu hộ cho người lái đò ngang\tLớp\tVăn phòng Sở\tPhòng Kỹ thuật\tNăm 2024
4\tBáo cáo số lượt khách qua bến\tBáo cáo\tVăn phòng Sở\t\tTrước ngày 25 hằng tháng
5\tTrực đèn hiệu ban đêm\tSổ trực\tPhòng Kỹ thuật\t\tThường xuyên
6\t=HYPERLINK("x") nạo vét luồng lạch\t+84 tờ trình\tPhòng Kỹ thuật\t\t31/6/2024
7\tNâng cấp bến khách trung tâm\tCông trình\tPhòng Tài chính\tPhòng Kỹ thuật\t2024 - 2025"""
SECOND = """1\tSơn lại toàn bộ phao tiêu trên sông Lam\tBiên bản\tPhòng Kỹ thuật\tThanh tra Sở\tTrước ngày 30/11/2024
2\tLập bản đồ luồng cá mùa lũ\tBản đồ\tPhòng Kỹ thuật\t\tTháng 8/2024"""


@contextmanager
def boats(model: Path, root: Path) -> Iterator[TestClient]:
    """The API over both plans, indexed below ``root`` with the model in the folder ``model``."""
    folder = root / "plans"
    folder.mkdir()
    for name, number, rows in (("11-ben.txt", 77, FIRST), ("12-phao.txt", 91, SECOND)):
        (folder / name).write_text(PLAN.format(number=number, rows=rows), encoding="utf8")
    settings = Settings(data=root / "data", cache=root / "cache", model=str(model), threads=1)
    pipeline = Pipeline(settings)
    assert not pipeline.add([folder]).failed
    pipeline.catalogue.close()
    with TestClient(create_app(settings)) as opened:
        yield opened
