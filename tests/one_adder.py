"""The process that adds files, shared by all applications under test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from indexer.apart import Apart
from indexer.report import Added, Duplicate, Progress
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
        self._apart, self._at_work = self.process, False
        if self.process.pid is None:
            self.process.run(_import_encoder)

    def add(self, path: Path, tell: Progress, by: str) -> Added | Duplicate:
        """Add a file as every application does."""
        self._at_work = True
        try:
            return super().add(path, tell, by)
        finally:
            self._at_work = False

    def close(self) -> None:
        """End the process only where it works for this application: the others have use for it."""
        if self._at_work:
            super().close()
