from __future__ import annotations

from typing import Any

import pytest

from search_api.service import Service


def asked(service: Service, question: str) -> dict[str, Any]:
    return dict(service.ask(question))


@pytest.mark.parametrize(
    "question",
    [
        "Đơn vị nào chủ trì rà soát tài sản công tại các trường học?",
        "don vi nao chu tri ra soat tai san cong tai cac truong hoc",
        "which unit leads tài sản công review ở trường học",
        "Which department leads the public asset review in schools?",
    ],
)
def test_the_lead_is_answered_however_it_is_asked(service: Service, question: str) -> None:
    found = asked(service, question)
    answer = found["answer"]
    assert [unit["name"] for unit in answer["units"]] == ["Sở Tài chính"]
    assert answer["deadline"]["start"] == "2024-04-01"
    assert answer["product"] == "Báo cáo"
    assert "Rà soát tài sản công tại các trường học" in found["citations"][0]["quote"]


def test_every_quote_is_a_slice_of_the_one_text(service: Service) -> None:
    for question in ("tài sản công", "kinh phí lấy từ nguồn nào", "Sở Nội vụ làm những việc gì"):
        found = asked(service, question)
        assert found["citations"]
        for citation in found["citations"]:
            text = service.text(citation["document_id"])
            start, end = citation["url"].split("span=")[1].split("#")[0].split("-")
            assert text[int(start) : int(end)] == citation["quote"]


@pytest.mark.parametrize(
    "question, names",
    [
        ("Cơ quan nào phối hợp đo lường sự hài lòng của người dân?", ["Bưu điện tỉnh"]),
        ("Ai phối hợp công bố kết quả giải quyết thủ tục hành chính?", []),
    ],
)
def test_coordinators_are_answered_and_a_blank_cell_is_said_to_be_blank(
    service: Service, question: str, names: list[str]
) -> None:
    answer = asked(service, question)["answer"]
    assert not answer["abstained"]
    said = [unit["name"] for unit in answer["coordinate"]]
    assert len(said) == len(names)
    assert all(one.startswith(name) for one, name in zip(said, names, strict=True))
    assert names or "để trống" in answer["text"]


def test_a_count_and_a_list_are_complete(service: Service) -> None:
    assert asked(service, "Phụ lục QĐ 77 có bao nhiêu nhiệm vụ?")["answer"]["count"] == 4
    answer = asked(service, "Những nhiệm vụ nào của QĐ 77 có hạn quý I năm 2024?")["answer"]
    assert [task["no"] for task in answer["tasks"]] == ["2"]
    answer = asked(service, "Sở Nội vụ phối hợp những nhiệm vụ nào?")["answer"]
    assert [task["no"] for task in answer["tasks"]] == ["2"]
    answer = asked(service, "viec gi tinh Lam Son phai lam hang thang")["answer"]
    assert [task["no"] for task in answer["tasks"]] == ["3"]


@pytest.mark.parametrize(
    "question, said",
    [
        ("Sở Nội vụ phối hợp những nhiệm vụ nào trong QĐ 77?", "Đã lọc theo: 77/QĐ-UBND; Sở Nội vụ; phối hợp."),
        ("How many tasks of QĐ 77 are due in the first quarter of 2024?", "Filtered by: 77/QĐ-UBND; "),
    ],
)
def test_a_list_and_a_count_say_what_cut_them(service: Service, question: str, said: str) -> None:
    answer = asked(service, question)["answer"]
    assert len(answer["tasks"]) == answer["count"] == 1
    assert said in answer["text"]


@pytest.mark.parametrize(
    "question, rows",
    [
        ("Which tasks does the Department of Home Affairs lead in the Lam Sơn provincial plan?", ["4"]),
        ("List all tasks led by Sở Nội vụ in Lam Sơn province's plan", ["4"]),
        ("Văn phòng Ủy ban nhân dân tỉnh chủ trì những nhiệm vụ nào?", ["3"]),
        ("Những nhiệm vụ nào của QĐ 77 có hạn trước tháng 6 năm 2024?", ["2"]),
        ("Which tasks of QĐ 77 are due after June 2024?", ["4"]),
    ],
)
def test_a_list_is_of_the_unit_the_plan_and_the_time_named(service: Service, question: str, rows: list[str]) -> None:
    assert [task["no"] for task in asked(service, question)["answer"]["tasks"]] == rows


def test_a_comparison_gives_every_plan_its_say(service: Service) -> None:
    found = asked(service, "So sánh kinh phí thực hiện của tỉnh Lam Sơn và xã Hòa Tân")
    assert {citation["file"] for citation in found["citations"]} >= {"101-tinh.txt", "102-xa.txt"}


@pytest.mark.parametrize(
    "question",
    [
        "Số điện thoại đường dây nóng của tỉnh Lam Sơn là số nào?",
        "Tổng kinh phí chuyển đổi số là bao nhiêu tỷ đồng?",
        "Tỉnh Lam Sơn xếp hạng thứ mấy về chuyển đổi số?",
        "Ai ký Kế hoạch của xã Hòa Tân?",
        "Tỉnh Cà Mau giao ai chủ trì nuôi tôm?",
    ],
)
def test_what_the_plans_do_not_say_is_not_answered(service: Service, question: str) -> None:
    found = asked(service, question)
    assert found["answer"]["abstained"]
    assert found["answer"]["reason"].endswith(".")
    assert found["citations"] == []


@pytest.mark.parametrize(
    "question, words",
    [
        ("Bao nhiêu phần trăm hồ sơ công việc xử lý trên mạng?", "85%"),
        ("Nghị định 42/2022/NĐ-CP quy định về gì?", "cung cấp thông tin trực tuyến"),
        ("kinh phí của xã Hòa Tân lấy từ nguồn nào", "ngân sách xã"),
    ],
)
def test_facts_are_answered_in_the_words_of_the_plan(service: Service, question: str, words: str) -> None:
    found = asked(service, question)
    assert words in found["answer"]["text"]
    assert words in found["citations"][0]["quote"]


def test_a_keyword_finds_its_passage_first(service: Service) -> None:
    found = asked(service, "chữ ký số")
    assert "chữ ký số" in found["hits"][0]["text"]
    assert not found["answer"]["abstained"]


def test_a_typed_mark_outranks_a_match_without_marks(service: Service) -> None:
    hits = asked(service, "tiếp công dân")["hits"]
    assert "tiếp công dân" in hits[0]["text"]


def test_who_coordinates_with_a_unit_is_told_over_all_that_it_leads(service: Service) -> None:
    answer = asked(service, "Những đơn vị nào phối hợp với Sở Tài chính trong QĐ 77?")["answer"]
    assert [unit["name"] for unit in answer["coordinate"]] == ["Sở Giáo dục và Đào tạo"]
    assert [task["no"] for task in answer["tasks"]] == ["1"]


def test_a_unit_has_tasks_of_both_roles_where_both_are_asked_for(service: Service) -> None:
    answer = asked(service, "Sở Nội vụ chủ trì và phối hợp những nhiệm vụ nào của QĐ 77?")["answer"]
    assert [task["no"] for task in answer["tasks"]] == ["2", "4"]


def test_plans_named_side_by_side_are_compared(service: Service) -> None:
    question = "Tài sản công: kế hoạch của tỉnh Lam Sơn và kế hoạch của xã Hòa Tân giao cho ai?"
    assert asked(service, question)["answer"]["intent"] == "compare"


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch năm 2025 của xã Hòa Tân có bao nhiêu nhiệm vụ?",
        "Sở Tài chính tỉnh Lam Sơn chủ trì việc gì về tiêm chủng?",
        "Phụ lục QĐ 77 có bao nhiêu nhiệm vụ về tiêm chủng?",
    ],
)
def test_a_plan_of_another_year_and_a_subject_that_no_task_says_have_no_list(service: Service, question: str) -> None:
    assert asked(service, question)["answer"]["abstained"]
