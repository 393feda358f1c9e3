"""Saved searches and past questions belong to their owner; what was seen is told by the documents added since."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.store.catalogue import Catalogue
from indexer.store.searches import KEPT_QUESTIONS, Searches


@pytest.fixture
def searches(tmp_path: Path) -> Searches:
    return Catalogue(tmp_path / "catalogue.db").searches


def test_a_saved_search_belongs_to_its_owner(searches: Searches) -> None:
    kept = searches.save("an", "Tài sản công", "q=tai+san")
    assert searches.saved("an") == (kept,) and searches.saved("binh") == ()
    assert not searches.forget("binh", kept.id) and not searches.seen("binh", kept.id, 9)
    assert searches.forget("an", kept.id) and searches.saved("an") == ()


def test_saving_the_same_search_again_renames_it(searches: Searches) -> None:
    first = searches.save("an", "một", "q=x")
    again = searches.save("an", "hai", "q=x")
    assert (again.id, again.name) == (first.id, "hai")
    assert len(searches.saved("an")) == 1


def test_what_was_seen_is_kept(searches: Searches) -> None:
    kept = searches.save("an", "một", "q=x")
    assert kept.seen_serial == 0
    assert searches.seen("an", kept.id, 7)
    assert searches.saved("an")[0].seen_serial == 7


def test_questions_are_kept_once_the_latest_first(searches: Searches) -> None:
    searches.note_asked([("an", "một"), ("an", "hai"), ("binh", "ba"), ("an", "một")])
    assert searches.asked("an") == ("một", "hai") and searches.asked("binh") == ("ba",)
    searches.forget_asked("an")
    assert searches.asked("an") == () and searches.asked("binh") == ("ba",)


def test_only_the_last_questions_are_kept(searches: Searches) -> None:
    searches.note_asked(("an", str(number)) for number in range(KEPT_QUESTIONS + 5))
    kept = searches.asked("an")
    assert len(kept) == KEPT_QUESTIONS and kept[0] == str(KEPT_QUESTIONS + 4) and kept[-1] == "5"
