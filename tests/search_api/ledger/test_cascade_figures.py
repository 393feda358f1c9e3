"""What the cascade gives over the sample plans, held against the truth that was read by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.cascade import Score, scores, together
from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.engine import Engine
from search_api.ledger.book import Ledger

FREELY_WORDED = ("102", "103", "104", "105")


@pytest.fixture(scope="module")
def found(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Score]]:
    """The scores of the sample plans below 101, indexed with the model that is shipped."""
    settings = Settings(data=tmp_path_factory.mktemp("cascade"), threads=1)
    files = sorted(path for path in (corpus / "documents").iterdir() if path.name[:3] in ("101", *FREELY_WORDED))
    pipeline = Pipeline(settings)
    report = pipeline.add([*files, *sorted((corpus / "cascade").glob("*.txt"))])
    pipeline.catalogue.close()
    assert not report.failed
    ledger = Ledger(Engine(settings))
    yield scores(ledger)
    ledger.close()
    ledger.engine.close()


def test_nine_in_ten_of_what_is_carried_out_is_found_and_is_right(found: dict[str, Score]) -> None:
    whole = together(found.values())
    assert whole.right + whole.missed >= 40
    assert whole.precision >= 0.90
    assert whole.recall >= 0.90


def test_plans_that_word_their_tasks_freely_stay_above_what_was_reached(found: dict[str, Score]) -> None:
    free = together(score for name, score in found.items() if name.startswith(FREELY_WORDED))
    assert free.right >= 9
    assert free.precision >= 0.80
    assert free.recall >= 0.75
