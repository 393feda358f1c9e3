"""Comparisons made in the background: whoever asks gets the result, or, when time is short, how far it has come."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookLonger
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from search_api.ledger.contradictions import Progress
from search_api.ledger.courtesy import Courtesy

T = TypeVar("T")
# Results that are kept: turning a page or choosing another list asks for the same one again.
_KEPT = 24
# What is prepared for all must not keep waiting what someone asks for.
_HANDS = 2


@dataclass(frozen=True, slots=True)
class Underway:
    """How far a comparison has come: ``done`` of ``of`` plans."""

    done: int
    of: int


@dataclass(slots=True)
class _Report:
    """What a piece of work says of itself, and whether it is told to stop."""

    courtesy: Courtesy
    now: Underway = Underway(0, 0)
    stopped: bool = False

    def tell(self, done: int, of: int) -> None:
        """Take note of the progress and let readers go first; ends the work that is no longer wanted."""
        self.courtesy.give_way()
        if self.stopped:
            raise InterruptedError
        self.now = Underway(done, of)


@dataclass(frozen=True, slots=True)
class _Work:
    future: Future[Any]
    report: _Report


class Workroom:
    """Work by what it is about, a few pieces at a time, the last results kept. Safe to share between threads.

    A result must follow from its key alone, since whoever asks with the same key is given it.
    """

    def __init__(self) -> None:
        self.courtesy = Courtesy()
        self._lock = threading.Lock()
        self._works: OrderedDict[Hashable, _Work] = OrderedDict()
        self._pool: ThreadPoolExecutor | None = None
        self._closed = False

    def result(self, key: Hashable, make: Callable[[Progress], T], wait: float | None = None) -> T | Underway:
        """What ``make`` gives, which is told to report its progress; after ``wait`` seconds (None for as long as it
        takes) how far it has come, while it goes on."""
        work = self._work(key, make)
        try:
            if not work.future.done():
                with self.courtesy.waiting():
                    return cast("T", work.future.result(wait))
            return cast("T", work.future.result())
        except TookLonger:
            return cast("T", work.future.result()) if work.future.done() else work.report.now

    def underway(self, key: Hashable) -> Underway | None:
        """How far the work of that key has come, None when it is done or was never begun."""
        with self._lock:
            work = self._works.get(key)
        return None if work is None or work.future.done() else work.report.now

    def close(self) -> None:
        """Begin nothing more; what is in hand ends at its next report."""
        with self._lock:
            pool, self._pool, self._closed = self._pool, None, True
            works = tuple(self._works.values())
        for work in works:
            work.future.cancel()
            work.report.stopped = True
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _work(self, key: Hashable, make: Callable[[Progress], T]) -> _Work:
        with self._lock:
            held = self._works.get(key)
            if held is not None and not (held.future.done() and _failed(held.future)):
                self._works.move_to_end(key)
                return held
            if self._closed:
                raise CancelledError
            if self._pool is None:
                self._pool = ThreadPoolExecutor(_HANDS, "ledger")
            report = _Report(self.courtesy)
            work = self._works[key] = _Work(self._pool.submit(make, report.tell), report)
            while len(self._works) > _KEPT:
                oldest = next(iter(self._works))
                if not self._works[oldest].future.done():
                    break
                self._works.popitem(last=False)
            return work


def _failed(future: Future[Any]) -> bool:
    return future.cancelled() or future.exception() is not None
