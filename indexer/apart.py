"""Work done in a process of its own, so that what kills, fills or busies it is nothing to the one that asked for it.

Started as ``python -m indexer.apart``; unlike a forked or spawned child it neither shares the threads of the process
that started it nor runs that one's main script again. It stays for the next job; one that ended is replaced. It leads
a process group of its own, so that what it starts ends with it.
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
import traceback
import weakref
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from indexer.errors import IndexerError

_START = 120.0

Job = Callable[..., Any]
"""A function of a module's top level: ``job(*given, tell)``, where ``tell`` takes anything that pickles."""


class Lost(Exception):
    """The process ended in the middle of a job: killed, or brought down by what it worked on."""


class OutOfTime(Exception):
    """The job took longer than it was given; its process was ended."""


class OutOfMemory(Exception):
    """The job needed more memory than its process may take."""


class Broke(Exception):
    """The job raised what nobody foresaw; the message names it, ``where`` is its traceback."""

    def __init__(self, message: str, where: str) -> None:
        super().__init__(message)
        self.where = where


class NotStarted(IndexerError):
    """The process could not be started."""

    code = "not_started"


class Apart:
    """A process that works on one job at a time. Safe to share between threads; close it when done.

    ``behind`` is how far it steps back (as ``nice`` counts) behind the process that asks.
    """

    def __init__(self, behind: int) -> None:
        self._behind = behind
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._memory_mb = 0
        self._lock = threading.Lock()
        self._end: Callable[[], object] = lambda: None

    @property
    def pid(self) -> int | None:
        """The number of the process while there is one."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def run(
        self,
        job: Job,
        *given: Any,
        tell: Callable[..., None] | None = None,
        seconds: float | None = None,
        memory_mb: int = 0,
    ) -> Any:
        """What ``job(*given, tell)`` returns in the process, which may take so many seconds (None: any number) and
        megabytes (0: any number); what it tells is told here.

        Raises the IndexerError that the job raised, Broke for any other error, Lost, OutOfTime or OutOfMemory.
        """
        with self._lock:
            pipe = self._started(memory_mb)
            try:
                pipe.send((job, given))
                return _answer(pipe, seconds, tell)
            except (EOFError, OSError) as error:
                self._stop()
                raise Lost from error
            except (IndexerError, Broke, OutOfMemory):
                raise
            except BaseException:
                # Half an answer may still lie in the pipe.
                self._stop()
                raise

    def close(self) -> None:
        """Ends the process, whatever it is at; the job that another thread has it do is then lost."""
        self._end()

    def _started(self, memory_mb: int) -> Connection:
        if self.pid is not None and self._pipe is not None and self._memory_mb == memory_mb:
            return self._pipe
        self._stop()
        ours, theirs = Pipe()
        self._process = _process(theirs, memory_mb, self._behind)
        self._pipe, self._memory_mb = ours, memory_mb
        # Also when the owner forgets to close it, and at the interpreter's end.
        self._end = weakref.finalize(self, _end, self._process, ours)
        if not ours.poll(_START):
            self._stop()
            raise NotStarted("Tiến trình phụ không khởi động được.", "The process for the work did not start.")
        try:
            ours.recv()
        except (EOFError, OSError) as error:
            self._stop()
            raise NotStarted(
                "Tiến trình phụ không khởi động được; có thể giới hạn bộ nhớ quá nhỏ.",
                "The process for the work did not start; the limit on its memory may be too small.",
            ) from error
        return ours

    def _stop(self) -> None:
        self._end()
        self._process = self._pipe = None


def _process(theirs: Connection, memory_mb: int, behind: int) -> subprocess.Popen[bytes]:
    search = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
    given = (theirs.fileno(), memory_mb, behind)
    with theirs:
        return subprocess.Popen(
            [sys.executable, "-m", "indexer.apart", *map(str, given)],
            stdin=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            env={**os.environ, "PYTHONPATH": search},
            # A session of its own would not do: Linux weighs sessions against one another whatever their niceness.
            process_group=0,
        )


def _end(process: subprocess.Popen[bytes], pipe: Connection) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    pipe.close()


def _answer(pipe: Connection, seconds: float | None, tell: Callable[..., None] | None) -> Any:
    deadline: float | None = time.monotonic() + _START
    while True:
        if not pipe.poll(None if deadline is None else max(0.0, deadline - time.monotonic())):
            raise OutOfTime
        kind, value = pipe.recv()
        if kind == "begun":
            # The time is the job's own: a fresh process has to import what the job needs before.
            deadline = None if seconds is None else time.monotonic() + seconds
        elif kind == "told":
            if tell is not None:
                tell(*value)
        elif kind == "done":
            return value
        elif kind == "refused":
            raise value
        elif kind == "broke":
            raise Broke(*value)
        else:
            raise OutOfMemory


def _serve(pipe: Connection) -> None:
    """The process's side: works on what it is sent until the pipe closes."""

    def tell(*what: object) -> None:
        pipe.send(("told", what))

    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send(("ready", None))
        while True:
            job, given = pipe.recv()
            pipe.send(("begun", None))
            pipe.send(_done(job, given, tell))


def _done(job: Job, given: tuple[Any, ...], tell: Callable[..., None]) -> tuple[str, object]:
    try:
        return "done", job(*given, tell)
    except IndexerError as error:
        return "refused", error
    except MemoryError:
        return "memory", None
    except Exception as error:  # noqa: BLE001  (whoever asked is told, and asks on)
        return "broke", (f"{type(error).__name__}: {error}", traceback.format_exc())


def _end_with(parent: int) -> None:
    """Ends this process and those it started within a second of its parent's end, even in the middle of a job."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Serves on the connection whose number is the first argument, in as many megabytes as the second says (0: no
    limit), as far behind as the third says."""
    number, memory_mb, behind = map(int, sys.argv[1:4])
    # The terminal's Ctrl-C and a service's end are the parent's to handle, and its output is not for what a library
    # prints.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.SIG_IGN)
    os.nice(behind)
    os.dup2(2, 1)
    if memory_mb:
        limit = memory_mb * 1_048_576
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    with Connection(number) as pipe:
        _serve(pipe)


if __name__ == "__main__":
    main()
