"""Reading in a process of its own, with limits on time and memory, so that a hostile file takes down nothing.

The process stays for the next file; one that was stopped is replaced. It is started fresh ("spawn"), because a
process with a loaded encoder cannot be forked safely.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import resource
import signal
import threading
import time
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from indexer.errors import IndexerError, UnreadableDocument
from indexer.read.protocol import Progress
from indexer.settings import Settings
from indexer.types import RawDocument

_GRACE = 2.0
_START = 120.0


class Worker:
    """A process that reads one file at a time. Safe to share between threads; close it when done."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._lock = threading.Lock()

    def read(self, path: Path, settings: Settings, progress: Progress | None = None) -> RawDocument:
        """The file as read by ``indexer.read.read`` in the worker process.

        Raises ``UnreadableDocument`` for what the reader refuses, and for a file that takes longer than
        ``parse_seconds``, more than ``parse_memory_mb`` or kills its process.
        """
        with self._lock:
            pipe = self._started(settings)
            pipe.send((path, settings))
            deadline = time.monotonic() + settings.parse_seconds
            try:
                return _answer(pipe, deadline, path, settings, progress)
            except (EOFError, OSError) as error:
                self._stop()
                raise _crashed(path) from error
            except _OutOfTime as error:
                self._stop()
                raise _too_slow(path, settings.parse_seconds) from error
            except BaseException as error:
                if not isinstance(error, IndexerError):
                    # Half an answer may still lie in the pipe.
                    self._stop()
                raise

    def close(self) -> None:
        """Ends the process."""
        with self._lock:
            self._stop()

    def _started(self, settings: Settings) -> Connection:
        if self._process is not None and self._process.is_alive() and self._pipe is not None:
            return self._pipe
        self._stop()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, settings.parse_memory_mb), daemon=False)
        self._process.start()
        theirs.close()
        self._pipe = ours
        if not ours.poll(_START):
            self._stop()
            raise IndexerError("Tiến trình đọc tệp không khởi động được.", "The reading process did not start.")
        ours.recv()
        return ours

    def _stop(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.join(timeout=0.0 if self._process.is_alive() else _GRACE)
            if self._process.is_alive():
                self._process.kill()
                self._process.join(_GRACE)
            self._process = None


class _OutOfTime(Exception):
    """The deadline passed before the answer came."""


def _answer(
    pipe: Connection, deadline: float, path: Path, settings: Settings, progress: Progress | None
) -> RawDocument:
    while True:
        if not pipe.poll(max(0.0, deadline - time.monotonic())):
            raise _OutOfTime
        kind, value = pipe.recv()
        if kind == "progress":
            if progress is not None:
                progress(*value)
        elif kind == "document":
            if isinstance(value, RawDocument):
                return value
            raise UnreadableDocument(*_strange(path))
        elif kind == "refused":
            raise UnreadableDocument(*value)
        else:
            raise _too_big(path, settings.parse_memory_mb)


def _serve(pipe: Connection, memory_mb: int) -> None:
    """The worker's side: reads what it is sent until the pipe closes."""
    # The terminal's Ctrl-C is the parent's to handle.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit = memory_mb * 1_048_576
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    from indexer.read import read

    def report(done: int, of: int) -> None:
        pipe.send(("progress", (done, of)))

    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send(("ready", None))
        while True:
            path, settings = pipe.recv()
            try:
                answer = ("document", read(path, settings, report))
            except IndexerError as error:
                pipe.send(("refused", (str(error), error.en)))
            except MemoryError:
                pipe.send(("memory", None))
            else:
                pipe.send(answer)


def _crashed(path: Path) -> UnreadableDocument:
    return UnreadableDocument(
        f"{path.name}: tiến trình đọc tệp dừng giữa chừng; tệp có thể hỏng hoặc quá lớn.",
        f"{path.name}: the reading process died half-way; the file may be damaged or too large.",
    )


def _too_slow(path: Path, seconds: int) -> UnreadableDocument:
    return UnreadableDocument(
        f"{path.name}: đọc quá {seconds} giây (parse_seconds) nên đã dừng; hãy tách tệp nhỏ hơn.",
        f"{path.name}: reading took more than {seconds} seconds (parse_seconds) and was stopped; split the file.",
    )


def _too_big(path: Path, memory_mb: int) -> UnreadableDocument:
    return UnreadableDocument(
        f"{path.name}: đọc cần hơn {memory_mb} MB bộ nhớ (parse_memory_mb) nên đã dừng; hãy tách tệp nhỏ hơn.",
        f"{path.name}: reading needs more than {memory_mb} MB of memory (parse_memory_mb); split the file.",
    )


def _strange(path: Path) -> tuple[str, str]:
    return f"{path.name}: không đọc được tệp này.", f"{path.name}: this file cannot be read."
