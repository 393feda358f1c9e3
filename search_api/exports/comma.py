"""A report as UTF-8 CSV with a byte order mark, so that spreadsheets read the marks."""

from __future__ import annotations

import csv
import io
from datetime import date

from search_api.exports.cells import safe
from search_api.exports.report import Linked, Report, Source, Table, Value


def as_csv(report: Report) -> bytes:
    """The tables one below the other, an empty line between; a source takes two columns, place and address."""
    out = io.StringIO()
    writer = csv.writer(out)
    for number, table in enumerate(report.tables):
        if number:
            writer.writerow(())
        if len(report.tables) > 1:
            writer.writerow((safe(table.title),))
        sourced = _sourced(table)
        heads = [(c.heading, "Địa chỉ") if at in sourced else (c.heading,) for at, c in enumerate(table.columns)]
        writer.writerow(safe(word) for pair in heads for word in pair)
        for row in (*table.rows, *((table.totals,) if table.totals else ())):
            writer.writerow(word for at, value in enumerate(row) for word in _words(value, at in sourced))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _sourced(table: Table) -> frozenset[int]:
    return frozenset(at for row in table.rows for at, value in enumerate(row) if isinstance(value, Source))


def _words(value: Value, two: bool) -> tuple[str | int, ...]:
    if isinstance(value, Source):
        return safe(value.place), safe(value.url)
    if isinstance(value, Linked):
        value = value.value
    if isinstance(value, date):
        value = value.isoformat()
    word: str | int = value if isinstance(value, int) else safe(value or "")
    return (word, "") if two else (word,)
