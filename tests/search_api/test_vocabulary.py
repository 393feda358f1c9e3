from __future__ import annotations

import pytest

from indexer.fold import syllables
from search_api.question.glossary import render
from search_api.question.intent import joined
from search_api.question.language import tongues
from search_api.question.tokens import tokens
from search_api.question.vocabulary import cues, english, english_words, facts, rows, shortforms, synonyms


@pytest.mark.parametrize("table", ["english", "shortforms", "synonyms", "cues", "facts", "levels"])
def test_no_key_stands_twice_and_every_row_has_an_example(table: str) -> None:
    found = rows(table)
    assert len({row[:2] for row in found}) == len(found)
    assert all(row[-1].strip() for row in found)


def test_the_glossary_has_the_breadth_asked_for() -> None:
    assert len(english()) >= 400


@pytest.mark.parametrize("row", rows("english"), ids=lambda row: row[0])
def test_every_english_term_is_put_into_its_vietnamese_within_its_example(row: tuple[str, ...]) -> None:
    term, vietnamese, example = row
    words = english_words(example)
    wanted = english_words(term)
    assert any(words[i : i + len(wanted)] == wanted for i in range(len(words)))
    asked = tokens(example)
    stretches = render(asked, ["en"] * len(asked), [token.key for token in asked])
    said = {key for stretch in stretches for wording in stretch.wordings for key in wording}
    assert set(syllables(vietnamese.split("|")[0])) <= said


@pytest.mark.parametrize("row", rows("shortforms"), ids=lambda row: row[0])
def test_every_short_form_stands_in_its_example(row: tuple[str, ...]) -> None:
    short, long, example = row
    assert short in example.casefold()
    assert shortforms()[short] == tuple(syllables(long))


@pytest.mark.parametrize("row", rows("synonyms"), ids=lambda row: row[0])
def test_every_group_of_wordings_has_one_in_its_example_and_a_weight_below_one(row: tuple[str, ...]) -> None:
    words, weight, example = row
    assert 0 < float(weight) < 1
    said = " ".join(syllables(example))
    assert any(" ".join(syllables(word)) in said for word in words.split("|"))


@pytest.mark.parametrize("cue", cues(), ids=lambda cue: cue.example)
def test_every_cue_matches_its_example(cue: object) -> None:
    text, _ = joined(tokens(cue.example))
    assert cue.pattern.search(text)


@pytest.mark.parametrize("kind, pattern, example", facts(), ids=[example for _, _, example in facts()])
def test_every_kind_of_fact_matches_its_example(kind: str, pattern: object, example: str) -> None:
    text, _ = joined(tokens(example))
    assert pattern.search(text)


@pytest.mark.parametrize(
    "question, wanted",
    [
        ("public asset review", "rà soát tài sản công"),
        ("the justice department", "sở tư pháp"),
        ("Department of Planning and Investment", "sở kế hoạch và đầu tư"),
        ("Hòa Tân commune", "xã hòa tân"),
        ("Lam Sơn province", "tỉnh lam sơn"),
        ("Lam Sơn's provincial plan", "tỉnh lam sơn kế hoạch"),
        ("Lam Sơn's 2024 provincial plan", "tỉnh lam sơn 2024 kế hoạch"),
        ("the Lam Sơn Provincial Inspectorate", "thanh tra tỉnh lam sơn"),
        ("Lam Sơn's Department of Justice", "sở tư pháp lam sơn"),
        ("Lam Sơn provincial Department of Justice", "sở tư pháp tỉnh lam sơn"),
        ("disbursing investment capital", "giải ngân vốn đầu tư"),
    ],
)
def test_english_comes_out_in_vietnamese_words_and_order(question: str, wanted: str) -> None:
    asked = tokens(question)
    stretches = render(asked, tongues(asked), [token.key for token in asked])
    said = " ".join(key for stretch in stretches for key in (stretch.wordings[0] if stretch.wordings else ()))
    assert said == wanted


def test_synonyms_hold_both_ways() -> None:
    for words, others in synonyms().items():
        for other, _ in others:
            assert words in dict(synonyms()[other])
