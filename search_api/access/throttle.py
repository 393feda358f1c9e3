"""Attempts to sign in, slowed down for whoever fails, and for nobody else.

Waiting grows by account and place together, so that failing at one's desk locks nobody out at theirs; a browser that
has signed in before is a place of its own, so that a neighbour behind the same address cannot lock it out either.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

FREE = 4
LONGEST = 900.0
FORGOTTEN_AFTER = 3600.0
MOST_KEPT = 20_000
# Failures of one address, whatever the accounts: enough for an office behind one address in the morning.
PER_ADDRESS = RateLimitItemPerMinute(40, 10)


@dataclass(slots=True)
class _Failures:
    number: int
    last: float


class Throttle:
    """Counts failures in memory; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: OrderedDict[str, _Failures] = OrderedDict()
        self._addresses = MovingWindowRateLimiter(MemoryStorage())

    def wait(self, place: str, address: str | None) -> float:
        """Seconds until the next attempt is looked at: 0 for now. ``address`` is None for a known browser."""
        if address is not None and not self._addresses.test(PER_ADDRESS, address):
            until = self._addresses.get_window_stats(PER_ADDRESS, address).reset_time
            return max(1.0, until - time.time())
        with self._lock:
            held = self._failures.get(place)
            if held is None or held.number <= FREE:
                return 0.0
            return max(0.0, held.last + delay(held.number) - time.monotonic())

    def failed(self, place: str, address: str | None) -> float:
        """Count a failure; returns the seconds to wait from now on."""
        if address is not None:
            self._addresses.hit(PER_ADDRESS, address)
        moment = time.monotonic()
        with self._lock:
            held = self._failures.pop(place, None)
            if held is None or moment - held.last > FORGOTTEN_AFTER:
                held = _Failures(0, moment)
            held.number, held.last = held.number + 1, moment
            self._failures[place] = held
            while len(self._failures) > MOST_KEPT:
                self._failures.popitem(last=False)
            return delay(held.number)

    def succeeded(self, place: str) -> None:
        """Forget the failures of that place."""
        with self._lock:
            self._failures.pop(place, None)


def delay(failures: int) -> float:
    """Seconds to wait after so many failures in a row: none for the first few, then twice as long each time."""
    return 0.0 if failures <= FREE else min(LONGEST, 2.0 ** (failures - FREE))
