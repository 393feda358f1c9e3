"""The table of tasks: in the order of any of its columns, summed up, and as a file of the columns chosen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from indexer.fold import fold
from indexer.store.ledger import TaskLine
from indexer.store.records import StoredTask, TaskFilter
from indexer.types import Deadline
from search_api import limits
from search_api.errors import BadParameter
from search_api.exports.report import Report
from search_api.exports.tasks import task_report
from search_api.ledger.roll import Roll
from search_api.limits import Page
from search_api.present import Json, page
from search_api.records import Presenter
from search_api.service import Service
from search_api.views import Given, Views, chosen

SORTS = ("no", "task", "section", "lead", "coordinate", "product", "deadline", "document")
# The columns that can be chosen, with the headings that a file gives each; task and source are always there.
COLUMNS: dict[str, tuple[str, ...]] = {
    "no": ("STT",),
    "section": ("Nhóm",),
    "goal": ("Mục tiêu",),
    "product": ("Sản phẩm",),
    "lead": ("Chủ trì",),
    "coordinate": ("Phối hợp",),
    "deadline": ("Thời hạn", "Từ ngày", "Đến ngày", "Ghi chú thời hạn"),
    "document": ("Văn bản", "Số, ký hiệu", "Trang"),
    "review": ("Cần xem lại",),
}
_ALWAYS = ("Nhiệm vụ", "Hoạt động", "Nguồn")
_NUMBER = re.compile(r"\d+")
Key = Callable[[TaskLine], Any]


class TaskTable:
    """Tasks in an order of one's own. Safe to share between threads."""

    def __init__(self, service: Service, views: Views) -> None:
        self._service, self._views = service, views

    def page(self, wanted: Given, sort: str | None, order: str | None, at: Page, totals: bool = False) -> Json:
        """``{"total", "tasks"}`` of one page, and with ``totals`` what all tasks that pass add up to."""
        presenter, lines = self._lines(wanted, sort, order)
        shown = lines[at.offset : at.offset + at.limit]
        found = page("tasks", len(lines), [presenter.task(one) for one in self._stored(presenter, shown)])
        return {**found, "totals": summed(lines)} if totals else found

    def report(self, wanted: Given, sort: str | None, order: str | None, columns: Sequence[str], base: str) -> Report:
        """All tasks that pass in that order, with the columns chosen (every one for none)."""
        presenter, lines = self._lines(wanted, sort, order)
        made = task_report(self._stored(presenter, lines), presenter, base, chosen(wanted))
        return of_columns(made, known_columns(columns)) if columns else made

    def _lines(self, wanted: Given, sort: str | None, order: str | None) -> tuple[Presenter, Sequence[TaskLine]]:
        by, way = limits.one_of("sort", sort, SORTS), limits.one_of("order", order, ("asc", "desc"))
        presenter, roll = self._views.roll()
        cut = limits.task_filter(presenter.knowledge, **dict(wanted))
        lines: Sequence[TaskLine] = roll.tasks
        if cut != TaskFilter():
            ids = frozenset(presenter.knowledge.catalogue.task_ids(cut))
            lines = [line for line in roll.tasks if line.id in ids]
        return presenter, ordered(lines, roll, by, way == "desc") if by else lines

    def _stored(self, presenter: Presenter, lines: Sequence[TaskLine]) -> list[StoredTask]:
        found = presenter.knowledge.catalogue.tasks_named(line.id for line in lines)
        return [found[line.id] for line in lines if line.id in found]


def ordered(lines: Sequence[TaskLine], roll: Roll, by: str, descending: bool) -> list[TaskLine]:
    """The lines by one column, those without a value last whichever way; alike ones stay in their order."""
    value = _keys(roll)[by]
    keyed = [(value(line), line) for line in lines]
    filled = [one for one in keyed if one[0] not in (None, "")]
    filled.sort(key=lambda one: one[0], reverse=descending)
    return [line for _, line in filled] + [line for key, line in keyed if key in (None, "")]


def _keys(roll: Roll) -> dict[str, Key]:
    def name(ids: Sequence[str]) -> str:
        return "; ".join(fold(roll.units[one].name) for one in ids if one in roll.units)

    documents = {key: at for at, key in enumerate(roll.knowledge.documents)}
    return {
        "no": lambda line: _number(line.no),
        "task": lambda line: fold(line.activity or line.task),
        "section": lambda line: line.section_folded,
        "lead": lambda line: name(line.lead),
        "coordinate": lambda line: name(line.coordinate),
        "product": lambda line: fold(line.product or ""),
        "deadline": lambda line: _last_day(line.deadline),
        "document": lambda line: documents[line.document_id] + 1,
    }


def _number(no: str | None) -> tuple[tuple[int, ...], str] | None:
    """1 before 2 before 10, 1.2 before 1.10."""
    return (tuple(map(int, _NUMBER.findall(no))), no) if no else None


def _last_day(due: Deadline | None) -> tuple[date, date] | None:
    if due is None or due.end is None:
        return None
    return due.end, due.start or date.min


def summed(lines: Iterable[TaskLine]) -> Json:
    """What tasks add up to: how many, of how many documents and lead units, and how many have a day."""
    lines = list(lines)
    return {
        "tasks": len(lines),
        "documents": len({line.document_id for line in lines}),
        "leads": len({unit for line in lines for unit in line.lead}),
        "dated": sum(line.deadline is not None and line.deadline.end is not None for line in lines),
        "recurring": sum(line.deadline is not None and bool(line.deadline.every) for line in lines),
        "no_deadline": sum(line.deadline is None for line in lines),
    }


def known_columns(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns named, separated by commas or one by one; raises BadParameter for one that there is not."""
    named = tuple(dict.fromkeys(name for one in columns for name in one.split(",") if name and name != "task"))
    unknown = next((name for name in named if name not in COLUMNS), None)
    if unknown is not None:
        raise BadParameter(
            f"Không có cột “{unknown[:40]}”; các cột: task, {', '.join(COLUMNS)}.",
            f"There is no column “{unknown[:40]}”; the columns are: task, {', '.join(COLUMNS)}.",
        )
    return named


def of_columns(report: Report, columns: Sequence[str]) -> Report:
    """The report of tasks with only those columns, in the file's own order."""
    wanted = {*_ALWAYS, *(heading for name in columns for heading in COLUMNS[name])}
    tables = []
    for table in report.tables:
        kept = [at for at, column in enumerate(table.columns) if column.heading in wanted]
        rows = tuple(tuple(row[at] for at in kept) for row in table.rows)
        tables.append(replace(table, columns=tuple(table.columns[at] for at in kept), rows=rows))
    return replace(report, tables=tuple(tables))
