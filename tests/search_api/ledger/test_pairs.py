"""What was found for pairs of plans: kept, taken over, renewed where it cannot be used, and told while it is made."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from indexer.settings import Settings
from search_api.engine import Engine
from search_api.ledger.book import Ledger
from search_api.ledger.cascade import cascade
from search_api.ledger.contradictions import Progress, contradictions
from search_api.ledger.nearness import Nearness
from search_api.ledger.pairs import PairStore
from search_api.ledger.wording import Vocabulary
from search_api.ledger.workroom import Underway, Workroom
from tests.patience import PATIENCE


def silent(done: int, of: int) -> None:
    assert 0 <= done <= of


def test_findings_are_the_same_when_they_are_taken_from_what_is_kept(settings: Settings) -> None:
    engine = Engine(settings)
    first, second = Ledger(engine), Ledger(engine)
    reported: list[int] = []
    found = contradictions(first.library()[1], lambda done, of: reported.append(done))
    assert found
    again: list[int] = []
    assert contradictions(second.library()[1], lambda done, of: again.append(done)) == found
    assert again == []
    documents = tuple(first.library()[1].digests)
    fresh = cascade(first.library()[1], documents[0], documents[1:], silent)
    kept = cascade(second.library()[1], documents[0], documents[1:], silent)
    assert fresh.counts == kept.counts
    assert [one.matches for one in fresh.carried] == [one.matches for one in kept.carried]
    for ledger in (first, second):
        ledger.close()
    engine.close()


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "ledger" / "pairs.db"
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 400)
    store = PairStore(path)
    assert store.found("conflicts", [("a", "b")]) == {}
    store.keep("conflicts", {("a", "b"): b"x", ("a", "c"): b""})
    assert store.found("conflicts", [("a", "b"), ("a", "c"), ("b", "c")]) == {("a", "b"): b"x", ("a", "c"): b""}
    assert store.found("cascade", [("a", "b")]) == {}
    store.forget_all_but({"a", "c"})
    assert store.found("conflicts", [("a", "b"), ("a", "c")]) == {("a", "c"): b""}
    store.close()


def test_whoever_cannot_wait_is_told_how_far_it_has_come() -> None:
    room, go = Workroom(), threading.Event()

    def slow(tell: Progress) -> str:
        tell(1, 3)
        go.wait(PATIENCE)
        return "done"

    while room.result("key", slow, wait=0) == Underway(0, 0):
        pass
    assert room.result("key", slow, wait=0) == Underway(1, 3)
    go.set()
    assert room.result("key", slow) == "done"
    assert room.result("key", slow, wait=0) == "done"
    room.close()


def test_work_that_failed_is_begun_again() -> None:
    room = Workroom()

    def failing(_: Progress) -> str:
        raise OSError

    with pytest.raises(OSError):
        room.result("key", failing)
    assert room.result("key", lambda _: "done") == "done"
    room.close()


def test_near_pairs_are_found_among_others_and_need_both_sides() -> None:
    words = Vocabulary()
    texts = (
        ["rà soát đèn chiếu sáng tại bến đò", "trồng cây chắn sóng dọc đê biển"],
        ["rà soát đèn chiếu sáng tại bến đò", "nạo vét luồng vào cảng cá"],
        ["rà soát đèn chiếu sáng tại bến đò và sửa cầu tàu, kè đá, nhà chờ, biển báo, phao tiêu, cọc neo"],
    )
    terms = [words.terms(own, {}) for own in texts]
    near = Nearness(terms, [range(one.count) for one in terms], words.kinds())
    assert [(one.first, one.second) for one in near.pairs(0, [1, 2], 0.8)] == [((0, 0), (1, 0))]
    assert list(near.pairs(0, [2], 0.8)) == []
    assert np.isclose(next(iter(near.pairs(1, [0], 0.8))).likeness, 1.0)
