"""A list over a catalogue too great to be read through is the list that reading it through gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.distractors import write
from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.engine import Engine
from search_api.limits import Page
from search_api.ranking import pool
from search_api.selection import choose
from search_api.service import Service
from web.answers import lay_out

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


@pytest.mark.parametrize(
    "question", ["Có tất cả bao nhiêu nhiệm vụ?", "Liệt kê tất cả các nhiệm vụ", "Liệt kê các nhiệm vụ năm 2026"]
)
def test_a_list_that_nothing_cuts_is_counted_and_given_whole(
    engine: Engine, question: str, monkeypatch: pytest.MonkeyPatch
):
    presenter, reading, findings, _ = engine.search(question)
    near = choose(reading, findings.plans, presenter.knowledge)
    monkeypatch.setattr(pool, "READ_THROUGH", 0)
    wide = choose(reading, findings.plans, presenter.knowledge)
    assert wide.count == near.count == len(near.tasks) > len(wide.tasks) > 0
    assert wide.filters == near.filters
    assert wide.tasks == near.tasks[: len(wide.tasks)]
    assert wide.whole is not None
    assert tuple(wide.whole()) == near.tasks


def test_an_answer_holds_every_task_with_its_own_citation(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    service, asked = Service(engine), "Liệt kê tất cả các nhiệm vụ"
    near = service.ask(asked)["answer"]
    monkeypatch.setattr(pool, "READ_THROUGH", 0)
    wide = service.ask(asked)["answer"]
    assert len(wide["tasks"]) == wide["count"] == near["count"] > 300
    assert wide["tasks"] == near["tasks"]
    assert all(one["citation"]["quote"] and one["citation"]["url"] for one in wide["tasks"])


def test_a_page_has_the_first_tasks_and_leads_to_all(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pool, "READ_THROUGH", 0)
    found = Service(engine).asked("Liệt kê tất cả các nhiệm vụ", Page(20))["answer"]
    view = lay_out(found, (), 12)
    assert 0 < len(found["tasks"]) < found["count"]
    assert len(view.table) + view.more_tasks == found["count"]
    assert (view.further, view.listed_at) == (True, "/tasks")
    in_a_plan = lay_out({**found, "filters": [{"name": "document", "value": "a b"}]}, (), 12)
    assert in_a_plan.listed_at == "/tasks?document=a+b"
    in_a_year = lay_out({**found, "filters": [{"name": "time", "value": "năm 2026"}]}, (), 12)
    assert in_a_year.listed_at == ""


def test_a_page_that_shows_every_task_has_them(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pool, "READ_THROUGH", 0)
    found = Service(engine).asked("Liệt kê các nhiệm vụ năm 2026", Page(20), every=True)["answer"]
    assert len(found["tasks"]) == found["count"] > 0
    assert "further" not in found
