"""Waiting for what other threads and processes do, however busy the machine is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

Told = TypeVar("Told")

# Seconds after which something will never come. Far more than it ever takes: how fast it comes is not what is tested.
PATIENCE = 300.0


def eventually(asked: Callable[[], Told], every: float = 0.05) -> Told:
    """What is asked for as soon as it is something, or what it still is when patience ends."""
    until = time.monotonic() + PATIENCE
    while not (told := asked()) and time.monotonic() < until:
        time.sleep(every)
    return told


def ended(client: Any, job: str, **options: Any) -> dict[str, Any]:
    """What the API tells of a job once it is done or has failed; ``options`` go with each request."""

    def state() -> dict[str, Any] | None:
        told: dict[str, Any] = client.get(f"/api/v1/jobs/{job}", **options).json()
        return told if told["state"] in ("done", "failed") else None

    assert (last := eventually(state)), f"the job {job} did not end"
    return last
