from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from indexer.store.audit import Actor, AuditLog, Event, Wanted
from indexer.store.database import open_database

ANH = Actor("Lê Thị Ánh", "a1", "editor", "session", "10.0.0.7")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


@pytest.fixture
def log(place: Path) -> AuditLog:
    return AuditLog(open_database(place))


def _filled(log: AuditLog) -> None:
    log.add(Event("signed_in", ANH, "Ánh"))
    log.add(Event("removed", ANH, "abcdefabcdef", "abcdefabcdef"))
    log.add(Event("refused", Actor("", None, "viewer", "anonymous", "10.0.0.9"), "/people", result="refused"))
    log.add(Event("exported", subject="tasks", detail={"rows": 12, "format": "csv"}))


@pytest.mark.parametrize(
    "wanted, kinds",
    [
        (Wanted(), ["exported", "refused", "removed", "signed_in"]),
        (Wanted(person="le thi anh"), ["removed", "signed_in"]),
        (Wanted(person="nguyễn"), []),
        (Wanted(person="lê thị"), ["removed", "signed_in"]),
        (Wanted(kind="removed"), ["removed"]),
        (Wanted(document="abcdefabcdef"), ["removed"]),
        (Wanted(result="refused"), ["refused"]),
        (Wanted(address="10.0.0.7", kind="signed_in"), ["signed_in"]),
        (Wanted(last=date(2020, 1, 1)), []),
        (Wanted(first=date(2020, 1, 1)), ["exported", "refused", "removed", "signed_in"]),
    ],
)
def test_entries_are_found_by_person_kind_document_result_address_and_day(
    log: AuditLog, wanted: Wanted, kinds: list[str]
) -> None:
    _filled(log)
    assert [entry.event.kind for entry in log.entries(wanted)] == kinds
    assert log.count(wanted) == len(kinds)
    assert log.entries(wanted, 1, 1) == log.entries(wanted)[1:2]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit WHERE id = 2",
        "UPDATE audit SET person = 'x'",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE id = 2",
    ],
)
def test_the_database_refuses_to_change_a_row(log: AuditLog, place: Path, statement: str) -> None:
    _filled(log)
    with closing(sqlite3.connect(place)) as connection, pytest.raises(sqlite3.DatabaseError, match="only grows"):
        connection.execute(statement)
    assert log.verify().broken is None


@pytest.mark.parametrize(
    "statement, number, why",
    [
        ("UPDATE audit SET person = 'x' WHERE id = 2", 2, "changed"),
        ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE id = 3", 3, "changed"),
        ("UPDATE audit SET detail = '{\"rows\": 1}' WHERE id = 4", 4, "changed"),
        ("DELETE FROM audit WHERE id = 2", 2, "missing"),
        ("DELETE FROM audit WHERE id > 2", 3, "cut"),
    ],
)
def test_what_was_changed_behind_its_back_shows(
    log: AuditLog, place: Path, statement: str, number: int, why: str
) -> None:
    _filled(log)
    with closing(sqlite3.connect(place)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement)
        connection.commit()
    verdict = log.verify()
    assert (verdict.broken, verdict.why) == (number, why)


def test_a_seal_noted_elsewhere_tells_a_log_that_was_written_anew(log: AuditLog, place: Path, tmp_path: Path) -> None:
    _filled(log)
    noted = log.verify()
    assert noted.broken is None
    other = AuditLog(open_database(tmp_path / "other.db"))
    for name in ("x", "y", "z", "u", "v"):
        other.add(Event("signed_in", Actor(name)))
    assert other.verify().broken is None
    assert other.verify(noted.entries, noted.seal).why == "changed"
    assert other.verify(9, noted.seal).why == "cut"


def test_entries_of_two_processes_are_one_chain(log: AuditLog, place: Path) -> None:
    other = AuditLog(open_database(place))
    for number in range(6):
        (log, other)[number % 2].add(Event("signed_in", Actor(str(number))))
    assert [entry.id for entry in log.entries()] == [6, 5, 4, 3, 2, 1]
    assert other.verify().broken is None
