"""The operations of one running server: its counters, its work, its state; what the routes and the page ask."""

from __future__ import annotations

import contextvars
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from search_api.access import events
from search_api.access.viewer import SYSTEM, enter
from search_api.engine import Engine
from search_api.errors import NotFound
from search_api.intake.jobs import Intake
from search_api.operations import backup as backing
from search_api.operations import memory, snapshot, status
from search_api.operations import restore as restoring
from search_api.operations.guarding import tidy
from search_api.operations.metrics import Level, Metrics
from search_api.operations.serving import holder
from search_api.operations.tell import Tell
from search_api.operations.watch import slow_requests
from search_api.operations.work import Work, Works

Json = dict[str, Any]


class House:
    """Operations over an open engine."""

    def __init__(self, engine: Engine, intake: Intake) -> None:
        self.engine, self.intake = engine, intake
        self.metrics = Metrics(self._levels)
        self.slow = slow_requests()
        self.works = Works()
        self._since = datetime.now(UTC).replace(microsecond=0)
        self._begun = time.monotonic()
        self._installation: Json | None = None
        engine.timed = self.metrics.search
        tidy(engine.settings.data)

    def status(self) -> Json:
        """Everything that the operations page shows."""
        engine, settings = self.engine, self.engine.settings
        if self._installation is None:
            self._installation = status.installation(settings)
        work = self.works.last()
        return {
            "server": self._server(),
            "index": status.index(engine),
            "model": status.model(engine),
            "queue": status.queue(engine),
            "failures": self.failures(),
            "disk": status.disk(settings),
            "memory": memory.resident(self.intake.adding_pid),
            **status.kept_backups(settings),
            "work": work.as_json() if work else None,
            "versions": status.versions(settings),
            "installation": self._installation,
            "slow": [asdict(one) for one in reversed(self.slow)],
        }

    def _server(self) -> Json:
        found = holder(self.engine.settings.data)
        return {
            "since": self._since.isoformat(),
            "uptime_seconds": round(time.monotonic() - self._begun),
            "pid": found.pid if found else None,
            "address": found.address if found else None,
        }

    def failures(self) -> list[Json]:
        """Files that could not be added, the latest first, each with why, and its job where it can be read again."""
        found = [asdict(one) for one in self.engine.whole.failures()]
        return [
            {**one, "failed_at": one["failed_at"].isoformat(), "job": self._retryable(one["file"])}
            for one in reversed(found)
        ]

    def retry(self, file: str) -> Json:
        """Have a file read again whose upload is still kept; returns its job. Raises NotFound where it is not."""
        job = self._retryable(file)
        if job is None:
            raise NotFound(
                "Tệp này không còn trên máy chủ để đọc lại; hãy gửi lại.",
                "This file is no longer kept on the server; send it again.",
            )
        return dict(self.intake.retry(job))

    def _retryable(self, file: str) -> str | None:
        """The last job that failed with a file of that name, if the file is still kept."""
        with closing(snapshot.connect(self.engine.settings.data / snapshot.CATALOGUE)) as connection:
            query = "SELECT id FROM jobs WHERE file = ? AND state = 'failed' ORDER BY created_at DESC LIMIT 1"
            row = connection.execute(query, (file,)).fetchone()
        job = self.engine.whole.job(row[0]) if row else None
        return job.id if job is not None and self.intake.can_retry(job) else None

    def dismiss(self, file: str) -> None:
        """Forget that a file could not be added. Raises NotFound where nothing is known of it."""
        data = self.engine.settings.data
        with closing(snapshot.connect(data / snapshot.CATALOGUE)) as connection:
            gone = connection.execute("DELETE FROM failures WHERE file = ?", (file,)).rowcount
        if not gone:
            raise NotFound("Không có lỗi nào của tệp này.", "Nothing is known of a failure of this file.")

    # --- backups ---

    def backup(self) -> Work:
        """Begin a backup into the data folder. Raises Busy."""
        settings = self.engine.settings

        def action(tell: Tell) -> Json:
            folder = settings.data / backing.FOLDER
            folder.mkdir(mode=0o700, exist_ok=True)
            made = backing.backup(settings.data, folder, tell)
            events.record("backup", made.path.name, {"documents": made.documents})
            return {"name": made.path.name, "size": made.size, "documents": made.documents, "damaged": made.damaged}

        return self.works.start("backup", _as_viewer(action))

    def restore(self, name: str) -> Work:
        """Begin to put a kept backup in place. Raises NotFound or Busy."""
        path = self.kept(name)
        settings, encoder = self.engine.settings, self.engine.encoder

        def action(tell: Tell) -> Json:
            found = restoring.restore(settings, path, tell, encoder)
            events.record("restore", name, {"documents": found.documents})
            return asdict(found)

        return self.works.start("restore", _as_viewer(action))

    def undo(self) -> Work:
        """Begin to go back to what was before the last restore. Raises NotFound or Busy."""
        if not restoring.can_undo(self.engine.settings.data):
            raise NotFound("Không có trạng thái trước để quay lại.", "There is no earlier state to go back to.")

        def action(tell: Tell) -> Json:
            found = restoring.undo(self.engine.settings, tell, self.engine.encoder)
            events.record("restore", "undo", {"documents": found.documents})
            return asdict(found)

        return self.works.start("undo", _as_viewer(action))

    def kept(self, name: str) -> Path:
        """Where the backup of that name lies. Raises NotFound."""
        path = backing.kept(self.engine.settings.data, name)
        if path is None:
            raise NotFound("Không có bản sao lưu đó.", "There is no such backup.")
        return path

    def forget(self, name: str) -> None:
        """Delete a kept backup. Raises NotFound."""
        self.kept(name).unlink(missing_ok=True)
        events.record("backup_removed", name)

    def _levels(self) -> Level:
        def asked() -> Level:
            enter(SYSTEM)
            return status.levels(self.engine, memory.resident(self.intake.adding_pid))

        return contextvars.copy_context().run(asked)


def _as_viewer(action: Callable[[Tell], Json]) -> Callable[[Tell], Json]:
    """The action as the present viewer does it, in whichever thread."""
    context = contextvars.copy_context()
    return lambda tell: context.run(action, tell)
