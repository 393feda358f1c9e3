import pytest

from indexer.extract.tasks import tasks
from tests.extract.made_tables import OUTLINE, ByComma, document

HEAD = ["TT", "Nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn"]


def read(*parts, origin="ruled"):
    doc = document(*parts, origin=origin)
    return doc, tasks(doc, OUTLINE, ByComma())


def brief(found):
    return [(t.no, t.task, t.lead_text, t.coordinate_text, t.deadline.text if t.deadline else None) for t in found]


def row(no, task="Rà soát quy chế làm việc", product="Quy chế", lead="Văn phòng Sở", support="Các phòng", due="Quý I"):
    return [no, task, product, lead, support, due]


def test_a_row_becomes_a_task_with_every_field_located():
    doc, (task,) = read([HEAD, row("1")])
    assert brief([task]) == [("1", "Rà soát quy chế làm việc", "Văn phòng Sở", "Các phòng", "Quý I")]
    assert task.product == "Quy chế"
    for found in task.fields:
        said = " ".join(doc.slice(s) for s in found.spans)
        printed = {"no": "1", "task": task.task, "product": task.product, "lead": task.lead_text}
        assert printed.get(found.field, said) == said
    assert doc.slice(task.span) == "\t".join(row("1"))
    assert task.page == 1
    assert not task.needs_review


def test_columns_in_another_order_with_other_agencies_words():
    head = [
        "STT",
        "Lộ trình hoàn thành",
        "Bộ phận phối hợp",
        "Công chức tham mưu thực hiện",
        "Nội dung công việc",
        "Kết quả đầu ra",
    ]
    _, found = read([head, ["1", "Tháng 5", "Công an xã", "Công chức Văn hóa", "Lập danh sách hộ", "Danh sách"]])
    assert brief(found) == [("1", "Lập danh sách hộ", "Công chức Văn hóa", "Công an xã", "Tháng 5")]
    assert found[0].product == "Danh sách"


def test_a_heading_in_two_rows_with_merged_cells():
    top = [("TT", 2, 1), ("Nhiệm vụ", 2, 1), ("Đơn vị thực hiện", 1, 2), ("Thời gian", 2, 1)]
    _, found = read([top, ["Chủ trì", "Phối hợp"], ["1", "Mở lớp tập huấn", "Sở Y tế", "Sở Tài chính", "Tháng 3"]])
    assert brief(found) == [("1", "Mở lớp tập huấn", "Sở Y tế", "Sở Tài chính", "Tháng 3")]


def test_a_row_that_numbers_the_columns_is_no_task():
    _, found = read([HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], row("1")])
    assert [t.no for t in found] == ["1"]


def test_a_title_above_the_heading_is_passed_over():
    _, found = read([[("PHỤ LỤC NHIỆM VỤ NĂM 2026", 1, 6)], HEAD, row("1")])
    assert [t.no for t in found] == ["1"]


def test_the_heading_repeated_on_the_next_page_is_dropped_and_may_be_absent():
    _, found = read([HEAD, row("1")], [HEAD, row("2")], [row("3"), row("4")])
    assert [t.no for t in found] == ["1", "2", "3", "4"]
    assert [t.page for t in found] == [1, 2, 3, 3]


def test_a_merged_cell_holds_for_all_its_rows_and_an_empty_one_stays_empty():
    _, found = read(
        [HEAD, ["1", "Việc một", "Báo cáo", ("Phòng A", 2, 1), "", "Quý I"], ["2", "Việc hai", "", "Phòng B", "Quý II"]]
    )
    assert brief(found) == [
        ("1", "Việc một", "Phòng A", "", "Quý I"),
        ("2", "Việc hai", "Phòng A", "Phòng B", "Quý II"),
    ]
    assert found[1].product is None


def test_a_merge_goes_on_across_the_page_break_where_the_column_has_merges():
    first = [HEAD, ["1", "Việc một", "a", ("Phòng A", 2, 1), "B", "Quý I"], ["2", "Việc hai", "b", "", "Quý I"]]
    second = [HEAD, ["3", "Việc ba", "c", ("", 2, 1), "", "Quý I"], ["4", "Việc bốn", "d", "E", "Quý I"]]
    _, found = read(first, second)
    assert [(t.lead_text, t.coordinate_text) for t in found] == [
        ("Phòng A", "B"),
        ("Phòng A", ""),
        ("Phòng A", ""),
        ("Phòng A", "E"),
    ]


def test_an_empty_cell_at_the_top_of_a_page_stays_empty_in_a_column_without_merges():
    _, found = read([HEAD, row("1"), row("2")], [HEAD, row("3", support="")])
    assert found[2].coordinate_text == ""


def test_a_row_cut_by_the_page_break_is_joined():
    _, found = read(
        [
            HEAD,
            row("1"),
            ["2", "Xây dựng phương án sắp xếp", "Phương án", "Phòng Tổ chức", "Các phòng, đơn vị có", "Quý"],
        ],
        [HEAD, ["", "nhà, đất của đơn vị", "", "cán bộ", "liên quan", "II/2026"], row("3")],
    )
    assert [t.no for t in found] == ["1", "2", "3"]
    assert found[1].task == "Xây dựng phương án sắp xếp nhà, đất của đơn vị"
    assert (found[1].lead_text, found[1].deadline.text) == ("Phòng Tổ chức cán bộ", "Quý II/2026")
    assert found[1].coordinate_text == "Các phòng, đơn vị có liên quan"


@pytest.mark.parametrize(
    "title",
    [
        [("I. CẢI CÁCH THỂ CHẾ", 1, 6)],
        ["I", "CẢI CÁCH THỂ CHẾ", "", "", "", ""],
        ["I", "Cải cách thể chế", "", "", "", ""],
        ["", "I. CẢI CÁCH THỂ CHẾ", "", "", "", ""],
    ],
)
def test_a_group_row_in_any_dress_is_the_section_and_no_task(title):
    _, found = read([HEAD, title, row("1"), row("2")])
    assert [t.no for t in found] == ["1", "2"]
    assert all("thể chế" in (t.section or "").casefold() for t in found)
    assert all((t.section or "").startswith("I") for t in found)


def test_numbers_that_restart_in_each_group_carry_the_group_in_the_path():
    _, found = read([HEAD, [("I. THỂ CHẾ", 1, 6)], row("1"), row("2"), [("II. TÀI CHÍNH CÔNG", 1, 6)], row("1")])
    assert [t.path for t in found] == [("I", "1"), ("I", "2"), ("II", "1")]


def test_numbers_that_run_through_all_groups_are_the_path_alone():
    _, found = read([HEAD, [("I. THỂ CHẾ", 1, 6)], row("1"), [("II. TÀI CHÍNH CÔNG", 1, 6)], row("2")])
    assert [t.path for t in found] == [("1",), ("2",)]


def test_a_section_column_with_row_spans_numbers_in_the_task_cells():
    head = ["Nội dung", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"]
    _, found = read(
        [head, [("Cải cách thể chế", 2, 1), "1. Việc một", "Sở A", "Quý I"], ["2. Việc hai", "Sở B", "Quý I"],
         ["Tài chính công", "1. Việc ba", "Sở C", "Quý I"]]
    )  # fmt: skip
    assert [(t.section, t.no, t.task) for t in found] == [
        ("Cải cách thể chế", "1", "Việc một"),
        ("Cải cách thể chế", "2", "Việc hai"),
        ("Tài chính công", "1", "Việc ba"),
    ]
    assert found[2].path == ("Tài chính công", "1")


def test_a_section_printed_once_a_page_goes_on_and_its_second_half_belongs_to_it():
    head = ["NỘI DUNG", "NHIỆM VỤ", "CƠ QUAN CHỦ TRÌ", "THỜI GIAN"]
    _, found = read(
        [head, ["I. THỂ CHẾ", "1. A b c", "Sở A", "Quý I"], ["", "2. D e f", "Sở A", "Quý I"]],
        [head, ["", "3. G h i", "Sở A", "Quý I"], ["II. XÂY DỰNG CHÍNH QUYỀN", "4. K l m", "Sở A", "Quý I"],
         ["ĐIỆN TỬ, CHÍNH QUYỀN SỐ", "5. N o p", "Sở A", "Quý I"]],
        origin="tabs",
    )  # fmt: skip
    second = "II. XÂY DỰNG CHÍNH QUYỀN ĐIỆN TỬ, CHÍNH QUYỀN SỐ"
    assert [t.section for t in found] == ["I. THỂ CHẾ"] * 3 + [second] * 2


def test_sub_rows_stand_under_the_row_that_announces_them():
    _, found = read([HEAD, ["1", "Chuyển đổi số", "", "", "", ""], row("1.1"), row("1.2"), row("2", task="Việc khác")])
    assert [(t.no, t.goal) for t in found] == [("1.1", "Chuyển đổi số"), ("1.2", "Chuyển đổi số"), ("2", None)]


@pytest.mark.parametrize("mark", ["nt", "-nt-", "″", '"', "như trên", "Như trên"])
def test_a_ditto_mark_repeats_the_cell_above(mark):
    _, found = read([HEAD, row("1", lead="Sở Nội vụ"), row("2", lead=mark, due=mark)])
    assert found[1].lead_text == "Sở Nội vụ"
    assert found[1].deadline.text == "Quý I"


@pytest.mark.parametrize(
    ("cell", "lead", "support"),
    [
        ("Sở A chủ trì, phối hợp với Sở B", "Sở A", "Sở B"),
        ("Chủ trì: Sở A; Phối hợp: Sở B, Sở C", "Sở A", "Sở B, Sở C"),
        ("Sở A phối hợp với các đơn vị liên quan", "Sở A", "các đơn vị liên quan"),
        ("Sở A chủ trì; Sở B phối hợp", "Sở A", "Sở B"),
        ("Sở A chủ trì", "Sở A", ""),
        ("Sở Nội vụ", "Sở Nội vụ", ""),
    ],
)
def test_lead_and_support_in_one_cell_are_told_apart(cell, lead, support):
    doc, (task,) = read([["TT", "Nhiệm vụ", "Đơn vị thực hiện", "Thời gian"], ["1", "Việc một", cell, "Quý I"]])
    assert (task.lead_text, task.coordinate_text) == (lead, support)
    spans = {f.field: f.spans for f in task.fields}
    assert [doc.slice(s) for s in spans["lead"]] == [lead]


@pytest.mark.parametrize(
    ("cell", "lead", "support", "doubt"),
    [
        ("Sở A / Sở B, Sở C", "Sở A", "Sở B, Sở C", False),
        ("Văn phòng HĐND/UBND", "Văn phòng HĐND/UBND", "", False),
        ("Sở A chủ trì, Sở B phối hợp", "Sở A", "Sở B", False),
        ("Sở A, Sở B", "Sở A, Sở B", "", True),
    ],
)
def test_under_a_heading_of_both_roles_a_bar_parts_them_and_a_list_is_in_doubt(cell, lead, support, doubt):
    heading = ["TT", "Nhiệm vụ", "Cơ quan thực hiện (chủ trì/phối hợp)", "Thời gian"]
    _, (task,) = read([heading, ["1", "Việc một", cell, "Quý I"]])
    assert (task.lead_text, task.coordinate_text, task.needs_review) == (lead, support, doubt)


def test_what_merged_cells_leave_empty_in_text_is_filled_and_marked():
    heading = ["TT", "Nhiệm vụ", "Hoạt động", "Chủ trì", "Phối hợp", "Thời gian"]
    rows = [["1", "Việc", "Bước một", "Sở A", "Sở B", "Quý I"], ["2", "", "Bước hai", "", "Sở C", "Quý II"]]
    doc = document([heading, *rows], origin="tabs")
    _, second = tasks(doc, OUTLINE, ByComma())
    assert (second.task, second.activity, second.lead_text, second.coordinate_text) == (
        "Việc",
        "Bước hai",
        "Sở A",
        "Sở C",
    )
    assert second.needs_review


def test_months_as_columns_give_the_deadline_by_their_crosses():
    _, found = read(
        [["TT", "Nhiệm vụ", "Chủ trì", "Quý I", "Quý II", "Quý III"], ["1", "Việc một", "Sở A", "", "x", "x"]]
    )
    assert found[0].deadline.text == "Quý II, Quý III"


def test_totals_and_notes_are_no_tasks():
    _, found = read([HEAD, row("1"), [("Tổng cộng: 01 nhiệm vụ", 1, 6)]])
    assert len(found) == 1


def test_a_table_that_assigns_nothing_gives_no_task():
    _, found = read(
        [["TT", "Nội dung chi", "Đơn vị tính", "Số lượng", "Thành tiền"], ["1", "Văn phòng phẩm", "Bộ", "2", "10"]]
    )
    assert found == ()


def test_several_tables_of_one_document_are_read_each_for_itself():
    other = ["Nhiệm vụ", "Người thực hiện", "Thời hạn"]
    _, found = read(
        [HEAD, row("1")], "Phụ lục II", [other, ["Lập dự toán", "Kế toán", "Tháng 7"]], "Phụ lục III", [HEAD, row("1")]
    )
    assert [(t.no, t.lead_text) for t in found] == [("1", "Văn phòng Sở"), (None, "Kế toán"), ("1", "Văn phòng Sở")]


def test_a_row_without_a_lead_asks_for_review():
    _, found = read([HEAD, row("1", lead="")])
    assert found[0].needs_review
    assert found[0].lead == ()
    assert found[0].review


def test_body_cells_that_look_like_headings_are_rows():
    _, found = read(
        [HEAD, row("1", product="Báo cáo kết quả thực hiện", lead="Các phòng chuyên môn", due="Quý 4/2026")]
    )
    assert [t.no for t in found] == ["1"]
