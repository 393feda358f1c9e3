"""The process that adds files, shared by all applications under test."""

from __future__ import annotations

from collections.abc import Callable

from indexer.apart import Apart
from indexer.settings import Settings
from search_api.intake.adding import BEHIND, Adder


def _import_encoder(tell: Callable[..., None]) -> None:
    """What the first file of all would wait for in that process."""
    import sentence_transformers  # noqa: F401


class OneAdder(Adder):
    """Adds files in one process for every application, which goes on when one of them ends."""

    process = Apart(BEHIND)

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._apart = self.process
        if self.process.pid is None:
            self.process.run(_import_encoder)

    def close(self) -> None:
        """End the process only where it is at work: the others have use for it."""
        if self.process._lock.locked():
            super().close()
