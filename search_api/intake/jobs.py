"""Files taken in over HTTP: kept in the data folder, queued, indexed one at a time in the background, told as jobs."""

from __future__ import annotations

import logging
import shutil
import threading
import uuid
import zipfile
import zlib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import IO

from indexer import shelving
from indexer.errors import IndexerError, NoRoom
from indexer.pipeline import Pipeline
from indexer.report import Added, Duplicate, Progress, Step
from indexer.store import originals
from indexer.store.records import Job, Upload
from search_api import present
from search_api.access import events, readers
from search_api.access.viewer import SYSTEM, Viewer, current, enter
from search_api.engine import Engine
from search_api.errors import BadParameter, BadUpload, NotFound
from search_api.intake import archives
from search_api.intake.adding import Adder, AddingBroke
from search_api.intake.receiving import clean_name, received
from search_api.present import Json

log = logging.getLogger(__name__)

CANCELLED = "cancelled"
STOPPED = ("Máy chủ dừng khi đang thêm tệp; hãy gửi lại.", "The server stopped meanwhile; send the file again.")
_MOST_ATTEMPTS = 3
_MOST_ANNOUNCED = 2000
_MOST_ASKERS = 1000
# How long the file in hand is waited for when the server is told to stop; whatever stops services kills after ten.
_GRACE_SECONDS = 5
# How long the process that adds files is kept for the next one; it holds the model in memory.
_REST_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an upload: the job that indexes it, or the document that already holds its content."""

    job: str | None
    document_id: str
    duplicate_of: str | None = None


class Intake:
    """Has files added one after another by a process of its own, and removes documents.

    ``pulse`` grows whenever a job changes, so that whoever follows one need not ask the catalogue meanwhile.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._folder = engine.settings.data / "incoming"
        self._queue: deque[Job] = deque()
        self._waiting = threading.Condition()
        self._stopping = False
        self._thread: threading.Thread | None = None
        self._pipeline: Pipeline | None = None
        self._adder = Adder(engine.settings)
        # Who handed what in, while this server runs: an addition is theirs in the audit log.
        self._askers: dict[str, Viewer] = {}
        self.pulse = 0

    @property
    def adding_pid(self) -> int | None:
        """The number of the process that adds files, while there is one."""
        return self._adder.pid

    # --- the thread ---

    def start(self) -> None:
        """Begin to work off the queue, taking up what an earlier run left unfinished."""
        here = {job.id for job in self._queue}
        for job in self._engine.whole.unfinished_jobs():
            if job.id in here:
                continue
            if self._kept(job) is not None and job.attempts < _MOST_ATTEMPTS:
                job = replace(job, state="queued")
                self._queue.append(job)
            else:
                job = _failed(job, *STOPPED)
            self._save_job(job)
        self._thread = threading.Thread(target=self._work, name="intake", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop after the file in hand; what waits is taken up at the next start."""
        with self._waiting:
            self._stopping = True
            self._waiting.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=_GRACE_SECONDS)
        # A file that takes longer is broken off here and read again at the next start.
        self._adder.close()
        if self._thread is not None:
            self._thread.join(timeout=_GRACE_SECONDS)
        if self._pipeline is not None:
            self._pipeline.close()

    def _work(self) -> None:
        self._tidy()
        while (job := self._next()) is not None:
            enter(self._asker(job))
            try:
                self._index(job)
            finally:
                enter(SYSTEM)

    def _next(self) -> Job | None:
        with self._waiting:
            while not self._queue and not self._stopping:
                if not self._waiting.wait(_REST_SECONDS):
                    self._adder.close()
            return None if self._stopping else self._queue.popleft()

    def _tidy(self) -> None:
        """Let go of removed documents and of failed uploads whose time is over."""
        try:
            shelving.forget_outdated(self.pipeline)
            oldest = datetime.now(UTC).timestamp() - 86_400 * max(1, self._engine.settings.keep_removed_days)
            for folder in self._folder.glob("*"):
                if folder.stat().st_mtime < oldest or folder.name.startswith(".part-"):
                    shutil.rmtree(folder, ignore_errors=True)
        except (IndexerError, OSError):
            log.warning("old uploads could not be cleared away", exc_info=True)

    # --- taking in ---

    def open_upload(self, names: Sequence[str] = (), groups: Sequence[str] = ()) -> Upload:
        """An address for files that are handed in together; ``names`` are those announced to follow.

        What comes of them is limited to ``groups``; raises BadParameter for one that the viewer cannot choose.
        """
        viewer = current()
        told = tuple(clean_name(name) for name in names[:_MOST_ANNOUNCED])
        chosen = readers.choosable(self._engine.whole.groups, groups)
        upload = Upload(uuid.uuid4().hex, viewer.name, viewer.id, _now(), told, chosen)
        self._engine.whole.handed_in.save(upload)
        self._askers[upload.id] = viewer
        while len(self._askers) > _MOST_ASKERS:
            self._askers.pop(next(iter(self._askers)), None)
        return upload

    def take(self, name: str, content: IO[bytes], upload: Upload | None = None, groups: Sequence[str] = ()) -> Taken:
        """Keep a file and queue it; raises BadUpload for what no reader would take.

        A file without an ``upload`` of its own is limited to ``groups``.
        """
        clean = clean_name(name)
        known = upload or self.open_upload((clean,), groups)
        draft, digest = received(self._folder, clean, content, self._engine.settings.max_file_mb)
        try:
            readers.limit_new(self._engine.whole, digest, known.groups, clean)
        except BadUpload:
            shutil.rmtree(draft.parent, ignore_errors=True)
            raise
        return self._queued(clean, draft, digest, known)

    def hand_in(self, name: str, content: IO[bytes], upload: Upload) -> tuple[Job, ...]:
        """Keep a file, or each file of a ZIP, as jobs of the upload; a refused one is a job that failed."""
        clean = clean_name(name)
        try:
            if not clean.lower().endswith(".zip"):
                taken = [self.take(clean, content, upload)]
                return self._jobs(upload, taken)
            return self._unpacked(clean, content, upload)
        except BadUpload as error:
            return (self._refused(clean, error, upload),)

    def _unpacked(self, name: str, content: IO[bytes], upload: Upload) -> tuple[Job, ...]:
        most = self._engine.settings.max_file_mb
        found: list[Job] = []
        for member in archives.members(content, name, most, 10 * most):
            clean = clean_name(member.name)
            try:
                if member.refusal is not None or member.content is None:
                    raise member.refusal or BadUpload(name, name)
                with member.content as inside:
                    found += self._jobs(upload, [self.take(clean, inside, upload)])
            except BadUpload as error:
                found.append(self._refused(clean, error, upload))
            except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
                broken = BadUpload(f"“{clean}” bị hỏng trong tệp nén.", f"“{clean}” is damaged within the archive.")
                found.append(self._refused(clean, broken, upload))
        return tuple(found)

    def _jobs(self, upload: Upload, taken: Sequence[Taken]) -> tuple[Job, ...]:
        held = {job.id: job for job in self._engine.whole.handed_in.jobs([upload.id])[upload.id]}
        return tuple(held[one.job] for one in taken if one.job in held)

    def _queued(self, name: str, draft: Path, digest: str, upload: Upload) -> Taken:
        document_id, whole = digest[:12], self._engine.whole
        job = Job(uuid.uuid4().hex, name, "queued", "read", 0, 0, None, document_id, _now(), upload.id)
        shelved = whole.shelf.one(document_id)
        if whole.document(document_id) is not None or (shelved is not None and shelved.state == "draft"):
            shutil.rmtree(draft.parent, ignore_errors=True)
            job = replace(job, state="done", stage="done", duplicate=True)
            self._save_job(job)
            return Taken(job.id, document_id, document_id)
        draft.parent.replace(self._folder / job.id)
        self._save_job(job)
        with self._waiting:
            self._queue.append(job)
            self._waiting.notify_all()
        return Taken(job.id, document_id)

    def _refused(self, name: str, error: BadUpload, upload: Upload) -> Job:
        job = Job(uuid.uuid4().hex, name, "failed", "read", 0, 0, str(error), None, _now(), upload.id)
        job = replace(job, code=error.code, error_en=error.en)
        self._save_job(job)
        return job

    # --- jobs ---

    def job(self, job_id: str) -> Json:
        """How far an addition has come."""
        return {**present.job(self._found(job_id)), "position": self.position(job_id)}

    def position(self, job_id: str) -> int | None:
        """The place of a queued job, 1 for the next; None for one that does not wait."""
        with self._waiting:
            return next((at for at, job in enumerate(self._queue, 1) if job.id == job_id), None)

    def cancel(self, job_id: str) -> Json:
        """Call off a job that still waits. Raises BadParameter for one that is being read or is done."""
        job = self._taken_out(job_id)
        self._save_job(_failed(job, "Đã hủy trước khi đọc.", "Called off before it was read.", CANCELLED))
        return self.job(job_id)

    def first(self, job_id: str) -> Json:
        """Let a waiting job be the next. Raises BadParameter for one that does not wait."""
        job = self._taken_out(job_id)
        with self._waiting:
            self._queue.appendleft(job)
        self.pulse += 1
        return self.job(job_id)

    def retry(self, job_id: str) -> Json:
        """Queue a failed job anew. Raises BadParameter when it did not fail or its file is no longer kept."""
        job = self._found(job_id)
        if job.state != "failed" or self._kept(job) is None:
            raise BadParameter(
                f"“{job.file}” không còn tệp để đọc lại; hãy gửi lại.",
                f"The file of “{job.file}” is no longer kept; send it again.",
            )
        job = replace(job, state="queued", stage="read", done=0, of=0, error=None, error_en=None, code=None, attempts=0)
        self._save_job(job)
        with self._waiting:
            self._queue.append(job)
            self._waiting.notify_all()
        return self.job(job_id)

    def can_retry(self, job: Job) -> bool:
        """Whether a job failed and its file is still there."""
        return job.state == "failed" and self._kept(job) is not None

    def _found(self, job_id: str) -> Job:
        found = self._engine.catalogue.job(job_id)
        if found is None:
            raise NotFound(f"Không có việc “{job_id[:80]}”.", f"There is no job “{job_id[:80]}”.")
        return found

    def _taken_out(self, job_id: str) -> Job:
        job = self._found(job_id)
        with self._waiting:
            waiting = next((one for one in self._queue if one.id == job_id), None)
            if waiting is not None:
                self._queue.remove(waiting)
                return waiting
        raise BadParameter(f"“{job.file}” không còn chờ trong hàng.", f"“{job.file}” no longer waits in the queue.")

    def _kept(self, job: Job) -> Path | None:
        """The file of a job, while it is kept."""
        folder = self._folder / job.id
        return next(iter(folder.iterdir()), None) if folder.is_dir() else None

    def _save_job(self, job: Job) -> None:
        self._engine.whole.save_job(job)
        self.pulse += 1

    def _index(self, job: Job) -> None:
        job = replace(job, state="running", attempts=job.attempts + 1)
        self._save_job(job)
        told = ("", 0)

        def tell(step: Step) -> None:
            nonlocal told
            share = 20 * step.done // max(1, step.of)
            if (step.stage, share) != told:
                told = (step.stage, share)
                self._save_job(replace(job, stage=step.stage, done=step.done, of=step.of))

        try:
            path = self._kept(job)
            if path is None:
                raise BadUpload("Tệp không còn trên máy chủ; hãy gửi lại.", "The file is gone; send it again.")
            outcome = self._added(path, job, tell)
        except (IndexerError, BadUpload) as error:
            if self._stopping:
                self._save_job(replace(job, state="queued", attempts=job.attempts - 1))
                return
            self._save_job(_failed(job, str(error), error.en, error.code))
            events.record("add_failed", job.file, {"document": job.document_id, "code": error.code})
        except Exception as error:  # noqa: BLE001  (a thread that dies would leave every later upload waiting)
            full = NoRoom() if NoRoom.behind(error) else None
            log.exception("adding job %s failed", job.id)
            words = f"{type(error).__name__}: {error}"
            self._save_job(_failed(job, str(full or words), full.en if full else words, full.code if full else None))
            events.record("add_failed", job.file, {"document": job.document_id, "code": type(error).__name__})
        else:
            shutil.rmtree(self._folder / job.id, ignore_errors=True)
            self._save_job(_done(job, outcome))

    def _added(self, path: Path, job: Job, tell: Progress) -> Added | Duplicate:
        """Have a file added, and findable here. Raises the IndexerError that says why it is not."""

        def told(step: Step) -> None:
            if step.stage == "store":
                self._engine.expect()
            tell(step)

        try:
            return self._adder.add(path, told, self._by(job))
        except AddingBroke as error:
            # What ended the process may have come when everything was written.
            held = self.pipeline.held(path)
            if held is None and not self._stopping:
                self._engine.whole.record_failure(path.name, error)
            if held is None:
                raise
            return held
        finally:
            self._engine.catch_up()

    def _asker(self, job: Job) -> Viewer:
        """Who handed a file in; from where is forgotten when the server stops."""
        held = self._askers.get(job.upload) if job.upload else None
        upload = self._engine.whole.handed_in.one(job.upload) if job.upload and held is None else None
        return held or (Viewer(upload.account, upload.by, "editor", "session") if upload else SYSTEM)

    def _by(self, job: Job) -> str:
        upload = self._engine.whole.handed_in.one(job.upload) if job.upload else None
        return upload.by if upload else "chutri"

    # --- documents ---

    @property
    def pipeline(self) -> Pipeline:
        """What writes to the data folder for this server."""
        if self._pipeline is None:
            engine = self._engine
            self._pipeline = Pipeline(engine.settings, engine.whole, engine.encoder, engine.live)
        return self._pipeline

    def remove(self, document_id: str) -> None:
        """Take a document out; raises NotFound for one that is not held."""
        seen = self._engine.catalogue.document(document_id) or self._engine.catalogue.shelf.one(document_id)
        if seen is None or not self.pipeline.remove(document_id, current().name):
            raise NotFound(f"Không có văn bản “{document_id}”.", f"There is no document “{document_id}”.")

    def original(self, document_id: str) -> tuple[Path, str]:
        """Where the original of a document lies, and its name."""
        document = self._engine.catalogue.document(document_id)
        path = originals.original(self._engine.settings.data, document.sha256, document.file) if document else None
        if document is None or path is None or not path.is_file():
            raise NotFound(f"Không có tệp gốc của “{document_id}”.", f"There is no original of “{document_id}”.")
        return path, PurePath(document.file).name


def _done(job: Job, outcome: Added | Duplicate) -> Job:
    number = outcome.passages if isinstance(outcome, Added) else 0
    job = replace(job, state="done", stage="done", done=number, of=number, document_id=outcome.document_id)
    return replace(job, duplicate=isinstance(outcome, Duplicate))


def _failed(job: Job, vi: str, en: str, code: str | None = None) -> Job:
    return replace(job, state="failed", error=vi, error_en=en, code=code)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
