"""Files taken in over HTTP: kept, queued, indexed one at a time in the background, told as jobs."""

from __future__ import annotations

from search_api.engine import Engine


class Intake:
    """Takes files in and removes documents."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def start(self) -> None:
        """Begin to work off the queue."""

    def stop(self) -> None:
        """Stop after the file in hand."""
