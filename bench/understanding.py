"""``make eval``: how far understanding holds: marks and slips, what each part is worth, confidence."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench import ablations, report, variants
from bench.ablations import mean
from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api import evaluate
from search_api.engine import Engine
from search_api.service import Service

Row = dict[str, Any]
BINS = (0.0, 0.4, 0.6, 0.75, 0.85, 0.95, 1.01)


@contextmanager
def opened(files: Sequence[Path]) -> Iterator[Service]:
    """The service over a temporary index of the files."""
    with tempfile.TemporaryDirectory(prefix="chutri-") as folder:
        settings = Settings(data=Path(folder))
        Pipeline(settings).add(list(files))
        engine = Engine(settings)
        try:
            yield Service(engine)
        finally:
            engine.close()


def sets(service: Service, named: dict[str, list[Row]]) -> tuple[str, list[Row]]:
    """Figures of every set as typed, without marks and with slips; and the scored rows of the first."""
    lines: list[list[object]] = []
    scored: list[Row] = []
    for name, questions in named.items():
        plain = [evaluate.score(service, one) for one in questions]
        scored += plain
        lines.append([name, "as typed", len(plain), mean(plain, "right"), mean(plain, "found"), None, None])
        for how in ("stripped", "slipped"):
            other = [evaluate.score(service, one) for one in variants.asked(questions, how)]
            same = [row for row in plain if row["id"] in {one["id"] for one in other}]
            loss = mean(same, "found") - mean(other, "found")
            lost = ablations.changes(same, other, "found")[1]
            lines.append([name, how, len(other), mean(other, "right"), mean(other, "found"), loss, lost])
    head = ("questions", "typed", "n", "right", "found", "found less by", "found lost")
    return report.table(head, lines), scored


def reliability(rows: Sequence[Row]) -> str:
    """Answers by their confidence: how many, how sure on the whole, how many right; abstentions left out."""
    given = [row for row in rows if not row["abstained"]]
    lines: list[list[object]] = []
    error = 0.0
    for low, high in pairwise(BINS):
        inside = [row for row in given if low <= row["confidence"] < high]
        if inside:
            sure, right = mean(inside, "confidence"), mean(inside, "right")
            lines.append([f"{low:.2f} – {min(high, 1.0):.2f}", len(inside), sure, right])
            error += len(inside) * abs(sure - right) / len(given)
    body = report.table(("confidence", "answers", "mean confidence", "right"), lines)
    return f"{body}\n\nMean distance of confidence from the share that is right: {error:.3f}."


def by_set(sets: Sequence[tuple[str, Sequence[Row]]]) -> str:
    """The share of answers that are right by confidence, one line a set, with how many; abstentions left out."""
    head = ["questions", *(f"{low:.2f} – {min(high, 1.0):.2f}" for low, high in pairwise(BINS)), "mean distance"]
    lines: list[list[object]] = []
    for name, rows in sets:
        given = [row for row in rows if not row["abstained"]]
        line: list[object] = [name]
        error = 0.0
        for low, high in pairwise(BINS):
            inside = [row for row in given if low <= row["confidence"] < high]
            line.append(f"{mean(inside, 'right'):.2f} of {len(inside)}" if inside else None)
            error += abs(sum(row["confidence"] - row["right"] for row in inside)) / max(1, len(given))
        lines.append([*line, error])
    return report.table(tuple(head), lines)


def described(service: Service, named: dict[str, list[Row]], parts: bool) -> str:
    """The tables of the sets over one service; with ``parts`` also what each part is worth on the first set."""
    body, scored = sets(service, named)
    found = [body, "Answers to them by confidence:", reliability(scored)]
    if parts:
        first = next(iter(named.values()))
        found += ["What is lost without each part, on the first set:", ablations.table(service, first)]
        slips = ablations.table(service, variants.asked(first, "slipped"), ("slips mended",))
        found += ["The same for its Vietnamese questions with slips of typing:", slips]
    return "\n\n".join(found)
