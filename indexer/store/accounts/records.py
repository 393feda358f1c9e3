"""Accounts, sessions, tokens and held forms as the catalogue gives them. Moments are UTC without their zone."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Account:
    """A person: ``password`` is the argon2 hash, None for one who comes by a provider only."""

    id: str
    name: str
    display: str
    role: str
    password: str | None
    must_change: bool
    active: bool
    issuer: str | None
    subject: str | None
    made_at: datetime
    taken_up: datetime | None
    signed_in_at: datetime | None
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in of one browser; ``form_key`` is what its forms must carry."""

    id: str
    account: Account
    form_key: str
    made_at: datetime
    used_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    stale: bool
    address: str
    device: str


@dataclass(frozen=True, slots=True)
class Token:
    """A program's token; the secret itself is not kept. One for a ``feed`` opens that address alone, by a key in it."""

    id: str
    account: Account
    name: str
    prefix: str
    scopes: frozenset[str]
    made_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None
    feed: str | None = None


@dataclass(frozen=True, slots=True)
class HeldForm:
    """Fields typed into a form that came too late, and how many files it had (files are not kept)."""

    account_id: str | None
    path: str
    fields: tuple[tuple[str, str], ...]
    files: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What makes an account."""

    name: str
    role: str
    password: str | None
    display: str = ""
    must_change: bool = True
    issuer: str | None = None
    subject: str | None = None
    groups: frozenset[str] = frozenset()


def digest(secret: str) -> str:
    """The SHA-256 of a random secret, as kept; enough for secrets of 256 bits that nobody chose."""
    return hashlib.sha256(secret.encode()).hexdigest()


def name_key(name: str) -> str:
    """The form under which a name is unique: NFKC, without case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
