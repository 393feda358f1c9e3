"""Marks in text: escaped, in place, cut between words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.marks import excerpt, highlighted, merged, pieces


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ([], []),
        ([(3, 3)], []),
        ([(5, 2)], []),
        ([(0, 2), (2, 4)], [(0, 4)]),
        ([(6, 9), (0, 3), (2, 5)], [(0, 5), (6, 9)]),
        ([[0, 2], [4, 6]], [(0, 2), (4, 6)]),
    ],
)
def test_ranges_are_joined_in_order(ranges, expected):
    assert merged(ranges) == expected


@pytest.mark.parametrize(
    ("text", "ranges", "expected"),
    [
        ("tài sản công", [(0, 7)], "<mark>tài sản</mark> công"),
        ("a<b>", [(1, 2)], "a<mark>&lt;</mark>b&gt;"),
        ("<script>", [], "&lt;script&gt;"),
        ("công", [(2, 99)], "cô<mark>ng</mark>"),
        ("công", [(40, 99)], "công"),
    ],
)
def test_marked_text_is_escaped(text, ranges, expected):
    assert str(highlighted(text, ranges)) == expected


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_pieces_put_together_are_the_text(text, ranges):
    cut = pieces(0, len(text), merged(ranges))
    assert "".join(text[a:b] for a, b, _ in cut) == text
    marked = {i for a, b in merged(ranges) for i in range(a, min(b, len(text)))}
    assert {i for a, b, m in cut if m for i in range(a, b)} == marked


def test_an_excerpt_holds_the_marked_words_and_whole_words():
    text = " ".join(f"chữ{i}" for i in range(400))
    at = text.index("chữ250")
    cut = excerpt(text, [(at, at + 6)], width=200)
    assert cut.cut_before and cut.cut_after and len(cut.text) < 260
    (a, b), *rest = cut.ranges
    assert cut.text[a:b] == "chữ250" and not rest
    assert re.fullmatch(r"(chữ\d+ )*chữ\d+", cut.text)


def test_a_short_text_is_shown_whole():
    cut = excerpt("Sở Nội vụ", [(0, 2)])
    assert (cut.text, cut.ranges, cut.cut_before, cut.cut_after) == ("Sở Nội vụ", ((0, 2),), False, False)
