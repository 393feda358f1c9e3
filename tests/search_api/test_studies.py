"""What was studied of plans is kept for the next start, and comes to what studying them anew gives."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bench.distractors import write
from indexer.pipeline import Pipeline
from indexer.settings import Settings
from indexer.store.catalogue import Catalogue
from search_api.ranking.studied import study_all
from search_api.ranking.studies import Studies


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Catalogue:
    root = tmp_path_factory.mktemp("studied")
    pipeline = Pipeline(Settings(data=root / "data", cache=root / "cache", model=str(tiny_model), threads=1))
    pipeline.add(write(2, root / "plans"))
    pipeline.close()
    return pipeline.catalogue


def test_plans_studied_before_are_the_plans_studied_anew(catalogue: Catalogue, tmp_path: Path):
    studies = Studies(tmp_path / "studied.db")
    anew = study_all(catalogue, {}, studies)
    documents = [one.document for one in anew.values()]
    assert studies.of(documents) == {key: one.facts for key, one in anew.items()}
    assert study_all(catalogue, {}, Studies(tmp_path / "studied.db")) == anew == study_all(catalogue, {})


def test_a_plan_that_changed_is_not_taken_for_the_one_before(catalogue: Catalogue, tmp_path: Path):
    studies = Studies(tmp_path / "studied.db")
    first, *_ = (one.document for one in study_all(catalogue, {}, studies).values())
    assert studies.of([replace(first, serial=first.serial + 1)]) == {}


def test_only_what_is_held_stays(catalogue: Catalogue, tmp_path: Path):
    studies = Studies(tmp_path / "studied.db")
    first, second = (one for one in study_all(catalogue, {}, studies).values())
    studies.keep({second.document: second.facts}, [second.document])
    assert list(studies.of([first.document, second.document])) == [second.document.id]


def test_a_damaged_file_is_forgotten_and_made_anew(catalogue: Catalogue, tmp_path: Path):
    path = tmp_path / "studied.db"
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 40)
    found = study_all(catalogue, {}, Studies(path))
    assert found == study_all(catalogue, {})
    study_all(catalogue, {}, Studies(path))
    assert set(Studies(path).of(one.document for one in found.values())) == set(found)


def test_a_locked_file_keeps_nobody_from_answers(catalogue: Catalogue, tmp_path: Path):
    path = tmp_path / "studied.db"
    study_all(catalogue, {}, Studies(path))
    holder = sqlite3.connect(path)
    holder.execute("BEGIN EXCLUSIVE")
    assert study_all(catalogue, {}, Studies(path)) == study_all(catalogue, {})
    holder.close()
