"""A disk that fills up: one sentence, nothing held is lost, and everything works again once there is room."""

from __future__ import annotations

import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event
from typer.testing import CliRunner

from indexer.errors import NoRoom
from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.engine import Engine
from search_api.limits import Page
from search_api.operations.backup import backup
from search_api.operations.restore import can_undo, restore
from search_api.service import Service
from tests.operations.test_backup import complete
from web.cli import app

SIZE = 12 << 20


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of a few megabytes, or a skip where none may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no file system of its own can be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path, leave: int) -> Path:
    """A file that takes all but ``leave`` bytes of the disk."""
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free - leave
    with filler.open("wb") as file:
        for _ in range(max(0, free) // 4096):
            file.write(b"\0" * 4096)
    return filler


@pytest.mark.parametrize("leave", [0, 64 << 10, 320 << 10])
def test_an_addition_on_a_full_disk_is_said_and_done_later(
    disk: Path, three: Path, plans: list[Path], settings_for: Callable[[Path], Settings], leave: int
):
    settings = settings_for(shutil.copytree(three, disk / "data"))
    engine = Engine(settings)
    engine.warm_up()
    pipeline = Pipeline(settings, engine.whole, engine.encoder, engine.live)
    filler = fill(disk, leave)
    refused = 0
    for path in plans[3:9]:
        try:
            pipeline.add_file(path)
        except NoRoom as error:
            refused += 1
            assert "Đĩa đã đầy" in str(error) and "disk is full" in error.en
        hits = Service(engine).search("trồng cây", Page(50, 0), {})["hits"]
        assert {plans[0].name, plans[1].name, plans[2].name} <= {hit["citation"]["file"] for hit in hits}
    assert refused
    filler.unlink()
    for path in plans[3:9]:
        pipeline.add_file(path)
    hits = Service(engine).search("trồng cây", Page(50, 0), {})["hits"]
    assert {hit["citation"]["file"] for hit in hits} == {path.name for path in plans[:9]}
    assert engine.live.snapshot().size == engine.whole.passage_count()
    engine.close()
    assert complete(settings) == 9


def test_a_backup_and_a_restore_on_a_full_disk_change_nothing(
    disk: Path, three: Path, settings_for: Callable[[Path], Settings], tmp_path: Path
):
    settings = settings_for(shutil.copytree(three, disk / "data"))
    made = backup(three, tmp_path / "b.zip")
    fill(disk, 100 << 10)
    with pytest.raises(NoRoom):
        backup(settings.data, disk / "here.zip")
    with pytest.raises(NoRoom):
        restore(settings, made.path)
    assert [path.name for path in disk.iterdir() if path.name != "filler"] == ["data"]
    (disk / "filler").unlink()
    assert complete(settings) == 3


@pytest.mark.parametrize("pages", [0, 2, 8])
def test_a_catalogue_that_may_not_grow_is_a_full_disk(
    tmp_path: Path, three: Path, plans: list[Path], settings_for: Callable[[Path], Settings], pages: int
):
    """Needs no file system of its own: SQLite says that the database is full, as it does when the disk is."""
    settings = settings_for(shutil.copytree(three, tmp_path / "data"))
    with closing(sqlite3.connect(settings.data / "catalogue.db")) as catalogue:
        most = catalogue.execute("PRAGMA page_count").fetchone()[0] + pages
    engine = Engine(settings)
    engine.warm_up()
    database = engine.whole._engine

    def bound(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={most}")

    event.listen(database, "connect", bound)
    database.dispose()
    pipeline = Pipeline(settings, engine.whole, engine.encoder, engine.live)
    with pytest.raises(NoRoom, match="Đĩa đã đầy"):
        for path in plans[3:9]:
            pipeline.add_file(path)
    hits = Service(engine).search("trồng cây", Page(50, 0), {})["hits"]
    assert {path.name for path in plans[:3]} <= {hit["citation"]["file"] for hit in hits}
    event.remove(database, "connect", bound)
    database.dispose()
    for path in plans[3:9]:
        pipeline.add_file(path)
    engine.close()
    assert complete(settings) == 9


@contextmanager
def at_most(size: int) -> Iterator[None]:
    """No file of this process may grow beyond ``size`` bytes; needs no file system of its own either."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [1 << 10, 40 << 10, 150 << 10])
def test_an_addition_beyond_a_limit_is_said_and_done_later(settings: Settings, plans: list[Path], size: int):
    engine = Engine(settings)
    engine.warm_up()
    pipeline = Pipeline(settings, engine.whole, engine.encoder, engine.live)
    with at_most(size), pytest.raises(NoRoom, match="Đĩa đã đầy"):
        for path in plans[3:9]:
            pipeline.add_file(path)
    hits = Service(engine).search("trồng cây", Page(50, 0), {})["hits"]
    assert {path.name for path in plans[:3]} <= {hit["citation"]["file"] for hit in hits}
    for path in plans[3:9]:
        pipeline.add_file(path)
    engine.close()
    assert complete(settings) == 9


@pytest.mark.parametrize("size", [0, 3 << 10, 200 << 10])
def test_a_backup_and_a_restore_beyond_a_limit_change_nothing(settings: Settings, tmp_path: Path, size: int):
    made = backup(settings.data, tmp_path / "b.zip")
    held = made.path.read_bytes()
    with at_most(size):
        for target in (made.path, tmp_path / "other.zip"):
            with pytest.raises(NoRoom):
                backup(settings.data, target)
        with pytest.raises(NoRoom):
            restore(settings, made.path)
    assert {path.name for path in tmp_path.iterdir()} == {"b.zip", "data"} and made.path.read_bytes() == held
    assert not list(settings.data.glob(".work-*")) and not can_undo(settings.data)
    assert complete(settings) == 3


def commanded(settings: Settings, *words: str) -> tuple[int, str]:
    """The exit status of ``chutri`` and what it says on stderr."""
    own = {"CHUTRI_CACHE": str(settings.cache), "CHUTRI_MODEL": str(settings.model)}
    run = CliRunner().invoke(app, ["--data", str(settings.data), *words], env=own)
    assert run.exception is None or isinstance(run.exception, SystemExit), run.exception
    return run.exit_code, run.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("matrix", "-o", "{}/a.xlsx"),
        ("calendar", "--document", "11/KH-UBND", "-o", "{}/a.ics"),
        ("audit", "list", "-o", "{}/a.csv"),
        ("corrections", "export", "--out", "{}/truth"),
        ("backup", "{}/a.zip"),
    ],
)
def test_a_file_that_cannot_be_written_is_said_and_nothing_is_left_of_it(
    settings: Settings, tmp_path: Path, words: tuple[str, ...]
):
    place = tmp_path / "out"
    place.mkdir()
    (place / "taken").write_text("giữ", encoding="utf-8")
    status, told = commanded(settings, *(word.format(place / "taken") for word in words))
    assert status == 1 and "Không đọc hoặc ghi được" in told and "cannot be read or written" in told
    assert str(place / "taken") in told and ".part-" not in told
    with at_most(0):
        status, told = commanded(settings, *(word.format(place) for word in words))
    assert status == 1 and "Đĩa đã đầy" in told and "disk is full" in told
    assert [path.name for path in place.rglob("*") if path.is_file()] == ["taken"]
