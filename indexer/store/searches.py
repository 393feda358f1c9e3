"""Searches that people keep, and the questions they asked lately; each belongs to one owner and nobody else sees it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import DateTime, Engine, String, Text, UniqueConstraint, delete, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from indexer.store.database import reading, writing
from indexer.store.moment import now
from indexer.store.tables import Base, DocumentRow

KEPT_QUESTIONS = 200


class SavedSearchRow(Base):
    """A search by the parameters of its address; documents with a serial above ``seen_serial`` are new to its owner,
    those above ``made_serial`` came since it was saved."""

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("owner", "query"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(Text)
    query: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime)
    seen_at: Mapped[datetime] = mapped_column(DateTime)
    seen_serial: Mapped[int]
    made_serial: Mapped[int]


class AskedQuestionRow(Base):
    """A question that somebody asked, and when last."""

    __tablename__ = "asked_questions"
    __table_args__ = (UniqueConstraint("owner", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(64), index=True)
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(DateTime)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that is kept: ``query`` are its parameters as an address has them."""

    id: str
    owner: str
    name: str
    query: str
    created_at: datetime
    seen_at: datetime
    seen_serial: int
    made_serial: int


_SAVED = (
    SavedSearchRow.id,
    SavedSearchRow.owner,
    SavedSearchRow.name,
    SavedSearchRow.query,
    SavedSearchRow.created_at,
    SavedSearchRow.seen_at,
    SavedSearchRow.seen_serial,
    SavedSearchRow.made_serial,
)


class Searches:
    """The saved searches and the past questions of one catalogue. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def saved(self, owner: str) -> tuple[SavedSearch, ...]:
        """The searches of one owner, the latest first."""
        query = select(*_SAVED).where(SavedSearchRow.owner == owner)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(SavedSearchRow.created_at.desc(), SavedSearchRow.id))
            return tuple(SavedSearch(*row) for row in rows)

    def save(self, owner: str, name: str, query: str) -> SavedSearch:
        """Keep a search; one with the same parameters only gets the new name. All that is held counts as seen."""
        with writing(self._engine) as session:
            same = (SavedSearchRow.owner == owner) & (SavedSearchRow.query == query)
            if session.scalar(select(SavedSearchRow.id).where(same)) is None:
                newest = session.scalar(select(func.max(DocumentRow.serial))) or 0
                moment = now()
                key = uuid.uuid4().hex
                session.execute(
                    insert(SavedSearchRow).values(
                        id=key,
                        owner=owner,
                        name=name,
                        query=query,
                        created_at=moment,
                        seen_at=moment,
                        seen_serial=newest,
                        made_serial=newest,
                    )
                )
            else:
                session.execute(update(SavedSearchRow).where(same).values(name=name))
            return SavedSearch(*session.execute(select(*_SAVED).where(same)).one())

    def seen(self, owner: str, key: str, serial: int) -> bool:
        """Let everything up to that document count as seen; tells whether there is such a search."""
        with writing(self._engine) as session:
            own = (SavedSearchRow.owner == owner) & (SavedSearchRow.id == key)
            values = {"seen_serial": serial, "seen_at": now()}
            return bool(
                session.execute(update(SavedSearchRow).where(own).values(**values).returning(SavedSearchRow.id)).all()
            )

    def forget(self, owner: str, key: str) -> bool:
        """Let go of a search; tells whether there was such a one."""
        with writing(self._engine) as session:
            own = (SavedSearchRow.owner == owner) & (SavedSearchRow.id == key)
            return bool(session.execute(delete(SavedSearchRow).where(own).returning(SavedSearchRow.id)).all())

    def asked(self, owner: str) -> tuple[str, ...]:
        """The past questions of one owner, the latest first."""
        query = select(AskedQuestionRow.text).where(AskedQuestionRow.owner == owner)
        with reading(self._engine) as connection:
            return tuple(
                connection.scalars(query.order_by(AskedQuestionRow.asked_at.desc(), AskedQuestionRow.id.desc()))
            )

    def note_asked(self, asked: Iterable[tuple[str, str]]) -> None:
        """Keep questions by (owner, text) in the order asked, the last KEPT_QUESTIONS of each owner."""
        with writing(self._engine) as session:
            owners = set()
            for owner, text in asked:
                same = (AskedQuestionRow.owner == owner) & (AskedQuestionRow.text == text)
                session.execute(delete(AskedQuestionRow).where(same))
                session.execute(insert(AskedQuestionRow).values(owner=owner, text=text, asked_at=now()))
                owners.add(owner)
            for owner in owners:
                mine = AskedQuestionRow.owner == owner
                kept = (
                    select(AskedQuestionRow.id).where(mine).order_by(AskedQuestionRow.id.desc()).limit(KEPT_QUESTIONS)
                )
                session.execute(delete(AskedQuestionRow).where(mine, AskedQuestionRow.id.not_in(kept)))

    def forget_asked(self, owner: str) -> None:
        """Let go of all past questions of one owner."""
        with writing(self._engine) as session:
            session.execute(delete(AskedQuestionRow).where(AskedQuestionRow.owner == owner))
