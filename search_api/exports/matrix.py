"""The responsibility matrix as a report: three columns of counts under every section or plan."""

from __future__ import annotations

from search_api.exports.report import Column, Linked, Report, Table, Value
from search_api.ledger.matrix import PROSE, Counts, Matrix
from search_api.ledger.opening import cell_url

PARTS = (("lead", "chủ trì"), ("coordinate", "phối hợp"), ("duties", "trách nhiệm"))


def matrix_report(found: Matrix, base: str, lines: tuple[str, ...]) -> Report:
    """The whole matrix; a count opens the tasks that it counts, the last row sums each column."""
    shown = [(column, part, word) for column in found.columns for part, word in PARTS if getattr(column.counts, part)]
    columns = [Column("Đơn vị", 38), Column("Phạm vi", 26)]
    columns += [Column(word.capitalize(), 10) for _, word in PARTS]
    columns += [Column(f"{column_name(column.key, column.name)}: {word}", 16) for column, _, word in shown]
    rows: list[tuple[Value, ...]] = []
    for row in found.rows:
        values: list[Value] = [row.unit.name, row.unit.scope]
        values += [
            _count(row.counts, part, f"{base}{cell_url(row.unit.id, None, found.by, part)}") for part, _ in PARTS
        ]
        for column, part, _ in shown:
            url = f"{base}{cell_url(row.unit.id, column.key, found.by, part)}"
            values.append(_count(row.cells.get(column.key, Counts()), part, url))
        rows.append(tuple(values))
    totals: tuple[Value, ...] = ("Tổng", None, found.counts.lead, found.counts.coordinate, found.counts.duties)
    totals += tuple(getattr(column.counts, part) for column, part, _ in shown)
    table = Table("Ma trận trách nhiệm", tuple(columns), tuple(rows), totals)
    return Report("ma-tran-trach-nhiem", "Ma trận trách nhiệm", lines, (table,))


def _count(counts: Counts, part: str, url: str) -> Value:
    number: int = getattr(counts, part)
    return Linked(number, url) if number else None


def column_name(key: str, name: str) -> str:
    """What a column is called: its section or plan, or what the two special ones hold."""
    return "Trong lời văn" if key == PROSE else name or "Không ghi nhóm"
