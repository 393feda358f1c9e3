"""The audit log as administrators ask it: filtered, counted, written as a file, checked for tampering."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from indexer.store.audit import AuditLog, Entry, Result, Verdict, Wanted
from search_api import limits, present
from search_api.errors import BadParameter
from search_api.exports.report import Column, Report, Table, Value
from search_api.limits import Page
from search_api.present import Json

Given = Mapping[str, str | None]
RESULTS: tuple[Result, ...] = ("done", "failed", "refused")
FILTERS = ("person", "kind", "document", "result", "address", "from", "to")
# A worksheet has no more rows than this.
MOST_WRITTEN = 1_000_000
COLUMNS = (
    Column("Số", 8),
    Column("Lúc (UTC)", 20),
    Column("Việc", 18),
    Column("Người", 24),
    Column("Vai trò", 14),
    Column("Bằng", 12),
    Column("Từ địa chỉ", 18),
    Column("Về", 30),
    Column("Văn bản", 16),
    Column("Kết quả", 10),
    Column("Chi tiết", 50),
    Column("Dấu niêm", 20),
)
_SAID = {
    "person": "Người",
    "kind": "Việc",
    "document": "Văn bản",
    "result": "Kết quả",
    "address": "Địa chỉ",
    "from": "Từ ngày",
    "to": "Đến ngày",
}


class Audit:
    """Reads one log; nothing here can change it."""

    def __init__(self, log: AuditLog) -> None:
        self._log = log

    def list(self, given: Given, page: Page) -> Json:
        """``{"total", "entries"}``, the latest first; raises BadParameter for a filter that cannot be read."""
        wanted = wanted_of(given)
        found = self._log.entries(wanted, page.limit, page.offset)
        return present.page("entries", self._log.count(wanted), [as_json(one) for one in found])

    def report(self, given: Given) -> Report:
        """Every entry that the filters leave, ready to be written as a file."""
        found = self._log.entries(wanted_of(given), MOST_WRITTEN)
        chosen = tuple(f"{words}: {given[name]}" for name, words in _SAID.items() if given.get(name))
        rows = tuple(_row(one) for one in found)
        lines = (*chosen, f"{len(rows)} dòng")
        return Report("nhat-ky", "Nhật ký", lines, (Table("Nhật ký", COLUMNS, rows),))

    def kinds(self) -> tuple[str, ...]:
        """The kinds of deeds that the log has."""
        return self._log.kinds()

    def verify(self, noted: str | None = None) -> Json:
        """``{"entries", "seal", "broken", "why"}``; ``noted`` is "NUMBER:SEAL" of an entry as it was once seen."""
        number, _, seal = (noted or "").partition(":")
        if noted and not (number.isdigit() and len(seal) == 64):
            raise BadParameter(
                "Mốc đối chiếu có dạng SỐ:DẤU, như lệnh verify đã in.",
                "What was noted has the form NUMBER:SEAL, as verify printed it.",
            )
        verdict = self._log.verify(int(number) if noted else None, seal)
        return verdict_json(verdict)


def verdict_json(verdict: Verdict) -> Json:
    """What a check found."""
    return {"entries": verdict.entries, "seal": verdict.seal, "broken": verdict.broken, "why": verdict.why or None}


def wanted_of(given: Given) -> Wanted:
    """The filters as the log takes them."""
    result = limits.one_of("result", given.get("result"), RESULTS)
    first, last = limits.day("from", given.get("from")), limits.day("to", given.get("to"))
    text = {name: (given.get(name) or "").strip()[:200] for name in ("person", "kind", "document", "address")}
    return Wanted(**text, result=result or "", first=first, last=last)


def as_json(entry: Entry) -> Json:
    """An entry as the API shows it; ``at`` is of UTC."""
    happened = entry.event
    return {
        "id": entry.id,
        "at": entry.at.replace(tzinfo=UTC).isoformat(),
        "kind": happened.kind,
        "person": happened.by.person,
        "account_id": happened.by.account_id,
        "role": happened.by.role,
        "via": happened.by.via,
        "address": happened.by.address,
        "subject": happened.subject,
        "document_id": happened.document_id or None,
        "result": happened.result,
        "detail": dict(happened.detail or {}),
        "seal": entry.seal,
    }


def said(detail: Mapping[str, Any]) -> str:
    """What an entry tells besides, as words."""
    return "; ".join(f"{name}: {value}" for name, value in detail.items() if value not in (None, ""))


def _row(entry: Entry) -> tuple[Value, ...]:
    happened = entry.event
    return (
        entry.id,
        f"{entry.at:%Y-%m-%d %H:%M:%S}",
        happened.kind,
        happened.by.person,
        happened.by.role,
        happened.by.via,
        happened.by.address,
        happened.subject,
        happened.document_id,
        happened.result,
        said(happened.detail or {}),
        entry.seal,
    )
