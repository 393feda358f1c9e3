"""What is learnt of plans grows and shrinks with them, and comes to what learning anew gives."""

from __future__ import annotations

from indexer.fold import syllables
from search_api.question.restore import SyllableModel
from search_api.ranking.studied import places, years

TEXTS = ("Rà soát tài sản công của xã.", "Kiểm tra quầy iaxok mới.", "Tài sản công, tài sản chung.")


def test_a_model_that_grew_is_the_model_learnt_at_once():
    grown = SyllableModel.of([syllables(TEXTS[0])]).changed((), map(syllables, TEXTS[1:]))
    whole = SyllableModel.learn(TEXTS)
    assert (grown._single, grown._pairs, grown._total) == (whole._single, whole._pairs, whole._total)
    assert (grown.vocabulary, grown._held) == (whole.vocabulary, whole._held)


def test_a_model_forgets_what_only_a_removed_plan_said():
    model = SyllableModel.of(map(syllables, TEXTS))
    less = model.changed([syllables(TEXTS[1])], ())
    assert model.knows("iaxok")
    assert not less.knows("iaxok")
    assert model.holds("iaxok")
    assert not less.holds("iaxok")
    assert less._pairs == SyllableModel.learn((TEXTS[0], TEXTS[2]))._pairs


def test_years_are_those_named_and_those_within_a_range():
    assert years("giai đoạn 2021 - 2023, đến năm 2030", 2024) == {2021, 2022, 2023, 2024, 2030}
    assert years("số 120245", None) == frozenset()


def test_provinces_are_found_in_a_text_without_regard_to_marks_and_case():
    assert places(syllables("UBND TỈNH TÂY NINH (Gia Lai) báo cáo")) == {"tay ninh", "gia lai"}
