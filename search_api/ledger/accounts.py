"""Plans side by side and the account of one unit, as records of the contract and as reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from indexer.store.records import DutyFilter, TaskFilter
from search_api import limits, present
from search_api.errors import BadParameter, NotFound
from search_api.exports.comparison import comparison_report
from search_api.exports.matrix import column_name
from search_api.exports.profile import profile_report
from search_api.exports.report import Report
from search_api.ledger import shown
from search_api.ledger.book import Ledger, answered
from search_api.ledger.comparison import MOST, Row, comparison
from search_api.ledger.contradictions import Progress
from search_api.ledger.library import Library
from search_api.ledger.matrix import Matrix
from search_api.ledger.profile import profile
from search_api.ledger.successors import successors
from search_api.ledger.workroom import Underway
from search_api.limits import Page
from search_api.present import Json
from search_api.records import Presenter
from search_api.views import Views, entry_records

_AHEAD = 10


def compared(
    ledger: Ledger, documents: Sequence[str], topic: str | None, page: Page, wait: float | None = None
) -> Json:
    """``{"documents", "topic", "shared", "total", "rows"}``; ``shared`` counts the rows that several plans have.
    ``{"progress"}`` instead while it takes longer than ``wait`` seconds."""
    return answered(lambda: _side_by_side(ledger, documents, topic, page, wait))


def _side_by_side(ledger: Ledger, documents: Sequence[str], topic: str | None, page: Page, wait: float | None) -> Json:
    opened = ledger.opened(wait)
    if isinstance(opened, Underway):
        return shown.progress(opened)
    presenter, library = opened
    chosen = _chosen(library, documents)
    rows = _compared(ledger, library, chosen, topic, wait)
    if isinstance(rows, Underway):
        return shown.progress(rows)
    return {
        "documents": [present.document(library.knowledge.documents[key]) for key in chosen],
        "topic": (topic or "").strip() or None,
        "shared": sum(row.plans > 1 for row in rows),
        **present.page("rows", len(rows), _rows(presenter, chosen, rows[page.offset : page.offset + page.limit])),
    }


def compared_report(ledger: Ledger, documents: Sequence[str], topic: str | None, base: str) -> Report:
    """The whole comparison, ready to be written as a file."""
    presenter, library = ledger.library()
    chosen = _chosen(library, documents)
    rows = comparison(library, chosen, topic or "")
    held = [present.document(library.knowledge.documents[key]) for key in chosen]
    named = [str(one["number"] or one["file"]) for one in held]
    lines = (f"Văn bản: {'; '.join(named)}", *((f"Về: {topic.strip()}",) if topic and topic.strip() else ()))
    return comparison_report(held, _rows(presenter, chosen, rows), base, lines)


def _compared(
    ledger: Ledger, library: Library, chosen: tuple[str, ...], topic: str | None, wait: float | None
) -> tuple[Row, ...] | Underway:
    """The rows of a comparison, or how far it has come."""
    about = (topic or "").strip()
    # What a topic means follows from everything that is held.
    marks = ("compare", tuple(library.digest(key) for key in chosen), about and (about, library.knowledge.generation))

    def make(tell: Progress) -> tuple[Row, ...]:
        for number, key in enumerate(chosen):
            library.plan(key)
            tell(number + 1, len(chosen))
        return comparison(library, chosen, about)

    return ledger.workroom.result(marks, make, wait)


def profiled(views: Views, unit_id: str, as_of: str | None, today: date) -> Json:
    """The account of a unit: counts by section and plan, partners, deadlines as of a day, successors."""
    presenter, roll = views.roll()
    catalogue = presenter.knowledge.catalogue
    found = catalogue.unit(unit_id)
    if found is None:
        raise NotFound(f"Không có đơn vị “{unit_id[:80]}”.", f"There is no unit “{unit_id[:80]}”.")
    day = limits.day("as_of", as_of) or today
    made = profile(roll, found, day)
    files = {key: document.file for key, document in presenter.knowledge.documents.items()}
    return {
        "unit": present.stored_unit(found),
        "as_of": day.isoformat(),
        "aliases": [
            {"printed": one.printed, "document_id": one.document_id, "file": files[one.document_id], "times": one.times}
            for one in catalogue.aliases(unit_id)
            if one.document_id in files
        ],
        "sections": _columns(made.by_section),
        "documents": _columns(made.by_document),
        "partners": [
            {"unit": present.stored_unit(one.unit), "role": one.role, "tasks": one.tasks} for one in made.partners
        ],
        "calendar": {
            "overdue": len(made.calendar.overdue),
            "ahead": len(made.ahead),
            "undated": len(made.calendar.undated),
            "next": entry_records(presenter, roll, made.ahead[:_AHEAD]),
        },
        "successors": [shown.successor(one) for one in successors(found.name, found.scope)],
    }


def profiled_report(views: Views, unit_id: str, as_of: str | None, today: date, base: str) -> Report:
    """The account of a unit with every task and duty, ready to be written as a file."""
    record = profiled(views, unit_id, as_of, today)
    presenter, _ = views.roll()
    catalogue = presenter.knowledge.catalogue
    duties = catalogue.duties(DutyFilter(units=(unit_id,))).items
    return profile_report(
        record,
        catalogue.tasks(TaskFilter(units=(unit_id,), role="lead")).items,
        catalogue.tasks(TaskFilter(units=(unit_id,), role="coordinate")).items,
        [presenter.duty(one) for one in duties],
        presenter,
        base,
    )


def _chosen(library: Library, documents: Sequence[str]) -> tuple[str, ...]:
    """The ids of the plans named; raises BadParameter unless they are 2 to MOST."""
    found = tuple(dict.fromkeys(key for name in documents for key in limits.documents(library.knowledge, name)))
    if not 2 <= len(found) <= MOST:
        raise BadParameter(
            f"Hãy chọn từ 2 đến {MOST} văn bản khác nhau để so sánh (nhận được {len(found)}).",
            f"Choose 2 to {MOST} different documents to compare (got {len(found)}).",
        )
    return found


def _rows(presenter: Presenter, documents: Sequence[str], rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {
            "section": next((one.section for cell in row.cells for one in cell if one.section), None),
            "plans": row.plans,
            "deadlines_differ": row.deadlines_differ,
            "cells": [
                {"document_id": key, "items": [shown.obligation(presenter, one) for one in cell]}
                for key, cell in zip(documents, row.cells, strict=True)
            ],
        }
        for row in rows
    ]


def _columns(found: Matrix) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "name": column_name(one.key, one.name),
            "lead": one.counts.lead,
            "coordinate": one.counts.coordinate,
            "duties": one.counts.duties,
        }
        for one in found.columns
        if one.counts.total
    ]
