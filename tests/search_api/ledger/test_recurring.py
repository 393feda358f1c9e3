"""Recurring deadlines worked out to days."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.extract.deadlines import deadline
from search_api.ledger.recurring import days, rule


def worked_out(text: str, first: str, last: str, about: str = "") -> list[str]:
    found = rule(deadline(text, 2024), about)
    assert found is not None
    return [day.isoformat() for day, _ in days(found, date.fromisoformat(first), date.fromisoformat(last))]


@pytest.mark.parametrize(
    "text, first, last, expected",
    [
        ("Hằng tháng", "2024-01-15", "2024-03-31", ["2024-01-31", "2024-02-29", "2024-03-31"]),
        ("Trước ngày 25 hằng tháng", "2024-01-26", "2024-03-25", ["2024-02-25", "2024-03-25"]),
        ("Ngày 31 hằng tháng", "2023-02-01", "2023-03-31", ["2023-02-28", "2023-03-31"]),
        ("Hằng quý", "2024-01-01", "2024-12-31", ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"]),
        ("Trước ngày 15 tháng cuối quý", "2024-01-01", "2024-06-30", ["2024-03-15", "2024-06-15"]),
        ("Trước ngày 05 tháng đầu của quý", "2024-01-01", "2024-06-30", ["2024-01-05", "2024-04-05"]),
        ("Trước ngày 20 của kỳ báo cáo", "2024-01-01", "2024-06-30", ["2024-03-20", "2024-06-20"]),
        ("Định kỳ 6 tháng", "2024-01-01", "2024-12-31", ["2024-06-30", "2024-12-31"]),
        ("Hằng năm", "2024-01-01", "2025-12-31", ["2024-12-31", "2025-12-31"]),
        ("Quý I hằng năm", "2024-01-01", "2025-12-31", ["2024-03-31", "2025-03-31"]),
        ("Trước ngày 10/11 hằng năm", "2024-01-01", "2024-12-31", ["2024-11-10"]),
        ("Thứ sáu hằng tuần", "2024-03-01", "2024-03-15", ["2024-03-01", "2024-03-08", "2024-03-15"]),
        ("Hằng tuần", "2024-03-04", "2024-03-17", ["2024-03-10", "2024-03-17"]),
        ("Hằng quý", "2024-04-01", "2024-06-29", []),
    ],
)
def test_a_recurring_deadline_falls_on_its_days(text: str, first: str, last: str, expected: list[str]) -> None:
    assert worked_out(text, first, last) == expected


def test_the_task_s_own_words_tell_what_a_reporting_period_is() -> None:
    text = "Trước ngày 20 của kỳ báo cáo"
    monthly = worked_out(text, "2024-01-01", "2024-03-31", "Gửi báo cáo hằng tháng về kết quả tiếp dân")
    assert monthly == ["2024-01-20", "2024-02-20", "2024-03-20"]


def test_what_is_supposed_is_said() -> None:
    found = rule(deadline("Trước ngày 20 của kỳ báo cáo", 2024))
    assert found is not None
    assert any("kỳ tính theo quý" in note for note in found.notes)
    plain = rule(deadline("Trước ngày 15 tháng cuối quý", 2024))
    assert plain is not None and plain.notes == ()


def test_a_month_without_the_day_is_told_apart() -> None:
    found = rule(deadline("Ngày 30 hằng tháng", 2024))
    assert found is not None
    cut = [short for _, short in days(found, date(2023, 1, 1), date(2023, 3, 31))]
    assert cut == [False, True, False]


def test_what_is_due_every_day_has_no_rule() -> None:
    assert rule(deadline("Hằng ngày", 2024)) is None
