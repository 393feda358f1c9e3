"""Runs the scorers of ../shared/eval against a server and reads the figures they print."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIGURE = re.compile(r"([\w+]+) (\d\.\d+)")


@dataclass(frozen=True, slots=True)
class TaskScore:
    """Figures of one document's tasks: recall, precision and the share of gold rows right in each field."""

    file: str
    gold: int
    extracted: int
    recall: float
    precision: float
    fields: dict[str, float]


@dataclass(frozen=True, slots=True)
class DutyScore:
    """F1 of one document's duties (with and without the role) and of the documents it cites."""

    file: str
    with_role: float
    without_role: float
    cites: float


def tasks(scorers: Path, url: str, gold: Path, file: str) -> TaskScore | None:
    """The figures of score_tasks.py, or None where the server does not hold the file."""
    said = _run(scorers / "score_tasks.py", url, str(gold), "--file", file)
    head = re.search(r"gold (\d+)\s+extracted (\d+)\s+matched \d+\s+recall (\S+)\s+precision (\S+)", said)
    if head is None:
        return None
    fields = {name: float(value) for name, value in FIGURE.findall(said.split("right:", 1)[1])}
    return TaskScore(file, int(head[1]), int(head[2]), float(head[3]), float(head[4]), fields)


def duties(scorers: Path, url: str, gold: Path, file: str) -> DutyScore | None:
    """The figures of score_duties.py, or None where the server does not hold the file."""
    found = re.findall(r"F1 (\d\.\d+)", _run(scorers / "score_duties.py", url, str(gold), "--file", file))
    return DutyScore(file, *map(float, found)) if len(found) == 3 else None


def answers(scorers: Path, url: str, questions: Path) -> list[dict[str, Any]]:
    """One row a question as score_answers.py writes them: id, kind, lang, found, right, mrr…"""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rows.json"
        said = _run(scorers / "score_answers.py", url, str(questions), "--json", str(out))
        if not out.exists():
            raise RuntimeError(said[-800:])
        rows: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf8"))
        return rows


def _run(script: Path, *arguments: str) -> str:
    done = subprocess.run([sys.executable, str(script), *arguments], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
