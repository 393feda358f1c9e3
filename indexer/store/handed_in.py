"""What was handed in over HTTP, as the catalogue takes it: uploads and the jobs that they became."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine

from indexer.store import journal
from indexer.store.database import reading, writing
from indexer.store.records import Job, Upload


class HandedIn:
    """The part of a catalogue that tells what became of uploads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, upload: Upload) -> None:
        """Write the upload, in place of what was said of it before."""
        with writing(self._engine) as session:
            journal.save_upload(session, upload)

    def one(self, upload_id: str) -> Upload | None:
        """The upload of that id."""
        with reading(self._engine) as connection:
            return next(iter(journal.uploads(connection, 1, upload_id)), None)

    def latest(self, limit: int) -> tuple[Upload, ...]:
        """The latest uploads, newest first."""
        with reading(self._engine) as connection:
            return journal.uploads(connection, limit)

    def jobs(self, upload_ids: Sequence[str]) -> dict[str, tuple[Job, ...]]:
        """The jobs of those uploads in the order of their coming."""
        with reading(self._engine) as connection:
            return journal.jobs_of(connection, upload_ids)
