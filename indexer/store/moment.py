"""The present moment as the catalogue keeps it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC without its zone, to the second."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
