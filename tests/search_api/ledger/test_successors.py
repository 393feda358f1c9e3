"""Named then, responsible now: successors, their dates, bases and doubts, and the way back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.gazetteer import load
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
        (
            "Sở Giao thông vận tải",
            "tỉnh Cao Bằng",
            [("Sở Xây dựng", "tỉnh Cao Bằng"), ("Công an tỉnh", "tỉnh Cao Bằng")],
        ),
        ("Thanh tra Sở Xây dựng", "tỉnh Cao Bằng", [("Thanh tra tỉnh", "tỉnh Cao Bằng")]),
        ("Kho bạc Nhà nước tỉnh Cao Bằng", "tỉnh Cao Bằng", [("Kho bạc Nhà nước khu vực", "tỉnh Cao Bằng")]),
        ("Ủy ban nhân dân thành phố Hà Nội", "thành phố Hà Nội", []),
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
        "Công an tỉnh",
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


@pytest.mark.parametrize(
    ("name", "scope"),
    [("Ủy ban nhân dân huyện Trà Vân", ""), ("Ủy ban nhân dân thành phố Tây Ninh", "thành phố Tây Ninh")],
)
def test_any_district_ends_with_its_level(name: str, scope: str) -> None:
    found = successors(name, scope)
    assert {one.name for one in found} == {"Ủy ban nhân dân cấp xã", "Ủy ban nhân dân tỉnh"}


def test_the_way_back_leads_to_every_old_name_and_place() -> None:
    assert set(predecessors("Sở Tài chính", "tỉnh Tây Ninh")) == {
        ("Sở Kế hoạch và Đầu tư", "tỉnh Tây Ninh"),
        ("Sở Kế hoạch và Đầu tư", "tỉnh Long An"),
        ("Sở Tài chính", "tỉnh Long An"),
    }
    assert predecessors("Sở Tài chính", "tỉnh Tây Ninh", date(2025, 1, 1)) == ()


def test_provinces_are_merged_as_the_notes_say(shared: Path) -> None:
    notes = (shared / "domain.md").read_text(encoding="utf8")
    said = notes[notes.index("Tuyên Quang←") : notes.index("An Giang←Kiên Giang") + len("An Giang←Kiên Giang")]
    short = {"TP.HCM": "Hồ Chí Minh"}
    merged = {
        old.strip(): short.get(new, new)
        for new, olds in (part.strip().split("←") for part in said.split(";"))
        for old in olds.split(",")
    }
    held = load("provinces")
    # Huế became a city of its own before, and was merged with nothing.
    ours = {one["name"]: one["merged_into"] for one in held if one["merged_into"] not in ("", "Huế")}
    assert ours == merged
    assert sum(not one["merged_into"] for one in held) == 34


def test_every_row_has_act_day_and_a_word_on_whether_it_is_confirmed() -> None:
    rows = load("successors")
    assert all(one["basis"] and one["verified"] in ("yes", "no") for one in rows)
    assert {one["date"] for one in rows} == {"2025-03-01", "2025-07-01"}
    assert len({(one["old"], one["new"], one["place"]) for one in rows}) == len(rows)
