"""Deadlines of every annotated row: kind, first and last day."""

from __future__ import annotations

import json

import pytest

from tests.extract.test_tasks import found, seed


@pytest.mark.shared
@pytest.mark.parametrize("plan", ["001", "003"])
def test_deadlines_of_annotated_rows_come_back(shared, plan):
    rows = json.loads((shared / "gold" / f"{plan}.json").read_text(encoding="utf8"))["tasks"]
    _, tasks = found(seed(shared, plan))
    assert len(tasks) == len(rows)
    right = 0
    for task, row in zip(tasks, rows, strict=True):
        due, want = task.deadline, row["deadline"]
        days = (due.start and due.start.isoformat(), due.end and due.end.isoformat()) if due else (None, None)
        right += ((due.kind if due else None), *days) == (want["kind"], want["start"], want["end"])
    assert right >= 0.97 * len(rows)
