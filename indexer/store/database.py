"""The catalogue's database: connections as SQLite needs them, and migrations run when it is opened."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.orm import Session

from indexer.store import audit_table as _audit  # noqa: F401
from indexer.store import group_table as _groups  # noqa: F401
from indexer.store import readership

# Tables of their own modules are known to the migrations once imported.
from indexer.store.accounts import tables as _accounts  # noqa: F401

MIGRATIONS = Path(__file__).with_name("migrations")
# The newest revision in migrations/versions; a test keeps the two in step.
HEAD = "0012_feed_addresses"
BUSY_MS = 30_000
# Alembic keeps the migration in hand in module globals: one thread at a time.
_MIGRATING = threading.Lock()


def open_database(path: Path) -> Engine:
    """An engine on the SQLite file ``path``, created and migrated to the newest schema where needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_MS / 1000})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_execute", readership.narrow, retval=True)
    _keep_wal(engine)
    with engine.connect() as connection:
        current = _revision(connection)
    if current != HEAD:
        _migrate(engine)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    # The driver's own transactions begin too late for a consistent read; SQLAlchemy's "begin" replaces them.
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_MS}", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _keep_wal(engine: Engine) -> None:
    """Let the file be written while it is read; it remembers that, so one connection says it for all.

    Of two that first open a file at one moment SQLite refuses the second at once, without the wait it grants any
    other statement: https://www.sqlite.org/pragma.html#pragma_journal_mode.
    """
    until = time.monotonic() + BUSY_MS / 1000
    raw = engine.raw_connection()
    try:
        while True:
            try:
                raw.cursor().execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
            time.sleep(0.02)
    finally:
        raw.close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("chutri_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with _MIGRATING, engine.execution_options(chutri_writing=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session in one write transaction: committed at the end, rolled back when anything is raised.

    It sees everything, whoever the engine is for: what nobody names any more is known only from all documents.
    """
    whole = engine.execution_options(chutri_writing=True, **{readership.OPTION: None})
    with Session(whole) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the catalogue from its first query to its last."""
    with engine.connect() as connection:
        yield connection
