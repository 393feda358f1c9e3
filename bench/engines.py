"""ONNX Runtime against sentence-transformers: ``python -m bench.engines DATA`` tells how alike they rank and how fast.

Every passage that DATA holds and every question is encoded by both; the ten nearest passages of each question are
compared, and one question at a time is timed on both in turns.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench import report
from bench.rankings import questions
from bench.timing import Spread, spread, timed
from indexer.embed.encoder import Encoder
from indexer.passages import embedded_text
from indexer.settings import Settings
from indexer.store.catalogue import Catalogue

_NEAREST = 10


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


def alike(data: Path, asked: list[str]) -> Alike:
    """Both engines over the passages of ``data``."""
    catalogue = Catalogue(data / "catalogue.db")
    rowids = catalogue.passage_rowids().tolist()
    texts = [embedded_text(stored.as_searched) for stored in catalogue.passages(rowids).values()]
    catalogue.close()
    engines = [Encoder(Settings(data=data)), Encoder(Settings(data=data, engine="torch"))]
    times: list[list[float]] = [[], []]
    nearest = []
    for encoder in engines:
        matrix = encoder.passages(texts)
        queries = np.array([encoder.query(question) for question in asked])
        nearest.append(np.argsort(-(queries @ matrix.T), axis=1, kind="stable")[:, :_NEAREST])
    for question in asked:
        for encoder, spent in zip(engines, times, strict=True):
            spent.append(timed(lambda encoder=encoder, question=question: encoder.query(question)))  # type: ignore[misc]
    shares = [len(set(a) & set(b)) / _NEAREST for a, b in zip(*(one.tolist() for one in nearest), strict=True)]
    own, torch = (spread(spent) for spent in times)
    return Alike(len(texts), len(asked), float(np.mean(shares)), min(shares), own, torch)


def section(data: Path) -> str:
    """The comparison as a section of a report."""
    return f"## Encoding\n\n{report.table(('measure', 'value'), alike(data, questions()).rows())}"


def main() -> None:
    """Prints the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    for name, value in alike(options.data, questions()).rows():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
