"""The audit log fed: who acts is the viewer in hand, and what only events tell is written as it happens."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.store.audit import Actor, AuditLog, Event, Result
from indexer.store.catalogue import Catalogue
from search_api.access import events
from search_api.access.viewer import Viewer, current

_DOCUMENT = re.compile(r"([0-9a-f]{12})(?:-|$)")
_LONGEST = 300
REFUSED = frozenset({"refused", "sign_in_refused", "locked"})
# Refusals of nobody known from one address that are written in a minute; of more only the number is, so that nobody
# fills the disk.
MOST_REFUSALS = 60
_MINUTE = 60.0


def actor(viewer: Viewer | None = None) -> Actor:
    """The viewer (the one in hand for None) as the log names whoever acts."""
    who = viewer or current()
    return Actor(who.name, who.id, who.role, who.via, who.address)


class Auditor:
    """Writes events into a log; what it is told is kept when it returns."""

    def __init__(self, log: AuditLog) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._minute = 0.0
        self._refusals: dict[str, int] = {}

    def __call__(self, kind: str, subject: str, detail: Mapping[str, Any], viewer: Viewer) -> None:
        """Write one event, unless it is one refusal too many of somebody unknown."""
        if kind in REFUSED and viewer.id is None and not self._worth(viewer):
            return
        told = {str(name)[:40]: _clipped(value) for name, value in detail.items()}
        found = _DOCUMENT.match(str(detail.get("document") or subject))
        result: Result = "refused" if kind in REFUSED else "failed" if kind.endswith("_failed") else "done"
        document = found[1] if found else ""
        self._log.add(Event(kind[:32], actor(viewer), subject[:_LONGEST], document, result, told))

    def _worth(self, viewer: Viewer) -> bool:
        """Whether this refusal is still to be written; tells of those that were not once their minute is over."""
        with self._lock:
            over: dict[str, int] = {}
            if time.monotonic() - self._minute >= _MINUTE:
                over = {place: n - MOST_REFUSALS for place, n in self._refusals.items() if n > MOST_REFUSALS}
                self._minute, self._refusals = time.monotonic(), {}
            number = self._refusals[viewer.address] = self._refusals.get(viewer.address, 0) + 1
        for place, left_out in over.items():
            by = Actor("", None, "", "anonymous", place)
            self._log.add(Event("refused", by, "", "", "refused", {"more": left_out}))
        return number <= MOST_REFUSALS


def attach(log: AuditLog) -> Auditor:
    """Let everything that is told of from now on be written into ``log``; ``detach`` ends it."""
    auditor = Auditor(log)
    log.actor = actor
    events.handlers.append(auditor)
    return auditor


def detach(auditor: Auditor) -> None:
    """Write no more of what is told."""
    if auditor in events.handlers:
        events.handlers.remove(auditor)


@contextmanager
def audited(log: AuditLog) -> Iterator[None]:
    """Everything told of inside is written into ``log``."""
    auditor = attach(log)
    try:
        yield
    finally:
        detach(auditor)


def tell(data: Path, kind: str, subject: str, detail: Mapping[str, Any]) -> None:
    """Write one event of a command into the log of a data folder."""
    catalogue = Catalogue(data / "catalogue.db")
    try:
        with audited(catalogue.audit):
            events.record(kind, subject, detail)
    finally:
        catalogue.close()


def _clipped(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(one) for one in value)[:_LONGEST]
    return str(value)[:_LONGEST]
