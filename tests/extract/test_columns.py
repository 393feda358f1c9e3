import pytest

from indexer.extract.columns import columns, header_field, header_rules

EXAMPLES = [(rule.field, text) for rule in header_rules() for text in rule.examples]
REFUSALS = [(rule.field, text) for rule in header_rules() for text in rule.refuses]


@pytest.mark.parametrize(("field", "text"), EXAMPLES)
def test_every_example_of_the_vocabulary_is_read_as_its_field(field, text):
    assert header_field(text) == field


@pytest.mark.parametrize(("field", "text"), REFUSALS)
def test_every_near_miss_of_the_vocabulary_is_refused(field, text):
    assert header_field(text) != field


@pytest.mark.parametrize(
    "text",
    ["Sở Nội vụ", "Các cơ quan liên quan và Sở Tư pháp", "Trong năm 2026", "", "(1)", "Xây dựng kế hoạch năm 2026"],
)
def test_cells_of_the_body_are_no_headings(text):
    assert header_field(text) is None


def fields(*headings):
    return columns([h if isinstance(h, tuple) else (h,) for h in headings]).fields


def test_columns_are_told_in_any_order():
    assert fields("TT", "Thời hạn", "Đơn vị phối hợp", "Đơn vị chủ trì", "Kết quả", "Nội dung công việc") == (
        "no", "deadline", "coordinate", "lead", "product", "task",
    )  # fmt: skip


def test_noi_dung_is_the_section_beside_a_task_column_and_the_task_without_one():
    assert fields("NỘI DUNG", "NHIỆM VỤ", "CƠ QUAN CHỦ TRÌ")[0] == "section"
    assert fields("STT", "NỘI DUNG", "CƠ QUAN CHỦ TRÌ")[1] == "task"
    assert fields("TT", "Nội dung", "Giải pháp", "Chủ trì")[1:3] == ("task", "activity")


def test_numbered_headings_of_a_plan_with_goals():
    assert fields(
        "TT", "1. Chỉ tiêu", "2. Nội dung công việc", "3. Giải pháp", "4. Sản phẩm/ đầu ra", "5. Tham mưu, thực hiện",
        "6. Đơn vị phối hợp", "7. Tiến độ",
    ) == ("no", "goal", "task", "activity", "product", "lead", "coordinate", "deadline")  # fmt: skip


def test_a_heading_in_two_rows_is_decided_by_the_lower_cell():
    assert fields("TT", "Nhiệm vụ", ("Đơn vị thực hiện", "Chủ trì"), ("Đơn vị thực hiện", "Phối hợp"), "Tiến độ") == (
        "no", "task", "lead", "coordinate", "deadline",
    )  # fmt: skip


def test_who_supervises_is_no_lead_where_a_lead_column_stands_beside():
    assert fields("TT", "Nhiệm vụ", "Lãnh đạo phụ trách", "Đơn vị chủ trì")[2:] == ("ignore", "lead")
    assert fields("TT", "Nhiệm vụ", "Lãnh đạo phụ trách")[2] == "lead"


def test_a_budget_table_assigns_nothing():
    assert not columns([("TT",), ("Nội dung",), ("Đơn vị tính",), ("Số lượng",), ("Thành tiền",)]).assigns
    assert columns([("TT",), ("Nội dung",), ("Đơn vị thực hiện",)]).assigns


def test_a_column_of_both_roles_beside_the_lead_is_that_of_the_support():
    found = columns([["TT"], ["Nhiệm vụ"], ["Cơ quan chủ trì"], ["Trách nhiệm Cơ quan phối hợp"], ["Thời gian"]])
    assert found.fields == ("no", "task", "lead", "coordinate", "deadline")
