"""The tables of accounts, sessions, tokens and held forms."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DateTime, Float, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from indexer.store.tables import Base


def _account() -> Mapped[str]:
    """A column naming the account that a row goes away with."""
    return mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)


class AccountRow(Base):
    """A person. ``key`` is the folded name; ``taken_up`` when the owner first chose a password or used a provider."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text, unique=True)
    display: Mapped[str] = mapped_column(Text, default="", server_default="")
    role: Mapped[str] = mapped_column(String(16))
    password: Mapped[str | None] = mapped_column(Text)
    must_change: Mapped[bool]
    active: Mapped[bool]
    issuer: Mapped[str | None] = mapped_column(Text)
    subject: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(DateTime)
    taken_up: Mapped[datetime | None] = mapped_column(DateTime)
    signed_in_at: Mapped[datetime | None] = mapped_column(DateTime)


class AccountGroupRow(Base):
    """A group of documents that an account may read, named by the group's id."""

    __tablename__ = "account_groups"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[str] = mapped_column(String(128), primary_key=True, index=True)


class SessionRow(Base):
    """A log-in of one browser, found by the digest of its secret.

    ``previous`` is the digest before the last renewal, good until ``previous_until`` for requests already under way;
    ``stale`` asks for a renewal at the next request.
    """

    __tablename__ = "account_sessions"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    account_id: Mapped[str] = _account()
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    previous: Mapped[str | None] = mapped_column(String(64), index=True)
    previous_until: Mapped[datetime | None] = mapped_column(DateTime)
    stale: Mapped[bool] = mapped_column(default=False)
    form_key: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(DateTime)
    used_at: Mapped[datetime] = mapped_column(DateTime)
    ends_at: Mapped[datetime] = mapped_column(DateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime)
    address: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(Text)


class TokenRow(Base):
    """A secret of a program that acts for an account, found by its digest; ``prefix`` is what may be shown of it.

    ``feed`` is the one address, without its key, that a token of a feed opens.
    """

    __tablename__ = "account_tokens"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    account_id: Mapped[str] = _account()
    name: Mapped[str] = mapped_column(Text)
    prefix: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(DateTime)
    expires_at: Mapped[datetime | None] = mapped_column(DateTime)
    used_at: Mapped[datetime | None] = mapped_column(DateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime)
    feed: Mapped[str | None] = mapped_column(Text)


class FailureCountRow(Base):
    """How often something failed, by the digest of what; ``number`` goes down as time passes where it is drained."""

    __tablename__ = "failure_counts"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[float] = mapped_column(Float)
    last: Mapped[datetime] = mapped_column(DateTime, index=True)


class HeldFormRow(Base):
    """What somebody had typed when the session was over, kept for the same person to send again."""

    __tablename__ = "held_forms"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    path: Mapped[str] = mapped_column(Text)
    fields: Mapped[str] = mapped_column(Text)
    files: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(DateTime, index=True)


class KeyRow(Base):
    """A random secret of this installation by the name of its use."""

    __tablename__ = "access_keys"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))
