"""Attempts to sign in, slowed down for whoever fails, and for nobody else.

Waiting grows by account and place together, so that failing at one's desk locks nobody out at theirs; a browser that
has signed in before is a place of its own, so that a neighbour behind the same address cannot lock it out either.
"""

from __future__ import annotations

from datetime import timedelta

from indexer.store.accounts.failures import FailureCounts
from indexer.store.moment import now

FREE = 4
LONGEST = 900.0
# Failures of one address at once, whatever the accounts, and how soon one is forgotten: enough for an office behind one
# address in the morning.
PER_ADDRESS = 40
DRAINED = timedelta(seconds=15)


class Throttle:
    """Counts failures in the catalogue; safe to share between threads and processes."""

    def __init__(self, counts: FailureCounts) -> None:
        self._counts = counts

    def wait(self, place: str, address: str | None) -> float:
        """Seconds until the next attempt is looked at: 0 for now. ``address`` is None for a known browser."""
        moment = now()
        many = self._counts.of(_of(address)) if address is not None else None
        if many is not None and (left := many.left(moment, DRAINED)) > PER_ADDRESS - 1:
            return max(1.0, (left - PER_ADDRESS + 1) * DRAINED.total_seconds())
        held = self._counts.of(place)
        if held is None:
            return 0.0
        longest = delay(int(held.number))
        # No longer than it was said to be, should the clock be set back meanwhile.
        return min(longest, max(0.0, longest - (moment - held.last).total_seconds()))

    def failed(self, place: str, address: str | None) -> float:
        """Count a failure; returns the seconds to wait from now on."""
        if address is not None:
            self._counts.add(_of(address), DRAINED)
        return delay(int(self._counts.add(place).number))

    def succeeded(self, place: str) -> None:
        """Forget the failures of that place."""
        if self._counts.of(place) is not None:
            self._counts.forget(place)


def delay(failures: int) -> float:
    """Seconds to wait after so many failures in a row: none for the first few, then twice as long each time."""
    return 0.0 if failures <= FREE else min(LONGEST, 2.0 ** min(failures - FREE, 20))


def _of(address: str) -> str:
    return f"address {address}"
