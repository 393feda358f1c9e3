"""Tasks as a file for a spreadsheet: CSV or XLSX, with cells that a spreadsheet must not take for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from indexer.store.records import StoredDocument, StoredTask

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
HEADINGS = (
    "Văn bản",
    "Số, ký hiệu",
    "STT",
    "Nhóm",
    "Mục tiêu",
    "Nhiệm vụ",
    "Hoạt động",
    "Sản phẩm",
    "Chủ trì",
    "Phối hợp",
    "Thời hạn",
    "Từ ngày",
    "Đến ngày",
    "Trang",
    "Cần xem lại",
)
_WIDTHS = (24, 16, 6, 28, 28, 50, 40, 30, 28, 36, 18, 12, 12, 8, 12)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 32_000


def safe(value: str) -> str:
    """The words of a cell, with an apostrophe before what a spreadsheet would run as a formula."""
    clean = "".join(c for c in value if c >= " " or c == "\n")[:_LONGEST_CELL]
    return f"'{clean}" if clean.startswith(_FORMULA_STARTS) else clean


def _row(stored: StoredTask, documents: Mapping[str, StoredDocument]) -> tuple[str, ...]:
    task, document = stored.task, documents[stored.document_id]
    due = task.deadline
    values = (
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
        due.start.isoformat() if due and due.start else None,
        due.end.isoformat() if due and due.end else None,
        str(task.page) if task.page else None,
        "x" if task.needs_review else None,
    )
    return tuple(safe(value or "") for value in values)


def as_csv(tasks: Sequence[StoredTask], documents: Mapping[str, StoredDocument]) -> bytes:
    """The tasks as UTF-8 CSV with a byte order mark, so that spreadsheets read the marks."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows(_row(task, documents) for task in tasks)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def as_xlsx(tasks: Sequence[StoredTask], documents: Mapping[str, StoredDocument]) -> bytes:
    """The tasks as a workbook with one sheet, its head frozen and filtered."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Nhiệm vụ"
    sheet.append(HEADINGS)
    for task in tasks:
        sheet.append(_row(task, documents))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, (column, width) in enumerate(zip(sheet.columns, _WIDTHS, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
