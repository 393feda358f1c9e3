"""What the token of a program may do: its scopes, never more than the token's owner may do now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from indexer.store.accounts.records import Token
from indexer.store.moment import now
from search_api.access.viewer import ROLES, Role


@dataclass(frozen=True, slots=True)
class Scope:
    """``owner`` is the least role that can give it, ``role`` what a token acts as; ``only`` the addresses it opens.

    Without ``only`` a scope opens whatever its role may open.
    """

    owner: Role
    role: Role
    only: re.Pattern[str] | None = None


# The parameter of an address that carries a key.
KEY = "key"
# The address of a feed that nobody asked for so long opens nothing any more.
FEED_IDLE = timedelta(days=180)
FEEDS = re.compile(r"/api/v1/(calendar\.ics|saved/[^/]+/feed\.atom)")

SCOPES: Mapping[str, Scope] = MappingProxyType(
    {
        "read": Scope("viewer", "viewer"),
        "write": Scope("editor", "editor"),
        "admin": Scope("administrator", "administrator"),
        "feeds": Scope("viewer", "viewer", FEEDS),
        "metrics": Scope("administrator", "viewer", re.compile(r"/metrics")),
    }
)


def given_by(role: Role) -> tuple[str, ...]:
    """The scopes that somebody of that role can give a token."""
    most = ROLES.index(role)
    return tuple(name for name, scope in SCOPES.items() if ROLES.index(scope.owner) <= most)


def held(scopes: Iterable[str], role: Role) -> frozenset[str]:
    """The scopes that still count for an owner of that role: one of all addresses weakens, one of a few ends."""
    able = given_by(role)
    return frozenset(one for one in scopes if one in SCOPES and (SCOPES[one].only is None or one in able))


def acts_as(scopes: Iterable[str]) -> Role:
    """The most that a token with those scopes does."""
    return max((SCOPES[one].role for one in scopes if one in SCOPES), key=ROLES.index, default="viewer")


def opens(scopes: Iterable[str], path: str) -> bool:
    """Whether a token with those scopes opens an address at all; what it may do there its role tells."""
    known = [SCOPES[one] for one in scopes if one in SCOPES]
    return any(scope.only is None or scope.only.fullmatch(path) for scope in known)


def ends(token: Token) -> datetime | None:
    """When a token is over: its term, or for a feed's address some time after its last use; None for never."""
    return token.expires_at if token.feed is None else (token.used_at or token.made_at) + FEED_IDLE


def usable(token: Token, moment: datetime | None = None) -> bool:
    """Whether a token still opens anything."""
    end = ends(token)
    over = end is not None and end <= (moment or now())
    return not over and token.revoked_at is None and token.account.active and not token.account.must_change
