"""Files handed in together, as whoever handed them in follows them: every file, what is missing, and as a stream."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import anyio
from starlette.concurrency import run_in_threadpool

from indexer.store.records import Job, Upload
from search_api import present
from search_api.access.viewer import current
from search_api.engine import Engine
from search_api.errors import NotFound
from search_api.intake.jobs import CANCELLED, Intake
from search_api.present import Json

T = TypeVar("T")
PAUSE_SECONDS = 0.2
# Another process may write jobs too, so the catalogue is asked now and then even when nothing is told here.
ASK_ANYWAY = 10
WAITING = ("queued", "running")


class Uploads:
    """Tells of uploads: to whoever made them, and to administrators."""

    def __init__(self, engine: Engine, intake: Intake) -> None:
        self._engine, self.intake = engine, intake

    def found(self, upload_id: str) -> Upload:
        """The upload of that id. Raises NotFound for one that is not there or is somebody else's."""
        upload = self._engine.whole.handed_in.one(upload_id)
        if upload is None or not _own(upload):
            raise NotFound(f"Không có lần gửi “{upload_id[:80]}”.", f"There is no upload “{upload_id[:80]}”.")
        return upload

    def one(self, upload_id: str) -> Json:
        """``{"upload", "by", "at", "waiting", "missing", "files", "counts"}``; raises as ``found`` does."""
        upload = self.found(upload_id)
        return self._told(upload, self._engine.whole.handed_in.jobs([upload_id])[upload_id])

    def latest(self, limit: int = 20) -> tuple[Json, ...]:
        """The latest uploads, newest first."""
        kept = [one for one in self._engine.whole.handed_in.latest(10 * limit) if _own(one)][:limit]
        jobs = self._engine.whole.handed_in.jobs([one.id for one in kept])
        return tuple(self._told(one, jobs[one.id]) for one in kept)

    def _told(self, upload: Upload, jobs: tuple[Job, ...]) -> Json:
        states = Counter("cancelled" if job.code == CANCELLED else job.state for job in jobs)
        return {
            "upload": upload.id,
            "by": upload.by,
            "at": upload.at.isoformat(timespec="seconds"),
            "waiting": any(job.state in WAITING for job in jobs),
            "missing": _missing(upload, jobs),
            "counts": {**dict.fromkeys(("queued", "running", "done", "failed", "cancelled"), 0), **states},
            "files": [self._file(job) for job in jobs],
        }

    def _file(self, job: Job) -> Json:
        return {
            **present.job(job),
            "position": self.intake.position(job.id) if job.state == "queued" else None,
            "can_retry": self.intake.can_retry(job),
        }

    async def follow(self, read: Callable[[], T], going_on: Callable[[T], bool]) -> AsyncIterator[T]:
        """What ``read`` gives, first at once and then whenever it has changed, as long as ``going_on`` holds of it."""
        seen: T | None = None
        pulse, idle = -1, 0
        while True:
            if self.intake.pulse != pulse or idle >= ASK_ANYWAY:
                pulse, idle = self.intake.pulse, 0
                state = await run_in_threadpool(read)
                if state != seen:
                    seen = state
                    yield state
                if not going_on(state):
                    return
            idle += 1
            await anyio.sleep(PAUSE_SECONDS)


def _own(upload: Upload) -> bool:
    viewer = current()
    return viewer.at_least("administrator") or upload.account == viewer.id


def _missing(upload: Upload, jobs: tuple[Job, ...]) -> list[str]:
    """Names that were announced and did not arrive; a ZIP has arrived once anything came after it was announced."""
    arrived = {unicodedata.normalize("NFC", job.file) for job in jobs}
    names = [name for name in upload.announced if not name.lower().endswith(".zip")]
    return [name for name in dict.fromkeys(names) if name not in arrived]
