"""Named then, responsible now: successors, their dates, bases and doubts, and the way back."""

from __future__ import annotations

from datetime import date

import pytest

from search_api.ledger.successors import MERGED_BY, predecessors, successors


def names(*unit: str, **days: date) -> list[tuple[str, str]]:
    return [(one.name, one.scope) for one in successors(*unit, **days)]


@pytest.mark.parametrize(
    ("name", "scope", "now"),
    [
        ("Bộ Giao thông vận tải", "", [("Bộ Xây dựng", "")]),
        ("Sở Kế hoạch và Đầu tư", "tỉnh Cao Bằng", [("Sở Tài chính", "tỉnh Cao Bằng")]),
        ("Sở Kế hoạch và Đầu tư", "tỉnh Long An", [("Sở Tài chính", "tỉnh Tây Ninh")]),
        ("Sở Giao thông vận tải", "thành phố Hồ Chí Minh", [("Sở Giao thông công chánh", "thành phố Hồ Chí Minh")]),
        ("Sở Giao thông vận tải", "tỉnh Cao Bằng", [("Sở Xây dựng", "tỉnh Cao Bằng")]),
        ("Sở Y tế", "tỉnh Hà Giang", [("Sở Y tế", "tỉnh Tuyên Quang")]),
        ("Sở Y tế", "tỉnh Cao Bằng", []),
        ("Sở Du lịch", "tỉnh Cao Bằng", []),
        ("Văn phòng", "Sở Tài chính tỉnh Long An", []),
    ],
)
def test_a_unit_has_its_successor(name: str, scope: str, now: list[tuple[str, str]]) -> None:
    assert names(name, scope) == now


def test_a_body_of_a_province_that_others_joined_is_another_body() -> None:
    (one,) = successors("Sở Tài chính", "tỉnh Tây Ninh")
    assert (one.name, one.scope) == ("Sở Tài chính", "tỉnh Tây Ninh")
    assert [(step.basis, step.since) for step in one.steps] == [(MERGED_BY, date(2025, 7, 1))]


def test_several_successors_stay_several_with_their_subjects() -> None:
    found = successors("Sở Lao động - Thương binh và Xã hội", "tỉnh Cao Bằng")
    assert {one.name for one in found} == {
        "Sở Nội vụ",
        "Sở Giáo dục và Đào tạo",
        "Sở Y tế",
        "Sở Nông nghiệp và Môi trường",
    }
    assert all(one.subject for one in found)
    assert not any(one.verified for one in found)


def test_what_the_notes_confirm_is_marked_so() -> None:
    (one,) = successors("Bộ Kế hoạch và Đầu tư")
    assert one.verified
    assert one.steps[0].basis == "Nghị quyết 190/2025/QH15"


@pytest.mark.parametrize(
    ("days", "now"),
    [
        ({"as_of": date(2025, 2, 28)}, []),
        ({"as_of": date(2025, 3, 1)}, [("Sở Tài chính", "tỉnh Long An")]),
        ({"as_of": date(2025, 7, 1)}, [("Sở Tài chính", "tỉnh Tây Ninh")]),
        ({"named_on": date(2025, 7, 2)}, []),
    ],
)
def test_the_day_decides(days: dict[str, date], now: list[tuple[str, str]]) -> None:
    assert names("Sở Kế hoạch và Đầu tư", "tỉnh Long An", **days) == now


def test_any_district_ends_with_its_level() -> None:
    found = successors("Ủy ban nhân dân huyện Trà Vân")
    assert {one.name for one in found} == {"Ủy ban nhân dân cấp xã", "Ủy ban nhân dân tỉnh"}


def test_the_way_back_leads_to_every_old_name_and_place() -> None:
    assert set(predecessors("Sở Tài chính", "tỉnh Tây Ninh")) == {
        ("Sở Kế hoạch và Đầu tư", "tỉnh Tây Ninh"),
        ("Sở Kế hoạch và Đầu tư", "tỉnh Long An"),
        ("Sở Tài chính", "tỉnh Long An"),
    }
    assert predecessors("Sở Tài chính", "tỉnh Tây Ninh", date(2025, 1, 1)) == ()
