from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.store import dense
from indexer.store.coarse import Coarse
from indexer.store.dense import DenseIndex

DIMENSION = 32
NONE = np.empty(0, np.int64)


def unit_rows(count: int, seed: int) -> NDArray[np.float32]:
    """Vectors of length 1 about a common direction, as those of an encoder lie."""
    rows = np.random.default_rng(seed).normal(size=(count, DIMENSION)) + 2.0
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def index_of(vectors: NDArray[np.float32], first: int = 1) -> DenseIndex:
    return DenseIndex.empty(DIMENSION).changed(NONE, np.arange(first, first + len(vectors)), vectors)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "MANY", 1_000)


@pytest.mark.parametrize("k", [1, 10, 50, 3_000])
def test_the_rough_copy_gives_what_comparing_one_by_one_gives(many: None, k: int) -> None:
    index, vectors = index_of(unit_rows(2_000, 1)), unit_rows(2_000, 1)
    for question in unit_rows(20, 2):
        rowids, scores = index.search(question, k)
        exact = vectors @ question
        assert len(set(rowids.tolist())) == min(k, len(vectors))
        assert np.allclose(scores, exact[rowids - 1], atol=1e-6)
        assert np.allclose(scores, np.sort(exact)[::-1][:k], atol=1e-6)


def test_an_index_made_ready_makes_no_rough_copy_at_a_search(many: None, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = unit_rows(1_500, 6)
    index = index_of(vectors)
    index.ready()
    monkeypatch.setattr(dense, "Coarse", None)
    assert index.search(vectors[8], 1)[0].tolist() == [9]


def test_of_equal_passages_those_added_first_are_given(many: None) -> None:
    copied = np.repeat(unit_rows(20, 3), 60, axis=0)
    index = index_of(copied, first=7)
    rowids, scores = index.search(copied[60], 25)
    assert rowids.tolist() == list(range(67, 92))
    assert len(set(scores.tolist())) == 1


def test_what_was_taken_out_is_not_found_and_what_was_put_in_is(many: None, tmp_path: Path) -> None:
    vectors, new = unit_rows(1_500, 4), unit_rows(1, 5)
    before = index_of(vectors)
    assert before.search(vectors[41], 1)[0].tolist() == [42]
    after = before.changed(np.array([42]), np.array([9_000]), new)
    assert 42 not in after.search(vectors[41], 1_500)[0]
    assert after.search(new[0], 1)[0].tolist() == [9_000]
    assert before.search(vectors[41], 1)[0].tolist() == [42]
    after.save(tmp_path / "index")
    assert DenseIndex.load(tmp_path / "index").search(new[0], 1)[0].tolist() == [9_000]


@pytest.mark.parametrize("vectors", [np.zeros((5, DIMENSION), np.float32), np.ones((5, DIMENSION), np.float32)])
def test_vectors_that_do_not_differ_are_all_given(vectors: NDArray[np.float32]) -> None:
    assert Coarse(vectors).nearest(np.zeros(DIMENSION, np.float32), 5).tolist() == [0, 1, 2, 3, 4]
