"""The account of one unit as a report: counts, deadlines, tasks and duties."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.store.records import StoredTask
from search_api.exports.report import Column, Report, Table, Value, source
from search_api.exports.tasks import task_source
from search_api.present import Json
from search_api.records import Presenter

_COUNTS = (Column("Chủ trì", 12), Column("Phối hợp", 12), Column("Trách nhiệm", 14))
_TASKS = (
    Column("STT", 6),
    Column("Vai trò", 12),
    Column("Nhóm", 26),
    Column("Nhiệm vụ", 50),
    Column("Sản phẩm", 28),
    Column("Chủ trì", 28),
    Column("Phối hợp", 34),
    Column("Thời hạn", 18),
    Column("Nguồn", 24),
)
_DUTIES = (Column("Vai trò", 16), Column("Nội dung", 80), Column("Nguồn", 26))
_ROLES = {
    "lead": "chủ trì",
    "responsible": "chịu trách nhiệm",
    "coordinate": "phối hợp",
    "guide": "hướng dẫn",
    "monitor": "theo dõi",
}


def profile_report(
    record: Json,
    led: Sequence[StoredTask],
    helped: Sequence[StoredTask],
    duties: Sequence[Json],
    presenter: Presenter,
    base: str,
) -> Report:
    """The profile with every task and duty; ``record`` is the profile of the contract."""
    unit = record["unit"]
    tasks = [("chủ trì", one) for one in led] + [("phối hợp", one) for one in helped]
    tables = (
        Table("Nhiệm vụ", _TASKS, tuple(_task(role, one, presenter, base) for role, one in tasks)),
        Table("Trách nhiệm trong lời văn", _DUTIES, tuple(_duty(one, base) for one in duties)),
        _counted("Theo nhóm", [(one["name"], one) for one in record["sections"]]),
        _counted("Theo văn bản", [(one["name"], one) for one in record["documents"]]),
    )
    counts = f"{unit['leads']} chủ trì, {unit['coordinates']} phối hợp, {unit['duties']} trách nhiệm trong lời văn"
    lines = (unit["scope"] or "", counts, f"{record['calendar']['overdue']} thời hạn đã qua tính đến {record['as_of']}")
    return Report("don-vi", unit["name"], lines, tables)


def _counted(title: str, entries: Sequence[tuple[str, Json]]) -> Table:
    rows = tuple((name, one["lead"], one["coordinate"], one["duties"]) for name, one in entries)
    totals: tuple[Value, ...] = ("Tổng", *(sum(int(row[at]) for row in rows) for at in (1, 2, 3)))
    return Table(title, (Column(title.removeprefix("Theo ").capitalize(), 50), *_COUNTS), rows, totals)


def _task(role: str, stored: StoredTask, presenter: Presenter, base: str) -> tuple[Value, ...]:
    task = stored.task
    return (
        task.no,
        role,
        task.section,
        " — ".join(filter(None, (task.task, task.activity))),
        task.product,
        "; ".join(unit.name for unit in task.lead) or task.lead_text,
        "; ".join(unit.name for unit in task.coordinate) or task.coordinate_text,
        task.deadline.text if task.deadline else None,
        task_source(stored, presenter, base),
    )


def _duty(duty: Json, base: str) -> tuple[Value, ...]:
    return (_ROLES.get(duty["role"], duty["role"]), duty["text"], source(duty["citation"], base))
