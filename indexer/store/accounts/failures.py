"""Failed log-ins, counted in the catalogue so that neither a restart nor a second process forgets them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func, insert, select

from indexer.store.accounts.records import digest
from indexer.store.accounts.tables import FailureCountRow
from indexer.store.database import reading, writing
from indexer.store.moment import now

FORGOTTEN_AFTER = timedelta(hours=1)
MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Failures:
    """How often something failed, and when last (UTC)."""

    number: float
    last: datetime

    def left(self, moment: datetime, drained: timedelta) -> float:
        """How many still count where one is forgotten in every ``drained``."""
        # A clock that was set back forgives nothing.
        return max(0.0, self.number - max(timedelta(), moment - self.last) / drained)


class FailureCounts:
    """Counts by name, forgotten an hour after the last failure.

    A name is kept as its digest, since people type passwords where names belong.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, name: str) -> Failures | None:
        """The failures of that name that are not forgotten."""
        row = FailureCountRow
        query = select(row.number, row.last).where(row.digest == digest(name), row.last > now() - FORGOTTEN_AFTER)
        with reading(self._engine) as connection:
            found = connection.execute(query).tuples().one_or_none()
        return Failures(*found) if found else None

    def add(self, name: str, drained: timedelta | None = None) -> Failures:
        """Count one more; what it comes to. With ``drained`` one is forgotten in every such time."""
        row, key, moment = FailureCountRow, digest(name), now()
        with writing(self._engine) as session:
            session.execute(delete(row).where(row.last <= moment - FORGOTTEN_AFTER))
            held = session.execute(select(row.number, row.last).where(row.digest == key)).tuples().one_or_none()
            before = Failures(*held) if held else Failures(0.0, moment)
            counted = Failures(1.0 + (before.left(moment, drained) if drained else before.number), moment)
            session.execute(delete(row).where(row.digest == key))
            session.execute(insert(row).values(digest=key, number=counted.number, last=moment))
            if (session.scalar(select(func.count()).select_from(row)) or 0) > MOST_KEPT:
                oldest = select(row.digest).order_by(row.last).limit(MOST_KEPT // 10)
                session.execute(delete(row).where(row.digest.in_(oldest)))
        return counted

    def forget(self, name: str) -> None:
        """Begin anew with that name."""
        with writing(self._engine) as session:
            session.execute(delete(FailureCountRow).where(FailureCountRow.digest == digest(name)))
