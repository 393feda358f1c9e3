"""A process that reads pages for another one: requests come in on its standard input, pages go out on its output.

Started as ``python -m indexer.read.pageworker``. It ends when its input closes or its parent is gone;
unlike a forked or spawned child it neither shares that process's threads nor runs its main script again.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

from indexer.errors import IndexerError
from indexer.read.protocol import ReadPages
from indexer.settings import Settings
from indexer.types import RawPage


class WorkerLost(Exception):
    """The worker ended before it answered: killed for memory, or by a hostile page."""


class PageWorker:
    """Such a process, seen from the one that started it."""

    def __init__(self) -> None:
        search = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "indexer.read.pageworker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": search},
        )

    def read(self, read_pages: ReadPages, path: Path, numbers: range, settings: Settings) -> list[RawPage]:
        """What ``read_pages``, a module's top-level function, returns there.

        Raises the IndexerError that it raised there, or ``WorkerLost``.
        """
        requests, replies = self._process.stdin, self._process.stdout
        if requests is None or replies is None:
            raise WorkerLost
        try:
            pickle.dump((read_pages, path, numbers, settings), requests)
            requests.flush()
            reply = pickle.load(replies)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            raise WorkerLost from error
        if isinstance(reply, IndexerError):
            raise reply
        pages: list[RawPage] = reply
        return pages

    def close(self) -> None:
        """Ends the process at once."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        # A request half written to a process that is gone cannot be flushed any more, nor need it be.
        return


def serve(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answers requests until their stream ends."""
    while True:
        try:
            request: tuple[ReadPages, Path, range, Settings] = pickle.load(requests)
        except EOFError:
            return
        read_pages, path, numbers, settings = request
        reply: Any
        try:
            reply = read_pages(path, numbers, settings)
        except IndexerError as error:
            reply = error
        pickle.dump(reply, replies)
        replies.flush()


def _end_with(parent: int) -> None:
    """Ends this process within a second of its parent's end, even in the middle of a page that takes for ever."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def main() -> None:
    """Serves on the process's own streams; whatever a library prints goes to the error stream instead."""
    # The terminal's Ctrl-C is the parent's to handle.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
