"""Files taken in over HTTP: kept, queued, indexed one at a time in the background, told as jobs."""

from __future__ import annotations

import hashlib
import logging
import queue
import shutil
import tempfile
import threading
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import BinaryIO

from indexer.errors import IndexerError
from indexer.pipeline import Pipeline, readable_suffixes
from indexer.report import Added, Step
from indexer.store import originals
from indexer.store.records import Job
from search_api import present
from search_api.engine import Engine
from search_api.errors import BadUpload, NotFound
from search_api.present import Json

log = logging.getLogger(__name__)

_CHUNK = 1 << 20
_LONGEST_NAME = 180


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an upload: the job that indexes it, or the document that already holds its content."""

    job: str | None
    document_id: str
    duplicate_of: str | None = None


class Intake:
    """Takes files in one after another with a thread of its own, and removes documents."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.Queue[tuple[Job, Path] | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._pipeline: Pipeline | None = None

    def start(self) -> None:
        """Begin to work off the queue; additions that an earlier run left unfinished are said to have failed."""
        for job in self._engine.catalogue.unfinished_jobs():
            stopped = (
                "Máy chủ dừng khi đang thêm tệp; hãy gửi lại. / The server stopped meanwhile; send the file again."
            )
            self._engine.catalogue.save_job(replace(job, state="failed", error=stopped))
        self._thread = threading.Thread(target=self._work, name="intake", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop after the file in hand."""
        self._waiting.put(None)
        if self._thread is not None:
            self._thread.join(timeout=30)
        if self._pipeline is not None:
            self._pipeline.close()

    def take(self, name: str, content: BinaryIO) -> Taken:
        """Keep an upload and queue it; raises BadUpload for what no reader would take."""
        clean = _clean_name(name)
        folder = Path(tempfile.mkdtemp(prefix="chutri-"))
        path = folder / clean
        try:
            digest = self._save(path, clean, content)
        except BadUpload:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        document_id = digest[:12]
        if self._engine.catalogue.document(document_id) is not None:
            shutil.rmtree(folder, ignore_errors=True)
            return Taken(None, document_id, document_id)
        began = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        job = Job(uuid.uuid4().hex, clean, "queued", "read", 0, 0, None, document_id, began)
        self._engine.catalogue.save_job(job)
        self._waiting.put((job, path))
        return Taken(job.id, document_id)

    def job(self, job_id: str) -> Json:
        """How far an addition has come."""
        found = self._engine.catalogue.job(job_id)
        if found is None:
            raise NotFound(f"Không có việc “{job_id}”.", f"There is no job “{job_id}”.")
        return present.job(found)

    def remove(self, document_id: str) -> None:
        """Take a document out; raises NotFound for one that is not held."""
        if not self._own_pipeline().remove(document_id):
            raise NotFound(f"Không có văn bản “{document_id}”.", f"There is no document “{document_id}”.")

    def original(self, document_id: str) -> tuple[Path, str]:
        """Where the original of a document lies, and its name."""
        document = self._engine.catalogue.document(document_id)
        path = originals.original(self._engine.settings.data, document.sha256, document.file) if document else None
        if document is None or path is None or not path.is_file():
            raise NotFound(f"Không có tệp gốc của “{document_id}”.", f"There is no original of “{document_id}”.")
        return path, PurePath(document.file).name

    def _save(self, path: Path, name: str, content: BinaryIO) -> str:
        """Write the upload to ``path``; returns its SHA-256."""
        if path.suffix.lower() not in readable_suffixes():
            known = " ".join(readable_suffixes())
            raise BadUpload(
                f"Không có bộ đọc cho “{name}”; các loại đọc được: {known}.",
                f"There is no reader for “{name}”; readable kinds: {known}.",
            )
        most = self._engine.settings.max_file_mb
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as file:
            while chunk := content.read(_CHUNK):
                size += len(chunk)
                if size > most << 20:
                    raise BadUpload(f"“{name}” lớn hơn {most} MB.", f"“{name}” is larger than {most} MB.")
                digest.update(chunk)
                file.write(chunk)
        if not size:
            raise BadUpload(f"Tệp “{name}” rỗng.", f"The file “{name}” is empty.")
        return digest.hexdigest()

    def _own_pipeline(self) -> Pipeline:
        if self._pipeline is None:
            engine = self._engine
            self._pipeline = Pipeline(engine.settings, engine.whole, engine.encoder, engine.live)
        return self._pipeline

    def _work(self) -> None:
        while (entry := self._waiting.get()) is not None:
            job, path = entry
            try:
                self._index(job, path)
            finally:
                shutil.rmtree(path.parent, ignore_errors=True)

    def _index(self, job: Job, path: Path) -> None:
        catalogue = self._engine.catalogue
        job = replace(job, state="running")
        catalogue.save_job(job)
        told = ("", 0)

        def tell(step: Step) -> None:
            nonlocal told
            share = 20 * step.done // max(1, step.of)
            if (step.stage, share) != told:
                told = (step.stage, share)
                catalogue.save_job(replace(job, stage=step.stage, done=step.done, of=step.of))

        try:
            outcome = self._own_pipeline().add_file(path, tell)
        except IndexerError as error:
            catalogue.save_job(replace(job, state="failed", error=f"{error} / {error.en}"))
            return
        except Exception as error:  # noqa: BLE001  (a thread that dies would leave every later upload waiting)
            log.exception("adding %s failed", path.name)
            catalogue.save_job(replace(job, state="failed", error=f"{type(error).__name__}: {error}"))
            return
        done = outcome.passages if isinstance(outcome, Added) else 0
        catalogue.save_job(
            replace(job, state="done", stage="done", done=done, of=done, document_id=outcome.document_id)
        )


def _clean_name(name: str) -> str:
    """The file's own name without folders and control characters, short enough for any file system."""
    own = PurePath(name.replace("\\", "/")).name
    own = "".join(c for c in own if c.isprintable() and c not in '<>:"|?*').strip(" .") or "van-ban"
    stem, suffix = PurePath(own).stem, PurePath(own).suffix
    return f"{stem[:_LONGEST_NAME]}{suffix}"
