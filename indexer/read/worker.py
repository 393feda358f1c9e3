"""Reading in a process of its own, with limits on time and memory, so that a hostile file takes down nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from indexer.apart import Apart, Broke, Job, Lost, OutOfMemory, OutOfTime
from indexer.errors import UnreadableDocument
from indexer.read import read
from indexer.read.protocol import Progress
from indexer.settings import Settings
from indexer.types import RawDocument

# How far reading steps back behind whoever asks: files are added while others read.
BEHIND = 5


class Worker:
    """A process that works on one file at a time. Safe to share between threads; close it when done."""

    def __init__(self) -> None:
        self._apart = Apart(BEHIND)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The number of the process while there is one."""
        return self._apart.pid

    def read(self, path: Path, settings: Settings, progress: Progress | None = None) -> RawDocument:
        """The file as ``indexer.read.read`` reads it in the worker process; raises as ``run`` does."""
        document: RawDocument = self.run(read, path, settings, progress)
        return document

    def run(self, job: Job, path: Path, settings: Settings, tell: Callable[..., None] | None = None) -> Any:
        """What ``job(path, settings, tell)`` returns in the worker process; what it tells is told here.

        Raises what the job refuses a file with, and ``UnreadableDocument`` for one that takes longer than
        ``parse_seconds``, more than ``parse_memory_mb`` or kills its process.
        """
        most = {"seconds": settings.parse_seconds, "memory_mb": settings.parse_memory_mb}
        try:
            return self._apart.run(job, path.absolute(), settings, tell=tell, **most)
        except (Lost, Broke) as error:
            raise _crashed(path) from error
        except OutOfTime as error:
            raise _too_slow(path, settings.parse_seconds) from error
        except OutOfMemory as error:
            raise _too_big(path, settings.parse_memory_mb) from error

    def close(self) -> None:
        """Ends the process, whatever it is at; a file that another thread has it read is then said to have failed."""
        self._apart.close()


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
