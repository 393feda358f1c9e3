"""Codes in words."""

from __future__ import annotations

import pytest

from web.labels import clip, confidence_words, deadline_words, hit_title, legal_path
from web.language import language


@pytest.mark.parametrize(
    ("deadline", "vi"),
    [
        ({"kind": "year", "start": "2024-01-01", "end": "2024-12-31", "text": "Năm 2024"}, "(đến hết 31/12/2024)"),
        ({"kind": "date", "start": None, "end": "2024-06-30", "text": "trước ngày 30/6/2024"}, ""),
        ({"kind": "date", "start": None, "end": "2024-06-30", "text": "trước 30/6"}, "(30/06/2024)"),
        ({"kind": "date", "start": None, "end": "2024-06-30", "text": "trước ngày 30/6/20245"}, "(30/06/2024)"),
        ({"kind": "date", "start": None, "end": "2024-11-20", "text": "20/11/2024"}, ""),
        ({"kind": "recurring", "every": "quarter", "text": "Hàng quý"}, ""),
        ({"kind": "recurring", "every": "quarter", "text": "ngày 10 tháng cuối quý"}, "(hằng quý)"),
        ({"kind": "recurring", "every": "fortnight", "text": "hai tuần"}, ""),
        ({"kind": "range", "start": "2021-01-01", "end": "2025-12-31"}, "(01/01/2021 – 31/12/2025)"),
        ({"kind": "ongoing", "start": None, "end": None, "text": "Thường xuyên"}, ""),
        ({"kind": "none", "text": "Theo kế hoạch"}, ""),
    ],
)
def test_a_deadline_says_how_it_was_read_only_where_that_adds_something(deadline, vi):
    assert deadline_words(deadline, language("vi")) == vi


@pytest.mark.parametrize(
    ("value", "shade"), [(1.0, "high"), (0.8, "high"), (0.6, "middling"), (0.2, "low"), (None, "low")]
)
def test_confidence_is_said_in_words(value, shade):
    name, words = confidence_words(value, language("vi"))
    assert name == shade and words


def test_a_legal_path_leaves_out_what_only_tells_siblings_apart():
    assert legal_path(("VI", "3", "b", "¶2", "-1")) == "VI › 3 › b"


def test_a_hit_is_called_by_its_heading_or_its_path():
    assert hit_title({"section": "Bến thuyền", "path": ["I"], "text": "x"}) == "Bến thuyền"
    assert hit_title({"section": None, "path": ["I", "2", "-1"], "text": "x"}) == "I › 2"
    assert hit_title({"section": None, "path": [], "text": "Ban hành kèm theo"}) == "Ban hành kèm theo"


def test_a_long_text_is_cut_between_words():
    assert clip("một hai ba bốn", 9) == "một hai…"
    assert clip("một\n hai", 9) == "một hai"
