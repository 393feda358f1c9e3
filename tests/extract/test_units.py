"""Units in cells and in prose: full names, scopes, collectives, offices, and the words that are no units."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from indexer.extract.units import UnitReader
from indexer.types import Abbreviation, Header, Span

PROVINCE = Header(issuer="Ủy ban nhân dân tỉnh Hà Nam", scope="tỉnh Hà Nam", province="tỉnh Hà Nam")
CITY = Header(issuer="Ủy ban nhân dân thành phố Cần Thơ", scope="thành phố Cần Thơ", province="thành phố Cần Thơ")
DEPARTMENT = Header(
    issuer="Sở Y tế tỉnh Bến Tre", scope="Sở Y tế tỉnh Bến Tre", province="tỉnh Bến Tre", issued_on=date(2024, 1, 5)
)
INSPECTORATE = Header(issuer="Thanh tra tỉnh Lào Cai", scope="Thanh tra tỉnh Lào Cai", province="tỉnh Lào Cai")
COMMUNE = Header(
    issuer="Ủy ban nhân dân xã Phước Hội",
    scope="xã Phước Hội",
    province="tỉnh Tây Ninh",
    title="Chuyển đổi số trên địa bàn xã Phước Hội, huyện Dương Minh Châu",
)


def names(header: Header, cell: str) -> list[str]:
    return [m.name for m in UnitReader(header).split(cell)]


CELLS = [
    # separators that are part of a name
    ("Sở Văn hóa, Thể thao và Du lịch; Sở Y tế", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
    ("Sở Lao động – Thương binh và Xã hội", ["Sở Lao động - Thương binh và Xã hội"]),
    ("Các sở, ban, ngành tỉnh", ["Các sở, ban, ngành tỉnh"]),
    ("Các sở, ban ngành tỉnh", ["Các sở, ban, ngành tỉnh"]),
    ("UBND các huyện, thị xã, thành phố", ["Ủy ban nhân dân các huyện, thị xã, thành phố"]),
    ("Các cơ quan, đơn vị có liên quan", ["Các cơ quan, đơn vị có liên quan"]),
    ("Văn phòng HĐND và UBND huyện", ["Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện"]),
    ("Ban Quản lý các khu công nghiệp tỉnh", ["Ban Quản lý các khu công nghiệp tỉnh Hà Nam"]),
    ("VP HĐND&UBND xã Phú Mỹ", ["Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã Phú Mỹ"]),
    ("Phòng KT, HT&ĐT; TT PVHCC", ["Phòng Kinh tế, Hạ tầng và Đô thị", "Trung tâm Phục vụ hành chính công"]),
    ("Vụ Tổ chức cán bộ, Vụ Kế hoạch - Tài chính", ["Vụ Tổ chức cán bộ", "Vụ Kế hoạch - Tài chính"]),
    ("Các Vụ, Cục, Viện thuộc Bộ", ["Các vụ, cục, viện thuộc Bộ"]),
    ("UBKT Tỉnh ủy; Ban TG&DV Tỉnh ủy", ["Ủy ban Kiểm tra Tỉnh ủy", "Ban Tuyên giáo và Dân vận Tỉnh ủy"]),
    ("Các Đảng ủy xã, phường", ["Các đảng ủy xã, phường"]),
    # separators that part
    ("Sở Nội vụ, Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
    ("Các phòng nghiệp vụ, Thanh tra các sở", ["Các phòng nghiệp vụ", "Thanh tra các sở"]),
    ("Thanh tra các sở, ban, ngành và Sở Nội vụ", ["Thanh tra các sở, ban, ngành", "Sở Nội vụ"]),
    ("Sở Du lịch và Sở Ngoại vụ", ["Sở Du lịch", "Sở Ngoại vụ"]),
    ("- Sở Nội vụ\n- Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
    ("Văn phòng, UBND tỉnh", ["Văn phòng", "Ủy ban nhân dân tỉnh Hà Nam"]),
    (
        "Các cơ quan, tổ chức, đơn vị, UBND các huyện trên địa bàn tỉnh",
        ["Các cơ quan, tổ chức, đơn vị", "Ủy ban nhân dân các huyện"],
    ),
    ("Các sở, ngành liên quan; UBND xã", ["Các sở, ngành liên quan", "Ủy ban nhân dân xã"]),
    ("Bưu điện tỉnh và các cơ quan liên quan", ["Bưu điện tỉnh Hà Nam", "Các cơ quan liên quan"]),
    # one kind word for several
    ("UBND cấp huyện, cấp xã", ["Ủy ban nhân dân cấp huyện", "Ủy ban nhân dân cấp xã"]),
    ("UBND cấp huyện, xã", ["Ủy ban nhân dân cấp huyện", "Ủy ban nhân dân cấp xã"]),
    ("Các Sở: Nội vụ, Tài chính, Tư pháp", ["Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp"]),
    ("Sở Nội vụ, Tài chính và Tư pháp", ["Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp"]),
    # separators that were lost
    ("Sở Tài chính các sở, ban, ngành tỉnh", ["Sở Tài chính", "Các sở, ban, ngành tỉnh"]),
    ("Sở Nội vụ Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
    # names that the page cut off are left out
    ("Sở Nội vụ, Sở Tài chính, Sở", ["Sở Nội vụ", "Sở Tài chính"]),
    ("Các sở, ngành; UBND cấp huyện, cấp", ["Các sở, ngành", "Ủy ban nhân dân cấp huyện"]),
    # short forms
    ("STC, SNV, SKH&CN", ["Sở Tài chính", "Sở Nội vụ", "Sở Khoa học và Công nghệ"]),
    ("Sở KH-CN, Sở LĐ-TB&XH", ["Sở Khoa học và Công nghệ", "Sở Lao động - Thương binh và Xã hội"]),
    ("VP UBND tỉnh; KBNN tỉnh", ["Văn phòng Ủy ban nhân dân tỉnh Hà Nam", "Kho bạc Nhà nước tỉnh Hà Nam"]),
    ("Sở TP", ["Sở Tư pháp"]),
    ("Đài PT&TH tỉnh", ["Đài Phát thanh và Truyền hình tỉnh Hà Nam"]),
    # places and namesakes
    ("Sở Nội vụ tỉnh Nam Định", ["Sở Nội vụ tỉnh Nam Định"]),
    ("Báo Hà Nam; Công an tỉnh", ["Báo Hà Nam", "Công an tỉnh Hà Nam"]),
    ("Phòng Tài chính - Kế hoạch; Bộ Tài chính", ["Phòng Tài chính - Kế hoạch", "Bộ Tài chính"]),
    # heads and roles
    ("Giám đốc các Sở: Y tế, Nội vụ", ["Giám đốc Sở Y tế", "Giám đốc Sở Nội vụ"]),
    ("Chủ tịch UBND các huyện", ["Chủ tịch Ủy ban nhân dân các huyện"]),
    ("Sở Tài chính (chủ trì); Sở Xây dựng", ["Sở Tài chính", "Sở Xây dựng"]),
    ("Đề nghị Tòa án nhân dân tỉnh", ["Tòa án nhân dân tỉnh Hà Nam"]),
    # free names and nothing
    ("Ban Chỉ đạo chuyển đổi số tỉnh", ["Ban Chỉ đạo chuyển đổi số tỉnh Hà Nam"]),
    ("Người dân, doanh nghiệp", ["Người dân, doanh nghiệp"]),
    ("", []),
    ("…", []),
    (" - ", []),
]


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_a_cell_gives_its_units_named_in_full(cell, expected):
    assert names(PROVINCE, cell) == expected


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        (DEPARTMENT, "Văn phòng", [("Văn phòng", "Sở Y tế tỉnh Bến Tre")]),
        (DEPARTMENT, "Văn phòng Sở", [("Văn phòng Sở Y tế", "Sở Y tế tỉnh Bến Tre")]),
        (DEPARTMENT, "Phòng Nghiệp vụ Y", [("Phòng Nghiệp vụ Y", "Sở Y tế tỉnh Bến Tre")]),
        (DEPARTMENT, "Sở Tài chính", [("Sở Tài chính", "tỉnh Bến Tre")]),
        (DEPARTMENT, "Các phòng chuyên môn thuộc Sở", [("Các phòng chuyên môn thuộc Sở", "Sở Y tế tỉnh Bến Tre")]),
        (INSPECTORATE, "Văn phòng", [("Văn phòng", "Thanh tra tỉnh Lào Cai")]),
        (INSPECTORATE, "Các phòng Nghiệp vụ", [("Các phòng nghiệp vụ", "Thanh tra tỉnh Lào Cai")]),
        (INSPECTORATE, "UBND tỉnh", [("Ủy ban nhân dân tỉnh Lào Cai", "tỉnh Lào Cai")]),
        (COMMUNE, "Công an xã", [("Công an xã Phước Hội", "xã Phước Hội")]),
        (COMMUNE, "Công chức Tài chính- Kế toán", [("Công chức Tài chính - Kế toán", "xã Phước Hội")]),
        (COMMUNE, "Công chức\nVăn\nphòng-Thốn\ng kê", [("Công chức Văn phòng - Thống kê", "xã Phước Hội")]),
        (COMMUNE, "Tổ CNSCĐ xã , ấp", [("Tổ công nghệ số cộng đồng xã, ấp", "xã Phước Hội")]),
        (COMMUNE, "UBND huyện", [("Ủy ban nhân dân huyện Dương Minh Châu", "huyện Dương Minh Châu")]),
        (COMMUNE, "Sở Nội vụ", [("Sở Nội vụ", "tỉnh Tây Ninh")]),
        (COMMUNE, "Bộ Nội vụ", [("Bộ Nội vụ", "Trung ương")]),
        (CITY, "Sở Nội vụ", [("Sở Nội vụ", "thành phố Cần Thơ")]),
        (CITY, "UBND thành phố", [("Ủy ban nhân dân thành phố Cần Thơ", "thành phố Cần Thơ")]),
        (Header(), "Sở Nội vụ", [("Sở Nội vụ", "")]),
        (Header(), "Văn phòng UBND tỉnh", [("Văn phòng Ủy ban nhân dân tỉnh", "")]),
        (Header(), "UBND tỉnh Gia Lai", [("Ủy ban nhân dân tỉnh Gia Lai", "tỉnh Gia Lai")]),
    ],
)
def test_a_bare_name_resolves_through_the_issuer(header, cell, expected):
    assert [(m.name, m.scope) for m in UnitReader(header).split(cell)] == expected


@pytest.mark.parametrize(
    ("cell", "kind", "unit"),
    [
        ("Sở Nội vụ", "unit", None),
        ("Các đơn vị trực thuộc", "group", None),
        ("UBND cấp xã", "group", None),
        ("Giám đốc Sở Y tế", "office", "Sở Y tế"),
        ("Phó Chủ tịch UBND tỉnh", "office", "Ủy ban nhân dân tỉnh Hà Nam"),
        ("Chánh Văn phòng UBND tỉnh", "office", "Văn phòng Ủy ban nhân dân tỉnh Hà Nam"),
        ("Thủ trưởng các sở, ban, ngành", "office", "Các sở, ban, ngành"),
        ("Trưởng phòng Nội vụ", "office", "Phòng Nội vụ"),
    ],
)
def test_collectives_and_offices_are_told_from_units(cell, kind, unit):
    (mention,) = UnitReader(PROVINCE).split(cell)
    assert (mention.kind, mention.unit) == (kind, unit)


def test_the_documents_own_short_form_wins():
    own = (Abbreviation("TTKC", "Trung tâm Khuyến công", Span(0, 4)), Abbreviation("STC", "Sở Tin cậy", Span(0, 3)))
    reader = UnitReader(PROVINCE, own)
    assert [m.name for m in reader.split("TTKC; STC")] == ["Trung tâm Khuyến công", "Sở Tin cậy"]


@pytest.mark.parametrize("cell", [c for c, _ in CELLS])
def test_what_is_printed_is_a_slice_of_the_cell(cell):
    for mention in UnitReader(PROVINCE).split(cell):
        assert cell[mention.span.start : mention.span.end] == mention.printed


def test_a_name_of_five_hundred_characters_is_read():
    cell = "Trung tâm " + "Rất Dài " * 60
    assert names(PROVINCE, cell)


@pytest.mark.parametrize(
    "words", ["Văn phòng ", "UBND ", "Phòng A, B và ", "Trung tâm A và Trung tâm B, ", "Lãnh đạo "]
)
def test_endless_repetition_is_read_without_running_out_of_stack(words):
    reader = UnitReader(PROVINCE)
    assert len(reader.split(words * 300)) >= 1
    assert isinstance(reader.find(words * 300), tuple)


PROSE = [
    ("Sở Nội vụ theo dõi, đôn đốc việc thực hiện.", ["Sở Nội vụ"]),
    ("Bộ Tài chính, Sở Tài chính và Phòng Tài chính - Kế hoạch huyện", 3),
    ("Giao Sở Văn hóa, Thể thao và Du lịch chủ trì", ["Sở Văn hóa, Thể thao và Du lịch"]),
    ("báo cáo UBND tỉnh kết quả", ["Ủy ban nhân dân tỉnh Hà Nam"]),
    ("UBND tỉnh Quyết định số 5/QĐ-UBND", ["Ủy ban nhân dân tỉnh Hà Nam"]),
    (
        "Hội đồng nhân dân, Ủy ban nhân dân tỉnh ban hành",
        ["Hội đồng nhân dân tỉnh Hà Nam", "Ủy ban nhân dân tỉnh Hà Nam"],
    ),
    ("Giám đốc Sở Y tế chịu trách nhiệm", ["Giám đốc Sở Y tế"]),
    ("Phòng Quản lý công sản tổ chức kiểm tra", ["Phòng Quản lý công sản"]),
    # a verb without an object belongs to the name, one with an object ends it
    ("Phòng Kế hoạch tổng hợp chủ trì lập danh sách", ["Phòng Kế hoạch tổng hợp"]),
    ("Phòng Quản lý chất lượng khảo sát sự hài lòng", ["Phòng Quản lý chất lượng"]),
    ("Viện Nghiên cứu phát triển Hà Tây khảo sát", ["Viện Nghiên cứu phát triển Hà Tây"]),
    ("Cục Kinh tế - Quản lý đầu tư xây dựng và Vụ Pháp chế", ["Cục Kinh tế - Quản lý đầu tư xây dựng", "Vụ Pháp chế"]),
    ("Cục Quản lý nhà và thị trường bất động sản chủ trì", ["Cục Quản lý nhà và thị trường bất động sản"]),
    ("Phòng Thanh tra - Kiểm tra số 1 phân công", ["Phòng Thanh tra - Kiểm tra số 1"]),
    ("Ban Chỉ đạo cải cách hành chính tỉnh theo dõi", ["Ban Chỉ đạo cải cách hành chính tỉnh Hà Nam"]),
    (
        "Đảng ủy các cơ quan Đảng tỉnh, Đảng ủy Công an tỉnh",
        ["Đảng ủy các cơ quan Đảng tỉnh", "Đảng ủy Công an tỉnh Hà Nam"],
    ),
    ("Đảng ủy xã lãnh đạo Ủy ban nhân dân xã", ["Đảng ủy xã", "Ủy ban nhân dân xã"]),
    ("các Đội Thuế liên huyện đôn đốc", ["Các Đội Thuế liên huyện"]),
    ("Thủ trưởng các đơn vị thuộc Bộ", ["Thủ trưởng các đơn vị thuộc Bộ"]),
    ("các sở, ban, ngành và địa phương", ["Các sở, ban, ngành và địa phương"]),
    ("Phó Giám đốc phụ trách chuyên môn theo dõi", ["Phó Giám đốc phụ trách chuyên môn"]),
    ("Kho bạc Nhà nước khu vực IX kiểm soát chi", ["Kho bạc Nhà nước khu vực IX"]),
    ("phối hợp với các cơ quan có liên quan tuyên truyền", ["Các cơ quan có liên quan"]),
    ("Trung tâm Phục vụ hành chính công tỉnh tiếp nhận", ["Trung tâm Phục vụ hành chính công tỉnh Hà Nam"]),
    ("Báo Hà Nam đăng tải tin, bài", ["Báo Hà Nam"]),
    ("UBND TỈNH NINH BÌNH", ["Ủy ban nhân dân tỉnh Ninh Bình"]),
    ("thuộc Đề án của Công an tỉnh", ["Công an tỉnh Hà Nam"]),
]


@pytest.mark.parametrize(("text", "expected"), PROSE)
def test_prose_gives_the_longest_name_at_each_place(text, expected):
    found = UnitReader(PROVINCE).find(text)
    if isinstance(expected, int):
        assert len(found) == expected
    else:
        assert [m.name for m in found] == expected
    for mention in found:
        assert text[mention.span.start : mention.span.end] == mention.printed


NEAR_MISSES = [
    "ban hành Quyết định",
    "bộ máy tinh gọn, bộ chỉ số, Bộ Luật, Bộ tiêu chí",
    "quyền sở hữu trí tuệ tại cơ sở",
    "phòng, chống tham nhũng; phòng cháy",
    "báo cáo kết quả; Báo cáo quý",
    "hội nghị trực tuyến, hội thảo",
    "TỔ CHỨC THỰC HIỆN",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "NÂNG CAO CHẤT LƯỢNG ĐỘI NGŨ CÁN BỘ, CÔNG CHỨC",
    "công tác thanh tra, kiểm tra",
    "phát triển kinh tế - xã hội của tỉnh",
    "Văn phòng điện tử, họp không giấy",
    "những trường hợp chấp hành không nghiêm",
    "trung tâm của vùng; trường học; bệnh viện",
    "đơn vị, cơ quan, tổ chức, cá nhân",
    "Đội ngũ cán bộ",
    "các vụ vi phạm, các vụ việc kéo dài; cục bộ",
    "gieo 3.000 ha Vụ Đông Xuân 2026 - 2027; Vụ Hè - Thu, Vụ Mùa",
]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_common_words_are_no_units(text):
    assert UnitReader(PROVINCE).find(text) == ()


def test_a_department_named_by_a_quarter_of_the_sky_is_no_season():
    found = UnitReader(PROVINCE).find("Vụ Đông Nam Á chủ trì, phối hợp với Vụ Đông Bắc Á")
    assert [unit.name for unit in found] == ["Vụ Đông Nam Á", "Vụ Đông Bắc Á"]


@pytest.mark.parametrize(
    ("text", "lead", "coordinate"),
    [
        ("Sở Y tế chủ trì, phối hợp Sở Nội vụ", ["Sở Y tế"], ["Sở Nội vụ"]),
        ("Sở Y tế chủ trì, phối hợp với: Sở Nội vụ, Sở Tài chính", ["Sở Y tế"], ["Sở Nội vụ", "Sở Tài chính"]),
        ("Chủ trì: Sở Y tế; Phối hợp: UBND cấp xã", ["Sở Y tế"], ["Ủy ban nhân dân cấp xã"]),
        ("Sở Y tế (chủ trì); Sở Nội vụ (phối hợp)", ["Sở Y tế"], ["Sở Nội vụ"]),
        ("Sở Y tế phối hợp với Sở Nội vụ", ["Sở Y tế"], ["Sở Nội vụ"]),
        ("Sở Y tế, Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"], []),
        ("Sở Y tế là cơ quan đầu mối, với sự tham gia của các sở, ngành", ["Sở Y tế"], ["Các sở, ngành"]),
        ("", [], []),
    ],
)
def test_role_words_part_a_phrase(text, lead, coordinate):
    leads, joins = UnitReader(PROVINCE).roles(text)
    assert ([m.name for m in leads], [m.name for m in joins]) == (lead, coordinate)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("plan", "header"),
    [
        ("001", Header(scope="tỉnh Tây Ninh", province="tỉnh Tây Ninh")),
        ("003", Header(scope="Thanh tra tỉnh Sóc Trăng", province="tỉnh Sóc Trăng")),
    ],
)
def test_the_units_of_the_annotated_plans(shared: Path, plan: str, header: Header):
    tasks = json.loads((shared / "gold" / f"{plan}.json").read_text(encoding="utf8"))["tasks"]
    for task in tasks:
        for field in ("lead", "coordinate"):
            want = [name.casefold() for name in task[field]]
            assert [n.casefold() for n in names(header, task[f"{field}_text"])] == want


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Thanh tra Bộ", "Thanh tra Bộ"),
        ("BCH Quân sự xã", "Ban Chỉ huy Quân sự xã"),
        ("BCH Đảng bộ tỉnh", "Ban Chấp hành Đảng bộ tỉnh"),
        ("Khoa Dược - TTB-VTYT", "Khoa Dược - Trang thiết bị - Vật tư y tế"),
    ],
)
def test_inspectorates_commands_and_departments_are_spelled_out(cell, name):
    (found,) = UnitReader(Header()).split(cell)
    assert found.name == name
