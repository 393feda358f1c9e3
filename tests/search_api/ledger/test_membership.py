"""The part that an obligation gives to the body whose plan stands below."""

from __future__ import annotations

from indexer.types import UnitMention
from search_api.ledger.membership import Issuer, part

CITY = Issuer("uy ban nhan dan thanh pho hai van", "")
HEALTH = Issuer("so y te thanh pho hai van", "", CITY.name)
HOSPITAL = Issuer("benh vien da khoa hai van", "", HEALTH.name)
WARD = Issuer("uy ban nhan dan phuong nam o", "xa", HEALTH.name)


def unit(name: str) -> UnitMention:
    return UnitMention(name, "thành phố Hải Vân", name)


def test_a_body_stands_apart_from_the_plan_above_where_a_department_is_between() -> None:
    assert [one.apart_from(CITY) for one in (HOSPITAL, HEALTH, WARD, CITY)] == [True, False, False, False]
    assert not HOSPITAL.apart_from(HEALTH)


def test_a_hospital_has_the_part_of_its_department_in_what_the_city_asks_for() -> None:
    lead, others = (unit("Sở Y tế"),), (unit("Sở Nội vụ"),)
    assert part(HOSPITAL, CITY, lead, others) == "lead"
    assert part(HOSPITAL, CITY, others, lead) == "coordinate"
    assert part(HOSPITAL, CITY, others, ()) == "none"


def test_a_hospital_that_is_named_itself_keeps_its_own_part() -> None:
    assert part(HOSPITAL, CITY, (unit("Bệnh viện Đa khoa Hải Vân"),), (unit("Sở Y tế"),)) == "lead"


def test_what_its_own_department_asks_for_is_measured_by_its_own_name() -> None:
    assert part(HOSPITAL, HEALTH, (unit("Sở Y tế"),), ()) == "none"


def test_a_group_of_departments_holds_the_hospital_through_its_department() -> None:
    group = UnitMention("Các sở, ban, ngành", "thành phố Hải Vân", "Các sở, ban, ngành", "group")
    assert part(HOSPITAL, CITY, (group,), ()) == "group"
