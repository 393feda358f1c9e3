"""Plans of the genre made from templates, for tests of scale: ``python -m bench.distractors N FOLDER [--seed S]``.

Every plan belongs to an invented commune or department of an invented province; verbs, objects, fields, places, units,
products and deadlines are drawn from lists with a seeded generator, so the same seed gives the same files. Neighbouring
plans carry one superior plan out: as in life, most of their clauses and rows are the superior's, word for word.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

VERBS = (
    "Rà soát", "Xây dựng", "Ban hành", "Triển khai", "Tổ chức", "Kiểm tra", "Đôn đốc", "Cập nhật", "Công khai",
    "Thẩm định", "Lập danh mục", "Sửa đổi", "Đánh giá", "Tập huấn", "Tuyên truyền", "Hướng dẫn", "Nâng cấp", "Thí điểm",
    "Tổng kết", "Khảo sát", "Bàn giao", "Thống kê", "Chuẩn hóa", "Giám sát", "Vận hành", "Hoàn thiện", "Số hóa",
)  # fmt: skip
OBJECTS = (
    "quy trình nội bộ", "kế hoạch", "cơ sở dữ liệu", "hồ sơ lưu trữ", "phần mềm quản lý", "danh mục thủ tục",
    "đề án vị trí việc làm", "phương án sử dụng trụ sở", "quy chế làm việc", "báo cáo định kỳ", "bộ tiêu chí chấm điểm",
    "bản đồ hiện trạng", "hệ thống giám sát", "văn bản quy phạm pháp luật", "dự toán kinh phí", "chuyên trang tin tức",
    "lớp bồi dưỡng nghiệp vụ", "mô hình điểm", "tổ công tác liên ngành", "hạ tầng kỹ thuật", "bảng giá dịch vụ",
    "cuộc diễn tập", "hội nghị đối thoại", "phiếu khảo sát", "biển cảnh báo", "trạm quan trắc", "hợp đồng đặt hàng",
)  # fmt: skip
FIELDS = (
    "đất đai", "quản lý tài sản công", "an toàn thực phẩm", "phòng, chống thiên tai", "đầu tư công", "hộ tịch",
    "chứng thực", "giáo dục mầm non", "khám chữa bệnh", "bảo hiểm y tế", "giao thông nông thôn", "cấp nước sạch",
    "thu gom rác thải", "bảo vệ rừng", "du lịch cộng đồng", "việc làm", "giảm nghèo", "người có công", "trẻ em",
    "chuyển đổi số", "an toàn thông tin", "dịch vụ công trực tuyến", "thanh toán không dùng tiền mặt", "lưu trữ",
    "thi đua, khen thưởng", "tiếp công dân", "khiếu nại, tố cáo", "quy hoạch xây dựng", "trật tự đô thị", "chợ",
    "cụm công nghiệp", "khuyến nông", "thú y", "thủy lợi nội đồng", "nhà ở xã hội", "phòng cháy, chữa cháy",
    "văn hóa cơ sở", "thể dục, thể thao", "dân tộc, tôn giáo", "thống kê", "bình đẳng giới", "hợp tác xã",
)  # fmt: skip
SCOPES = (
    "trên địa bàn", "tại các đơn vị trực thuộc", "theo phân cấp", "cho các xã vùng sâu", "ở khu dân cư mới",
    "tại bộ phận một cửa", "đối với đơn vị sự nghiệp", "theo hướng rút gọn", "gắn với cải cách hành chính",
    "cho cán bộ không chuyên trách", "trong các trường học", "tại trạm y tế", "dọc tuyến biên giới", "ở vùng đệm",
    "sau sắp xếp đơn vị hành chính", "trên môi trường điện tử", "cho doanh nghiệp nhỏ", "tại các chợ đầu mối",
)  # fmt: skip
PRODUCTS = (
    "Quyết định", "Kế hoạch", "Báo cáo kết quả", "Tờ trình", "Danh mục", "Biên bản", "Phần mềm", "Công văn",
    "Kết luận kiểm tra", "Bảng chấm điểm", "Quy chế", "Bản đồ", "Hồ sơ nghiệm thu", "Chuyên mục", "Thông báo",
)  # fmt: skip
DEPARTMENTS = (
    "Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Xây dựng", "Sở Y tế", "Sở Công Thương", "Văn phòng UBND tỉnh",
    "Sở Khoa học và Công nghệ", "Sở Giáo dục và Đào tạo", "Sở Nông nghiệp và Môi trường", "Thanh tra tỉnh",
    "Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh", "Bưu điện tỉnh", "Ban Quản lý Khu kinh tế",
)  # fmt: skip
LOCAL = (
    "Công chức Văn phòng - Thống kê", "Công chức Tài chính - Kế toán", "Công chức Tư pháp - Hộ tịch", "Công an xã",
    "Công chức Văn hóa - Xã hội", "Bộ phận Một cửa", "Trạm Y tế xã", "Phòng Kinh tế", "Ban Chỉ huy quân sự xã",
    "Trung tâm Phục vụ hành chính công xã", "Hội Nông dân xã", "Đoàn Thanh niên xã",
)  # fmt: skip
GROUPS = ("Các sở, ban, ngành tỉnh", "UBND các xã, phường", "Các cơ quan liên quan", "Các phòng chuyên môn", "")
DEADLINES = (
    "Quý I/{y}", "Quý II/{y}", "Quý III/{y}", "Quý IV/{y}", "Tháng {m}/{y}", "Trước ngày {d}/{m}/{y}", "Thường xuyên",
    "Hằng tháng", "Hằng quý", "Năm {y}", "Trong năm {y}", "Chậm nhất ngày {d}/{m}/{y}", "{y} - {z}", "6 tháng đầu năm",
)  # fmt: skip
FIRST = ("Tân", "Phú", "Long", "An", "Bình", "Đông", "Hòa", "Vĩnh", "Thuận", "Khánh", "Minh", "Cẩm", "Nghi", "Thạch")
SECOND = ("Khê", "Luông", "Mây", "Tràm", "Điền", "Giáp", "Sậy", "Nhạn", "Trắc", "Vàng", "Lũy", "Cồn", "Bãi", "Sim")
PROVINCES = ("Ngàn Sậy", "Bàn Sơn", "Trà Luông", "Hải Khê", "Thạch Điền", "Vân Lũy", "Phú Trắc", "Đông Nhạn")
SECTIONS = (
    "CHỈ ĐẠO, ĐIỀU HÀNH",
    "THỂ CHẾ",
    "THỦ TỤC HÀNH CHÍNH",
    "BỘ MÁY",
    "CÔNG VỤ",
    "TÀI CHÍNH CÔNG",
    "CHÍNH QUYỀN SỐ",
)
# How many plans carry one superior plan out, and how much of it each takes over word for word.
SIBLINGS = 20
COPIED = 0.85
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Assignment:
    """One row of an invented plan, as printed."""

    task: str
    product: str
    lead: str
    coordinate: str
    deadline: str


def assignment(rng: random.Random, year: int, local: bool) -> Assignment:
    """A row drawn from the lists."""
    units = LOCAL if local else DEPARTMENTS
    lead, other = rng.sample(units, 2)
    due = rng.choice(DEADLINES).format(y=year, z=year + rng.randint(1, 4), m=rng.randint(1, 12), d=rng.randint(1, 28))
    coordinate = "; ".join(filter(None, (other if rng.random() < 0.5 else "", rng.choice(GROUPS))))
    return Assignment(_deed(rng), f"{rng.choice(PRODUCTS)} về {rng.choice(FIELDS)}", lead, coordinate, due)


def passages(count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """``count`` pairs of passage text and its heading context, three clauses to two rows, as plans hold them."""
    rng = random.Random(seed)
    while count > 0:
        local, place, province, year = _setting(rng)
        title = f"Kế hoạch {rng.choice(FIELDS)} năm {year} của {place}, tỉnh {province}"
        for _ in range(min(count, 50)):
            section = rng.choice(SECTIONS)
            if rng.random() < 0.6:
                yield _sentence(rng, local, year), f"{title} > {section}"
            else:
                row = assignment(rng, year, local)
                text = "\n".join(filter(None, (row.task, row.product, row.lead, row.coordinate, row.deadline)))
                yield text, f"{title} > Phụ lục > {section}"
            count -= 1


def plan(seed: int, rows: int | None = None, superior: int | None = None) -> str:
    """The text of one plan: letterhead, clauses and a table with a tab between cells.

    Plans of one ``superior`` share their field, year, province and number of rows (``rows`` unless None), and every
    clause and row with the chance of COPIED.
    """
    own = random.Random(seed)
    common = random.Random(f"superior {seed if superior is None else superior}")
    local, place, province, year = _setting(common)
    if local and superior is not None:
        place = _commune(own)
    field = common.choice(FIELDS)

    def either(draw: Callable[[random.Random], T]) -> T:
        shared, another = draw(common), draw(own)
        return shared if superior is None or own.random() < COPIED else another

    issuer = f"ỦY BAN NHÂN DÂN {place.upper()}" if local else f"UBND TỈNH {province.upper()}\n{place.upper()}"
    lines = [issuer, f"Số: {own.randint(3, 400)}/KH-{'UBND' if local else 'SO'}", ""]
    lines += [f"{province}, ngày {own.randint(1, 28):02} tháng {own.randint(1, 3):02} năm {year}", "", "KẾ HOẠCH"]
    lines += [f"Thực hiện công tác {field} năm {year}", ""]
    for number, section in enumerate(("MỤC TIÊU", "YÊU CẦU", "NHIỆM VỤ", "TỔ CHỨC THỰC HIỆN")):
        lines += [f"{ROMAN[number]}. {section}", ""]
        for order in range(1, common.randint(5, 9)):
            lines += [f"{order}. {either(lambda rng: _sentence(rng, local, year))}", ""]
    lines += ["PHỤ LỤC", f"(Kèm theo Kế hoạch của {place})", ""]
    lines.append("STT\tNhiệm vụ\tSản phẩm\tChủ trì\tPhối hợp\tThời gian")
    for number in range(1, (common.randint(15, 90) if rows is None else rows) + 1):
        if number % 9 == 1:
            lines.append(f"{ROMAN[number // 9 % 7]}. {common.choice(SECTIONS)}")
        row = either(lambda rng: assignment(rng, year, local))
        lines.append("\t".join((str(number), row.task, row.product, row.lead, row.coordinate, row.deadline)))
    return "\n".join(lines) + "\n"


def write(count: int, folder: Path, seed: int = 7, first: int = 0) -> list[Path]:
    """Writes ``count`` plans as text files, from the plan of number ``first`` on, and returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(first, first + count):
        path = folder / f"{900 + number % 100}-{seed}-{number:05}.txt"
        at = seed * 100_000 + number
        path.write_text(plan(at, superior=at // SIBLINGS), encoding="utf8")
        paths.append(path)
    return paths


def _setting(rng: random.Random) -> tuple[bool, str, str, int]:
    local = rng.random() < 0.6
    place = _commune(rng) if local else rng.choice(DEPARTMENTS[:6])
    return local, place, rng.choice(PROVINCES), rng.randint(2021, 2026)


def _commune(rng: random.Random) -> str:
    return f"xã {rng.choice(FIRST)} {rng.choice(SECOND)}"


def _deed(rng: random.Random) -> str:
    return f"{rng.choice(VERBS)} {rng.choice(OBJECTS)} về {rng.choice(FIELDS)} {rng.choice(SCOPES)}"


def _sentence(rng: random.Random, local: bool, year: int) -> str:
    units = LOCAL if local else DEPARTMENTS
    shape = rng.randrange(5)
    if shape == 0:
        return f"{rng.choice(units)} chủ trì, phối hợp với {rng.choice(units)} {_deed(rng).lower()} trong năm {year}."
    if shape == 1:
        return (
            f"{_deed(rng)}; bảo đảm ít nhất {rng.randint(50, 100)}% chỉ tiêu về {rng.choice(FIELDS)} được hoàn thành."
        )
    if shape == 2:
        day = rng.randint(1, 28)
        return f"Giao {rng.choice(units)} theo dõi việc {_deed(rng).lower()}, báo cáo trước ngày {day} hằng tháng."
    if shape == 3:
        return f"Phấn đấu đến cuối năm {year} đạt {rng.randint(40, 100)}% về {rng.choice(FIELDS)} {rng.choice(SCOPES)}."
    return f"{_deed(rng)} và {_deed(rng).lower()}."


def main() -> None:
    """Writes plans into a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    print(f"{len(write(options.count, options.folder, options.seed))} plans in {options.folder}")


if __name__ == "__main__":
    main()
