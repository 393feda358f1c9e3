"""A province's plan and two below it, indexed once with the tiny model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.app import create_app

HEAD = "STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian hoàn thành"

PROVINCE = f"""ỦY BAN NHÂN DÂN
TỈNH LAM SƠN
Số: 77/QĐ-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lam Sơn, ngày 12 tháng 01 năm 2024

QUYẾT ĐỊNH
Ban hành Kế hoạch chuyển đổi số năm 2024

Căn cứ Quyết định số 412/QĐ-BKT ngày 03/5/2023 của Bộ Kinh tế về bộ tiêu chí chấm điểm chuyển đổi số cấp tỉnh;

I. NHIỆM VỤ

1. Áp dụng bộ tiêu chí chấm điểm chuyển đổi số cấp tỉnh theo Quyết định số 142/QĐ-BKT ngày 03/5/2023 của Bộ Kinh tế.

II. TỔ CHỨC THỰC HIỆN

1. Sở Nội vụ chủ trì mở lớp tập huấn chữ ký số cho công chức xã.

Phụ lục

{HEAD}
1\tRà soát đèn chiếu sáng tại các bến đò ngang\tBáo cáo\tSở Giao thông vận tải\tSở Tài chính\tQuý II năm 2024
2\tMở lớp tập huấn chữ ký số cho công chức xã\tLớp tập huấn\tSở Thông tin và Truyền thông\tSở Nội vụ\tQuý I năm 2024
3\tTrồng cây chắn sóng dọc đê biển\tHàng cây\tSở Giao thông vận tải\t\tQuý III/2024
4\tĐo độ mặn nước sông trước vụ lúa\tBảng số liệu\tSở Tài nguyên và Môi trường\t\tTháng 3 năm 2024
"""

DEPARTMENT = f"""UBND TỈNH LAM SƠN
SỞ GIAO THÔNG VẬN TẢI
Số: 9/KH-SGTVT

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lam Sơn, ngày 20 tháng 02 năm 2024

KẾ HOẠCH
Công tác đường thủy năm 2024

Căn cứ Quyết định số 77/QĐUBND ngày 12/01/2024 của Ủy ban nhân dân tỉnh về Kế hoạch chuyển đổi số;

Phụ lục

{HEAD}
1\tRà soát đèn chiếu sáng tại các bến đò ngang do Sở quản lý\tBảng kê\tPhòng Vận tải\tVăn phòng Sở\tQuý III/2024
2\tNạo vét luồng vào cảng cá\tBiên bản nghiệm thu\tPhòng Kỹ thuật\tVăn phòng Sở\tQuý IV/2024
"""

COMMUNE = f"""ỦY BAN NHÂN DÂN
XÃ HÒA TÂN
Số: 15/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Tân, ngày 22 tháng 02 năm 2024

KẾ HOẠCH
Chuyển đổi số năm 2024 trên địa bàn xã Hòa Tân

Phụ lục

{HEAD}
1\tCử công chức xã dự lớp tập huấn chữ ký số\tDanh sách\tCông chức Văn phòng - Thống kê\t\tQuý I năm 2024
2\tPhát quang bờ kênh nội đồng\tBờ kênh sạch\tTrưởng ấp\t\tQuý I năm 2024
"""

PLANS = {"77-tinh.txt": PROVINCE, "09-so.txt": DEPARTMENT, "15-xa.txt": COMMUNE}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the three plans."""
    found = tmp_path_factory.mktemp("ledger-plans")
    for name, text in PLANS.items():
        (found / name).write_text(text, encoding="utf8")
    return found


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path, folder: Path) -> Settings:
    """A data folder that holds them."""
    made = Settings(data=tmp_path_factory.mktemp("ledger-data"), model=str(tiny_model), threads=1)
    pipeline = Pipeline(made)
    report = pipeline.add([folder])
    pipeline.catalogue.close()
    assert not report.failed
    return made


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    """The API over them."""
    with TestClient(create_app(settings), headers={"accept-language": "vi"}) as found:
        yield found
