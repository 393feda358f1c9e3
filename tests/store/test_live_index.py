from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import CatalogueLocked
from indexer.store.catalogue import Catalogue
from indexer.store.lexical import QueryTerms
from indexer.store.live import LiveIndex
from indexer.store.lock import write_lock
from tests.factories import embedded, vector

TEXTS = ("Kế hoạch cải cách hành chính", "Chương trình chuyển đổi số", "Phương án phòng cháy")


@pytest.fixture
def catalogue(tmp_path: Path):
    opened = Catalogue(tmp_path / "catalogue.db")
    for text in TEXTS:
        opened.add(embedded(text))
    yield opened
    opened.close()


def live(catalogue: Catalogue, fingerprint: str = "model-a") -> LiveIndex:
    return LiveIndex(catalogue.path.parent, catalogue, fingerprint, 8)


def found(index: LiveIndex, catalogue: Catalogue, text: str) -> list[str]:
    rowids, _ = index.snapshot().dense(vector(text), 1)
    return [stored.passage.text for stored in catalogue.passages(rowids).values()]


def by_words(index: LiveIndex, *words: str) -> list[int]:
    return sorted(index.snapshot().lexical(QueryTerms.of(words=words), 10)[0].tolist())


def test_every_passage_is_found_by_vector_and_by_words(catalogue: Catalogue) -> None:
    index = live(catalogue)
    assert index.snapshot().size == 9
    for text in TEXTS:
        assert found(index, catalogue, text) == [text]
    assert by_words(index, "cải_cách") == [1]
    rowids, scores = index.snapshot().lexical(QueryTerms.of(folded=["phong", "chay"]), 10)
    assert rowids.tolist() == [7]
    assert scores[0] > 0


def test_only_allowed_passages_are_returned(catalogue: Catalogue) -> None:
    snapshot = live(catalogue).snapshot()
    assert sorted(snapshot.dense(vector("x"), 5, [2, 5])[0].tolist()) == [2, 5]
    assert snapshot.lexical(QueryTerms.of(syllables=["tài", "sản"]), 5, [5, 6])[0].tolist() == [5]
    assert snapshot.lexical(QueryTerms.of(syllables=["tài"]), 5, [])[0].tolist() == []
    assert snapshot.dense(vector("x"), 5, [])[0].tolist() == []


def test_a_restriction_does_not_change_a_score(catalogue: Catalogue) -> None:
    snapshot = live(catalogue).snapshot()
    terms = QueryTerms.of(syllables=["tài", "sản", "rà"])
    free = dict(zip(*(side.tolist() for side in snapshot.lexical(terms, 10)), strict=True))
    bound = dict(zip(*(side.tolist() for side in snapshot.lexical(terms, 10, [5])), strict=True))
    assert bound == {5: pytest.approx(free[5])}


def test_a_heavier_term_counts_for_more(catalogue: Catalogue) -> None:
    snapshot = live(catalogue).snapshot()
    rowids, scores = snapshot.lexical(QueryTerms(syllables=(("cháy", 3.0), ("cải", 1.0))), 2)
    assert rowids.tolist() == [7, 1]
    assert scores[0] > 2 * scores[1]


def test_vectors_are_given_back(catalogue: Catalogue) -> None:
    snapshot = live(catalogue).snapshot()
    np.testing.assert_allclose(snapshot.vectors([1])[0], vector(TEXTS[0]), atol=1e-6)
    with pytest.raises(KeyError):
        snapshot.vectors([1, 99])


def test_an_open_snapshot_stays_as_it_was(catalogue: Catalogue) -> None:
    index = live(catalogue)
    before = index.snapshot()
    catalogue.add(embedded("Đề án mới"))
    catalogue.remove(catalogue.documents().items[0].id)
    after = index.snapshot()
    assert (before.size, after.size) == (9, 9)
    assert before.lexical(QueryTerms.of(words=["cải_cách"]), 5)[0].tolist() == [1]
    assert after.lexical(QueryTerms.of(words=["cải_cách"]), 5)[0].tolist() == []
    assert found(index, catalogue, "Đề án mới") == ["Đề án mới"]


def test_a_second_start_loads_the_files_and_rebuilds_nothing(
    catalogue: Catalogue, caplog: pytest.LogCaptureFixture
) -> None:
    live(catalogue).snapshot()
    files = {path: path.stat().st_mtime_ns for path in (catalogue.path.parent / "index").rglob("*") if path.is_file()}
    caplog.clear()
    assert live(catalogue).snapshot().size == 9
    assert caplog.records == []
    assert {path: path.stat().st_mtime_ns for path in files} == files


def test_another_process_takes_over_what_was_published(catalogue: Catalogue) -> None:
    reader, writer = live(catalogue), live(catalogue)
    assert reader.snapshot().size == 9
    catalogue.add(embedded("Đề án mới"))
    writer.bring_up()
    assert reader.snapshot().size == 12
    assert reader.snapshot().generation == catalogue.generation()


def test_while_somebody_writes_the_state_before_is_searched(catalogue: Catalogue) -> None:
    index = live(catalogue)
    index.snapshot()
    catalogue.add(embedded("Đề án mới"))
    with write_lock(catalogue.path.parent / "write.lock", 1):
        assert index.snapshot().size == 9
        with pytest.raises(CatalogueLocked):
            index.bring_up(wait_seconds=0)
    assert index.snapshot().size == 12


def _delete(path: Path) -> None:
    path.unlink()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("harm", [_delete, _cut, _flip])
@pytest.mark.parametrize("pattern", ["dense-*.faiss", "manifest.json", "lexical-*/meta.json", "lexical-*/*.idx"])
def test_a_damaged_index_is_rebuilt_from_the_catalogue_and_says_so(
    catalogue: Catalogue, caplog: pytest.LogCaptureFixture, pattern: str, harm: Callable[[Path], None]
) -> None:
    live(catalogue).snapshot()
    harm(next((catalogue.path.parent / "index").glob(pattern)))
    with caplog.at_level(logging.WARNING):
        index = live(catalogue)
        assert index.snapshot().size == 9
    assert "rebuilding the search index" in caplog.text
    assert found(index, catalogue, TEXTS[2]) == [TEXTS[2]]
    assert by_words(index, "cải_cách") == [1]


def test_a_commit_without_its_manifest_is_not_trusted(catalogue: Catalogue) -> None:
    index = live(catalogue)
    index.snapshot()
    manifest = catalogue.path.parent / "index" / "manifest.json"
    before = manifest.read_bytes()
    catalogue.add(embedded("Đề án mới"))
    live(catalogue).bring_up()
    # As if the writer had died between the lexical commit and the manifest.
    manifest.write_bytes(before)
    assert index.snapshot().size == 12
    assert len(by_words(index, "đề_án")) == 1
    assert live(catalogue).snapshot().size == 12


def test_vectors_of_another_model_are_not_searched(catalogue: Catalogue, caplog: pytest.LogCaptureFixture) -> None:
    live(catalogue).snapshot()
    other = live(catalogue, "model-b")
    assert other.snapshot().size == 0
    assert "made with the model" in caplog.text
    first = catalogue.documents().items[0].id
    catalogue.replace_vectors(first, embedded(TEXTS[0], fingerprint="model-b").vectors, "model-b")
    assert other.snapshot().size == 3


def test_an_empty_catalogue_is_searched_without_complaint(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path / "catalogue.db")
    snapshot = live(catalogue).snapshot()
    assert snapshot.dense(vector("x"), 5)[0].tolist() == []
    assert snapshot.lexical(QueryTerms.of(words=["x"]), 5)[0].tolist() == []
    assert snapshot.lexical(QueryTerms(), 5)[0].tolist() == []
    catalogue.close()
