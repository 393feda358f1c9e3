"""Pages read in several processes at once, in order, where the rest of a file is worth starting them."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from indexer.settings import Settings
from indexer.types import RawPage

ReadPages = Callable[[Path, range, Settings], list[RawPage]]
"""A function of a module's top level that reads some pages, by number from 1, in this process."""

# A process that imports the readers takes about a second before its first page.
_WORTH_SECONDS = 4.0


def pages_in_order(
    read_pages: ReadPages, path: Path, count: int, at_once: int, settings: Settings
) -> Iterator[RawPage]:
    """Pages 1 to ``count``, at most ``at_once`` to one call of ``read_pages``.

    The first page is read here and timed; where the others would take long and ``Settings.workers`` allows, they
    are shared out to processes, which end with this one.
    """
    started = time.monotonic()
    yield from read_pages(path, range(1, 2), settings)
    expected = (time.monotonic() - started) * (count - 1)
    workers = min(settings.workers, count - 1)
    if workers < 2 or expected < _WORTH_SECONDS or multiprocessing.current_process().daemon:
        for stretch in stretches(2, count, at_once):
            yield from read_pages(path, stretch, settings)
        return
    share = max(1, min(at_once, -(-(count - 1) // (2 * workers))))
    yield from _shared_out(read_pages, path, stretches(2, count, share), workers, settings)


def stretches(first: int, last: int, at_once: int) -> list[range]:
    """The numbers from ``first`` to ``last`` in stretches of ``at_once``."""
    return [range(start, min(start + at_once, last + 1)) for start in range(first, last + 1, at_once)]


def _shared_out(
    read_pages: ReadPages, path: Path, parts: Sequence[range], workers: int, settings: Settings
) -> Iterator[RawPage]:
    done = 0
    spawn = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_end_with_parent) as pool:
            futures = [pool.submit(read_pages, path, part, settings) for part in parts]
            try:
                for future in futures:
                    pages = future.result()
                    done += 1
                    yield from pages
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
    except BrokenProcessPool:
        # A worker was killed (memory limit, hostile page): this process reads on alone, under its own limits.
        for part in parts[done:]:
            yield from read_pages(path, part, settings)


def _end_with_parent() -> None:
    """Ends this worker as soon as the process that started it is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
