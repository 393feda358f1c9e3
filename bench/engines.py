"""ONNX Runtime against sentence-transformers: ``python -m bench.engines DATA`` tells how alike they rank and how fast.

ONNX Runtime's vectors of the passages are those that DATA was indexed with; sentence-transformers encodes them
anew. Each engine encodes every question once; the ten nearest passages of each question, by the engine's own vectors on
both sides, are compared. One question at a time is timed, both engines in turns and rested: for some milliseconds after
its work torch keeps a core waiting busily, which the other engine's time is not to tell. Of several rounds the quickest
counts for each question, so that what else the machine does tells as little.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path

import numpy as np

from bench import report
from bench.rankings import ROOT, questions
from bench.timing import Spread, spread, timed
from indexer.embed.encoder import Encoder
from indexer.passages import embedded_text
from indexer.settings import Settings
from indexer.store.catalogue import Catalogue
from indexer.store.live import LiveIndex

PAGE = ROOT / "docs" / "benchmarks.md"
_NEAREST = 10
_ROUNDS = 3
_REST_SECONDS = 0.02
_COMPARED = (
    "Both sides of each ranking are the engine's own: questions and passages by ONNX Runtime with four-bit weights, "
    "and all of them anew by sentence-transformers. Timed one question at a time, both engines in turns with a rest of "
    f"{_REST_SECONDS * 1000:.0f} ms before each turn; of {_ROUNDS} rounds the quickest counts for each question."
)


@dataclass(frozen=True, slots=True)
class Alike:
    """How two engines compare: mean and least share of the ten nearest passages that both name, and their times."""

    passages: int
    questions: int
    overlap: float
    least: float
    own: Spread
    torch: Spread

    def rows(self) -> list[list[object]]:
        """The figures for a table."""
        return [
            ["questions, passages", f"{self.questions}, {self.passages}"],
            ["shared among the ten nearest passages (wanted ≥ 0.95)", f"{self.overlap:.3f}"],
            ["the same, worst question", f"{self.least:.2f}"],
            ["one question, sentence-transformers, p50 and p95 ms", f"{self.torch.p50:.1f}, {self.torch.p95:.1f}"],
            ["one question, ONNX Runtime, p50 and p95 ms", f"{self.own.p50:.1f}, {self.own.p95:.1f}"],
            ["share of the time at p50 (wanted ≤ 0.5)", f"{self.own.p50 / self.torch.p50:.2f}"],
        ]


def alike(data: Path, asked: list[str], most: int) -> Alike:
    """Both engines over the passages of ``data``, ``most`` of them at even distances, 0 for all."""
    own, torch = Encoder(Settings(data=data)), Encoder(Settings(data=data, engine="torch"))
    catalogue = Catalogue(data / "catalogue.db")
    rowids = catalogue.passage_rowids().tolist()
    rowids = rowids[:: -(-len(rowids) // most)] if most else rowids
    stored = catalogue.passages(rowids)
    texts = [embedded_text(stored[rowid].as_searched) for rowid in rowids]
    held = LiveIndex(data, catalogue, own.fingerprint, own.dimension).snapshot().vectors(rowids)
    catalogue.close()
    matrices = (held, torch.passages(texts))
    queries = [np.array([encoder.query(question) for question in asked]) for encoder in (own, torch)]
    times = _quickest((own, torch), asked)
    nearest = [
        np.argsort(-(vectors @ matrix.T), axis=1, kind="stable")[:, :_NEAREST]
        for vectors, matrix in zip(queries, matrices, strict=True)
    ]
    shares = [len(set(a) & set(b)) / _NEAREST for a, b in zip(*(one.tolist() for one in nearest), strict=True)]
    return Alike(len(texts), len(asked), float(np.mean(shares)), min(shares), spread(times[0]), spread(times[1]))


def _quickest(encoders: tuple[Encoder, Encoder], asked: list[str]) -> tuple[list[float], list[float]]:
    """Seconds of each question by each encoder, the least of some rounds in turns."""
    quickest = ([inf] * len(asked), [inf] * len(asked))
    for _ in range(_ROUNDS):
        for number, question in enumerate(asked):
            for encoder, spent in zip(encoders, quickest, strict=True):
                time.sleep(_REST_SECONDS)
                spent[number] = min(spent[number], timed(partial(encoder.query, question)))
    return quickest


def section(data: Path, most: int = 0) -> str:
    """The comparison as a section of a report."""
    load = os.getloadavg()[0]
    rows: list[list[object]] = [
        *alike(data, questions(), most).rows(),
        ["load of the machine meanwhile", f"{(load + os.getloadavg()[0]) / 2:.1f}"],
    ]
    return f"## Encoding\n\n{report.table(('measure', 'value'), rows)}\n\n{_COMPARED}"


def main() -> None:
    """Writes the comparison into docs/benchmarks.md and prints it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--passages", type=int, default=0, help="so many of them, at even distances; 0 for all")
    options = parser.parse_args()
    body = section(options.data, options.passages)
    report.replace(PAGE, "engines", body, "Benchmarks")
    print(body)


if __name__ == "__main__":
    main()
