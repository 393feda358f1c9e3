"""Questions in English and Vietnamese over the unseen plans: how many are answered right, by the shared scorer."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.engine import Engine
from search_api.limits import Page
from search_api.service import Service

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "unseen"
# Of every plan one form, text before tables before print.
FORMS = ("*-spaced.txt", "*-flat.txt", "*.txt", "*.xlsx", "*.pdf")
# Right and found with the tiny model, which knows no meaning (docs/unseen.md tells of the real one): of 41 and 33
# in English, of 43 and 33 in Vietnamese.
RIGHT = {"questions_en.jsonl": 39, "questions_vi.jsonl": 41}
FOUND = {"questions_en.jsonl": 31, "questions_vi.jsonl": 31}


def questions(file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / file).read_text(encoding="utf8").splitlines()]


@pytest.fixture(scope="module")
def service(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    settings = Settings(data=tmp_path_factory.mktemp("unseen"), model=str(tiny_model), threads=1)
    plans: dict[str, Path] = {}
    for form in FORMS:
        for path in sorted(FOLDER.glob(form)):
            plans.setdefault(path.name[:3], path)
    assert not Pipeline(settings).add(list(plans.values())).failed
    engine = Engine(settings)
    yield Service(engine)
    engine.close()


@pytest.fixture(scope="module")
def scorer(shared: Path) -> Any:
    sys.path.insert(0, str(shared / "eval"))
    import score_answers  # type: ignore[import-not-found]

    return score_answers


@pytest.mark.parametrize("file", RIGHT)
def test_questions_over_unseen_plans_are_answered(file: str, service: Service, scorer: Any) -> None:
    asked = questions(file)
    right = [q["id"] for q in asked if scorer.right(q, service.ask(q["question"]))]
    assert len(right) >= RIGHT[file], sorted({q["id"] for q in asked} - set(right))


@pytest.mark.parametrize("file", FOUND)
def test_their_evidence_is_among_the_first_hits(file: str, service: Service, scorer: Any) -> None:
    found = []
    for question in questions(file):
        hits = service.search(question["question"], Page(10, 0), {})["hits"]
        rank = scorer.evidence_rank(hits, question["evidence"], scorer.hit_text)
        found += [question["id"]] if rank and rank <= 3 else []
    assert len(found) >= FOUND[file], found
