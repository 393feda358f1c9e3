"""The tables of what comes in and what is kept aside: uploads, drafts, removed documents, choices among versions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from indexer.store.tables import Base


class ShelfRow(Base):
    """A document kept aside: what lists show of it, and all of it packed."""

    __tablename__ = "shelf"

    document_id: Mapped[str] = mapped_column(String(12), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    file: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8), index=True)
    successor: Mapped[str | None] = mapped_column(String(12), index=True)
    header: Mapped[str] = mapped_column(Text)
    task_count: Mapped[int]
    review_count: Mapped[int]
    page_count: Mapped[int | None]
    put_by: Mapped[str] = mapped_column(Text)
    put_at: Mapped[datetime] = mapped_column(DateTime)
    size: Mapped[int]
    words: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    record: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    dimension: Mapped[int]
    vectors: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class UploadRow(Base):
    """Files handed in together: by whom, the names announced (JSON), arrived or not, and who may read them (JSON)."""

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    made_by: Mapped[str] = mapped_column(Text)
    account_id: Mapped[str | None] = mapped_column(String(64), index=True)
    made_at: Mapped[datetime] = mapped_column(DateTime, index=True)
    announced: Mapped[str] = mapped_column(Text)
    groups: Mapped[str] = mapped_column("group_keys", Text, server_default="[]")


class VersionChoiceRow(Base):
    """What a person decided about two documents that look like versions of one."""

    __tablename__ = "version_choices"
    __table_args__ = (UniqueConstraint("document_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(String(12), index=True)
    other_id: Mapped[str] = mapped_column(String(12), index=True)
    choice: Mapped[str] = mapped_column(String(8))
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(DateTime)
