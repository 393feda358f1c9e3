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
# Originals of held documents, and of removed ones that can still come back.
FOLDERS = (FILES, "removed")
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
    folders(place)
    copy_database(data / CATALOGUE, place / CATALOGUE)
    for name in kept(data):
        link(data / name, place / name)


def folders(place: Path) -> None:
    """Make the folders of originals in ``place``."""
    for folder in FOLDERS:
        (place / folder).mkdir(parents=True, exist_ok=True)


def kept(data: Path) -> tuple[str, ...]:
    """The originals that lie in the data folder, whatever names them, as "folder/name", sorted."""
    found = (path for folder in FOLDERS for path in (data / folder).glob("*") if NAME.fullmatch(path.name))
    return tuple(sorted(f"{path.parent.name}/{path.name}" for path in found))


def originals(catalogue: Path) -> tuple[str, ...]:
    """The originals of every held document, as "files/name", sorted."""
    with closing(connect(catalogue)) as connection:
        rows = connection.execute("SELECT sha256, file FROM documents").fetchall()
    return tuple(sorted(f"{FILES}/{sha256}{PurePath(file).suffix.lower()}" for sha256, file in rows))


def link(source: Path, target: Path) -> None:
    """Make ``target`` the same file as ``source``, or a copy of it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
