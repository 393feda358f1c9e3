from __future__ import annotations

import numpy as np
import pytest

from indexer.types import Box, Span, Word
from search_api.cite import boxes, legal_path, trimmed
from search_api.evaluate import holds, recall
from search_api.exports import safe
from search_api.ranking.fuse import fused, standardised
from search_api.ranking.matching import form_match, in_order, nearness, part_match
from search_api.ranking.prepared import part, spelled_out
from search_api.types import Concept, Form


def even(key: str) -> float:
    return 1.0


def run(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def concept(*forms: str, certain: bool = True) -> Concept:
    return Concept(tuple(Form(tuple(form.split()), 1.0 - 0.2 * i) for i, form in enumerate(forms)), 0, 1, certain)


@pytest.mark.parametrize(
    "wanted, text, share",
    [
        ("a b c", "a x b y c", 1.0),
        ("a b c", "c b a", 1 / 3),
        ("a b", "", 0.0),
        ("", "a", 0.0),
        ("a a b", "a b a", 2 / 3),
    ],
)
def test_order_is_the_share_of_the_longest_common_subsequence(wanted: str, text: str, share: float) -> None:
    assert in_order(wanted.split(), tuple(text.split())) == pytest.approx(share)


def test_a_phrase_counts_more_together_than_apart_and_more_apart_than_in_part() -> None:
    keys = ("tài", "sản", "công")
    together = form_match(keys, part(run("rà soát tài sản công")).places, even)
    apart = form_match(keys, part(run("công việc của sở và tài vụ" + " xa" * 9 + " sản")).places, even)
    partly = form_match(keys, part(run("tài sản")).places, even)
    assert together == 1.0
    assert together > apart > 0
    assert together > partly > 0
    assert form_match(keys, part(("x",)).places, even) == 0.0


def test_a_typed_mark_outranks_a_match_without_marks() -> None:
    marked, other = part(("dương",)), part(("đường",))
    assert part_match(concept("dương"), marked, even) == 1.0
    assert part_match(concept("dương"), other, even) < 0.5
    assert part_match(concept("dương", certain=False), other, even) > 0.7


def test_another_wording_counts_for_its_weight() -> None:
    assert part_match(concept("muộn", "trễ hạn"), part(("trễ", "hạn")), even) == pytest.approx(0.8)


def test_neighbouring_concepts_are_near_in_either_order() -> None:
    asked = (concept("tài sản công"), concept("rà soát"))
    assert nearness(asked, part(run("rà soát tài sản công tại xã"))) == 1.0
    assert nearness(asked, part(run("rà soát sắp xếp xử lý mua sắm tài sản công"))) == 0.0


def test_short_forms_and_their_words_are_one() -> None:
    assert spelled_out("rà soát TTHC", {}) == spelled_out("Rà soát thủ tục hành chính", {})
    assert spelled_out("TTX", {"ttx": ("tổ", "thông", "tin")}) == ("tổ", "thông", "tin")


def test_fused_scores_follow_both_rankings() -> None:
    dense, lexical = np.array([0.9, 0.8, 0.1], np.float32), np.array([1.0, 9.0, 0.0], np.float32)
    assert int(np.argmax(fused(dense, lexical))) == 1
    assert float(standardised(np.ones(3, np.float32)).sum()) == 0.0


def test_a_citation_has_the_legal_path_and_trimmed_words() -> None:
    assert legal_path(("VI", "¶2", "3", "-1", "đ")) == ["VI", "3", "đ"]
    assert trimmed("  a b \n", Span(0, 7)) == Span(2, 5)


def test_words_of_one_line_share_a_box_and_a_new_line_begins_another() -> None:
    def word(start: int, x0: float, top: float) -> Word:
        return Word(Span(start, start + 2), Box(1, x0, top, x0 + 10, top + 10))

    words = (word(0, 0, 0), word(3, 12, 0), word(6, 0, 14))
    assert boxes(words, Span(0, 8)) == (Box(1, 0, 0, 22, 10), Box(1, 0, 14, 10, 24))
    assert boxes(words, Span(3, 5)) == (Box(1, 12, 0, 22, 10),)
    assert boxes((), Span(0, 8)) == ()


@pytest.mark.parametrize("value", ["=1+1", "+84", "-a", "@cmd", "\t=x"])
def test_a_cell_never_begins_a_formula(value: str) -> None:
    assert not safe(value).startswith(("=", "+", "-", "@", "\t"))


def test_evidence_must_stand_in_one_stretch() -> None:
    assert holds("x x rà soát tài sản công x x", "rà soát tài sản công")
    assert not holds("rà " + "x " * 40 + "soát " + "x " * 40 + "tài sản công", "rà soát tài sản công")


def test_recall_counts_relevant_passages_only() -> None:
    assert recall(["a", "b", "c"], {"a": 1, "d": 1, "b": 0}, 2) == 0.5
    assert recall(["a"], {}, 1) == 0.0
