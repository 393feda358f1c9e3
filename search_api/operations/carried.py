"""What a restore leaves as it is now: the audit log only grows, nobody stays logged in, no addition stays half done."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from search_api.operations.snapshot import connect

# Tables of people who are logged in: whoever restores a backup elsewhere does not inherit open sessions.
SESSIONS = ("account_sessions", "held_forms", "failure_counts")
# Tables that only ever grow: what was written since the backup stays.
GROWING = ("audit",)
STOPPED = (
    "Bản sao lưu được tạo khi tệp này đang được đọc; hãy gửi lại. / "
    "The backup was made while this file was being read; send it again."
)


def carry_over(live: Path, staged: Path) -> None:
    """Ready the ``staged`` catalogue to take the place of the ``live`` one."""
    with closing(connect(staged)) as connection:
        connection.execute("ATTACH ? AS live", (str(live),))
        connection.execute("BEGIN IMMEDIATE")
        for table in SESSIONS:
            if _has(connection, "main", table):
                connection.execute(f"DELETE FROM {table}")
        for table in GROWING:
            _grow(connection, table)
        connection.execute(
            "UPDATE jobs SET state = 'failed', error = ? WHERE state IN ('queued', 'running')", (STOPPED,)
        )
        connection.execute("COMMIT")


def _grow(connection: sqlite3.Connection, table: str) -> None:
    """Add the rows that only the live table has, where both tell one history."""
    columns = _columns(connection, "main", table)
    if not columns or columns != _columns(connection, "live", table):
        return
    names = ", ".join(f'"{name}"' for name in columns)
    parted = connection.execute(
        f"SELECT 1 FROM (SELECT {names} FROM main.{table} EXCEPT SELECT {names} FROM live.{table}) LIMIT 1"
    ).fetchone()
    if parted is None:
        connection.execute(
            f"INSERT INTO main.{table} ({names}) SELECT {names} FROM live.{table} "
            f"EXCEPT SELECT {names} FROM main.{table}"
        )


def _has(connection: sqlite3.Connection, schema: str, table: str) -> bool:
    return bool(_columns(connection, schema, table))


def _columns(connection: sqlite3.Connection, schema: str, table: str) -> tuple[str, ...]:
    return tuple(row[1] for row in connection.execute(f"PRAGMA {schema}.table_info({table})"))
