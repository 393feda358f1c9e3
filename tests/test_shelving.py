"""Documents put aside and brought back: nothing of them is found meanwhile, and nothing of them is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import shelving
from indexer.errors import UnknownDocument
from indexer.pipeline import Pipeline
from indexer.report import Added, Duplicate
from indexer.settings import Settings
from indexer.store.amend.records import Draft
from indexer.store.originals import original
from tests.search_api.conftest import PROVINCE

NEWER = PROVINCE.replace("Sở Tài chính\tSở Giáo dục", "Sở Xây dựng\tSở Giáo dục")


@pytest.fixture
def settings(tiny_model: Path, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", cache=tmp_path / "cache", model=str(tiny_model), threads=1)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "77-tinh.txt"
    path.write_text(PROVINCE, encoding="utf-8")
    return path


def added(pipeline: Pipeline, path: Path) -> str:
    outcome = pipeline.add_file(path)
    assert isinstance(outcome, Added)
    return outcome.document_id


def shown(pipeline: Pipeline) -> tuple[object, ...]:
    """All that lists and searches take from the catalogue, without numbers that count additions."""
    catalogue = pipeline.catalogue
    documents = [(one.id, one.header, one.tasks, one.clauses, one.notes) for one in catalogue.documents().items]
    passages = [one.passage for key, *_ in documents for one in catalogue.document_passages(key)]
    clauses = [catalogue.clauses(key) for key, *_ in documents]
    return documents, catalogue.tasks().items, catalogue.duties().items, catalogue.units(), passages, clauses


def test_a_removed_document_comes_back_as_it_was_corrections_included(settings: Settings, plan: Path) -> None:
    pipeline = Pipeline(settings)
    key = added(pipeline, plan)
    first = pipeline.catalogue.tasks().items[0].task
    draft = Draft("task", "set", first.id, "Lan", "đối chiếu", "product", "Danh mục tài sản")
    pipeline.catalogue.people.correct(draft, pipeline.encode)
    before = shown(pipeline)
    assert pipeline.remove(key, "Minh")
    assert shown(pipeline) == ([], (), (), (), [], [])
    assert pipeline.index.snapshot().size == 0
    (aside,) = pipeline.catalogue.shelf.listed("removed")
    assert (aside.id, aside.by, aside.header.number, aside.tasks) == (key, "Minh", "77/QĐ-UBND", 4)
    assert shelving.original(settings.data, aside).read_bytes() == plan.read_bytes()
    shelving.bring_back(pipeline, key)
    assert shown(pipeline) == before
    assert pipeline.index.snapshot().size == len(pipeline.catalogue.document_passages(key))
    assert original(settings.data, aside.sha256, plan.name).read_bytes() == plan.read_bytes()
    assert pipeline.catalogue.shelf.listed() == ()


def test_a_removed_document_that_is_added_again_leaves_the_shelf(settings: Settings, plan: Path) -> None:
    pipeline = Pipeline(settings)
    key = added(pipeline, plan)
    pipeline.remove(key)
    assert added(pipeline, plan) == key
    assert pipeline.catalogue.shelf.listed() == ()
    assert not list((settings.data / "removed").iterdir())


def test_what_was_removed_long_ago_is_deleted_for_good(settings: Settings, plan: Path) -> None:
    pipeline = Pipeline(settings)
    key = added(pipeline, plan)
    pipeline.remove(key)
    assert shelving.forget_outdated(pipeline) == 0
    pipeline.settings = settings.model_copy(update={"keep_removed_days": 0})
    (aside,) = pipeline.catalogue.shelf.listed()
    shelving.forget(pipeline, key)
    assert not shelving.original(settings.data, aside).exists()
    with pytest.raises(UnknownDocument):
        shelving.bring_back(pipeline, key)
    added(pipeline, plan)
    pipeline.remove(key)
    assert pipeline.catalogue.shelf.listed() == ()


def test_a_newer_version_takes_the_corrections_over_and_gives_them_back(
    settings: Settings, plan: Path, tmp_path: Path
) -> None:
    pipeline = Pipeline(settings)
    old = added(pipeline, plan)
    third = pipeline.catalogue.tasks().items[2].task
    draft = Draft("task", "set", third.id, "Lan", "", "product", "Bảng tin")
    pipeline.catalogue.people.correct(draft, pipeline.encode)
    before = shown(pipeline)
    newer = tmp_path / "77-sua.txt"
    newer.write_text(NEWER, encoding="utf-8")
    new = added(pipeline, newer)
    assert pipeline.catalogue.task(f"{new}-t3").task.product == "Thông báo"
    shelving.exchange(pipeline, new, old, "Minh")
    assert [one.id for one in pipeline.catalogue.documents().items] == [new]
    tasks = [one.task for one in pipeline.catalogue.tasks().items]
    assert (tasks[0].lead[0].name, tasks[2].product) == ("Sở Xây dựng", "Bảng tin")
    (aside,) = pipeline.catalogue.shelf.listed("replaced")
    assert (aside.id, aside.successor, aside.by) == (old, new, "Minh")
    shelving.bring_back(pipeline, old)
    pipeline.remove(new)
    assert shown(pipeline) == before


def test_drafts_are_not_found_until_published_and_take_corrections(settings: Settings, plan: Path) -> None:
    pipeline = Pipeline(settings.model_copy(update={"review": "before"}))
    key = added(pipeline, plan)
    assert shown(pipeline) == ([], (), (), (), [], [])
    assert isinstance(pipeline.add_file(plan), Duplicate)
    people, shelf = pipeline.catalogue.people, pipeline.catalogue.shelf
    row = shelf.standing(key).rows.tasks[0].record
    people.correct(Draft("task", "set", row.id, "Lan", "", "product", "Danh mục tài sản"), pipeline.encode)
    people.correct(Draft("document", "set", key, "Lan", "", "number", "78/QĐ-UBND"), pipeline.encode)
    assert people.check_all(key, "Lan", "", pipeline.encode) == (3, 4, 5, 6)
    assert people.check_all(key, "Lan", "", pipeline.encode) == ()
    assert shown(pipeline) == ([], (), (), (), [], [])
    (aside,) = shelf.listed("draft")
    assert aside.header.number == "78/QĐ-UBND"
    shelving.bring_back(pipeline, key)
    (document,) = pipeline.catalogue.documents().items
    first = pipeline.catalogue.tasks().items[0]
    assert (document.header.number, first.task.product) == ("78/QĐ-UBND", "Danh mục tài sản")
    assert pipeline.catalogue.find("78/QĐ-UBND").id == key
    assert [one.action for one in first.corrections] == ["set", "check"]
    assert people.undo_all((2, 3, 4, 5, 6), "Lan", pipeline.encode) == 5
    assert pipeline.catalogue.find("77/QĐ-UBND").id == key


def test_a_draft_that_is_thrown_away_can_be_taken_up_again(settings: Settings, plan: Path) -> None:
    pipeline = Pipeline(settings.model_copy(update={"review": "before"}))
    key = added(pipeline, plan)
    assert pipeline.remove(key)
    assert [one.state for one in pipeline.catalogue.shelf.listed()] == ["removed"]
    shelving.bring_back(pipeline, key)
    assert [one.id for one in pipeline.catalogue.documents().items] == [key]
