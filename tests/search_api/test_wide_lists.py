"""A list over a catalogue too great to be read through is the list that reading it through gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.distractors import write
from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api import pool
from search_api.engine import Engine
from search_api.selection import choose

QUESTIONS = (
    "Liệt kê các nhiệm vụ Sở Nội vụ chủ trì",
    "Công an xã phối hợp những nhiệm vụ nào?",
    "Liệt kê các nhiệm vụ thực hiện thường xuyên",
    "Những nhiệm vụ nào phải báo cáo hằng tháng?",
    "Nhiệm vụ nào phải xong trước tháng 6 năm 2026?",
    "Liệt kê các nhiệm vụ trong quý II năm 2022",
    "Có bao nhiêu nhiệm vụ về bảo hiểm y tế?",
    "Liệt kê các nhiệm vụ về cụm công nghiệp",
    "Liệt kê nhiệm vụ về rà soát hồ sơ lưu trữ",
    "Sở Tài chính chủ trì những nhiệm vụ nào trong năm 2026?",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Engine:
    root = tmp_path_factory.mktemp("wide")
    settings = Settings(data=root / "data", cache=root / "cache", model=str(tiny_model), threads=1)
    pipeline = Pipeline(settings)
    plans = [*write(4, root / "plans"), *write(3, root / "plans", first=40), *write(3, root / "plans", first=80)]
    pipeline.add(plans)
    pipeline.close()
    pipeline.catalogue.close()
    return Engine(settings)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_list_is_the_same_however_it_is_fetched(engine: Engine, question: str, monkeypatch: pytest.MonkeyPatch):
    presenter, reading, findings, _ = engine.search(question)
    near = choose(reading, findings.plans, presenter.knowledge)
    monkeypatch.setattr(pool, "READ_THROUGH", 0)
    wide = choose(reading, findings.plans, presenter.knowledge)
    assert near.narrow
    assert near.tasks
    assert [task.task.id for task in wide.tasks] == [task.task.id for task in near.tasks]
    assert (wide.filters, wide.count) == (near.filters, near.count)


def test_a_list_that_nothing_cuts_is_counted_whole_and_shown_in_part(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    presenter, reading, findings, _ = engine.search("Có tất cả bao nhiêu nhiệm vụ?")
    near = choose(reading, findings.plans, presenter.knowledge)
    monkeypatch.setattr(pool, "READ_THROUGH", 0)
    wide = choose(reading, findings.plans, presenter.knowledge)
    assert not near.narrow
    assert wide.count == near.count == len(near.tasks)
    assert 0 < len(wide.tasks) < wide.count
    assert wide.tasks == near.tasks[: len(wide.tasks)]
