"""Which units are put before people as perhaps one: the same words, a slip of one word, never another body."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.store.records import StoredUnit
from search_api.amending.alike import alike

PROVINCE = "tỉnh Lam Giang"
OFFICE = "Sở Thủy lợi tỉnh Lam Giang"


def unit(name: str, scope: str = PROVINCE, leads: int = 1, since: date | None = None) -> StoredUnit:
    return StoredUnit(f"{name}@{scope}@{since}", name, scope, "", leads, 0, 0, since, None)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (unit("Đài Phát thanh và Truyền hình tỉnh Lam Giang"), unit("Đài Phát thanh - Truyền hình"), "words"),
        (unit("Các đơn vị trên địa bàn xã"), unit("Đơn vị thuộc xã"), "words"),
        (unit("Ủy ban nhân dân cấp xã"), unit("Ủy ban nhân dân cấp xã", OFFICE), "place"),
        (unit("Phòng Công trình", ""), unit("Phòng Công trình", OFFICE), "place"),
        (unit("Phòng Hành chính"), unit("Phòng Hành chinh"), "slip"),
        (unit("Phòng Công trình đê"), unit("Phòng Công trinhf đê"), "slip"),
    ],
)
def test_what_may_be_one_body_is_put_forward(one: StoredUnit, other: StoredUnit, why: str) -> None:
    (found,) = alike([one, other])
    assert found.why == why and {found.unit.id, found.other.id} == {one.id, other.id}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (unit("Phòng 1"), unit("Phòng 2")),
        (unit("Trạm bơm số II"), unit("Trạm bơm số III")),
        (unit("Sở Tài chính"), unit("Sở Tài nguyên")),
        (unit("Ủy ban nhân dân xã"), unit("Ủy ban nhân dân huyện")),
        (unit("Các sở, ban, ngành"), unit("Các sở, ngành")),
        (unit("Thanh tra tỉnh Lam Giang"), unit("Thanh tra Sở Thủy lợi", OFFICE)),
        (unit("Văn phòng", OFFICE), unit("Văn phòng", "Sở Tư pháp tỉnh Lam Giang")),
        (unit("Sở Nội vụ"), unit("Sở Nội vụ", since=date(2025, 3, 1))),
    ],
)
def test_different_bodies_are_left_alone(one: StoredUnit, other: StoredUnit) -> None:
    assert alike([one, other]) == ()


def test_the_busier_unit_of_a_pair_and_the_busiest_pair_come_first() -> None:
    quiet = (unit("Phòng Công trình", ""), unit("Phòng Công trình", leads=2))
    busy = (unit("Ban Kế hoạch", "", 4), unit("Ban Kế hoạch", leads=9))
    found = alike([*quiet, *busy])
    assert [(pair.unit.leads, pair.other.leads) for pair in found] == [(9, 4), (2, 1)]
