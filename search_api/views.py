"""The ledger's views as records of the contract: matrix, calendar, feed and their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal, cast

from indexer.fold import fold
from indexer.store.records import StoredUnit
from search_api import limits, present
from search_api.engine import Engine
from search_api.errors import BadParameter
from search_api.exports import calendar as calendar_export
from search_api.exports import matrix as matrix_export
from search_api.exports.report import Report
from search_api.ledger import calendar as dates
from search_api.ledger import matrix as counting
from search_api.ledger.calendar import Calendar, Entry, Whose, Window
from search_api.ledger.due import Due
from search_api.ledger.feed import feed
from search_api.ledger.matrix import By, Counts, Matrix
from search_api.ledger.roll import Roll, Rolls
from search_api.limits import Page
from search_api.present import Json
from search_api.records import Presenter
from search_api.types import Role

LISTS = ("dated", "overdue", "undated")
_LONGEST_DAYS = 3_700
_FEED_BACK, _FEED_AHEAD = timedelta(366), timedelta(731)
Given = Mapping[str, str | None]


class Views:
    """Matrix and calendar over one engine. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._rolls = Rolls(engine)

    def roll(self) -> tuple[Presenter, Roll]:
        """The newest generation's presenter and roll."""
        return self._rolls.current()

    def sections(self, document: str | None = None) -> tuple[str, ...]:
        """The sections that tasks stand in, of one document or of all."""
        _, roll = self.roll()
        wanted = limits.documents(roll.knowledge, document)

        def made() -> tuple[str, ...]:
            lines = (line for line in roll.tasks if not wanted or line.document_id in wanted)
            return tuple(dict.fromkeys(line.section for line in lines if line.section))

        return roll.kept(("sections", wanted), made)

    def busiest(self, number: int) -> tuple[StoredUnit, ...]:
        """The units with most to do, at most ``number`` of them, by name."""
        _, roll = self.roll()

        def made() -> tuple[StoredUnit, ...]:
            units = sorted(roll.units.values(), key=lambda one: -(one.leads + one.coordinates + one.duties))
            return tuple(sorted(units[:number], key=lambda one: (fold(one.name), one.scope)))

        return roll.kept(("busiest", number), made)

    # --- the matrix ---

    def matrix(self, given: Given, page: Page | None) -> Json:
        """``{"by", "columns", "rows", "tasks", "lead", "coordinate", "duties", "total"}``; all rows for no page."""
        presenter, found = self._matrix(given)
        rows = found.rows if page is None else found.rows[page.offset : page.offset + page.limit]
        documents = presenter.knowledge.documents
        return {
            "by": found.by,
            "columns": [
                {
                    "key": one.key,
                    "name": matrix_export.column_name(one.key, one.name),
                    "document": present.document(documents[one.key]) if found.by == "document" else None,
                    "tasks": one.tasks,
                    **_counts(one.counts),
                }
                for one in found.columns
            ],
            "rows": [
                {
                    "unit": present.stored_unit(row.unit),
                    "cells": [{"column": key, **_counts(counts)} for key, counts in row.cells.items()],
                    **_counts(row.counts),
                }
                for row in rows
            ],
            "tasks": found.tasks,
            **_counts(found.counts),
            "total": len(found.rows),
        }

    def matrix_report(self, given: Given, base: str) -> Report:
        """The whole matrix, ready to be written as a file."""
        _, found = self._matrix(given)
        by = "theo mục" if found.by == "section" else "theo văn bản"
        counted = f"{len(found.rows)} đơn vị, {found.tasks} nhiệm vụ"
        return matrix_export.matrix_report(found, base, (f"{by.capitalize()}; {counted}", *chosen(given)))

    def _matrix(self, given: Given) -> tuple[Presenter, Matrix]:
        presenter, roll = self.roll()
        by = cast("By", limits.one_of("by", given.get("by"), ("section", "document")) or "section")
        return presenter, counting.matrix(roll, by, whose(roll, given))

    # --- the calendar ---

    def calendar(self, given: Given, page: Page, today: date) -> Json:
        """``{"from", "to", "as_of", "list", "counts", "days", "total", "entries"}``; the entries of the page."""
        presenter, roll, found = self._calendar(given, today)
        listed = _listed(given)
        past: Sequence[Entry] = found.overdue if listed == "overdue" else ()
        lists: dict[str, Sequence[Entry | Due]] = {"dated": found.entries, "overdue": past, "undated": found.undated}
        every = lists[listed]
        shown = every[page.offset : page.offset + page.limit]
        return {
            "from": present.iso(found.window.first),
            "to": present.iso(found.window.last),
            "as_of": present.iso(found.window.as_of),
            "list": listed,
            "counts": {
                "dated": len(found.entries),
                "overdue": len(past) if listed == "overdue" else found.passed,
                "undated": len(found.undated),
                "standing": found.standing,
            },
            "days": [
                {"day": present.iso(day), "count": number, "overdue": past}
                for day, (number, past) in found.counts().items()
            ],
            "total": len(every),
            "entries": entry_records(presenter, roll, shown),
        }

    def calendar_report(self, given: Given, today: date, base: str) -> Report:
        """The whole calendar, ready to be written as a file."""
        presenter, roll, found = self._calendar(given, today)
        window, listed = found.window, _listed(given)
        entries = found.overdue if listed == "overdue" else () if listed == "undated" else found.entries
        undated = () if listed == "overdue" else found.undated
        lines = (
            f"Từ ngày {window.first:%d/%m/%Y} đến ngày {window.last:%d/%m/%Y}, tính đến ngày {window.as_of:%d/%m/%Y}",
            f"{len(entries)} thời hạn có ngày, {len(undated)} không có ngày",
            *chosen(given),
        )
        return calendar_export.calendar_report(
            entry_records(presenter, roll, entries), entry_records(presenter, roll, undated), base, lines
        )

    def feed(self, given: Given, today: date, base: str) -> bytes:
        """The calendar of one unit or document as an iCalendar feed, from a year back to two years ahead if no
        window is given; raises BadParameter when it is of neither."""
        if not given.get("unit") and not given.get("document"):
            raise BadParameter(
                "Hãy nêu “unit” (đơn vị) hoặc “document” (văn bản) của lịch.",
                "Name the “unit” or the “document” whose calendar it is.",
            )
        window = {
            "from": given.get("from") or (today - _FEED_BACK).isoformat(),
            "to": given.get("to") or (today + _FEED_AHEAD).isoformat(),
        }
        presenter, roll, found = self._calendar({**given, **window}, today)
        units = [roll.units[key].name for key in sorted(whose(roll, given).units) if key in roll.units]
        name = " · ".join(("Chủ Trì", *units[:1])) if units else f"Chủ Trì · {given.get('document')}"
        tasks = _tasks(presenter, roll, [entry.due for entry in found.entries])
        pairs = [(entry, tasks[entry.due.line.id]) for entry in found.entries if entry.due.line.id in tasks]
        added = {key: document.added_at for key, document in presenter.knowledge.documents.items()}
        return feed(name, pairs, added, base)

    def _calendar(self, given: Given, today: date) -> tuple[Presenter, Roll, Calendar]:
        presenter, roll = self.roll()
        return presenter, roll, dates.calendar(roll, window_of(given, today), whose(roll, given))


def whose(roll: Roll, given: Given) -> Whose:
    """The units, role and documents that the parameters name; raises NotFound or BadParameter."""
    role = limits.one_of("role", given.get("role"), ("lead", "coordinate"))
    return Whose(
        frozenset(limits.units(roll.knowledge, given.get("unit"))),
        cast("Role | None", role),
        frozenset(limits.documents(roll.knowledge, given.get("document"))),
    )


def window_of(given: Given, today: date) -> Window:
    """The window asked for: this month unless given; what is past is looked for ten years back unless given."""
    as_of = limits.day("as_of", given.get("as_of")) or today
    first, last = limits.day("from", given.get("from")), limits.day("to", given.get("to"))
    if _listed(given) == "overdue":
        last = last or as_of
        first = first or date(last.year - 10, 1, 1)
    start = first or (last or as_of).replace(day=1)
    end = last or _month_end(start)
    if start > end:
        raise BadParameter(
            f"“from” ({start}) phải trước “to” ({end}).", f"“from” ({start}) must not be after “to” ({end})."
        )
    if (end - start).days > _LONGEST_DAYS + 400:
        raise BadParameter("Lịch xem được nhiều nhất 10 năm một lần.", "A calendar shows at most ten years at once.")
    return Window(start, end, as_of, latest=_listed(given) == "overdue")


def chosen(given: Given) -> tuple[str, ...]:
    """The filters of a file in words."""
    labels = (
        ("unit", "Đơn vị"),
        ("role", "Vai trò"),
        ("document", "Văn bản"),
        ("section", "Nhóm"),
        ("section_is", "Nhóm"),
        ("due_from", "Hạn từ ngày"),
        ("due_to", "Hạn đến ngày"),
    )
    return tuple(f"{label}: {given[name]}" for name, label in labels if given.get(name))


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


def _listed(given: Given) -> Literal["dated", "overdue", "undated"]:
    found = limits.one_of("list", given.get("list"), LISTS) or "dated"
    return cast("Literal['dated', 'overdue', 'undated']", found)


def _counts(counts: Counts) -> dict[str, int]:
    return {"lead": counts.lead, "coordinate": counts.coordinate, "duties": counts.duties}


def _tasks(presenter: Presenter, roll: Roll, dues: Sequence[Due]) -> dict[str, Json]:
    """The tasks of milestones in full, by id; a sentence that says when stands as a task without a row."""
    prose = {due.line.id: due for due in dues if due.line.id in roll.prose}
    held = presenter.knowledge.catalogue.tasks_named(due.line.id for due in dues if due.line.id not in prose)
    rows = {key: presenter.task(stored) for key, stored in held.items()}
    return {**rows, **{key: _of_prose(presenter, roll, due) for key, due in prose.items()}}


def _of_prose(presenter: Presenter, roll: Roll, due: Due) -> Json:
    """The duty of a sentence in the fields of a task."""
    duty = presenter.duty(roll.prose[due.line.id])
    unit = [duty["unit"]]
    coordinates = duty["role"] == "coordinate"
    return {
        **dict.fromkeys(("no", "section", "goal", "activity", "product", "lead_text", "coordinate_text")),
        "id": duty["id"],
        "task": duty["text"],
        "lead": [] if coordinates else unit,
        "coordinate": unit if coordinates else [],
        "deadline": present.deadline(due.deadline),
        "document": duty["document"],
        "citation": duty["citation"],
        "origin": "prose",
        "confidence": duty["confidence"],
        "needs_review": False,
        "review": [],
        "corrections": duty["corrections"],
    }


def entry_records(presenter: Presenter, roll: Roll, shown: Sequence[Entry | Due]) -> list[dict[str, Any]]:
    """Milestones with their tasks: on a day, or with the reason why they have none."""
    dues = [one.due if isinstance(one, Entry) else one for one in shown]
    tasks = _tasks(presenter, roll, dues)
    found = []
    for one, due in zip(shown, dues, strict=True):
        if due.line.id not in tasks:
            continue
        placed = one if isinstance(one, Entry) else None
        found.append(
            {
                "day": present.iso(placed.day) if placed else None,
                "overdue": placed is not None and placed.overdue,
                "recurring": due.rule is not None,
                "prose": due.line.id in roll.prose,
                "reason": due.undated,
                "notes": list(placed.notes if placed else due.notes),
                "deadline": present.deadline(due.deadline),
                "task": tasks[due.line.id],
            }
        )
    return found
