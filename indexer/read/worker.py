"""Reading in a process of its own, with limits on time and memory, so that a hostile file takes down nothing.

Started as ``python -m indexer.read.worker``; unlike a forked or spawned child it neither shares the threads of the
process that started it nor runs that one's main script again. It stays for the next file; one that was stopped is
replaced. It leads a process group of its own, so that the page processes and OCR programs that it starts end with it.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from indexer.errors import IndexerError, UnreadableDocument
from indexer.read import read
from indexer.read.protocol import Progress
from indexer.settings import Settings
from indexer.types import RawDocument

_START = 120.0
# How far reading steps back behind whoever asks: files are added while others read.
BEHIND = 5

Job = Callable[..., Any]
"""A function of a module's top level: ``job(path, settings, tell)``, where ``tell`` takes anything that pickles."""


class Worker:
    """A process that works on one file at a time. Safe to share between threads; close it when done."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._memory_mb = 0
        self._lock = threading.Lock()
        self._end: Callable[[], object] = lambda: None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, path: Path, settings: Settings, progress: Progress | None = None) -> RawDocument:
        """The file as ``indexer.read.read`` reads it in the worker process; raises as ``run`` does."""
        document: RawDocument = self.run(read, path, settings, progress)
        return document

    def run(self, job: Job, path: Path, settings: Settings, tell: Callable[..., None] | None = None) -> Any:
        """What ``job(path, settings, tell)`` returns in the worker process; what it tells is told here.

        Raises ``UnreadableDocument`` for what the job refuses, and for a file that takes longer than
        ``parse_seconds``, more than ``parse_memory_mb`` or kills its process.
        """
        with self._lock:
            pipe = self._started(settings)
            deadline = time.monotonic() + settings.parse_seconds
            try:
                pipe.send((job, path.absolute(), settings))
                return _answer(pipe, deadline, path, settings, tell)
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
        """Ends the process, whatever it is at; a file that another thread has it read is then said to have failed."""
        self._end()

    def _started(self, settings: Settings) -> Connection:
        alive = self._process is not None and self._process.poll() is None
        if alive and self._pipe is not None and self._memory_mb == settings.parse_memory_mb:
            return self._pipe
        self._stop()
        ours, theirs = Pipe()
        self._process = _process(theirs, settings.parse_memory_mb)
        self._pipe, self._memory_mb = ours, settings.parse_memory_mb
        # Also when the owner forgets to close it, and at the interpreter's end.
        self._end = weakref.finalize(self, _end, self._process, ours)
        if not ours.poll(_START):
            self._stop()
            raise IndexerError("Tiến trình đọc tệp không khởi động được.", "The reading process did not start.")
        try:
            ours.recv()
        except (EOFError, OSError) as error:
            self._stop()
            raise IndexerError(
                "Tiến trình đọc tệp không khởi động được; có thể parse_memory_mb quá nhỏ.",
                "The reading process did not start; parse_memory_mb may be too small.",
            ) from error
        return ours

    def _stop(self) -> None:
        self._end()
        self._process = self._pipe = None


def _process(theirs: Connection, memory_mb: int) -> subprocess.Popen[bytes]:
    search = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
    with theirs:
        return subprocess.Popen(
            [sys.executable, "-m", "indexer.read.worker", str(theirs.fileno()), str(memory_mb)],
            stdin=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            env={**os.environ, "PYTHONPATH": search},
            start_new_session=True,
        )


def _end(process: subprocess.Popen[bytes], pipe: Connection) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    pipe.close()


class _OutOfTime(Exception):
    """The deadline passed before the answer came."""


def _answer(pipe: Connection, deadline: float, path: Path, settings: Settings, tell: Callable[..., None] | None) -> Any:
    while True:
        if not pipe.poll(max(0.0, deadline - time.monotonic())):
            raise _OutOfTime
        kind, value = pipe.recv()
        if kind == "told":
            if tell is not None:
                tell(*value)
        elif kind == "done":
            return value
        elif kind == "refused":
            raise UnreadableDocument(*value)
        else:
            raise _too_big(path, settings.parse_memory_mb)


def _serve(pipe: Connection) -> None:
    """The worker's side: works on what it is sent until the pipe closes."""

    def tell(*what: object) -> None:
        pipe.send(("told", what))

    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send(("ready", None))
        while True:
            job, path, settings = pipe.recv()
            try:
                answer = ("done", job(path, settings, tell))
            except IndexerError as error:
                pipe.send(("refused", (str(error), error.en)))
            except MemoryError:
                pipe.send(("memory", None))
            else:
                pipe.send(answer)


def _end_with(parent: int) -> None:
    """Ends this process and those it started within a second of its parent's end, even in the middle of a file."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Serves on the connection whose number is the first argument, in as many megabytes as the second says."""
    # The terminal's Ctrl-C is the parent's to handle, and its output is not for what a library prints.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(BEHIND)
    os.dup2(2, 1)
    limit = int(sys.argv[2]) * 1_048_576
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    with Connection(int(sys.argv[1])) as pipe:
        _serve(pipe)


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


if __name__ == "__main__":
    main()
