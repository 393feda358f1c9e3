"""Plans of kinds and layouts that no rule was written for: how many of their tasks are read right."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from indexer.fold import key, syllables
from indexer.parsing import parse
from indexer.settings import Settings
from indexer.types import Task, UnitMention

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "unseen"
# Rows whose lead, coordinating units, deadline and product are all right; the rest is what the layout hides.
RIGHT = {
    "301-bo-cong-thuong-2025-unruled.pdf": 8,
    "301-bo-cong-thuong-2025-spaced.txt": 7,
    "302-dac-khu-hon-van-2026.pdf": 11,
    "302-dac-khu-hon-van-2026-spaced.txt": 6,
    "302-dac-khu-hon-van-2026-flat.txt": 11,
    "303-tinh-uy-chuong-trinh-2026-unruled.pdf": 8,
    "303-tinh-uy-chuong-trinh-2026-spaced.txt": 7,
    "303-tinh-uy-chuong-trinh-2026-flat.txt": 8,
    "304-so-nong-nghiep-thang-2025.pdf": 6,
    "304-so-nong-nghiep-thang-2025.xlsx": 6,
    "306-ubnd-tinh-giao-duc-2025-spaced.txt": 7,
    "308-ban-quan-ly-du-an-2025.xlsx": 4,
    "309-hdnd-giam-sat-2026.pdf": 7,
    "309-hdnd-giam-sat-2026-flat.txt": 5,
    "310-truong-cao-dang-2026-spaced.txt": 5,
    "310-truong-cao-dang-2026-flat.txt": 4,
    "311-ubnd-phuong-nguoi-cao-tuoi-2026.pdf": 5,
    "313-so-y-te-tiem-chung-2026.txt": 5,
    "314-ubnd-xa-chuyen-doi-so-2026.txt": 5,
    "315-bo-du-lich-xanh-2026-flat.txt": 10,
    "315-bo-du-lich-xanh-2026-spaced.txt": 9,
    "316-trung-tam-y-te-huyen-2024-flat.txt": 10,
    "316-trung-tam-y-te-huyen-2024-tabs.txt": 10,
    "317-ubnd-xa-phan-cong-2025-flat.txt": 7,
    "317-ubnd-xa-phan-cong-2025-spaced.txt": 6,
    "318-ubnd-tinh-thien-tai-2026-flat.txt": 6,
    "318-ubnd-tinh-thien-tai-2026-tabs.txt": 9,
    "318-ubnd-tinh-thien-tai-2026.pdf": 11,
}


def test_every_document_is_measured():
    assert set(RIGHT) == {path.name for path in FOLDER.glob("3*") if path.suffix != ".json"}


@pytest.mark.parametrize("name", RIGHT)
def test_tasks_of_unseen_layouts_are_read(name: str, tmp_path: Path):
    read = parse(FOLDER / name, Settings(data=tmp_path)).tasks
    rows = truth(name)
    assert len(read) == len(rows)
    assert sum(any(same(row, task) for task in read) for row in rows) >= RIGHT[name]


@cache
def truth(name: str) -> list[dict[str, Any]]:
    path = next(path for path in FOLDER.glob("*.json") if name.startswith(path.stem))
    return json.loads(path.read_text(encoding="utf8"))["tasks"]


def same(row: dict[str, Any], task: Task) -> bool:
    return (
        syllables(row["task"]) == syllables(task.task)
        and syllables(row["product"] or "") == syllables(task.product or "")
        and units(row["lead"], task.lead)
        and units(row["coordinate"], task.coordinate)
        and due(row, task)
    )


def units(wanted: list[str], read: tuple[UnitMention, ...]) -> bool:
    """Whether the same units are named, in either spelling of the truth."""
    names = {key(unit.name) for unit in read}
    return len(names) == len(wanted) and all(names & {key(name) for name in one.split("|")} for one in wanted)


def due(row: dict[str, Any], task: Task) -> bool:
    if row["deadline"] is None:
        return syllables(row["deadline_text"]) == syllables(task.deadline.text if task.deadline else "")
    found = task.deadline
    days = (str(found.start) if found.start else None, str(found.end) if found.end else None) if found else None
    return found is not None and (row["deadline"]["kind"], row["deadline"]["start"], row["deadline"]["end"]) == (
        found.kind, *days,
    )  # fmt: skip
