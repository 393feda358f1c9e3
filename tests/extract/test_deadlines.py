"""Deadline phrases of the genre, their near-misses, and every deadline of the annotated plans."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.extract.deadlines import deadline

DATED = [
    # a day
    ("trước ngày 30/6/2026", "date", "2026-06-30", "2026-06-30", "before"),
    ("Chậm nhất ngày 30/6/2026", "date", "2026-06-30", "2026-06-30", "by"),
    ("chậm nhất là ngày 05 tháng 8 năm 2025", "date", "2025-08-05", "2025-08-05", "by"),
    ("Đến hết ngày 31-12-2025", "date", "2025-12-31", "2025-12-31", "by"),
    ("Hạn cuối 15.10.2024", "date", "2024-10-15", "2024-10-15", "by"),
    ("Ngày 15/3", "date", "2024-03-15", "2024-03-15", None),
    ("Trước 20/11/2024", "date", "2024-11-20", "2024-11-20", "before"),
    ("Từ ngày 01/3/2024 đến ngày 30/4/2024", "range", "2024-03-01", "2024-04-30", "by"),
    ("01/01/2024 - 31/12/2024", "range", "2024-01-01", "2024-12-31", None),
    # months
    ("Trong tháng 1", "month", "2024-01-01", "2024-01-31", None),
    ("Tháng 03/2024", "month", "2024-03-01", "2024-03-31", None),
    ("Tháng 01 năm 2025", "month", "2025-01-01", "2025-01-31", None),
    ("tháng 2/2023", "month", "2023-02-01", "2023-02-28", None),
    ("03/2025", "month", "2025-03-01", "2025-03-31", None),
    ("Tháng 5, 6/2024", "month", "2024-05-01", "2024-06-30", None),
    ("Tháng 3 - 4/2024", "range", "2024-03-01", "2024-04-30", None),
    ("Từ tháng 3 đến tháng 10/2024", "range", "2024-03-01", "2024-10-31", "by"),
    ("Tháng 11/2024 - tháng 2/2025", "range", "2024-11-01", "2025-02-28", None),
    ("Trước tháng 6/2025", "month", "2025-06-01", "2025-06-30", "before"),
    ("Hết tháng 9/2024", "month", "2024-09-01", "2024-09-30", "by"),
    # months in words
    ("Trong tháng sáu", "month", "2024-06-01", "2024-06-30", None),
    ("tháng mười một năm 2025", "month", "2025-11-01", "2025-11-30", None),
    ("Tháng năm năm 2025", "month", "2025-05-01", "2025-05-31", None),
    ("Từ tháng hai đến tháng tư", "range", "2024-02-01", "2024-04-30", "by"),
    ("Sáu tháng đầu năm", "range", "2024-01-01", "2024-06-30", None),
    # quarters
    ("Quý II/2024", "quarter", "2024-04-01", "2024-06-30", None),
    ("Quý I năm 2025", "quarter", "2025-01-01", "2025-03-31", None),
    ("Quí IV-2024", "quarter", "2024-10-01", "2024-12-31", None),
    ("Quý 4/2024", "quarter", "2024-10-01", "2024-12-31", None),
    ("Quý III năm 2024", "quarter", "2024-07-01", "2024-09-30", None),
    ("Quý III và IV năm 2024", "quarter", "2024-07-01", "2024-12-31", None),
    ("Quý III", "quarter", "2024-07-01", "2024-09-30", None),
    ("Quý II, III/2024", "quarter", "2024-04-01", "2024-09-30", None),
    ("Quý III và quý IV năm 2024", "quarter", "2024-07-01", "2024-12-31", None),
    ("Quý IV/2024 đến quý II/2025", "range", "2024-10-01", "2025-06-30", "by"),
    ("Quý II - Quý III/2024", "range", "2024-04-01", "2024-09-30", None),
    ("Quý II-III/2024", "range", "2024-04-01", "2024-09-30", None),
    ("III/2025", "quarter", "2025-07-01", "2025-09-30", None),
    # parts of a year
    ("6 tháng đầu năm 2026", "range", "2026-01-01", "2026-06-30", None),
    ("06 tháng cuối năm", "range", "2024-07-01", "2024-12-31", None),
    ("Nửa đầu năm 2025", "range", "2025-01-01", "2025-06-30", None),
    # years
    ("Trong năm 2024", "year", "2024-01-01", "2024-12-31", None),
    ("2022", "year", "2022-01-01", "2022-12-31", None),
    ("Cả năm", "year", "2024-01-01", "2024-12-31", None),
    ("Trong năm", "year", "2024-01-01", "2024-12-31", None),
    ("Đến năm 2030", "year", "2030-01-01", "2030-12-31", "by"),
    ("Năm 2024 -2025", "range", "2024-01-01", "2025-12-31", None),
    ("Năm 2024, 2025", "range", "2024-01-01", "2025-12-31", None),
    ("2021-2025", "range", "2021-01-01", "2025-12-31", None),
    ("Giai đoạn 2026 – 2030", "range", "2026-01-01", "2030-12-31", None),
    ("Từ năm 2023 đến năm 2025", "range", "2023-01-01", "2025-12-31", "by"),
    # a cited document's date is no deadline
    ("Năm 2024 (Quyết định số 12/QĐ-UBND ngày 05/01/2023)", "year", "2024-01-01", "2024-12-31", None),
]


@pytest.mark.parametrize(("text", "kind", "start", "end", "operator"), DATED)
def test_a_printed_time_becomes_its_first_and_last_day(text, kind, start, end, operator):
    d = deadline(text, 2024)
    assert (d.kind, str(d.start), str(d.end), d.operator) == (kind, start, end, operator)
    assert d.text == text
    assert d.also == ()


RECURRING = [
    ("Hàng tháng", "month", None),
    ("Hằng quý", "quarter", None),
    ("Hàng năm", "year", None),
    ("Hàng tuần", "week", None),
    ("Định kỳ hàng năm", "year", None),
    ("Thực hiện định kỳ hàng năm", "year", None),
    ("Định kỳ quý", "quarter", None),
    ("Định kỳ 6 tháng", "half-year", None),
    ("Định kỳ 6 tháng, năm", "half-year", None),
    ("6 tháng và cả năm", "half-year", None),
    ("Quý 1 hàng năm", "year", None),
    ("Tháng 12 hằng năm", "year", None),
    ("Trước ngày 15/12 hàng năm", "year", 15),
    ("Trước ngày 20 của kỳ Báo cáo", "period", 20),
    ("trước ngày 15 tháng cuối quý", "quarter", 15),
    ("Trước ngày 12 của tháng cuối kỳ báo cáo", "period", 12),
    ("Ngày 25 hàng tháng", "month", 25),
    ("Quý 4 năm trước năm kế hoạch", "year", None),
    ("Định kỳ", "period", None),
    ("Mỗi quý một lần", "quarter", None),
    ("01 lần/năm", "year", None),
    ("Hàng quý, 6 tháng, năm", "quarter", None),
    ("Quý I, 6 tháng, 9 tháng và năm", "quarter", None),
]


@pytest.mark.parametrize(("text", "every", "day"), RECURRING)
def test_what_comes_back_has_a_period_and_no_single_date(text, every, day):
    d = deadline(text, 2024)
    assert (d.kind, d.start, d.end, d.every, d.day) == ("recurring", None, None, every, day)


@pytest.mark.parametrize(
    ("text", "every", "start", "end"),
    [
        ("Quý I, II, III và cả năm 2024", "quarter", "2024-01-01", "2024-12-31"),
        ("Hàng quý và năm 2024", "quarter", "2024-01-01", "2024-12-31"),
        ("Hàng tháng trong năm 2025", "month", "2025-01-01", "2025-12-31"),
        ("Hằng năm, giai đoạn 2021-2025", "year", "2021-01-01", "2025-12-31"),
    ],
)
def test_a_recurring_deadline_keeps_the_years_printed_with_it(text, every, start, end):
    d = deadline(text, 2024)
    assert (d.kind, d.every, str(d.start), str(d.end)) == ("recurring", every, start, end)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Thường xuyên", "ongoing"),
        ("Trong 24 giờ", "relative"),
        ("Sau Đại hội", "relative"),
        ("Sau mỗi đợt kiểm tra", "relative"),
        ("Thường xuyên, liên tục", "ongoing"),
        ("Thực hiện thường xuyên hàng năm", "ongoing"),
        ("Theo Kế hoạch số 412/KH-UBND ngày 03/02/2023 của UBND tỉnh", "relative"),
        ("Theo tiến độ tại Quyết định số 12/QĐ-TTg", "relative"),
        ("Trong vòng 05 ngày làm việc kể từ ngày nhận đủ hồ sơ", "relative"),
        ("trong 10 ngày kể từ ngày 15/3/2024", "relative"),
        ("Chậm nhất 30 ngày kể từ khi Nghị quyết được thông qua", "relative"),
        ("Trong vòng 3 tháng", "relative"),
        ("Ngay sau khi Kế hoạch được ban hành", "relative"),
        ("Sau khi có hướng dẫn của Bộ Nội vụ", "relative"),
        ("Theo kế hoạch", "none"),
        ("Khi có yêu cầu", "none"),
        ("Theo quy định của cấp trên", "none"),
        ("Theo chỉ đạo của UBND tỉnh", "none"),
        ("Đột xuất", "none"),
        ("Tháng sau", "none"),
        ("Tháng chạp", "none"),
        ("", "none"),
        ("-", "none"),
        ("Sở Nội vụ", "none"),
        ("Tiêu chuẩn TCVN ISO 9001:2015", "none"),
    ],
)
def test_standing_relative_and_timeless_phrases_have_no_dates(text, kind):
    d = deadline(text, 2024)
    assert (d.kind, d.start, d.end) == (kind, None, None)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("- Tháng 01/2024 - Tháng 12/2024", ("month", "2024-01-01"), ("month", "2024-12-01")),
        ("- Tháng 3/2024\n\n- Tháng 12/2024", ("month", "2024-03-01"), ("month", "2024-12-01")),
        ("Tháng 6 và tháng 12 năm 2025", ("month", "2025-06-01"), ("month", "2025-12-01")),
        ("Quý I; Quý III/2024", ("quarter", "2024-01-01"), ("quarter", "2024-07-01")),
        ("Hàng quý và năm 2024", ("recurring", "2024-01-01"), ("year", "2024-01-01")),
    ],
)
def test_two_milestones_of_one_cell_are_two_records(text, first, second):
    d = deadline(text, 2024)
    (also,) = d.also
    assert [(d.kind, str(d.start)), (also.kind, str(also.start))] == [first, second]


def test_a_bulleted_cell_keeps_every_milestone():
    d = deadline("- Tháng 01/2024 -  Định kỳ hàng quý và năm 2024", None)
    assert [a.kind for a in d.also] == ["recurring", "year"]


@pytest.mark.parametrize("text", ["trước ngày 31/6/2026", "Ngày 30 tháng 2 năm 2024", "Tháng 13/2024"])
def test_an_impossible_date_is_flagged_and_not_repaired(text):
    d = deadline(text, 2024)
    assert (d.start, d.end) == (None, None)
    assert any("không có ngày tháng này" in note for note in d.notes)


def test_a_year_that_is_not_printed_is_said_to_be_the_plans():
    assert any("2024" in note and "không in năm" in note for note in deadline("Trong tháng 1", 2024).notes)
    assert deadline("Tháng 1/2024", 2023).notes == ()


def test_without_any_year_a_month_has_no_dates():
    d = deadline("Quý II", None)
    assert (d.kind, d.start, d.end) == ("quarter", None, None)
    assert d.notes


def test_an_anchor_that_is_printed_is_noted():
    assert deadline("trong 10 ngày kể từ ngày 15/3/2024", 2024).notes == ("tính từ ngày 15/03/2024",)


def test_years_that_go_on_have_no_last_day():
    d = deadline("Năm 2024 và những năm tiếp theo", 2024)
    assert (str(d.start), d.end) == ("2024-01-01", None)


def test_decomposed_letters_and_both_spellings_read_alike():
    assert deadline("Qu\u0079\u0301 II/2024", None).end == deadline("Quí II/2024", None).end is not None


@pytest.mark.shared
@pytest.mark.parametrize("plan", ["001", "003"])
def test_the_deadlines_of_the_annotated_plans(shared: Path, plan: str):
    tasks = json.loads((shared / "gold" / f"{plan}.json").read_text(encoding="utf8"))["tasks"]
    wrong = []
    for task in tasks:
        d, want = deadline(task["deadline_text"], 2024), task["deadline"]
        got = (d.kind, d.start and str(d.start), d.end and str(d.end))
        if got != (want["kind"], want["start"], want["end"]):
            wrong.append((task["no"], got, want))
    assert len(wrong) <= 0.03 * len(tasks), wrong
