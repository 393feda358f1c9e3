from random import Random
from textwrap import wrap

import pytest

from indexer.extract.flat.anchors import row_numbers
from indexer.extract.flat.content import (
    opens_product,
    opens_time,
    opens_unit,
    opens_work,
    words_of,
)
from indexer.extract.flat.region import flat_regions
from indexer.extract.flat.wording import Wording
from indexer.extract.tasks import tasks
from tests.extract.made_tables import OUTLINE, ByComma, flat_document

PROSE = [
    "Giao Văn phòng theo dõi, đôn đốc, kiểm tra việc thực hiện Kế hoạch này và báo cáo kết quả theo định kỳ hằng quý.",
    "Các phòng, đơn vị căn cứ nhiệm vụ được giao chủ động triển khai và gửi báo cáo về Văn phòng để tổng hợp chung.",
    "Trong quá trình thực hiện nếu có vướng mắc đề nghị phản ánh kịp thời để được hướng dẫn, giải quyết.",
]
WORK = [
    "Rà soát, thống kê danh mục thủ tục hành chính thuộc phạm vi quản lý",
    "Xây dựng kế hoạch kiểm tra công vụ năm 2026 của đơn vị",
    "Tổ chức lớp bồi dưỡng kỹ năng số cho công chức cấp xã",
    "Số hóa hồ sơ địa chính và cập nhật vào cơ sở dữ liệu dùng chung",
    "Ban hành quy chế phối hợp giải quyết phản ánh của người dân",
    "Đánh giá mức độ hài lòng của người dân tại bộ phận tiếp nhận",
    "Sắp xếp lại nhà, đất và tài sản dôi dư sau sáp nhập",
    "Công khai dự toán và quyết toán ngân sách trên trang thông tin",
]
LEAD = [
    "Phòng Kế toán", "Thanh tra Sở", "Phòng Tổ chức cán bộ", "Trung tâm Công nghệ thông tin", "Văn phòng Sở",
    "Văn phòng Sở", "Phòng Quản lý công sản", "Phòng Ngân sách",
]  # fmt: skip
SUPPORT = [
    "Các phòng thuộc Sở", "Văn phòng Sở", "UBND các xã, phường", "Phòng Đo đạc và bản đồ", "", "Bưu điện tỉnh",
    "Sở Xây dựng; Sở Tư pháp", "Các đơn vị sự nghiệp",
]  # fmt: skip
PRODUCT = [
    "Danh mục được công bố", "Kế hoạch kiểm tra; Báo cáo kết quả", "02 lớp tập huấn", "Cơ sở dữ liệu", "Quy chế",
    "Báo cáo khảo sát", "Phương án được duyệt", "Bài đăng",
]  # fmt: skip
DUE = [
    "Trước ngày 30/6/2026", "Quý I/2026", "Tháng 9/2026", "Cả năm", "Trong tháng 5", "Quý IV năm 2026",
    "Trước 31/12/2026", "Hằng quý",
]  # fmt: skip
NUMBERS = [str(n) for n in range(1, 9)]
HEADINGS = {
    "no": ("STT", 4), "task": ("Nội dung công việc", 40), "product": ("Dự kiến sản phẩm", 18),
    "lead": ("Đơn vị chủ trì", 16), "coordinate": ("Đơn vị phối hợp", 16), "deadline": ("Thời hạn hoàn thành", 12),
}  # fmt: skip
COLUMNS = {"no": NUMBERS, "task": WORK, "product": PRODUCT, "lead": LEAD, "coordinate": SUPPORT, "deadline": DUE}


def printed(order, blank="cells", groups=(), columns=COLUMNS):
    """The table as a reader without eyes prints it: cell by cell, each wrapped to its column."""
    lines = []
    for name in order:
        lines += [*wrap(HEADINGS[name][0], HEADINGS[name][1]), ""]
    for at in range(8):
        lines += [groups[at], ""] if at in groups else []
        for name in order:
            cell = wrap(columns[name][at], HEADINGS[name][1])
            lines += [*cell, ""] if cell else []
    if blank == "all":
        return [part for line in lines if line for part in (line, "")]
    return [line for line in lines if line] if blank == "none" else lines


def read(lines):
    document = flat_document(
        ["Mở đầu của kế hoạch là một câu dài đứng trước bảng phân công nhiệm vụ dưới đây.", "", *lines]
    )
    return document, tasks(document, OUTLINE, ByComma())


def scored(text, score):
    words = Wording(words_of(text))
    return score(words, 0, len(words_of(text)))


def cells(task):
    due = task.deadline.text if task.deadline else ""
    found = {"no": task.no, "task": task.task, "product": task.product or "", "lead": task.lead_text}
    return {**found, "coordinate": task.coordinate_text, "deadline": due}


ORDERS = [
    ["no", "task", "product", "lead", "coordinate", "deadline"],
    ["no", "task", "lead", "coordinate", "product", "deadline"],
    ["no", "deadline", "task", "product", "lead", "coordinate"],
    ["no", "task", "product", "deadline", "lead"],
]


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
@pytest.mark.parametrize("blank", ["cells", "none", "all"])
def test_every_cell_of_a_numbered_table_comes_back(order, blank):
    _, found = read([*printed(order, blank), "IV. TỔ CHỨC THỰC HIỆN", *PROSE])
    assert [t.no for t in found] == NUMBERS
    for at, task in enumerate(found):
        assert {k: v for k, v in cells(task).items() if k in order} == {name: COLUMNS[name][at] for name in order}


def test_every_field_is_located_at_its_words():
    document, found = read(printed(ORDERS[0]))
    for task in found:
        for field in task.fields:
            said = " ".join(document.slice(s) for s in field.spans)
            assert field.field == "section" or said == cells(task).get(field.field, said)
        assert document.slice(task.span).startswith(task.task.split()[0])


def test_groups_stand_over_their_rows_and_prose_behind_the_table_is_left_out():
    groups = {0: "I. CẢI CÁCH THỂ CHẾ", 4: "II. CẢI CÁCH TÀI CHÍNH CÔNG"}
    _, found = read([*printed(ORDERS[0], groups=groups), "IV. TỔ CHỨC THỰC HIỆN", *PROSE])
    assert [t.section for t in found] == ["I. CẢI CÁCH THỂ CHẾ"] * 4 + ["II. CẢI CÁCH TÀI CHÍNH CÔNG"] * 4
    assert "Giao" not in " ".join(str(cells(t)) for t in found)


def test_quarters_in_capitals_are_groups_and_no_column():
    _, found = read(printed(ORDERS[0], groups={0: "QUÝ I", 4: "QUÝ II"}))
    assert [t.section for t in found] == ["QUÝ I"] * 4 + ["QUÝ II"] * 4
    assert [cells(t) for t in found] == [{name: COLUMNS[name][at] for name in ORDERS[0]} for at in range(8)]


def test_numbered_groups_stand_over_rows_numbered_below_them():
    lines = printed(ORDERS[0], groups={0: "1. Việc thường xuyên", 4: "2. Việc mới"})
    below = dict(zip(NUMBERS, ["1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4"], strict=True))
    _, found = read([below.get(line, line) for line in lines])
    assert [t.no for t in found] == list(below.values())
    assert [t.section for t in found] == ["1. Việc thường xuyên"] * 4 + ["2. Việc mới"] * 4


def test_a_unit_alone_that_leads_nowhere_else_is_in_doubt():
    rows = [
        ["1", "Lập danh mục hồ sơ", "Báo cáo", "Sở Y tế", "Sở Nội vụ", "Quý I"],
        ["2", "Kiểm tra kho lưu trữ", "Biên bản", "Sở Công Thương, Sở Xây dựng", "Quý II"],
        ["3", "Số hóa sổ bộ", "Kế hoạch", "Sở Y tế", "Quý III"],
    ]
    heading = ["STT", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời gian"]
    _, found = read([line for row in [heading, *rows] for cell in row for line in (cell, "")])
    assert [t.needs_review for t in found] == [False, True, False]


def test_an_activity_alone_stands_under_the_task_above_it():
    heading = ["STT", "Nhiệm vụ", "Hoạt động", "Chủ trì", "Phối hợp", "Thời gian"]
    rows = [
        ["1", "Phòng bệnh dại", "Mở điểm tiêm ở ba cụm xã", "Sở Y tế", "Sở Nội vụ", "Quý I"],
        ["2", "Theo dõi người bị chó cắn đến đủ liều", "Sở Y tế", "Sở Nội vụ", "Quý II"],
        ["3", "Diệt lăng quăng", "Phát động mỗi nhà mười phút", "Sở Y tế", "Sở Nội vụ", "Quý I"],
    ]
    _, found = read([line for row in [heading, *rows] for cell in row for line in (cell, "")])
    assert [t.task for t in found] == ["Phòng bệnh dại", "Phòng bệnh dại", "Diệt lăng quăng"]
    assert found[1].activity == rows[1][1]
    assert found[1].needs_review


def test_a_group_without_capitals_right_above_its_rows_is_a_group():
    groups = {0: "I. Chỉ đạo, điều hành", 4: "II. Cải cách thể chế"}
    _, found = read(printed(ORDERS[0], groups=groups))
    assert [t.no for t in found] == NUMBERS
    assert [t.section for t in found] == ["I. Chỉ đạo, điều hành"] * 4 + ["II. Cải cách thể chế"] * 4


def test_an_annex_title_that_reads_as_headings_do_is_no_column():
    _, found = read(["PHỤ LỤC", "", "PHÂN CÔNG NHIỆM VỤ", "", *printed(ORDERS[0])])
    assert [cells(t)["task"] for t in found] == WORK
    assert [t.lead_text for t in found] == LEAD


def test_numbers_that_begin_again_open_a_group_under_the_line_above_them():
    again = {**COLUMNS, "no": [*NUMBERS[:4], *NUMBERS[:4]]}
    groups = {0: "Công tác thể chế", 4: "Công nghệ và tài chính"}
    _, found = read(printed(ORDERS[0], groups=groups, columns=again))
    assert [t.no for t in found] == again["no"]
    assert [t.section for t in found] == ["Công tác thể chế"] * 4 + ["Công nghệ và tài chính"] * 4
    assert [cells(t)["deadline"] for t in found] == DUE


def test_a_chapter_of_short_lines_behind_the_table_is_no_row_of_it():
    chapter = ["III. Tổ chức thực hiện", "", "1. Văn phòng theo dõi chung.", "", "2. Các phòng gửi báo cáo.", ""]
    _, found = read([*printed(ORDERS[0]), *chapter])
    assert [t.no for t in found] == NUMBERS


def test_a_piece_that_fits_nowhere_does_not_lose_the_table():
    lines = printed(ORDERS[0])
    at = lines.index("1")
    _, found = read([*lines[:at], "(đơn vị: nhiệm vụ)", "", *lines[at:]])
    assert [cells(t)["task"] for t in found] == WORK


def test_a_ditto_mark_in_a_flattened_table_repeats_the_cell_above():
    _, found = read(printed(ORDERS[0], columns={**COLUMNS, "product": [PRODUCT[0], "nt", *PRODUCT[2:]]}))
    assert found[1].product == PRODUCT[0]


def test_a_lead_merged_over_rows_is_filled_in_and_asks_for_review():
    lead = [*LEAD[:1], "", "", *LEAD[3:]]
    support = [*SUPPORT[:1], "", "", *SUPPORT[3:]]
    _, found = read(printed(ORDERS[0], columns={**COLUMNS, "lead": lead, "coordinate": support}))
    assert [t.lead_text for t in found[:3]] == [LEAD[0]] * 3
    assert [t.needs_review for t in found[:4]] == [False, True, True, False]


def test_rows_without_numbers_are_the_best_reading_and_all_ask_for_review():
    order = ["task", "lead", "coordinate", "product", "deadline"]
    _, found = read(printed(order))
    assert len(found) == 8
    assert all(t.needs_review and t.confidence < 0.5 for t in found)
    right = sum(cells(t)[name] == COLUMNS[name][at] for at, t in enumerate(found) for name in order)
    assert right >= 38


def test_a_page_number_and_a_repeated_heading_inside_the_table_are_no_words_of_it():
    lines = printed(ORDERS[0])
    heading = [part for name in ORDERS[0] for part in (*wrap(HEADINGS[name][0], HEADINGS[name][1]), "")]
    at = lines.index("5")
    _, found = read([*lines[:at], "12", "", *heading, *lines[at:]])
    assert [cells(t)["task"] for t in found] == WORK


def test_a_cell_that_reads_as_a_heading_right_above_a_repeated_one_stays_a_cell():
    columns = {**COLUMNS, "product": [*PRODUCT[:3], "Tỷ lệ hồ sơ", *PRODUCT[4:]]}
    order = ["no", "task", "lead", "coordinate", "deadline", "product"]
    lines = printed(order, columns=columns)
    heading = [part for name in order for part in (*wrap(HEADINGS[name][0], HEADINGS[name][1]), "")]
    at = lines.index("5")
    _, found = read([*lines[:at], "2", "", *heading, *lines[at:]])
    assert [cells(t)["task"] for t in found] == WORK
    assert found[3].product == "Tỷ lệ hồ sơ"


def test_a_task_glued_behind_the_lead_that_stands_before_it_is_cut_off():
    order = ["no", "lead", "task", "coordinate", "deadline", "product"]
    glued = [f"{lead} {work}" for lead, work in zip(LEAD, WORK, strict=True)]
    lines = [line for at in range(8) for line in (NUMBERS[at], glued[at], SUPPORT[at], DUE[at], PRODUCT[at]) if line]
    _, found = read([*(HEADINGS[name][0] for name in order), *lines])
    assert [t.lead_text for t in found] == LEAD


def test_a_unit_glued_behind_the_end_of_a_sentence_is_cut_off():
    order = ["no", "task", "lead", "coordinate", "product", "deadline"]
    lines = printed(order, columns={**COLUMNS, "task": [w + "." for w in WORK]})
    at = lines.index("Văn phòng Sở")
    glued = [*lines[: at - 2], f"{lines[at - 2]} {lines[at]}", *lines[at + 1 :]]
    _, found = read(glued)
    assert {"Văn phòng Sở"} <= {t.lead_text for t in found}
    assert len(found) == 8


def test_a_word_broken_by_its_narrow_column_is_whole_again():
    lines = printed(ORDERS[0], columns={**COLUMNS, "lead": ["Công chức Văn phòng-Thốn"] * 8})
    broken = [part for line in lines for part in ([line, "g kê"] if line == "phòng-Thốn" else [line])]
    _, found = read(broken)
    assert {t.lead_text for t in found} == {"Công chức Văn phòng-Thống kê"}


def test_prose_that_speaks_of_headings_is_no_table():
    _, found = read([*PROSE, "Nhiệm vụ và giải pháp", "Sản phẩm của kế hoạch là báo cáo của đơn vị chủ trì.", *PROSE])
    assert found == ()
    assert flat_regions(flat_document(PROSE)) == ()


def test_random_tables_come_back_nearly_whole():
    rng = Random(7)
    right = total = 0
    for _ in range(6):
        order = ["no", "task", *rng.sample(["product", "lead", "coordinate", "deadline"], 4)]
        mixed = {name: values if name == "no" else rng.sample(values, 8) for name, values in COLUMNS.items()}
        _, found = read(printed(order, rng.choice(["cells", "none", "all"]), columns=mixed))
        assert [t.no for t in found] == NUMBERS
        right += sum(cells(t)[name] == mixed[name][at] for at, t in enumerate(found) for name in order)
        total += 8 * len(order)
    assert right / total > 0.96


@pytest.mark.parametrize(
    ("lines", "own", "numbers"),
    [
        (["1", "Việc một", "2", "Việc hai"], True, {0: "1", 2: "2"}),
        (["1 Việc một", "2 Việc hai", "2026"], True, {0: "1", 1: "2"}),
        (["1. Việc", "6 tháng", "2. Việc"], False, {0: "1", 2: "2"}),
        (["1", "Trong tháng", "2", "2", "Việc hai"], True, {0: "1", 3: "2"}),
        (["1", "a", "3", "b", "4", "c"], True, {0: "1", 2: "3", 4: "4"}),
        (
            ["1. Nhóm", "1.1 Việc", "1.2 Việc", "2. Nhóm", "2.1 Việc"],
            True,
            dict(enumerate(["1", "1.1", "1.2", "2", "2.1"])),
        ),
        (["1.1 Việc", "Tăng 2.5 lần", "1.2 Việc", "2.1 Việc"], True, {0: "1.1", 2: "1.2", 3: "2.1"}),
        (["30/6/2026", "không có số"], True, {}),
    ],
)
def test_row_numbers_are_the_longest_chain(lines, own, numbers):
    assert {at: n for at, (n, _) in row_numbers(lines, own, may_restart=False).items()} == numbers


@pytest.mark.parametrize(
    ("test", "yes", "no"),
    [
        (opens_unit, ["Sở Nội vụ", "Các phòng", "CBCC liên quan", "Tổ kiểm tra"], ["Tổ chức hội nghị", "Ban hành"]),
        (opens_product, ["Kế hoạch", "Báo cáo kết quả", "Tờ trình"], ["Sở Nội vụ", "Triển khai"]),
        (opens_work, ["Xây dựng và ban hành", "Rà soát, đánh giá"], ["Sở Nội vụ", "Quý I"]),
        (opens_time, ["Trong năm 2026", "Quý I", "- Tháng 01/2026", "2021-2025"], ["Sở Tài chính", "Kế hoạch"]),
    ],
)  # fmt: skip
def test_openings_of_cells(test, yes, no):
    assert [text for text in yes if not test(words_of(text))] == []
    assert [text for text in no if test(words_of(text))] == []


@pytest.mark.parametrize(
    "text", ["Trong năm 2026", "Quý I, II", "Thường xuyên", "Hằng tháng", "2021-2025", "Quý I/2026", "Cả năm"]
)
def test_a_whole_deadline_scores_high(text):
    assert scored(text, Wording.time) > 3


@pytest.mark.parametrize("text", ["Trong", "Quý", "Báo cáo năm 2026", "Sở Tài chính", "Theo kế hoạch của"])
def test_half_a_deadline_or_none_scores_low(text):
    assert scored(text, Wording.time) <= 2


def test_a_name_broken_off_scores_below_the_whole_name():
    assert scored("Các phòng, đơn vị có liên quan", Wording.unit) > scored("Sở", Wording.unit) + 2
    assert scored("Phối hợp với", Wording.broken_off) > scored("Danh mục kèm theo", Wording.broken_off) == 0


@pytest.mark.parametrize(
    ("words", "half"),
    [("Văn phòng UBND tỉnh", 2), ("Ban Tổ chức Tỉnh ủy", 3), ("Văn phòng HĐND và UBND phường", 2)],
)
def test_an_office_is_not_cut_from_the_body_that_it_serves(words, half):
    wording = Wording(words_of(words))
    assert wording.unit(0, half) < wording.unit(0, len(words_of(words))) - 3


def test_an_office_before_another_unit_is_whole():
    assert Wording(words_of("Văn phòng Các phòng")).unit(0, 2) == Wording(words_of("Văn phòng")).unit(0, 2)


def test_a_day_is_not_cut_from_its_number():
    wording = Wording(words_of("Bảng chấm điểm trước ngày 20/12/2024"))
    assert wording.broken_off(0, 5) > 3
    assert wording.broken_off(0, 3) == 0
