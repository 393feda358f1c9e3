"""Durations and memory: percentiles in milliseconds, the peak resident memory of a process and its children."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and 95th percentile, in milliseconds."""

    p50: float
    p95: float


def spread(seconds: Iterable[float]) -> Spread:
    """The spread of durations given in seconds."""
    ordered = sorted(seconds)
    return Spread(_at(ordered, 0.50) * 1000, _at(ordered, 0.95) * 1000)


def timed(call: Callable[[], object]) -> float:
    """How many seconds one call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


class PeakMemory:
    """Samples the resident memory of a process with its children every 50 ms while the block runs."""

    def __init__(self, pid: int | None = None) -> None:
        self._process = psutil.Process(pid)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.megabytes = 0.0

    def __enter__(self) -> PeakMemory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.05):
            self.megabytes = max(self.megabytes, self._resident() / MEGABYTE)

    def _resident(self) -> int:
        total = 0
        for process in (self._process, *self._process.children(recursive=True)):
            try:
                total += process.memory_info().rss
            except psutil.NoSuchProcess:
                continue
        return total


def peak(pid: int) -> float:
    """The most memory in MB that a process without children ever held, without watching it meanwhile.

    Where the system does not keep that, what it holds now.
    """
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return float(psutil.Process(pid).memory_info().rss) / MEGABYTE
    return kilobytes / 1024


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
