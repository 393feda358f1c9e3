"""One plan, many files: its tasks are the same, field for field, whatever form it comes in."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.pipeline import parse
from indexer.settings import Settings
from indexer.types import Deadline, ParsedDocument, Task

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
# A scan goes through OCR and a flattened table has lost its cells: both are scored by `make eval` instead.
FORMS = sorted(
    path
    for path in (CORPUS / "formats").iterdir()
    if not path.stem.endswith("-scan") and not path.stem.endswith("-flat")
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ParsedDocument]:
    """Every plan as corpus/documents holds it, by the first three digits of its name."""
    settings = Settings(data=tmp_path_factory.mktemp("data"))
    return {path.name[:3]: parse(path, settings) for path in sorted((CORPUS / "documents").iterdir())}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_every_form_of_a_plan_gives_the_same_tasks(path: Path, published: dict[str, ParsedDocument], tmp_path: Path):
    same = [fields(task) for task in published[path.name[:3]].tasks]
    assert [fields(task) for task in parse(path, Settings(data=tmp_path)).tasks] == same


def fields(task: Task) -> tuple[object, ...]:
    units = tuple(tuple(unit.name for unit in role) for role in (task.lead, task.coordinate))
    words = tuple(plain(text) for text in (task.section, task.goal, task.task, task.activity, task.product))
    return task.no, *words, *units, time(task.deadline)


def plain(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


def time(deadline: Deadline | None) -> tuple[object, ...] | None:
    return (deadline.kind, deadline.start, deadline.end, deadline.every) if deadline else None
