"""Three little plans of a province that does not exist, indexed once with the tiny model, and the API over them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.app import create_app
from search_api.engine import Engine
from search_api.service import Service

PROVINCE = """ỦY BAN NHÂN DÂN
TỈNH LAM SƠN
Số: 77/QĐ-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lam Sơn, ngày 12 tháng 01 năm 2024

QUYẾT ĐỊNH
Ban hành Kế hoạch chuyển đổi số năm 2024

I. NHIỆM VỤ

1. Kinh phí thực hiện do ngân sách tỉnh bảo đảm trong dự toán được giao.

2. Ít nhất 85% hồ sơ công việc được xử lý trên môi trường mạng.

3. Thực hiện Nghị định số 42/2022/NĐ-CP ngày 24/6/2022 của Chính phủ về cung cấp thông tin trực tuyến.

II. TỔ CHỨC THỰC HIỆN

1. Sở Nội vụ theo dõi, đôn đốc các cơ quan và báo cáo Ủy ban nhân dân tỉnh.

Phụ lục

STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian hoàn thành
1\tRà soát tài sản công tại các trường học\tBáo cáo\tSở Tài chính\tSở Giáo dục và Đào tạo\tQuý II năm 2024
2\tMở lớp tập huấn chữ ký số cho công chức\tLớp tập huấn\tSở Thông tin và Truyền thông\tSở Nội vụ\tQuý I năm 2024
3\tCông bố kết quả giải quyết thủ tục hành chính\tThông báo\tVăn phòng Ủy ban nhân dân tỉnh\t\tHằng tháng
4\tĐo lường sự hài lòng của người dân\tBáo cáo\tSở Nội vụ\tBưu điện tỉnh\tQuý IV năm 2024
"""

COMMUNE = """ỦY BAN NHÂN DÂN
XÃ HÒA TÂN
Số: 15/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Tân, ngày 20 tháng 02 năm 2024

KẾ HOẠCH
Rà soát tài sản công năm 2024 trên địa bàn xã Hòa Tân

I. MỤC ĐÍCH

Nắm lại số liệu trụ sở, đất đai để sử dụng tiết kiệm.

II. KINH PHÍ

Kinh phí thực hiện do ngân sách xã chi trả.

III. TỔ CHỨC THỰC HIỆN

1. Công chức Tài chính - Kế toán chủ trì, phối hợp với Trưởng các ấp lập danh mục tài sản trước ngày 30/6/2024.

2. Công an xã bảo vệ an toàn kho lưu giữ hồ sơ.
"""

INSPECTORATE = """ỦY BAN NHÂN DÂN TỈNH LAM SƠN
THANH TRA TỈNH

KẾ HOẠCH
Công tác tiếp công dân năm 2024

I. YÊU CẦU

Người đứng đầu tiếp công dân định kỳ ngày 15 hằng tháng tại trụ sở.

II. TỔ CHỨC THỰC HIỆN

1. Văn phòng Thanh tra tỉnh chủ trì sắp xếp lịch tiếp công dân.
"""


@pytest.fixture(scope="session")
def settings(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    root = tmp_path_factory.mktemp("search")
    return Settings(data=root / "data", cache=root / "cache", model=str(tiny_model), threads=1)


@pytest.fixture(scope="session")
def engine(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("plans")
    for name, words in (("101-tinh", PROVINCE), ("102-xa", COMMUNE), ("103-thanh-tra", INSPECTORATE)):
        (folder / f"{name}.txt").write_text(words, encoding="utf-8")
    report = Pipeline(settings).add([folder])
    assert not report.failed
    opened = Engine(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def service(engine: Engine) -> Service:
    return Service(engine)


@pytest.fixture(scope="session")
def client(settings: Settings, engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(settings, engine)) as opened:
        yield opened
