"""Opening one catalogue from several sides at once."""

from __future__ import annotations

import threading
from pathlib import Path

from indexer.store.database import open_database, reading


def test_several_that_open_a_new_catalogue_at_one_moment_all_come_in(tmp_path: Path) -> None:
    refused: list[BaseException] = []
    for number in range(12):
        path = tmp_path / f"{number}.db"
        start = threading.Barrier(6)

        def come_in(path: Path = path, start: threading.Barrier = start) -> None:
            start.wait()
            try:
                open_database(path).dispose()
            except Exception as error:  # noqa: BLE001 - whatever is raised in a thread is told by the test
                refused.append(error)

        visitors = [threading.Thread(target=come_in) for _ in range(6)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
    assert refused == []


def test_a_catalogue_can_be_read_while_it_is_written(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "catalogue.db")
    with reading(engine) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    engine.dispose()
