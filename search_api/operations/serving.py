"""One server for one data folder: a lock that says who holds it and that the system frees when the holder dies."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from indexer.errors import IndexerError

NAME = "server.lock"
TRIES = 20
PAUSE_SECONDS = 0.05


class ServerRunning(IndexerError):
    """Another server already serves the data folder."""

    code = "server_running"


@dataclass(frozen=True, slots=True)
class Holder:
    """The server that holds a data folder; ``since`` is local time to the second."""

    pid: int
    address: str
    since: str


@contextmanager
def serving(data: Path, address: str) -> Iterator[Holder]:
    """Hold the data folder for a server at ``address``. Raises ServerRunning with the name of the one before it."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / NAME
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        if not _taken(handle):
            raise _refusal(data, _read(path))
        own = Holder(os.getpid(), address, datetime.now().isoformat(" ", "seconds"))
        os.ftruncate(handle, 0)
        os.pwrite(handle, json.dumps(asdict(own)).encode(), 0)
        yield own
    finally:
        os.close(handle)


def holder(data: Path) -> Holder | None:
    """The server that serves the folder now, None where none does."""
    path = data / NAME
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read(path)
    finally:
        os.close(handle)
    return None


def _taken(handle: int) -> bool:
    # Somebody who only asks for the holder has the file for an instant; another server keeps it.
    for _ in range(TRIES):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE_SECONDS)
        else:
            return True
    return False


def _read(path: Path) -> Holder | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Holder(int(content["pid"]), str(content["address"]), str(content["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _refusal(data: Path, first: Holder | None) -> ServerRunning:
    if first is None:
        vi, en = "một máy chủ khác", "another server"
    else:
        vi = f"máy chủ ở {first.address} (tiến trình {first.pid}, từ {first.since})"
        en = f"the server at {first.address} (process {first.pid}, since {first.since})"
    return ServerRunning(
        f"Thư mục dữ liệu {data} đang được {vi} phục vụ; hãy dùng máy chủ đó, dừng nó, hoặc chọn --data khác.",
        f"The data folder {data} is being served by {en}; use that one, stop it, or choose another --data.",
    )
