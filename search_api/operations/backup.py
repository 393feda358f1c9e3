"""Backups: one moment of the data folder in one file, made while a server serves and indexes."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from search_api.landing import landing
from search_api.operations import archive, snapshot
from search_api.operations.archive import Manifest
from search_api.operations.errors import BackupRefused
from search_api.operations.guarding import working
from search_api.operations.room import need
from search_api.operations.tell import Tell, silent

FOLDER = "backups"
SUFFIX = ".chutri.zip"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup."""

    path: Path
    size: int
    documents: int
    damaged: tuple[str, ...]


def backup(data: Path, to: Path, tell: Tell = silent) -> Made:
    """Write a backup of the data folder to the file ``to`` (into it, under a name with the time, when it is a folder).

    The file appears all at once, readable by its owner only. Raises BackupRefused, Busy, CatalogueLocked,
    NoRoom or Inaccessible, and leaves nothing behind then.
    """
    if not (data / snapshot.CATALOGUE).is_file():
        raise BackupRefused(f"Thư mục {data} chưa có dữ liệu nào.", f"The folder {data} holds no data yet.")
    target = to / default_name() if to.is_dir() else to
    with working(data, "backup") as workspace:
        tell("catalogue", 0, 0)
        snapshot.take(data, workspace / "moment")
        manifest = describe(workspace / "moment")
        target.parent.mkdir(parents=True, exist_ok=True)
        need(target.parent, _size(workspace / "moment"))
        with landing(target, 0o600) as file:
            archive.write(workspace / "moment", manifest, file, tell)
    with archive.opened(target) as pack:
        written = archive.manifest_of(pack)
    tell("done", 1, 1)
    return Made(target, target.stat().st_size, written.documents, written.damaged)


def default_name() -> str:
    """The name of a backup made now."""
    return f"chutri-{datetime.now():%Y%m%d-%H%M%S}{SUFFIX}"


def describe(folder: Path) -> Manifest:
    """What a moment of a data folder holds; the entries are filled in as they are written."""
    with closing(snapshot.connect(folder / snapshot.CATALOGUE)) as connection:
        (generation, fingerprint), (documents,), (passages,), (schema,) = (
            connection.execute(query).fetchone()
            for query in (
                "SELECT generation, fingerprint FROM state",
                "SELECT count(*) FROM documents",
                "SELECT count(*) FROM passages",
                "SELECT version_num FROM alembic_version",
            )
        )
    missing = [n for n in snapshot.originals(folder / snapshot.CATALOGUE) if not (folder / n).is_file()]
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    return Manifest(version("chutri"), schema, now, generation, documents, passages, fingerprint, {}, tuple(missing))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def remove(data: Path, name: str) -> bool:
    """Delete a backup that lies in the data folder; False when there is none of that name."""
    path = kept(data, name)
    if path is None:
        return False
    path.unlink(missing_ok=True)
    return True


def kept(data: Path, name: str) -> Path | None:
    """The backup of that name in the data folder, None when there is none; nothing outside is ever meant."""
    return next((path for path in backups(data) if path.name == name), None)


def backups(data: Path) -> tuple[Path, ...]:
    """The backups in the data folder, the newest first."""
    return tuple(sorted((data / FOLDER).glob(f"*{SUFFIX}"), key=lambda path: path.name, reverse=True))
