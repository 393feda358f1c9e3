"""Numbers of documents in one spelling, and misprints of one another."""

from __future__ import annotations

import pytest

from search_api.ledger.numbers import alike, normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("107/2021/NĐ-CP", "107/2021/nd-cp"),
        ("1961/QĐ-UBND", "1961/QĐUBND"),
        ("09/CT-UBND", "9/CT-UBND"),
        ("12 / KH - UBND", "12/KH-UBND"),
    ],
)
def test_spellings_of_one_number_are_one(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(("one", "other"), [("12/KH-UBND", "12/QĐ-UBND"), ("112/KH-UBND", "12/KH-UBND")])
def test_other_numbers_stay_apart(one: str, other: str) -> None:
    assert normal(one) != normal(other)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("412/QĐ-BKT", "142/QĐ-BKT", True),
        ("3889/KH-UBND", "3989/KH-UBND", True),
        ("389/KH-UBND", "3889/KH-UBND", True),
        ("412/QĐ-BKT", "142/KH-BKT", False),
        ("412/QĐ-BKT", "419/QĐ-BKT", True),
        ("412/QĐ-BKT", "357/QĐ-BKT", False),
        ("412/QĐ-BKT", "412/QĐ-BKT", False),
    ],
)
def test_a_misprint_is_a_digit_away(one: str, other: str, expected: bool) -> None:
    assert alike(one, other) is expected
