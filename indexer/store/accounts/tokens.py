"""Tokens of programs: made once, kept as a digest, with scopes, an end and a last use."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, RowMapping, insert, select, update

from indexer.store.accounts.people import ACCOUNT_ID, COLUMNS, account_of, groups_of
from indexer.store.accounts.records import Token, digest
from indexer.store.accounts.tables import AccountRow, TokenRow
from indexer.store.database import reading, writing
from indexer.store.moment import now

BEGINS = "ct_"
SHOWN = 9
_OWN = (
    TokenRow.id.label("token_id"),
    TokenRow.name.label("token_name"),
    TokenRow.prefix,
    TokenRow.scopes,
    TokenRow.made_at.label("token_made_at"),
    TokenRow.expires_at,
    TokenRow.used_at,
    TokenRow.revoked_at,
    TokenRow.feed,
)


class Tokens:
    """The tokens; a secret is returned once, by what makes it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(
        self,
        account_id: str,
        name: str,
        scopes: frozenset[str],
        expires_at: datetime | None,
        feed: str | None = None,
    ) -> tuple[str, str]:
        """A new token, or one of the ``feed`` of that address: its id and its secret."""
        key, secret = secrets.token_hex(8), BEGINS + secrets.token_urlsafe(32)
        with writing(self._engine) as session:
            session.execute(
                insert(TokenRow).values(
                    id=key,
                    account_id=account_id,
                    name=name,
                    prefix=secret[:SHOWN],
                    digest=digest(secret),
                    scopes=" ".join(sorted(scopes)),
                    made_at=now(),
                    expires_at=expires_at,
                    feed=feed,
                )
            )
        return key, secret

    def find(self, secret: str) -> Token | None:
        """The token of that secret, be it good or not, with its account as it is now."""
        return self._one(TokenRow.digest == digest(secret))

    def by_id(self, token_id: str) -> Token | None:
        """The token of that id, be it good or not, with its account as it is now."""
        return self._one(TokenRow.id == token_id)

    def of(self, account_id: str) -> tuple[Token, ...]:
        """The tokens of an account that were not revoked, the newest first."""
        query = (
            select(*_OWN, *COLUMNS)
            .join(AccountRow, AccountRow.id == TokenRow.account_id)
            .where(TokenRow.account_id == account_id, TokenRow.revoked_at.is_(None))
            .order_by(TokenRow.made_at.desc(), TokenRow.id)
        )
        with reading(self._engine) as connection:
            groups = groups_of(connection, account_id)
            return tuple(_token(row, groups) for row in connection.execute(query).mappings())

    def touch(self, token_id: str, moment: datetime) -> None:
        """Note when the token was last used."""
        with writing(self._engine) as session:
            session.execute(update(TokenRow).where(TokenRow.id == token_id).values(used_at=moment))

    def revoke(self, account_id: str, token_id: str) -> bool:
        """Take a token of the account back; tells whether it was good."""
        return self._revoke(account_id, TokenRow.id == token_id) > 0

    def revoke_feeds(self, account_id: str) -> int:
        """Take the addresses of the account's feeds back; returns how many were good."""
        return self._revoke(account_id, TokenRow.feed.is_not(None))

    def _revoke(self, account_id: str, which: ColumnElement[bool]) -> int:
        with writing(self._engine) as session:
            mine = (TokenRow.account_id == account_id) & which & TokenRow.revoked_at.is_(None)
            taken = update(TokenRow).where(mine).values(revoked_at=now()).returning(TokenRow.id)
            return len(session.execute(taken).all())

    def _one(self, condition: ColumnElement[bool]) -> Token | None:
        with reading(self._engine) as connection:
            query = select(*_OWN, *COLUMNS).join(AccountRow, AccountRow.id == TokenRow.account_id)
            row = connection.execute(query.where(condition)).mappings().one_or_none()
            return _token(row, groups_of(connection, row[ACCOUNT_ID])) if row else None


def _token(row: RowMapping, groups: frozenset[str]) -> Token:
    return Token(
        id=row["token_id"],
        account=account_of(row, groups),
        name=row["token_name"],
        prefix=row["prefix"],
        scopes=frozenset(row["scopes"].split()),
        made_at=row["token_made_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
        revoked_at=row["revoked_at"],
        feed=row["feed"],
    )
