"""Plans found by number, wording and title through tables made once."""

from __future__ import annotations

import pytest

from search_api.question.identity import Identity, Name
from search_api.question.plan_names import PlanNames, beginnings


def plan(key: str, number: str | None, title: str = "", attached: str | None = None) -> Identity:
    names = (Name(("so", "noi", "vu"), 0.8, "issuer"),)
    return Identity(key, number, attached, "so noi vu", "so noi vu", "", "so", 2024, names, frozenset(title.split()))


PLANS = PlanNames([plan("a", "140/qđ-ubnd", "cai cach hanh chinh"), plan("b", "14/kh-ubnd", "giam ngheo", "140/qđ-x")])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("140", {"a": 1.0, "b": 0.9}),
        ("140/qđ", {"a": 1.0, "b": 0.9}),
        ("140/qđ-ubnd", {"a": 1.0}),
        ("14", {"b": 1.0}),
        ("1", {}),
        ("140/q", {}),
        ("", {}),
    ],
)
def test_a_number_names_the_plans_that_begin_with_it_up_to_a_border(written, meant):
    assert PLANS.numbered(written) == meant


def test_a_title_is_known_by_the_greatest_share_of_its_words():
    assert PLANS.titled(("cai", "cach", "ngheo")) == (("a",), 2 / 3)
    assert PLANS.titled(("ngheo",)) == (("b",), 1.0)


def test_words_of_no_title_tell_no_plan_from_another():
    assert PLANS.titled(("thuy", "loi")) == (("a", "b"), 0.0)


def test_a_wording_leads_to_every_plan_of_that_name():
    assert [one.document_id for one, _, _ in PLANS.by_words["so", "noi", "vu"]] == ["a", "b"]
    assert PLANS.issuers == {"so noi vu"}


def test_a_number_begins_at_every_border():
    assert list(beginnings("3/kh-ubnd")) == ["3", "3/kh", "3/kh-ubnd"]
    assert list(beginnings("")) == []
