"""The table of the audit log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from indexer.store.tables import Base


class AuditRow(Base):
    """One thing that happened. Triggers of the database refuse to change, replace or delete a row."""

    __tablename__ = "audit"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(DateTime, index=True)
    kind: Mapped[str] = mapped_column(String(32), index=True)
    person: Mapped[str] = mapped_column(Text)
    person_key: Mapped[str] = mapped_column(Text, index=True)
    account_id: Mapped[str | None] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))
    via: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(Text)
    document_id: Mapped[str] = mapped_column(String(12), index=True)
    result: Mapped[str] = mapped_column(String(8))
    detail: Mapped[str] = mapped_column(Text)
    seal: Mapped[str] = mapped_column(String(64))
