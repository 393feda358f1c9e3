from __future__ import annotations

import pytest

from search_api.question.stems import stem, stems
from search_api.question.vocabulary import english, english_stems


@pytest.mark.parametrize(
    "one, other",
    [
        ("disbursing", "disburse"),
        ("assigned", "assign"),
        ("planned", "planning"),
        ("remedies", "remedying"),
        ("applied", "apply"),
        ("committees", "committee"),
        ("processes", "processed"),
        ("digitisation", "digitization"),
        ("digitised", "digitize"),
        ("programmes", "program"),
        ("labour", "labor"),
        ("centres", "center"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    "one, other",
    [("process", "procession"), ("status", "state"), ("king", "kid"), ("sing", "s"), ("bus", "bu"), ("red", "r")],
)
def test_other_words_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_every_term_of_the_glossary_is_found_by_its_stems() -> None:
    assert all(stems(term) in english_stems() for term in english())
