"""Room on the disk: how much is taken by what, how much is left, and a refusal before it runs out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from indexer.errors import NoRoom

MARGIN = 32 << 20
PARTS = ("catalogue.db", "files", "incoming", "removed", "index", "pictures", "backups", "previous")


def need(folder: Path, size: int) -> None:
    """Raises NoRoom unless ``size`` bytes fit on the file system of ``folder`` with a margin."""
    free = shutil.disk_usage(folder).free
    if free < size + MARGIN:
        raise NoRoom(size + MARGIN - free)


def taken(data: Path) -> dict[str, int]:
    """Bytes of the data folder by part; "other" is everything else in it."""
    found = {part: _size(data / part) for part in PARTS}
    found["catalogue.db"] += sum(_size(data / f"catalogue.db{end}") for end in ("-wal", "-shm"))
    found["other"] = max(0, _size(data) - sum(found.values()))
    return found


def _size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder; one that goes away meanwhile counts nothing."""
    if path.is_file():
        return path.stat().st_size
    total = 0
    for folder, _, names in os.walk(path):
        for name in names:
            try:
                total += (Path(folder) / name).lstat().st_size
            except OSError:
                continue
    return total
