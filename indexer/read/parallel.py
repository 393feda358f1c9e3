"""Pages read in several processes at once, in order, where the rest of a file is worth starting them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from indexer.read.pageworker import PageWorker, WorkerLost
from indexer.read.protocol import ReadPages
from indexer.settings import Settings
from indexer.types import RawPage

# A process takes about a second to import the readers.
_WORTH_SECONDS = 4.0
# Pages this slow are handed out one by one: what a share saves is nothing to them, and progress shows each.
_SLOW_SECONDS = 1.0


def pages_in_order(
    read_pages: ReadPages, path: Path, count: int, at_once: int, settings: Settings
) -> Iterator[RawPage]:
    """Pages 1 to ``count``, at most ``at_once`` to one call of ``read_pages``.

    The first page is read here and timed; where the others would take long and ``Settings.workers`` allows, they
    are shared out to processes.
    """
    started = time.monotonic()
    yield from read_pages(path, range(1, 2), settings)
    seconds = time.monotonic() - started
    expected = seconds * (count - 1)
    workers = min(settings.workers, count - 1)
    if workers < 2 or expected < _WORTH_SECONDS:
        for stretch in stretches(2, count, at_once):
            yield from read_pages(path, stretch, settings)
        return
    share = 1 if seconds > _SLOW_SECONDS else max(1, min(at_once, -(-(count - 1) // (2 * workers))))
    yield from _shared_out(read_pages, path, stretches(2, count, share), workers, settings)


def stretches(first: int, last: int, at_once: int) -> list[range]:
    """The numbers from ``first`` to ``last`` in stretches of ``at_once``."""
    return [range(start, min(start + at_once, last + 1)) for start in range(first, last + 1, at_once)]


def _shared_out(
    read_pages: ReadPages, path: Path, parts: Sequence[range], count: int, settings: Settings
) -> Iterator[RawPage]:
    workers = [PageWorker() for _ in range(count)]
    stopping = threading.Event()
    free: SimpleQueue[PageWorker] = SimpleQueue()
    for worker in workers:
        free.put(worker)

    def read_part(part: range) -> list[RawPage]:
        worker = free.get()
        try:
            return worker.read(read_pages, path, part, settings)
        except WorkerLost:
            if stopping.is_set():
                return []
            # The pages that cost a worker its life are read here, under this process's own limits.
            return read_pages(path, part, settings)
        finally:
            free.put(worker)

    pool = ThreadPoolExecutor(count)
    try:
        for pages in pool.map(read_part, parts):
            yield from pages
    finally:
        stopping.set()
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.close()
