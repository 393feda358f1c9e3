import json
import sys
from importlib import import_module

import pytest

from indexer.extract.abbreviations import abbreviations
from indexer.extract.tasks import tasks
from indexer.extract.units import UnitReader
from indexer.normalise import normalise
from indexer.read import read
from indexer.segment import outline
from indexer.settings import Settings


def found(path):
    document = normalise(read(path, Settings()))
    parts = outline(document)
    return document, tasks(document, parts, UnitReader(parts.header, abbreviations(document)))


@pytest.fixture(scope="module")
def scorer(shared):
    sys.path.insert(0, str(shared / "eval"))
    yield import_module("textmatch"), import_module("score_answers")
    sys.path.remove(str(shared / "eval"))


def seed(shared, start):
    return next((shared / "seeds").glob(f"{start}*"))


def scores(extracted, gold, scorer):
    """Recall and the share of gold rows with lead, coordinate, deadline and product right, as the scorer judges."""
    textmatch, answers = scorer

    def near(a, b):
        return min(textmatch.ordered_coverage(a, b), textmatch.ordered_coverage(b, a)) if a and b else float(a == b)

    def right(task, row):
        due = task.deadline
        want = row["deadline"]
        said = (due.kind, due.start and due.start.isoformat(), due.end and due.end.isoformat()) if due else None
        support = [u.name for u in task.coordinate]
        return (
            answers.units_right([u.name for u in task.lead], row["lead"])
            and (answers.units_right(support, row["coordinate"]) if row["coordinate"] else not support)
            and said == (want["kind"], want["start"], want["end"])
            and near(task.product or "", row.get("product") or "") >= 0.85
        )

    left = list(extracted)
    matched = whole = 0
    for row in gold:
        best = max(left, key=lambda t: near(f"{t.task} {t.activity or ''}", row["task"]), default=None)
        if best is not None and near(f"{best.task} {best.activity or ''}", row["task"]) >= 0.85:
            left.remove(best)
            matched += 1
            whole += right(best, row)
    return matched / len(gold), whole / len(gold)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "gold", "recall", "whole"),
    [
        ("seeds/001_b3bd9781c7a51a6e.txt", "001", 0.98, 0.95),
        ("seeds/003_f3dc751e0727d9a9.txt", "003", 0.95, 0.90),
        ("fixtures/plans/001-text-landscape.pdf", "001", 1.0, 0.97),
        ("fixtures/plans/003-text-portrait.pdf", "003", 1.0, 0.97),
    ],
)
def test_annotated_plans_come_back(shared, scorer, file, gold, recall, whole):
    rows = json.loads((shared / "gold" / f"{gold}.json").read_text(encoding="utf8"))["tasks"]
    document, extracted = found(shared / file)
    assert len(extracted) == len(rows)
    got = scores(extracted, rows, scorer)
    assert got[0] >= recall
    assert got[1] >= whole
    for task in extracted:
        for field in task.fields:
            assert all(document.slice(s).strip() for s in field.spans)


@pytest.mark.shared
def test_a_flattened_table_of_44_rows_has_them_all_in_order(shared):
    _, extracted = found(seed(shared, "002"))
    assert [t.no for t in extracted] == [str(n) for n in range(1, 45)]
    assert all(t.lead and t.deadline for t in extracted)
    assert {t.path[0] for t in extracted} == {"Phụ lục"}


@pytest.mark.shared
def test_a_scrambled_table_is_marked_for_review_row_by_row(shared):
    _, extracted = found(seed(shared, "004"))
    assert len(extracted) >= 60
    assert all(t.needs_review for t in extracted)


@pytest.mark.shared
def test_a_plan_without_a_table_gives_no_row(shared):
    _, extracted = found(seed(shared, "000"))
    assert extracted == ()
