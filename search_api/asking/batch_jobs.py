"""Files of questions answered in the background: one at a time, behind everybody who waits for an answer."""

from __future__ import annotations

import contextvars
import json
import logging
import queue
import shutil
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from search_api.access.viewer import Viewer, current
from search_api.asking import batch
from search_api.asking.past import owner
from search_api.errors import BadUpload, NotFound, SearchError
from search_api.exports.workbook import as_xlsx
from search_api.present import Json
from search_api.service import Service

log = logging.getLogger(__name__)

State = Literal["queued", "running", "done", "failed", "cancelled"]
KEPT = timedelta(days=1)
MOST_WAITING = 5
_VISITOR = "visitor"
_STOPPED = "Máy chủ dừng khi đang trả lời; hãy gửi lại tệp. / The server stopped meanwhile; send the file again."
_RECENT_S = 2.0


@dataclass(frozen=True, slots=True)
class BatchJob:
    """A file of questions and how far it has come; ``abstained`` is known once it is done."""

    id: str
    owner: str
    file: str
    state: State
    done: int
    of: int
    created_at: str
    error: str | None = None
    abstained: int | None = None

    @property
    def waiting(self) -> bool:
        """Whether there is more to do."""
        return self.state in ("queued", "running")

    def as_json(self) -> Json:
        """The job as the API tells it."""
        return {
            "job": self.id,
            "file": self.file,
            "state": self.state,
            "done": self.done,
            "of": self.of,
            "created_at": self.created_at,
            "error": self.error,
            "abstained": self.abstained,
            "result": f"/api/v1/ask/batch/jobs/{self.id}/result" if self.state == "done" else None,
        }


class Courtesy:
    """Lets work in the background step aside while people ask."""

    def __init__(self) -> None:
        self._last = float("-inf")

    def note(self) -> None:
        """Somebody asks now."""
        self._last = time.monotonic()

    def pause(self, spent: float) -> float:
        """How long to rest after ``spent`` seconds of work: twice as long while somebody asks, else hardly."""
        return min(1.0, 2 * spent) if time.monotonic() - self._last < _RECENT_S else 0.001


class _Cancelled(Exception):
    """Ends a job that nobody wants any more."""


class BatchJobs:
    """Answers files of questions one after another with a thread of its own; results are kept for a day."""

    def __init__(self, service: Service, folder: Path, courtesy: Courtesy) -> None:
        self._service, self._folder, self._courtesy = service, folder, courtesy
        self._jobs: dict[str, BatchJob] = {}
        self._asked: dict[str, tuple[tuple[str, ...], str, contextvars.Context]] = {}
        self._changing = threading.Lock()
        self._waiting: queue.Queue[str | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._stopping = False

    def start(self) -> None:
        """Take over what an earlier run left, and begin to work."""
        for path in sorted(self._folder.glob("*/job.json")):
            try:
                job = BatchJob(**json.loads(path.read_text(encoding="utf8")))
            except (OSError, ValueError, TypeError):
                log.warning("%s is no readable record of a batch", path)
                continue
            if job.waiting:
                job = replace(job, state="failed", error=_STOPPED)
                self._write(job)
            self._jobs[job.id] = job
        self._clean()
        self._thread = threading.Thread(target=self._work, name="batches", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop after the question in hand."""
        self._stopping = True
        self._waiting.put(None)
        if self._thread is not None:
            self._thread.join(timeout=30)

    def take(self, name: str, content: bytes, base: str) -> BatchJob:
        """Read a file of questions and queue it; raises BadUpload for one that cannot be answered."""
        asked = batch.questions(name, content)
        whose = _whose(current())
        self._clean()
        with self._changing:
            if sum(job.waiting for job in self._jobs.values() if job.owner == whose) >= MOST_WAITING:
                raise BadUpload(
                    f"Đang có {MOST_WAITING} tệp chờ trả lời; hãy đợi một tệp xong hoặc hủy bớt.",
                    f"{MOST_WAITING} files are waiting; let one finish or cancel one.",
                )
            moment = datetime.now(UTC).replace(tzinfo=None, microsecond=0).isoformat()
            job = BatchJob(uuid.uuid4().hex, whose, name[:200], "queued", 0, len(asked), moment)
            self._jobs[job.id] = job
            self._asked[job.id] = (asked, base, contextvars.copy_context())
        self._write(job)
        self._waiting.put(job.id)
        return job

    def job(self, key: str) -> BatchJob:
        """The job of that id; raises NotFound unless it is the viewer's own and younger than a day."""
        found = self._jobs.get(key)
        if found is None or found.owner != _whose(current()) or _old(found):
            raise NotFound(f"Không có việc “{key[:40]}”.", f"There is no job “{key[:40]}”.")
        return found

    def mine(self) -> tuple[BatchJob, ...]:
        """The jobs of the viewer, the latest first; a visitor without an account is told only of those whose id is
        known."""
        whose = _whose(current())
        if whose == _VISITOR:
            return ()
        kept = [job for job in list(self._jobs.values()) if job.owner == whose and not _old(job)]
        return tuple(sorted(kept, key=lambda job: job.created_at, reverse=True))

    def result(self, key: str) -> Path:
        """The workbook of a job that is done; raises NotFound before that."""
        job = self.job(key)
        path = self._folder / job.id / "result.xlsx"
        if job.state != "done" or not path.is_file():
            raise NotFound("Tệp này chưa trả lời xong.", "This file has not been answered yet.")
        return path

    def cancel(self, key: str) -> None:
        """Stop a job, or put away the result of one that is done; raises NotFound for one that is not the viewer's."""
        job = self.job(key)
        with self._changing:
            now = self._jobs[job.id]
            if now.waiting:
                self._jobs[job.id] = now = replace(now, state="cancelled")
            else:
                del self._jobs[job.id]
        if now.state == "cancelled":
            self._write(now)
        else:
            shutil.rmtree(self._folder / job.id, ignore_errors=True)

    def _work(self) -> None:
        while (key := self._waiting.get()) is not None and not self._stopping:
            asked, base, context = self._asked.pop(key)
            if key in self._jobs and self._jobs[key].state == "queued":
                context.run(self._answer, key, asked, base)

    def _answer(self, key: str, asked: Sequence[str], base: str) -> None:
        last = time.perf_counter()

        def tell(done: int, _: int) -> None:
            nonlocal last
            with self._changing:
                job = self._jobs[key]
                if self._stopping or job.state != "running":
                    raise _Cancelled
                self._jobs[key] = replace(job, done=done)
            time.sleep(self._courtesy.pause(time.perf_counter() - last))
            last = time.perf_counter()

        self._change(key, state="running")
        try:
            report = batch.answered(self._service, asked, base, tell)
            path = self._folder / key / "result.xlsx"
            path.write_bytes(as_xlsx(report))
            abstained = sum(row[3] == batch.ABSTAINED for row in report.tables[0].rows)
            self._change(key, state="done", done=len(asked), abstained=abstained)
        except _Cancelled:
            return
        except SearchError as error:
            self._change(key, state="failed", error=f"{error} / {error.en}")
        except Exception as error:  # noqa: BLE001  (a thread that dies would leave every later file waiting)
            log.exception("a batch of questions failed")
            self._change(key, state="failed", error=f"{type(error).__name__}: {error}")

    def _change(self, key: str, **values: object) -> None:
        with self._changing:
            job = self._jobs.get(key)
            if job is None or job.state == "cancelled":
                return
            self._jobs[key] = job = replace(job, **values)  # type: ignore[arg-type]
        self._write(job)

    def _write(self, job: BatchJob) -> None:
        folder = self._folder / job.id
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "job.json").write_text(json.dumps(asdict(job)), encoding="utf8")

    def _clean(self) -> None:
        """Put away what is older than a day."""
        with self._changing:
            old = [job.id for job in self._jobs.values() if _old(job) and not job.waiting]
            for key in old:
                del self._jobs[key]
        for key in old:
            shutil.rmtree(self._folder / key, ignore_errors=True)


def _old(job: BatchJob) -> bool:
    return datetime.now(UTC).replace(tzinfo=None) - datetime.fromisoformat(job.created_at) > KEPT


def _whose(viewer: Viewer) -> str:
    whose = owner(viewer)
    return _VISITOR if whose is None else whose
