"""One plan, many files: its tasks are the same, field for field, whatever form it comes in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer.fold import key, syllables
from indexer.pipeline import parse
from indexer.read.ocr import available_engines
from indexer.settings import Settings
from indexer.types import Deadline, ParsedDocument, Task

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
# A scan goes through OCR and is compared below; a flattened table has lost its cells and is scored by `make eval`.
FORMS = sorted(
    path
    for path in (CORPUS / "formats").iterdir()
    if not path.stem.endswith("-scan") and not path.stem.endswith("-flat")
)


SCANS = sorted((CORPUS / "formats").glob("*-scan.pdf"))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ParsedDocument]:
    """Every plan as corpus/documents holds it, by the first three digits of its name."""
    settings = Settings(data=tmp_path_factory.mktemp("data"))
    return {path.name[:3]: parse(path, settings) for path in sorted((CORPUS / "documents").iterdir())}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_every_form_of_a_plan_gives_the_same_tasks(path: Path, published: dict[str, ParsedDocument], tmp_path: Path):
    same = [fields(task) for task in published[path.name[:3]].tasks]
    assert [fields(task) for task in parse(path, Settings(data=tmp_path)).tasks] == same


@pytest.mark.skipif("tesseract" not in available_engines(), reason="Tesseract with Vietnamese is not installed")
@pytest.mark.parametrize("path", SCANS, ids=lambda path: path.name)
def test_a_scan_of_a_plan_gives_nearly_all_of_its_tasks(
    path: Path, published: dict[str, ParsedDocument], tmp_path: Path
) -> None:
    wanted = published[path.name[:3]].tasks
    read = parse(path, Settings(data=tmp_path, ocr="tesseract")).tasks
    pairs = [(one, two) for one in wanted if (two := alike(one, read)) is not None]
    assert len(pairs) >= 0.95 * len(wanted)
    assert sum(duties(one) == duties(two) for one, two in pairs) >= 0.85 * len(wanted)


def alike(task: Task, others: Sequence[Task]) -> Task | None:
    """The task with most of the same words, where it has at least 0.85 of them."""
    words = set(syllables(f"{task.task} {task.activity or ''}"))
    shares = [
        (len(words & set(syllables(f"{o.task} {o.activity or ''}"))) / len(words), n) for n, o in enumerate(others)
    ]
    share, index = max(shares, default=(0.0, 0))
    return others[index] if share >= 0.85 else None


def duties(task: Task) -> tuple[object, ...]:
    """Who and when, in search spelling."""
    units = tuple(tuple(key(unit.name) for unit in role) for role in (task.lead, task.coordinate))
    return *units, time(task.deadline)


def fields(task: Task) -> tuple[object, ...]:
    units = tuple(tuple(unit.name for unit in role) for role in (task.lead, task.coordinate))
    words = tuple(plain(text) for text in (task.section, task.goal, task.task, task.activity, task.product))
    return task.no, *words, *units, time(task.deadline)


def plain(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


def time(deadline: Deadline | None) -> tuple[object, ...] | None:
    return (deadline.kind, deadline.start, deadline.end, deadline.every) if deadline else None
