"""Short plans as plain text, each with words of its own, for tests that add files."""

from __future__ import annotations

from pathlib import Path

TOPICS = (
    "phòng cháy rừng tràm",
    "nuôi tôm công nghệ cao",
    "sửa chữa cầu treo",
    "số hóa sổ hộ tịch",
    "tiêm vắc xin gia súc",
    "bảo tồn làng nghề dệt",
    "thu gom rác thải nhựa",
    "dạy bơi cho học sinh",
    "trồng cây phân tán",
    "chống sạt lở bờ sông",
    "khám sức khỏe người cao tuổi",
    "lắp đèn năng lượng mặt trời",
)


def plan(topic: str, number: int) -> str:
    """A plan about ``topic`` with a header, two sections and two units."""
    return f"""ỦY BAN NHÂN DÂN
XÃ TÂN LẬP
Số: {number}/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Tân Lập, ngày 05 tháng 02 năm 2024

KẾ HOẠCH
Về việc {topic} năm 2024

I. MỤC ĐÍCH

Kế hoạch này nêu rõ việc {topic} để mọi người dân cùng làm theo.

II. TỔ CHỨC THỰC HIỆN

1. Phòng Kinh tế chủ trì, phối hợp với Văn phòng Ủy ban nhân dân xã tổ chức {topic}, xong trước ngày 30/6/2024.

2. Công an xã giữ trật tự khi {topic} và báo cáo kết quả hằng tháng.
"""


def write_plans(folder: Path, count: int, first: int = 0) -> list[Path]:
    """Files with the plans of ``count`` topics, beginning with the topic ``first``."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for index in range(first, first + count):
        path = folder / f"ke-hoach-{index:02}.txt"
        path.write_text(plan(TOPICS[index], index + 1), encoding="utf-8")
        paths.append(path)
    return paths
