"""The one writer of a data folder: a lock that the system lets go of when its holder dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import CatalogueLocked, IndexerError, NoRoom

PAUSE_SECONDS = 0.05


@contextmanager
def write_lock(path: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the lock file ``path``.

    Raises CatalogueLocked when another holds it longer than ``wait_seconds``, NoRoom when what is written meanwhile
    finds no room.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        deadline = time.monotonic() + wait_seconds
        while not _taken(handle):
            if time.monotonic() >= deadline:
                raise CatalogueLocked(
                    f"Một tiến trình khác đang ghi vào {path.parent}; hãy chờ nó xong rồi thử lại.",
                    f"Another process is writing to {path.parent}; wait for it to finish and try again.",
                )
            time.sleep(PAUSE_SECONDS)
        yield
    except Exception as error:
        if isinstance(error, IndexerError) or not NoRoom.behind(error):
            raise
        raise NoRoom from error
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
