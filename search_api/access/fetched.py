"""Files and feeds handed over, told to the audit: a file each time, a feed once an hour for whoever reads it."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from search_api.access import events
from search_api.access.viewer import current

# Calendars and feed readers ask every few minutes, day and night.
EVERY = 3600.0
_MOST_KEPT = 20_000


class Fetched:
    """Tells the audit of what is fetched. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._told: OrderedDict[tuple[str, str, str], float] = OrderedDict()

    def original(self, document_id: str, name: str, part: str | None) -> None:
        """An original was handed over; ``part`` is the range asked for: what goes on after the beginning is no news."""
        if part is None or part.replace(" ", "").startswith("bytes=0-"):
            events.record("fetched", name, {"document": document_id})

    def feed(self, name: str, detail: Mapping[str, Any]) -> None:
        """A feed was read: told once an hour for each feed and token, or address where it is read without one."""
        viewer, moment = current(), self._clock()
        reader = (viewer.token or viewer.id or "", viewer.address if not viewer.token else "", f"{name} {detail}")
        with self._lock:
            while self._told and (len(self._told) > _MOST_KEPT or moment - next(iter(self._told.values())) >= EVERY):
                self._told.popitem(last=False)
            if reader in self._told:
                return
            self._told[reader] = moment
        events.record("feed_read", name, detail)
