"""Answers among many other plans: ``python -m bench.scale WORK [--passages N]``.

WORK/plain holds the sample corpus and, where they lie beside the checkout, the real plans; WORK/crowded the same with
the plans of ``bench.distractors`` until N passages are there. Both are made where they are missing; then each is
served, every question is asked once over HTTP, and the questions are scored. Writes a section of docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import time
import urllib.parse
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from bench import report, scores
from bench.crowd import fill
from bench.rankings import DEV, ROOT, questions
from bench.server import served
from bench.timing import Spread, peak, spread, timed
from indexer.pipeline import Pipeline
from indexer.settings import Settings

PAGE = ROOT / "docs" / "benchmarks.md"
SHARED = ROOT.parent / "shared"
_WARMING = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """A data folder served: its passages, seconds to start, memory in MB, times of /ask, processor time of one in ms,
    the load of the machine while they were asked, and the share found of each set of questions."""

    passages: int
    start: float
    memory: float
    ask: Spread
    processor: float
    load: float
    found: dict[str, float]


def figures(data: Path, asked: Sequence[str], rounds: int) -> Figures:
    """The quietest of some rounds, each on a server of its own so that nothing kept answers a question."""
    found = [_round(data, asked, last=number + 1 == rounds) for number in range(rounds)]
    best = min(found, key=lambda one: one.ask.p50)
    return replace(best, start=min(one.start for one in found), found=found[-1].found)


def _round(data: Path, asked: Sequence[str], last: bool) -> Figures:
    """Every question asked once over one connection, one after another; ``last`` has what is found scored too."""
    with served(data) as server:
        process = psutil.Process(server.pid)
        _rested(process)
        with closing(_connection(server.url)) as connection:
            for question in asked[:_WARMING]:
                _ask(connection, question + " ?")
            before = process.cpu_times()
            times = [timed(lambda question=question: _ask(connection, question)) for question in asked]  # type: ignore[misc]
        after, load = process.cpu_times(), os.getloadavg()[0]
        spent = 1000 * (after.user + after.system - before.user - before.system) / len(asked)
        memory = peak(server.pid)
        found = _found(server.url) if last else {}
    return Figures(_passages(data), server.start_seconds, memory, spread(times), spent, load, found)


def _rested(process: psutil.Process) -> None:
    """Wait until the server has compared all plans, which it does beside its readers after a start; at most ten
    minutes."""
    calm, until, spent = 0, time.monotonic() + 600, sum(process.cpu_times()[:2])
    while calm < 3 and time.monotonic() < until:
        time.sleep(3)
        now = sum(process.cpu_times()[:2])
        calm, spent = calm + 1 if now - spent < 0.3 else 0, now


def _connection(url: str) -> http.client.HTTPConnection:
    host = urllib.parse.urlsplit(url)
    return http.client.HTTPConnection(host.hostname or "127.0.0.1", host.port, timeout=120)


def _ask(connection: http.client.HTTPConnection, question: str) -> bytes:
    """The answer as bytes: whoever measures does not take the core to read them."""
    connection.request("GET", "/api/v1/ask?" + urllib.parse.urlencode({"q": question}))
    return connection.getresponse().read()


def _found(url: str) -> dict[str, float]:
    """The share of questions whose evidence is among the first three hits, by set, where the scorers are here."""
    scorer = SHARED / "eval"
    sets = {"dev.jsonl": DEV, "corpus/queries.jsonl": ROOT / "corpus" / "queries.jsonl"}
    if not scorer.is_dir():
        return {}
    rows = {name: scores.answers(scorer, url, path) for name, path in sets.items() if path.is_file()}
    held = {name: [row["found"] for row in some if row.get("found") is not None] for name, some in rows.items()}
    return {name: sum(some) / len(some) for name, some in held.items() if some}


def _passages(data: Path) -> int:
    from indexer.store.catalogue import Catalogue

    catalogue = Catalogue(data / "catalogue.db")
    try:
        return catalogue.passage_count()
    finally:
        catalogue.close()


def plain(work: Path) -> Path:
    """The folder with the sample corpus and the real plans, made first where it is missing."""
    data = work / "plain"
    if not data.is_dir():
        pipeline = Pipeline(Settings(data=data))
        seeds = sorted((SHARED / "seeds").glob("*.txt"))
        pipeline.add([*sorted((ROOT / "corpus" / "documents").iterdir()), *seeds])
        pipeline.close()
        pipeline.catalogue.close()
    return data


def crowded(work: Path, passages: int) -> Path:
    """The same folder with other plans until it holds that many passages."""
    data = work / "crowded"
    if not data.is_dir():
        shutil.copytree(plain(work), data)
    fill(data, passages)
    return data


def table(alone: Figures, among: Figures) -> str:
    """Both side by side."""
    pairs: list[tuple[str, object, object]] = [
        ("passages", alone.passages, among.passages),
        *((f"found, {name} (fall wanted ≤ 0.05)", f"{alone.found[name]:.3f}", f"{among.found[name]:.3f}")
          for name in alone.found),
        ("/api/v1/ask over HTTP, p50 ms (wanted ≤ 60)", f"{alone.ask.p50:.0f}", f"{among.ask.p50:.0f}"),
        ("/api/v1/ask over HTTP, p95 ms (wanted ≤ 150)", f"{alone.ask.p95:.0f}", f"{among.ask.p95:.0f}"),
        ("processor time of one /ask, ms", f"{alone.processor:.0f}", f"{among.processor:.0f}"),
        ("load of the machine meanwhile", f"{alone.load:.1f}", f"{among.load:.1f}"),
        ("server ready after, s", f"{alone.start:.1f}", f"{among.start:.1f}"),
        ("server's peak memory, MB", f"{alone.memory:.0f}", f"{among.memory:.0f}"),
    ]  # fmt: skip
    return report.table(("measure", "without", "among other plans"), [list(row) for row in pairs])


def main() -> None:
    """Measures both folders and writes the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(write(options.work, options.passages, options.rounds))


def write(work: Path, passages: int, rounds: int = 3) -> str:
    """Measures both folders and puts the section into docs/benchmarks.md, which is returned."""
    asked = questions()
    alone, among = figures(plain(work), asked, rounds), figures(crowded(work, passages), asked, rounds)
    said = (
        f"{len(asked)} questions, each asked once over one connection, one after another; of {rounds} rounds, each on "
        "a server of its own that had compared its plans, the one with the lowest p50."
    )
    body = f"## Among many plans\n\n{table(alone, among)}\n\n{said}"
    report.replace(PAGE, "scale", body, "Benchmarks")
    return body


if __name__ == "__main__":
    main()
