from __future__ import annotations

import logging
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import CatalogueLocked, UnreadableDocument
from indexer.fold import syllables
from indexer.pipeline import Pipeline
from indexer.report import Added, Duplicate, Step
from indexer.settings import Settings
from indexer.store.lexical import QueryTerms
from indexer.store.lock import write_lock
from indexer.store.originals import original
from tests.plans import TOPICS, write_plans
from tests.tiny import save_tiny_model

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def settings(tiny_model: Path, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", cache=tmp_path / "cache", model=str(tiny_model), threads=1)


def found_by_words(pipeline: Pipeline, topic: str) -> set[str]:
    """The files whose passages hold every word of the topic."""
    snapshot = pipeline.index.snapshot()
    keys = syllables(topic)
    rowids, _ = snapshot.lexical(QueryTerms.of(syllables=keys), 200)
    held = pipeline.catalogue.passages(rowids)
    owners = {one.document_id for one in held.values() if set(keys) <= set(syllables(one.passage.text))}
    return {one.file for one in pipeline.catalogue.documents().items if one.id in owners}


def found_by_vector(pipeline: Pipeline, text: str) -> set[str]:
    """The files of the passages nearest to the text."""
    rowids, scores = pipeline.index.snapshot().dense(pipeline.encoder.passages([text])[0], 3)
    near = rowids[scores > 0.9999]
    return {pipeline.catalogue.document(one.document_id).file for one in pipeline.catalogue.passages(near).values()}


def check_whole(data: Path) -> None:
    with sqlite3.connect(data / "catalogue.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_files_are_added_found_and_told(settings: Settings, tmp_path: Path) -> None:
    paths = write_plans(tmp_path / "in", 3)
    steps: list[Step] = []
    pipeline = Pipeline(settings)
    report = pipeline.add([tmp_path / "in"], steps.append)
    assert [one.file for one in report.added] == [path.name for path in paths]
    assert report.failed == ()
    assert {step.stage for step in steps} >= {"read", "normalise", "segment", "extract", "embed", "store"}
    for path, topic in zip(paths, TOPICS, strict=False):
        assert found_by_words(pipeline, topic) == {path.name}
    document = pipeline.catalogue.find("2/KH-UBND")
    assert document.file == paths[1].name
    assert original(settings.data, document.sha256, document.file).read_bytes() == paths[1].read_bytes()
    assert pipeline.catalogue.duties().total > 0


def test_every_quote_of_a_passage_is_a_slice_of_the_text(settings: Settings, tmp_path: Path) -> None:
    pipeline = Pipeline(settings)
    (path,) = write_plans(tmp_path / "in", 1)
    added = pipeline.add_file(path)
    assert isinstance(added, Added)
    text = pipeline.catalogue.text(added.document_id)
    assert text is not None
    for stored in pipeline.catalogue.document_passages(added.document_id):
        span = stored.passage.span
        assert text[span.start : span.end] == stored.passage.text


def test_the_same_content_is_told_and_not_added_again(settings: Settings, tmp_path: Path) -> None:
    (path,) = write_plans(tmp_path / "in", 1)
    copy = tmp_path / "in" / "ban-sao.txt"
    copy.write_bytes(path.read_bytes())
    report = Pipeline(settings).add([tmp_path / "in"])
    assert [one.file for one in report.added] == ["ban-sao.txt"]
    assert [(two.file, two.held_as) for two in report.duplicates] == [(path.name, "ban-sao.txt")]
    again = Pipeline(settings).add_file(path)
    assert isinstance(again, Duplicate)


def test_a_bad_file_is_recorded_and_the_batch_goes_on(settings: Settings, tmp_path: Path) -> None:
    good = write_plans(tmp_path / "in", 2)
    (tmp_path / "in" / "a-rong.txt").write_bytes(b"")
    (tmp_path / "in" / "b-gia.pdf").write_text("đây không phải pdf", encoding="utf-8")
    (tmp_path / "trong").mkdir()
    pipeline = Pipeline(settings)
    report = pipeline.add([tmp_path / "in", tmp_path / "trong", tmp_path / "khong-co.txt"])
    assert [one.file for one in report.added] == [path.name for path in good]
    reasons = {Path(one.file).name: one for one in report.failed}
    assert set(reasons) == {"a-rong.txt", "b-gia.pdf", "trong", "khong-co.txt"}
    assert reasons["trong"].code == "nothing_to_index"
    assert all(one.reason and one.reason_en for one in report.failed)
    assert {"a-rong.txt", "b-gia.pdf"} <= {failure.file for failure in pipeline.catalogue.failures()}
    with pytest.raises(UnreadableDocument):
        pipeline.add_file(tmp_path / "in" / "a-rong.txt")


def test_nothing_is_found_of_a_removed_document(settings: Settings, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 2)
    pipeline = Pipeline(settings)
    pipeline.add([tmp_path / "in"])
    gone = pipeline.catalogue.find("ke-hoach-00.txt")
    assert pipeline.remove(gone.id)
    assert found_by_words(pipeline, TOPICS[0]) == set()
    assert found_by_words(pipeline, TOPICS[1]) == {"ke-hoach-01.txt"}
    assert not original(settings.data, gone.sha256, gone.file).exists()
    assert not pipeline.remove(gone.id)
    check_whole(settings.data)


def test_a_removed_document_can_be_added_again(settings: Settings, tmp_path: Path) -> None:
    (path,) = write_plans(tmp_path / "in", 1)
    pipeline = Pipeline(settings)
    added = pipeline.add_file(path)
    assert isinstance(added, Added)
    pipeline.remove(added.document_id)
    assert isinstance(pipeline.add_file(path), Added)
    assert found_by_words(pipeline, TOPICS[0]) == {path.name}


def test_another_model_embeds_everything_anew_and_says_so(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_plans(tmp_path / "in", 2)
    Pipeline(settings).add([tmp_path / "in"])
    other = settings.model_copy(update={"model": str(save_tiny_model(tmp_path / "other", seed=1))})
    pipeline = Pipeline(other)
    with caplog.at_level(logging.WARNING):
        report = pipeline.add([tmp_path / "in"])
    assert (len(report.duplicates), report.re_embedded) == (2, 2)
    assert "embedded anew" in caplog.text
    assert pipeline.catalogue.without_vectors(pipeline.encoder.fingerprint) == ()
    stored = pipeline.catalogue.document_passages(pipeline.catalogue.documents().items[0].id)[0]
    own = pipeline.index.snapshot().vectors([stored.rowid])[0]
    text = f"{stored.passage.context}\n{stored.passage.text}".strip()
    np.testing.assert_allclose(own, pipeline.encoder.passages([text])[0], atol=1e-5)
    assert Pipeline(other).add([tmp_path / "in"]).re_embedded == 0


def test_a_changed_prefix_counts_as_another_model(settings: Settings, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 1)
    Pipeline(settings).add([tmp_path / "in"])
    assert Pipeline(settings.model_copy(update={"passage_prefix": "đoạn: "})).renew_vectors() == 1


def test_of_two_writers_the_second_waits_for_the_first(settings: Settings, tmp_path: Path) -> None:
    write_plans(tmp_path / "one", 3)
    write_plans(tmp_path / "two", 3, first=3)
    writers = [
        threading.Thread(target=lambda folder=folder: Pipeline(settings).add([folder]))
        for folder in (tmp_path / "one", tmp_path / "two")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    pipeline = Pipeline(settings)
    assert pipeline.catalogue.documents().total == 6
    for index, topic in enumerate(TOPICS[:6]):
        assert found_by_words(pipeline, topic) == {f"ke-hoach-{index:02}.txt"}
    check_whole(settings.data)


def test_a_writer_that_cannot_wait_is_told(settings: Settings) -> None:
    settings.data.mkdir()
    with (
        write_lock(settings.data / "write.lock", 0),
        pytest.raises(CatalogueLocked, match=str(settings.data)),
        write_lock(settings.data / "write.lock", 0.2),
    ):
        pass


@pytest.fixture(scope="module")
def nine_of_ten(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder to which ten plans were added and from which the fifth was removed."""
    folder = tmp_path_factory.mktemp("nine-of-ten")
    write_plans(folder / "ten", 10)
    settings = Settings(data=folder / "data", cache=folder / "cache", model=str(tiny_model), threads=1)
    pipeline = Pipeline(settings)
    pipeline.add([folder / "ten"])
    pipeline.remove(pipeline.catalogue.find("ke-hoach-04.txt").id)
    pipeline.catalogue.close()
    return settings.data


KILLED = """
import os, signal, sys
from pathlib import Path
import {module} as module
from indexer.pipeline import Pipeline
from indexer.settings import Settings

data, cache, model, folder, name = sys.argv[1:]

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

owner = module
*path, last = name.split(".")
for part in path:
    owner = getattr(owner, part)
pipeline = Pipeline(Settings(data=Path(data), cache=Path(cache), model=model, threads=1))
pipeline.index.bring_up()
setattr(owner, last, die)
sys.exit(f"not killed: {{pipeline.add([Path(folder)])}}")
"""


@pytest.mark.parametrize(
    ("module", "name", "stored"),
    [
        ("indexer.parsing", "tasks", False),
        ("indexer.embed.encoder", "Encoder._encode", False),
        ("indexer.store.insert", "_passages", False),
        ("indexer.store.insert", "vector_row", False),
        ("indexer.store.local", "lexical_texts", True),
        ("indexer.store.dense", "DenseIndex.save", True),
        ("indexer.store.manifest", "Manifest.save", True),
        ("indexer.store.local", "LocalIndex._tidy", True),
    ],
)
def test_killed_in_the_middle_of_an_addition_nothing_is_lost(
    settings: Settings, tmp_path: Path, nine_of_ten: Path, module: str, name: str, stored: bool
) -> None:
    shutil.copytree(nine_of_ten, settings.data)
    late = write_plans(tmp_path / "late", 1, first=10)[0]
    script = KILLED.format(module=module)
    arguments = [settings.data, settings.cache, settings.model, tmp_path / "late", name]
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, *map(str, arguments)], cwd=ROOT, capture_output=True, check=False
    )
    assert run.returncode == -signal.SIGKILL, run.stderr.decode()
    for file in (settings.data / "index").glob("dense-*.faiss"):
        file.unlink()

    check_whole(settings.data)
    again = Pipeline(settings)
    kept = {f"ke-hoach-{index:02}.txt" for index in range(10) if index != 4} | ({late.name} if stored else set())
    assert {one.file for one in again.catalogue.documents().items} == kept
    assert again.index.snapshot().size == again.catalogue.passage_count()
    for index, topic in enumerate(TOPICS[:11]):
        file = f"ke-hoach-{index:02}.txt"
        assert found_by_words(again, topic) == ({file} if file in kept else set())
    sample = again.catalogue.document_passages(again.catalogue.find("ke-hoach-07.txt").id)[2].passage
    assert "ke-hoach-07.txt" in found_by_vector(again, f"{sample.context}\n{sample.text}".strip())
    assert len(again.add([tmp_path / "late"]).added) == (0 if stored else 1)
    assert found_by_words(again, TOPICS[10]) == {late.name}
