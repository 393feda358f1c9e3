"""Deadlines that sentences state, and times that they merely speak of."""

from __future__ import annotations

from datetime import date

import pytest

from search_api.ledger.prose import stated


@pytest.mark.parametrize(
    ("sentence", "kind", "end", "every", "day", "printed"),
    [
        ("Sở X hoàn thành trước ngày 30/6/2024.", "date", date(2024, 6, 30), None, None, "trước ngày 30/6/2024"),
        ("Phòng A trình Giám đốc trong tháng 3/2024", "month", date(2024, 3, 31), None, None, "trong tháng 3/2024"),
        ("nghiệm thu xong trong quý II năm 2024", "quarter", date(2024, 6, 30), None, None, "trong quý II năm 2024"),
        ("Gửi số liệu trước ngày 25 hằng tháng về Sở", "recurring", None, "month", 25, "trước ngày 25 hằng tháng"),
        ("Nộp báo cáo trước ngày 15 tháng cuối quý", "recurring", None, "quarter", 15, "trước ngày 15 tháng cuối quý"),
        ("Trạm Y tế, hằng tháng, trực tại ấp", "recurring", None, "month", None, "hằng tháng"),
        ("Họp giao ban vào tuần cuối của mỗi quý", "recurring", None, "quarter", None, "vào tuần cuối của mỗi quý"),
        ("Trực từ ngày 01/5 đến ngày 30/11/2024", "range", date(2024, 11, 30), None, None, None),
        ("Chậm nhất ngày 05/9 phải gửi danh sách", "date", date(2024, 9, 5), None, None, "Chậm nhất ngày 05/9"),
        ("Ban hành trong vòng 15 ngày kể từ ngày nhận văn bản", "relative", None, None, None, None),
    ],
)
def test_a_sentence_that_says_when_has_a_deadline(
    sentence: str, kind: str, end: date | None, every: str | None, day: int | None, printed: str | None
) -> None:
    found = stated(sentence, 2024)
    assert found is not None
    assert (found.kind, found.end, found.every, found.day) == (kind, end, every, day)
    assert found.text in sentence
    assert printed is None or found.text == printed


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 15/01/2024",
        "Cân đối nguồn chi thường xuyên năm 2024",
        "Tuyên truyền nhiệm vụ cải cách hành chính năm 2024",
        "Tham mưu tổng kết Chương trình chuyển đổi số đến năm 2025 và định hướng đến năm 2030",
        "Bảo đảm thời gian gián đoạn không quá 04 giờ mỗi quý",
        "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính",
        "",
    ],
)
def test_times_that_a_sentence_speaks_of_are_no_deadlines(sentence: str) -> None:
    assert stated(sentence, 2024) is None
