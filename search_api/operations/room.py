"""Room on the disk: how much is taken by what, how much is left, and a refusal before it runs out."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from indexer.errors import IndexerError

MARGIN = 32 << 20
PARTS = ("catalogue.db", "files", "index", "backups", "previous")


class NoRoom(IndexerError):
    """The disk has no room for what is to be written; nothing was changed."""

    code = "no_room"


def need(folder: Path, size: int) -> None:
    """Raises NoRoom unless ``size`` bytes fit on the file system of ``folder`` with a margin."""
    free = shutil.disk_usage(folder).free
    if free < size + MARGIN:
        raise no_room(size + MARGIN - free)


def no_room(lacking: int = 0) -> NoRoom:
    """The error that says that the disk is full, and by how many bytes where that is known."""
    by = f" (thiếu khoảng {-(-lacking >> 20)} MB)" if lacking else ""
    by_en = f" (about {-(-lacking >> 20)} MB are lacking)" if lacking else ""
    return NoRoom(
        f"Đĩa đã đầy{by}; chưa ghi gì, dữ liệu đang lưu còn nguyên. Hãy giải phóng chỗ rồi làm lại.",
        f"The disk is full{by_en}; nothing was written and all data held is intact. Make room and try again.",
    )


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or what caused it, says that the disk or the quota has no room left."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return True
        if "database or disk is full" in str(error):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False


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
