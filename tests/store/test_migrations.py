from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from indexer.store.database import HEAD, MIGRATIONS, open_database
from indexer.store.tables import Base


def test_the_migrations_lead_to_the_tables_as_declared(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "catalogue.db")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_the_head_that_opening_looks_for_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_opening_twice_keeps_what_is_there(tmp_path: Path) -> None:
    open_database(tmp_path / "catalogue.db").dispose()
    engine = open_database(tmp_path / "catalogue.db")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()
