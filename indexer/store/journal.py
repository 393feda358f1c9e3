"""What happened to files that were handed in: failures by file, and jobs asked for over HTTP."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.orm import Session

from indexer.errors import IndexerError
from indexer.store.intake_tables import UploadRow
from indexer.store.moment import now
from indexer.store.records import Failure, Job, Upload
from indexer.store.tables import FailureRow, JobRow


def record_failure(session: Session, file: str, error: IndexerError) -> None:
    """Keep the reason why ``file`` was not added, in place of an earlier one."""
    forget_failure(session, file)
    values = {"file": file, "code": error.code, "reason": str(error), "reason_en": error.en, "failed_at": now()}
    session.execute(insert(FailureRow).values(**values))


def forget_failure(session: Session, file: str) -> None:
    """Drop what is known of an earlier failure of ``file``."""
    session.execute(delete(FailureRow).where(FailureRow.file == file))


def failures(connection: Connection) -> tuple[Failure, ...]:
    """Files that could not be added, the latest last."""
    columns = (FailureRow.file, FailureRow.code, FailureRow.reason, FailureRow.reason_en, FailureRow.failed_at)
    return tuple(Failure(*row) for row in connection.execute(select(*columns).order_by(FailureRow.id)))


_JOB = (
    JobRow.id,
    JobRow.file,
    JobRow.state,
    JobRow.stage,
    JobRow.done,
    JobRow.of,
    JobRow.error,
    JobRow.document_id,
    JobRow.created_at,
    JobRow.upload_id,
    JobRow.code,
    JobRow.error_en,
    JobRow.duplicate,
    JobRow.attempts,
)


def save_job(session: Session, job: Job) -> None:
    """Write the job as it is now."""
    values = {
        "file": job.file,
        "state": job.state,
        "stage": job.stage,
        "done": job.done,
        "of": job.of,
        "error": job.error,
        "document_id": job.document_id,
        "code": job.code,
        "error_en": job.error_en,
        "duplicate": job.duplicate,
        "attempts": job.attempts,
    }
    changed = session.execute(update(JobRow).where(JobRow.id == job.id).values(**values).returning(JobRow.id)).all()
    if not changed:
        session.execute(insert(JobRow).values(id=job.id, created_at=job.created_at, upload_id=job.upload, **values))


def job(connection: Connection, job_id: str) -> Job | None:
    """The job of that id."""
    row = connection.execute(select(*_JOB).where(JobRow.id == job_id)).first()
    return None if row is None else Job(*row)  # type: ignore[arg-type]


def unfinished_jobs(connection: Connection) -> tuple[Job, ...]:
    """Jobs that are queued or running, the oldest first."""
    query = select(*_JOB).where(JobRow.state.in_(("queued", "running")))
    query = query.order_by(JobRow.created_at, JobRow.id)
    return tuple(Job(*row) for row in connection.execute(query))  # type: ignore[arg-type]


def jobs_of(connection: Connection, upload_ids: Sequence[str]) -> dict[str, tuple[Job, ...]]:
    """The jobs of those uploads in the order of their coming."""
    query = select(*_JOB).where(JobRow.upload_id.in_(upload_ids)).order_by(JobRow.created_at, JobRow.id)
    found: dict[str, list[Job]] = {key: [] for key in upload_ids}
    for row in connection.execute(query):
        one = Job(*row)  # type: ignore[arg-type]
        found[one.upload or ""].append(one)
    return {key: tuple(jobs) for key, jobs in found.items()}


def save_upload(session: Session, upload: Upload) -> None:
    """Write the upload, in place of what was said of it before."""
    session.execute(delete(UploadRow).where(UploadRow.id == upload.id))
    announced = json.dumps(upload.announced, ensure_ascii=False)
    values = {"made_by": upload.by, "account_id": upload.account, "made_at": upload.at, "announced": announced}
    session.execute(insert(UploadRow).values(id=upload.id, groups=json.dumps(upload.groups), **values))


def uploads(connection: Connection, limit: int, upload_id: str | None = None) -> tuple[Upload, ...]:
    """The latest uploads, or the one of that id."""
    columns = (
        UploadRow.id,
        UploadRow.made_by,
        UploadRow.account_id,
        UploadRow.made_at,
        UploadRow.announced,
        UploadRow.groups,
    )
    query = select(*columns).order_by(UploadRow.made_at.desc(), UploadRow.id).limit(limit)
    if upload_id is not None:
        query = query.where(UploadRow.id == upload_id)
    return tuple(
        Upload(row[0], row[1], row[2], row[3], tuple(json.loads(row[4])), tuple(json.loads(row[5])))
        for row in connection.execute(query)
    )
