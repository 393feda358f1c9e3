"""Log-ins kept in the catalogue, found by the digest of a random secret."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, RowMapping, delete, insert, select, update

from indexer.store.accounts.people import ACCOUNT_ID, COLUMNS, account_of, groups_of
from indexer.store.accounts.records import Session, digest
from indexer.store.accounts.tables import AccountRow, SessionRow
from indexer.store.database import reading, writing
from indexer.store.moment import now

GRACE = timedelta(seconds=60)
KEPT_AFTER_END = timedelta(days=7)
_OWN = (
    SessionRow.id.label("session_id"),
    SessionRow.form_key,
    SessionRow.made_at.label("session_made_at"),
    SessionRow.used_at,
    SessionRow.ends_at,
    SessionRow.ended_at,
    SessionRow.stale,
    SessionRow.address,
    SessionRow.device,
)


class Sessions:
    """The sessions. A secret is 256 random bits and is returned once, by what makes or renews it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, account_id: str, lasts: timedelta, address: str, device: str) -> tuple[str, str]:
        """A new session: its id and its secret. Sessions long over are dropped."""
        key, secret, moment = secrets.token_hex(8), secrets.token_urlsafe(32), now()
        with writing(self._engine) as session:
            session.execute(delete(SessionRow).where(SessionRow.ends_at < moment - KEPT_AFTER_END))
            session.execute(
                insert(SessionRow).values(
                    id=key,
                    account_id=account_id,
                    digest=digest(secret),
                    form_key=secrets.token_urlsafe(32),
                    stale=False,
                    made_at=moment,
                    used_at=moment,
                    ends_at=moment + lasts,
                    address=address[:64],
                    device=device[:200],
                )
            )
        return key, secret

    def find(self, secret: str) -> Session | None:
        """The session of that secret, be it over or not, with its account as it is now."""
        wanted = digest(secret)
        with reading(self._engine) as connection:
            query = select(*_OWN, *COLUMNS).join(AccountRow, AccountRow.id == SessionRow.account_id)
            row = connection.execute(query.where(SessionRow.digest == wanted)).mappings().one_or_none()
            if row is None:
                before = (SessionRow.previous == wanted) & (SessionRow.previous_until > now())
                row = connection.execute(query.where(before)).mappings().first()
            return _session(row, groups_of(connection, row[ACCOUNT_ID])) if row else None

    def by_form_key(self, form_key: str) -> Session | None:
        """The session whose forms carry that key, be it over or not."""
        query = select(*_OWN, *COLUMNS).join(AccountRow, AccountRow.id == SessionRow.account_id)
        with reading(self._engine) as connection:
            row = connection.execute(query.where(SessionRow.form_key == form_key)).mappings().first()
            return _session(row, groups_of(connection, row[ACCOUNT_ID])) if row else None

    def of(self, account_id: str) -> tuple[Session, ...]:
        """The sessions of an account that go on, last used first, those unused for long included."""
        query = (
            select(*_OWN, *COLUMNS)
            .join(AccountRow, AccountRow.id == SessionRow.account_id)
            .where(SessionRow.account_id == account_id, SessionRow.ends_at > now(), SessionRow.ended_at.is_(None))
            .order_by(SessionRow.used_at.desc(), SessionRow.id)
        )
        with reading(self._engine) as connection:
            groups = groups_of(connection, account_id)
            return tuple(_session(row, groups) for row in connection.execute(query).mappings())

    def renew(self, session_id: str, grace: bool = True) -> str:
        """A new secret for the session; with ``grace`` requests under way with the old one pass for a minute."""
        secret = secrets.token_urlsafe(32)
        values: dict[str, Any] = {
            "previous": SessionRow.digest if grace else None,
            "previous_until": now() + GRACE if grace else None,
            "digest": digest(secret),
            "stale": False,
        }
        with writing(self._engine) as session:
            session.execute(update(SessionRow).where(SessionRow.id == session_id).values(**values))
        return secret

    def touch(self, session_id: str, moment: datetime, address: str) -> None:
        """Note when and from where the session was last used."""
        with writing(self._engine) as session:
            used = update(SessionRow).where(SessionRow.id == session_id)
            session.execute(used.values(used_at=moment, address=address[:64]))

    def end(self, account_id: str, session_id: str) -> bool:
        """End one session of the account; tells whether it was going on."""
        return bool(self._end((SessionRow.account_id == account_id) & (SessionRow.id == session_id)))

    def end_all(self, account_id: str, but: str | None = None) -> int:
        """End every session of the account, except ``but``; returns how many."""
        mine = SessionRow.account_id == account_id
        return self._end(mine if but is None else mine & (SessionRow.id != but))

    def _end(self, which: Any) -> int:
        with writing(self._engine) as session:
            going = which & SessionRow.ended_at.is_(None)
            ended = update(SessionRow).where(going).values(ended_at=now(), previous=None).returning(SessionRow.id)
            return len(session.execute(ended).all())


def _session(row: RowMapping, groups: frozenset[str]) -> Session:
    return Session(
        id=row["session_id"],
        account=account_of(row, groups),
        form_key=row["form_key"],
        made_at=row["session_made_at"],
        used_at=row["used_at"],
        ends_at=row["ends_at"],
        ended_at=row["ended_at"],
        stale=row["stale"],
        address=row["address"],
        device=row["device"],
    )
