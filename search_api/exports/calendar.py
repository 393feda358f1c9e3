"""A calendar of deadlines as a report: those on days, and those without a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from search_api.exports.report import Column, Report, Table, Value, source
from search_api.present import Json

_COMMON = (Column("Nhiệm vụ", 54), Column("Chủ trì", 30), Column("Phối hợp", 34), Column("Sản phẩm", 28))
_DATED = (Column("Ngày đến hạn", 14), Column("Tình trạng", 14), Column("Thời hạn ghi", 22), *_COMMON)
_UNDATED = (Column("Vì sao không có ngày", 26), Column("Thời hạn ghi", 22), *_COMMON)
_END = (Column("Ghi chú", 34), Column("Nguồn", 26))
REASONS = {
    "standing": "việc thường xuyên",
    "relative": "tính theo việc hoặc văn bản khác",
    "open": "không in ngày kết thúc",
    "impossible": "không rõ năm hoặc ngày không có trong lịch",
    "unreadable": "không nêu thời gian đọc được",
    "missing": "không ghi thời hạn",
}


def calendar_report(entries: Sequence[Json], undated: Sequence[Json], base: str, lines: tuple[str, ...]) -> Report:
    """Both lists, each row with its source."""
    dated = tuple(_dated(entry, base) for entry in entries)
    rest = tuple(_undated(entry, base) for entry in undated)
    tables = [Table("Đến hạn", (*_DATED, *_END), dated)]
    if rest:
        tables.append(Table("Không có ngày", (*_UNDATED, *_END), rest))
    return Report("lich-thoi-han", "Lịch thời hạn", lines, tuple(tables))


def _dated(entry: Json, base: str) -> tuple[Value, ...]:
    state = "đã qua hạn" if entry["overdue"] else "định kỳ" if entry["recurring"] else None
    return (date.fromisoformat(entry["day"]), state, *_rest(entry, base))


def _undated(entry: Json, base: str) -> tuple[Value, ...]:
    return (REASONS.get(entry["reason"], entry["reason"]), *_rest(entry, base))


def _rest(entry: Json, base: str) -> tuple[Value, ...]:
    task = entry["task"]
    return (
        entry["deadline"]["text"] if entry["deadline"] else None,
        task["activity"] or task["task"],
        "; ".join(unit["name"] for unit in task["lead"]) or task["lead_text"],
        "; ".join(unit["name"] for unit in task["coordinate"]) or task["coordinate_text"],
        task["product"],
        "; ".join(entry["notes"]) or None,
        source(task["citation"], base),
    )
