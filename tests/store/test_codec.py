"""Records come back from JSON as they were."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from indexer.store import codec
from indexer.types import Clause, Deadline, FieldSpans, Header, Span, Task, UnitMention

NONE = Deadline("none", None, None, None, "")
DUE = Deadline("date", date(2024, 6, 30), date(2024, 6, 30), None, "30/6", also=(NONE,), notes=("a",))
UNIT = UnitMention("Sở Nội vụ", "tỉnh Lam Giang", "SNV", span=Span(3, 6))
TASK = Task(
    id="a-t1", no="1", section=None, goal=None, task="Rà soát", activity=None, product="Báo cáo", lead=(UNIT,),
    coordinate=(), lead_text="SNV", coordinate_text="", deadline=DUE, path=("Phụ lục", "1"), span=Span(0, 40),
    fields=(FieldSpans("task", (Span(0, 7),)),), page=2, origin="table", rule="grid", confidence=0.9,
)  # fmt: skip
CLAUSE = Clause("a-I", None, ("I",), "mục", "I", None, Span(0, 4), Span(0, 9), None, False)


@pytest.mark.parametrize("record", [TASK, DUE, UNIT, CLAUSE, Header(), Header(issued_on=date(2024, 1, 2), year=2024)])
def test_a_record_comes_back_as_it_was(record):
    assert codec.loads(type(record), codec.dumps(record)) == record


def test_fields_that_a_newer_version_wrote_are_passed_over():
    assert codec.loads(Span, '{"start":1,"end":2,"colour":"red"}') == Span(1, 2)


def test_a_missing_deadline_stays_missing():
    text = codec.dumps(TASK).replace(codec.dumps(DUE), "null")
    assert codec.loads(Task, text).deadline is None


def test_records_read_in_several_threads_at_once_are_whole():
    text = codec.dumps(TASK)
    codec._builder.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: codec.loads(Task, text), range(200)))
    assert set(found) == {TASK}
