"""Task lists as reports."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.store.records import StoredTask
from search_api.cite import legal_path, reader_url, trimmed
from search_api.exports.report import Column, Report, Source, Table, Value
from search_api.ledger.recurring import said
from search_api.records import Presenter

COLUMNS = (
    Column("Văn bản", 24),
    Column("Số, ký hiệu", 16),
    Column("STT", 6),
    Column("Nhóm", 28),
    Column("Mục tiêu", 28),
    Column("Nhiệm vụ", 50),
    Column("Hoạt động", 40),
    Column("Sản phẩm", 30),
    Column("Chủ trì", 28),
    Column("Phối hợp", 36),
    Column("Thời hạn", 18),
    Column("Từ ngày", 12),
    Column("Đến ngày", 12),
    Column("Ghi chú thời hạn", 24),
    Column("Trang", 8),
    Column("Cần xem lại", 12),
    Column("Nguồn", 24),
)


def task_report(tasks: Sequence[StoredTask], presenter: Presenter, base: str, lines: tuple[str, ...] = ()) -> Report:
    """The tasks with every field in a column and their sources; ``lines`` say how they were chosen."""
    rows = tuple(_row(stored, presenter, base) for stored in tasks)
    count = f"{len(rows)} nhiệm vụ"
    return Report("nhiem-vu", "Danh sách nhiệm vụ", (*lines, count), (Table("Nhiệm vụ", COLUMNS, rows),))


def _row(stored: StoredTask, presenter: Presenter, base: str) -> tuple[Value, ...]:
    task, document = stored.task, presenter.knowledge.documents[stored.document_id]
    due = task.deadline
    return (
        document.file,
        document.header.number,
        task.no,
        task.section,
        task.goal,
        task.task,
        task.activity,
        task.product,
        "; ".join(unit.name for unit in task.lead) or task.lead_text,
        "; ".join(unit.name for unit in task.coordinate) or task.coordinate_text,
        due.text if due else None,
        due.start if due else None,
        due.end if due else None,
        "; ".join(said(due)) if due else None,
        task.page,
        "x" if task.needs_review else None,
        task_source(stored, presenter, base),
    )


def task_source(stored: StoredTask, presenter: Presenter, base: str) -> Source:
    """The citation of a row without the boxes that only a screen needs."""
    document, text = presenter.knowledge.documents[stored.document_id], presenter.text(stored.document_id)
    span = trimmed(text, presenter.row_span(stored))
    parts = [document.header.number or document.file, " › ".join(legal_path(stored.task.path))]
    if stored.task.page:
        parts.append(f"trang {stored.task.page}")
    where = ", ".join(part for part in parts if part)
    return Source(where, text[span.start : span.end], f"{base}{reader_url(stored.document_id, span)}")
