"""Plans side by side as a report: a row an obligation, four columns a plan."""

from __future__ import annotations

from collections.abc import Sequence

from search_api.exports.report import Column, Report, Table, Value, source
from search_api.present import Json

_FIELDS = (("Nhiệm vụ", 44), ("Chủ trì", 26), ("Thời hạn", 18), ("Sản phẩm", 24), ("Nguồn", 22))


def comparison_report(documents: Sequence[Json], rows: Sequence[Json], base: str, lines: tuple[str, ...]) -> Report:
    """The whole comparison; an obligation that a plan words in several places takes several lines."""
    names = [str(one["number"] or one["file"]) for one in documents]
    columns = [Column("Nhóm", 26)] + [Column(f"{name}: {word}", width) for name in names for word, width in _FIELDS]
    made = tuple(line for row in rows for line in _lines(row, base))
    return Report("so-sanh", "So sánh kế hoạch", lines, (Table("So sánh", tuple(columns), made),))


def _lines(row: Json, base: str) -> list[tuple[Value, ...]]:
    cells = [cell["items"] for cell in row["cells"]]
    found: list[tuple[Value, ...]] = []
    for at in range(max(len(cell) for cell in cells)):
        values: list[Value] = [row["section"]]
        for cell in cells:
            values += _item(cell[at], base) if at < len(cell) else [None] * len(_FIELDS)
        found.append(tuple(values))
    return found


def _item(one: Json, base: str) -> list[Value]:
    lead = "; ".join(unit["name"] for unit in one["lead"])
    due = one["deadline"]["text"] if one["deadline"] else None
    return [one["text"], lead or None, due, one["product"], source(one["citation"], base)]
