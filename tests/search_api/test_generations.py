"""Questions go on while a new generation is made ready, and see it as soon as it is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.distractors import write
from indexer.pipeline import Pipeline
from indexer.report import Step
from indexer.settings import Settings
from search_api import engine as engines
from search_api.engine import Engine
from search_api.knowledge import Knowledge
from search_api.ledger import roll as rolls
from search_api.views import Views
from tests.patience import PATIENCE

QUESTION = "Liệt kê các nhiệm vụ thực hiện thường xuyên"


@pytest.fixture
def settings(tmp_path: Path, tiny_model: Path) -> Settings:
    settings = Settings(data=tmp_path / "data", cache=tmp_path / "cache", model=str(tiny_model), threads=1)
    add(settings, write(1, tmp_path / "first"))
    return settings


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    opened = Engine(settings)
    opened.warm_up()
    yield opened
    opened.close()


def add(settings: Settings, files: list[Path]) -> None:
    """Adds files as another process would, with a catalogue and an index of its own."""
    pipeline = Pipeline(settings)
    pipeline.add(files)
    pipeline.close()
    pipeline.catalogue.close()


class Held:
    """Makes the next generation wait until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        monkeypatch.setattr(engines, "Knowledge", self._knowledge)
        monkeypatch.setattr(engines, "_PATIENCE_SECONDS", 0.01)

    def _knowledge(self, *given: Any) -> Knowledge:
        self.begun.set()
        assert self.go.wait(PATIENCE)
        return Knowledge(*given)


def test_a_question_is_answered_from_what_is_ready_while_more_is_made_ready(
    engine: Engine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = engine.search(QUESTION)[0].knowledge
    held = Held(monkeypatch)
    add(settings, write(1, tmp_path / "more", first=30))
    for _ in range(3):
        assert engine.search(QUESTION)[0].knowledge is before
    assert held.begun.is_set()
    following = engine._behind(engine.catalogue)
    held.go.set()
    assert following.wait(PATIENCE)
    after = engine.search(QUESTION)[0].knowledge
    assert after.generation > before.generation
    assert len(after.documents) == 2


def test_only_one_generation_is_made_ready_at_a_time(
    engine: Engine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    held = Held(monkeypatch)
    add(settings, write(1, tmp_path / "more", first=30))
    first = engine._behind(engine.catalogue)
    assert engine._behind(engine.catalogue) is first
    held.go.set()
    assert first.wait(PATIENCE)


def test_a_document_taken_out_is_gone_from_the_next_answer(
    engine: Engine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    add(settings, write(1, tmp_path / "more", first=30))
    known = engine.presenter().knowledge.documents
    gone = sorted(known)[0]
    monkeypatch.setattr(engines, "_PATIENCE_SECONDS", 0.0)
    pipeline = Pipeline(settings)
    assert pipeline.remove(gone)
    pipeline.close()
    pipeline.catalogue.close()
    assert gone not in engine.search(QUESTION)[0].knowledge.documents


def test_who_writes_in_this_process_makes_the_generation_ready(
    engine: Engine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    pipeline = Pipeline(settings, engine.whole, engine.encoder, engine.live)
    pipeline.add_file(write(1, tmp_path / "more", first=30)[0])
    pipeline.close()

    def unwanted(*_: Any) -> Knowledge:
        raise AssertionError("a question had to wait for the next generation")

    monkeypatch.setattr(engines, "Knowledge", unwanted)
    assert len(engine.search(QUESTION)[0].knowledge.documents) == 2


def test_texts_that_did_not_change_are_not_read_again(engine: Engine, settings: Settings, tmp_path: Path):
    before = engine.presenter().knowledge
    add(settings, write(1, tmp_path / "more", first=30))
    after = engine.presenter().knowledge
    assert all(after.plans[key] is studied for key, studied in before.plans.items())
    assert after.known.model is not before.known.model


def stored_only(settings: Settings, file: Path) -> Pipeline:
    """A pipeline of another process that has written a document and not yet made it findable."""
    pipeline = Pipeline(settings)
    pipeline._add(file, lambda step: None, Step(file.name, 1, 1, "read"))
    return pipeline


def test_what_was_stored_before_it_could_be_found_is_found_once_it_can(
    engine: Engine, settings: Settings, tmp_path: Path
):
    pipeline = stored_only(settings, write(1, tmp_path / "more", first=30)[0])
    with pipeline.write_lock():
        known = engine.presenter().knowledge
        assert len(known.documents) == 2
        assert known.index.size < pipeline.catalogue.passage_count()
        assert engine.presenter().knowledge is known
    pipeline.index.bring_up()
    assert engine.presenter().knowledge.index.size == pipeline.catalogue.passage_count()
    pipeline.catalogue.close()


def test_nobody_waits_for_what_is_expected_and_all_see_it_once_it_is_there(
    engine: Engine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = engine.presenter().knowledge
    engine.expect()
    with monkeypatch.context() as patched:
        patched.setattr(engines, "Knowledge", None)
        pipeline = stored_only(settings, write(1, tmp_path / "more", first=30)[0])
        assert engine.search(QUESTION)[0].knowledge is engine.presenter().knowledge is before
    pipeline.catalogue.close()
    engine.catch_up()
    with monkeypatch.context() as patched:
        patched.setattr(engines, "Knowledge", None)
        after = engine.search(QUESTION)[0].knowledge
    assert len(after.documents) == 2
    assert after.index.generation == after.generation


def test_a_document_taken_out_is_gone_even_while_another_is_expected(
    engine: Engine, settings: Settings, tmp_path: Path
):
    add(settings, write(1, tmp_path / "more", first=30))
    gone = sorted(engine.presenter().knowledge.documents)[0]
    engine.expect()
    pipeline = Pipeline(settings)
    assert pipeline.remove(gone)
    pipeline.catalogue.close()
    assert gone not in engine.presenter().knowledge.documents
    assert gone not in engine.search(QUESTION)[0].knowledge.documents


def test_the_roll_is_made_before_anybody_is_given_the_generation(
    engine: Engine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    views = Views(engine)
    before = views.roll()[1]
    add(settings, write(1, tmp_path / "more", first=30))
    engine.catch_up()
    after = engine.presenter().knowledge

    monkeypatch.setattr(rolls, "Roll", None)
    assert views.roll()[1] is not before
    assert views.roll()[1].knowledge is after
