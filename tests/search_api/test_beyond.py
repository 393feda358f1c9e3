"""Questions about what is not held: no neighbour's answer is given in its place."""

from __future__ import annotations

import pytest

from search_api.service import Service


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch năm 2024 của Sở Tài chính giao ai rà soát tài sản công?",
        "Năm 2019 xã Hòa Tân giao ai lập danh mục tài sản?",
        "Bộ phận một cửa xã Hòa Tân mở cửa từ mấy giờ?",
        "Which contractor won the bid for public asset review?",
        "Who is the principal of the Lam Sơn college?",
        "Xã Hòa Tân có bao nhiêu giáo viên?",
        "hello there, how are you?",
        "Do you think the plan is realistic?",
        "asdf qwer zxcv",
        "Translate the word bureaucracy into French",
        "Which tasks did Hòa Tân commune have in 2011?",
        "Sở Tài chính chủ trì quy hoạch nghĩa trang ra sao?",
        "Khi nào Công an xã Hòa Tân bảo vệ kho lưu giữ hồ sơ?",
        "Xã Hòa Tân giao ai đo lường sự hài lòng của người dân?",
        "Hạn nộp tờ khai thuế thu nhập cá nhân năm 2024 là khi nào?",
        "Trưởng phòng Kế hoạch và Đầu tư công của Sở Tài chính tên là gì?",
    ],
)
def test_what_no_plan_says_is_abstained_from_with_a_reason(service: Service, question: str) -> None:
    answer = service.ask(question)["answer"]
    assert answer["abstained"] and answer["reason"]


@pytest.mark.parametrize(
    "question, unit",
    [
        ("Ai chủ trì rà soát tài sản công tại các trường học năm 2024?", "Sở Tài chính"),
        ("Kế hoạch năm 2024 của tỉnh Lam Sơn giao ai đo lường sự hài lòng?", "Sở Nội vụ"),
        ("Tỉnh Lam Sơn giao ai đo lường sự hài lòng của người dân?", "Sở Nội vụ"),
    ],
)
def test_what_a_plan_says_is_still_answered(service: Service, question: str, unit: str) -> None:
    assert [one["name"] for one in service.ask(question)["answer"]["units"]] == [unit]
