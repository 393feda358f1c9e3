"""What happened to files that were handed in: failures by file, and jobs asked for over HTTP."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.orm import Session

from indexer.errors import IndexerError
from indexer.store.moment import now
from indexer.store.records import Failure, Job
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
    }
    changed = session.execute(update(JobRow).where(JobRow.id == job.id).values(**values).returning(JobRow.id)).all()
    if not changed:
        session.execute(insert(JobRow).values(id=job.id, created_at=job.created_at, **values))


def job(connection: Connection, job_id: str) -> Job | None:
    """The job of that id."""
    row = connection.execute(select(*_JOB).where(JobRow.id == job_id)).first()
    return None if row is None else Job(*row)  # type: ignore[arg-type]


def unfinished_jobs(connection: Connection) -> tuple[Job, ...]:
    """Jobs that are queued or running, the oldest first."""
    query = select(*_JOB).where(JobRow.state.in_(("queued", "running"))).order_by(JobRow.created_at)
    return tuple(Job(*row) for row in connection.execute(query))  # type: ignore[arg-type]
