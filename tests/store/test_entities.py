"""Mentions of the real plans through the catalogue: which are one unit, and that no two scopes are merged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.errors import CorrectionRefused, UnknownRecord
from indexer.extract.units import UnitReader
from indexer.parsing import parse
from indexer.settings import Settings
from indexer.store import rule
from indexer.store.catalogue import Catalogue
from indexer.store.entities import Entities
from indexer.store.eras import ALWAYS, REORGANISED, era
from indexer.store.insert import Embedded
from indexer.store.units import essence, unit_id
from indexer.types import Header
from tests.extract.test_mentions import HEADERS, MENTIONS, STC, STP, TTR
from tests.factories import embedded
from tests.store.seed_mentions import STORED

# Mentions that a reader takes for one body though the words differ; each line is one body of its own.
ONE_BODY = [
    (("000", "Văn phòng Sở"), ("000", "VP")),
    (("001", "SNV"), ("001", "Sở Nội vụ"), ("001", "Giám đốc Sở Nội vụ")),
    (("001", "Sở TTTT"), ("001", "Sở Thông tin và Truyền thông")),
    (("001", "Văn phòng UBND tỉnh"), ("000", "VP UBND tỉnh"), ("001", "Chánh Văn phòng Ủy ban nhân dân tỉnh")),
    (("001", "Bưu điện tỉnh"), ("001", "Bưu điện tỉnh Tây Ninh")),
    (("001", "Chủ tịch UBND tỉnh"), ("000", "UBND tỉnh"), ("002", "UBND tỉnh")),
    (
        ("001", "Các sở, ban ngành tỉnh"),
        ("004", "Các sở, ban, ngành tỉnh."),
        ("001", "Thủ trưởng các sở, ban, ngành tỉnh"),
    ),
    (("000", "Sở Tài Chính"), ("001", "Sở Tài chính")),
    (("004", "Sở Tư pháp"), ("001", "Sở Tư pháp")),
    (("002", "UBND xã"), ("002", "UBND"), ("002", "Chủ tịch UBND xã")),
    (("002", "Công chức Văn phòng - Thống kê"), ("002", "Công chức Văn\n\nphòng-Thốn\ng kê")),
    (("002", "Công chức Tài chính – Kế toán"), ("002", "Công chức Tài chính - Kế toán xã")),
    (("003", "Văn phòng"), ("003", "Chánh Văn phòng"), ("003", "Chánh Văn phòng Thanh tra tỉnh")),
    (("003", "Các phòng Nghiệp vụ"), ("003", "Các phòng nghiệp vụ thuộc Thanh tra tỉnh")),
    (("004", "Văn phòng Sở"), ("004", "Văn phòng")),
    (("003", "VP UBND tỉnh"), ("003", "Văn phòng UBND tỉnh Sóc Trăng")),
]


def entity(plan: str, printed: str) -> tuple[str, str]:
    (mention,) = UnitReader(HEADERS[plan]).split(printed)
    return Entities().base(mention, HEADERS[plan]), mention.scope


@pytest.mark.parametrize("wordings", ONE_BODY, ids=lambda w: w[0][1])
def test_wordings_of_one_body_are_one_entity(wordings):
    assert len({entity(plan, printed)[0] for plan, printed in wordings}) == 1


def test_bodies_that_differ_are_different_entities():
    heads = [entity(*wordings[0])[0] for wordings in ONE_BODY]
    assert len(set(heads)) == len(ONE_BODY)


def test_no_entity_of_the_mentions_has_two_scopes():
    scopes: dict[str, set[str]] = {}
    for plan, printed, _, scope in MENTIONS:
        found = entity(plan, printed)
        assert found[1] == scope
        scopes.setdefault(found[0], set()).add(scope)
    assert [key for key, several in scopes.items() if len(several) > 1] == []


@pytest.fixture(scope="module")
def seeds(shared: Path, tmp_path_factory: pytest.TempPathFactory):
    """The catalogue of the five real plans, without vectors that mean anything."""
    import numpy as np

    root = tmp_path_factory.mktemp("seeds")
    catalogue = Catalogue(root / "catalogue.db")
    for path in sorted((shared / "seeds").glob("*.txt")):
        parsed = parse(path, Settings(data=root, threads=1))
        none = np.zeros((len(parsed.passages), 4), np.float32)
        catalogue.add(Embedded(parsed, none, "none", ("",) * len(parsed.passages), path.stat().st_size))
    yield catalogue
    catalogue.close()


def test_wordings_stand_in_the_catalogue_under_the_units_that_a_reader_takes_them_for(seeds: Catalogue):
    plans = {one.id: one.file[:3] for one in seeds.documents().items}
    held = {unit.id: (unit.name, unit.scope) for unit in seeds.units()}
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for alias in seeds.aliases():
        place = (plans[alias.document_id], " ".join(alias.printed.split()))
        found.setdefault(place, set()).add(held[alias.unit_id])
    right = [(name, scope) in found.get((plan, printed), set()) for plan, printed, name, scope in STORED]
    assert len(STORED) >= 70
    assert sum(right) >= 0.97 * len(right)


def test_no_two_wordings_of_different_scope_share_a_unit(seeds: Catalogue):
    expected = {(plan, printed): scope for plan, printed, _, scope in STORED}
    plans = {one.id: one.file[:3] for one in seeds.documents().items}
    scopes: dict[str, set[str]] = {}
    for alias in seeds.aliases():
        place = (plans[alias.document_id], " ".join(alias.printed.split()))
        if place in expected:
            scopes.setdefault(alias.unit_id, set()).add(expected[place])
    assert len(scopes) >= 40
    assert [key for key, several in scopes.items() if len(several) > 1] == []


def test_no_unit_of_the_real_plans_gathers_two_scopes(seeds: Catalogue):
    scopes: dict[str, set[str]] = {}
    for stored in seeds.tasks().items:
        for mention in (*stored.task.lead, *stored.task.coordinate):
            key = mention.entity or unit_id(mention.unit or mention.name, mention.scope)
            scopes.setdefault(key, set()).add(mention.scope)
    assert all(len(found) == 1 for found in scopes.values())
    offices = [unit for unit in seeds.units("văn phòng") if essence(unit.name, unit.scope) == "văn phòng"]
    assert {unit.scope for unit in offices} >= {STC, STP, TTR, "tỉnh Tây Ninh"}


@pytest.mark.parametrize(
    ("name", "scope", "core"),
    [
        ("Văn phòng Sở Y tế", "Sở Y tế tỉnh A", "văn phòng"),
        ("Văn phòng Sở", "Sở Y tế tỉnh A", "văn phòng"),
        ("Các phòng chuyên môn thuộc Sở", "Sở Y tế tỉnh A", "phòng chuyên môn"),
        ("Công an xã Hòa Tân", "xã Hòa Tân", "công an"),
        ("Thanh tra tỉnh A", "tỉnh A", "thanh tra"),
        ("Các cơ quan có liên quan", "tỉnh A", "cơ quan liên quan"),
        ("Công chứcBộ phận Một cửa", "xã B", "công chức bộ phận một cửa"),
        ("Văn phòng Tỉnh ủy", "tỉnh A", "văn phòng tỉnh ủy"),
        ("Ủy ban nhân dân cấp xã", "xã B", "ủy ban nhân dân cấp xã"),
        ("Sở Y tế", "Sở Y tế", "sở y tế"),
        ("Ủy ban nhân dân các huyện, thị xã", "thị xã C", "ủy ban nhân dân các huyện thị xã"),
    ],
)
def test_a_name_without_its_scope(name, scope, core):
    assert essence(name, scope) == core


OLD = Header(province="tỉnh Tây Ninh", issued_on=date(2024, 1, 19))
NEW = Header(province="tỉnh Tây Ninh", issued_on=date(2026, 1, 19))


@pytest.mark.parametrize(
    ("scope", "header", "since", "until"),
    [
        ("tỉnh Tây Ninh", OLD, None, date(2025, 6, 30)),
        ("tỉnh Tây Ninh", NEW, REORGANISED, None),
        ("Sở Y tế tỉnh Tây Ninh", NEW, REORGANISED, None),
        ("thành phố Tây Ninh", OLD, None, date(2025, 6, 30)),
        ("xã Thạnh Tân", NEW, REORGANISED, None),
        ("tỉnh Sóc Trăng", Header(province="Sóc Trăng", year=2024), None, date(2025, 6, 30)),
        ("tỉnh Thanh Hóa", Header(province="Thanh Hóa", year=2026), None, None),
        ("Trung ương", NEW, None, None),
        ("tỉnh Lam Giang", Header(province="Lam Giang", year=2026), None, None),
    ],
)
def test_a_body_exists_from_or_until_the_reorganisation(scope, header, since, until):
    found = era(scope, header)
    assert (found.since, found.until) == (since, until)


def test_namesakes_of_two_eras_are_two_units():
    (then,) = UnitReader(OLD).split("Sở Tài chính")
    (now,) = UnitReader(NEW).split("Sở Tài chính")
    assert Entities().base(then, OLD) != Entities().base(now, NEW)
    assert era(then.scope, Header(province="Lam Giang")) == ALWAYS


HOME, FINANCE = (unit_id(name, "tỉnh Bình Giang") for name in ("Sở Nội vụ", "Sở Tài chính"))


def test_units_joined_stay_joined_for_plans_to_come_until_undone(tmp_path: Path):
    catalogue = Catalogue(tmp_path / "catalogue.db")
    catalogue.add(embedded("Kế hoạch một"))
    made = catalogue.people.rule(rule.Draft("join", HOME, FINANCE, "Lan", "sáp nhập"))
    catalogue.add(embedded("Kế hoạch hai"))
    assert catalogue.unit(HOME).leads == 4
    assert catalogue.unit(FINANCE).id == HOME
    assert {alias.base for alias in catalogue.aliases(HOME)} == {HOME, FINANCE}
    catalogue.people.unrule(made.id, "Lan", "")
    assert (catalogue.unit(FINANCE).leads, catalogue.unit(FINANCE).id) == (2, FINANCE)
    with pytest.raises(CorrectionRefused, match="không còn hiệu lực"):
        catalogue.people.unrule(made.id, "Lan", "")
    catalogue.close()


def test_a_wording_split_off_is_a_unit_of_its_own_in_every_plan(tmp_path: Path):
    catalogue = Catalogue(tmp_path / "catalogue.db")
    catalogue.add(embedded("Kế hoạch một"))
    made = catalogue.people.rule(rule.Draft("split", HOME, "giám đốc snv", "Lan", "là người khác"))
    assert (made.alias, catalogue.unit(made.other_id).leads, catalogue.unit(HOME).leads) == ("Giám đốc SNV", 1, 1)
    given = embedded("Kế hoạch hai")
    catalogue.add(given)
    assert catalogue.unit(made.other_id).leads == 2
    catalogue.remove(given.parsed.document.id)
    assert catalogue.unit(made.other_id).leads == 1
    with pytest.raises(UnknownRecord, match="không gọi|cách gọi"):
        catalogue.people.rule(rule.Draft("split", HOME, "Sở Y tế", "Lan", ""))
    catalogue.close()
