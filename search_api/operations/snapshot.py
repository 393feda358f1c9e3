"""One moment of a data folder: the catalogue as SQLite copies it, and the originals that it names, as links."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path, PurePath

from indexer.store.lock import write_lock

CATALOGUE = "catalogue.db"
FILES = "files"
LOCK = "write.lock"
LOCK_SECONDS = 120.0
NAME = re.compile(r"[0-9a-f]{64}(\.[\w-]{1,16})?")


def copy_database(source: Path, target: Path) -> None:
    """Make ``target`` hold what ``source`` holds at one moment, in one transaction of ``target``.

    Readers of either go on with what they see; a reader of ``target`` sees the old state or the new, never between.
    """
    with closing(connect(source)) as ours, closing(connect(target)) as theirs:
        ours.backup(theirs)


def connect(path: Path) -> sqlite3.Connection:
    """A connection to a catalogue that waits for writers as the catalogue itself does."""
    return sqlite3.connect(path, timeout=30, isolation_level=None)


def take(data: Path, place: Path) -> None:
    """Put the catalogue and the originals of one moment into the empty folder ``place``.

    Writers wait meanwhile; the originals are linked where the file system allows, copied otherwise. Raises
    CatalogueLocked when a writer does not finish.
    """
    with write_lock(data / LOCK, LOCK_SECONDS):
        copy(data, place)


def copy(data: Path, place: Path) -> None:
    """What ``take`` does, for a caller who holds the write lock."""
    (place / FILES).mkdir(parents=True)
    copy_database(data / CATALOGUE, place / CATALOGUE)
    for name in kept(data):
        link(data / FILES / name, place / FILES / name)


def kept(data: Path) -> tuple[str, ...]:
    """The names of the originals that lie in the data folder, whatever names them, sorted."""
    return tuple(sorted(path.name for path in (data / FILES).glob("*") if NAME.fullmatch(path.name)))


def originals(catalogue: Path) -> tuple[str, ...]:
    """The names under which the originals of every document are kept, sorted."""
    with closing(connect(catalogue)) as connection:
        rows = connection.execute("SELECT sha256, file FROM documents").fetchall()
    return tuple(sorted(f"{sha256}{PurePath(file).suffix.lower()}" for sha256, file in rows))


def link(source: Path, target: Path) -> None:
    """Make ``target`` the same file as ``source``, or a copy of it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
