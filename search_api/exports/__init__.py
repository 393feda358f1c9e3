"""Records as files to keep, filter and print: CSV, XLSX and DOCX from one description of a report."""

from __future__ import annotations

from search_api.access import events
from search_api.exports.cells import safe as safe
from search_api.exports.comma import as_csv
from search_api.exports.report import Report
from search_api.exports.word import as_docx
from search_api.exports.workbook import as_xlsx

FORMATS = ("csv", "xlsx", "docx")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def written(report: Report, form: str) -> bytes:
    """The report as a file of the format ``form``, one of FORMATS; the audit log is told of it."""
    rows = sum(len(table.rows) for table in report.tables)
    events.record("exported", report.name, {"rows": rows, "format": form, "chosen": "; ".join(report.lines)})
    return {"csv": as_csv, "xlsx": as_xlsx, "docx": as_docx}[form](report)
