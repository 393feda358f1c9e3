"""Who makes a request: the owner of a token, the person of a session, or somebody unknown and what they may do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from starlette.datastructures import Headers
from starlette.types import Scope

from indexer.settings import Settings
from indexer.store.accounts.records import Account, Session, Token
from indexer.store.accounts.register import Register
from indexer.store.moment import now
from search_api.access import cookies
from search_api.access.network import Origin
from search_api.access.viewer import ROLES, Role, Viewer
from search_api.access.visit import Visit

UNKNOWN = "khách"
SCOPES: dict[str, Role] = {"read": "viewer", "write": "editor", "admin": "administrator"}
TOUCHED_EVERY = timedelta(minutes=1)


class BadToken(Exception):
    """A bearer token that opens nothing: unknown, over, revoked, or of a person who may not sign in."""


class Identifier:
    """Identifies viewers by what the catalogue knows of them."""

    def __init__(self, register: Register, settings: Settings) -> None:
        self._register, self._settings = register, settings
        self._idle = timedelta(hours=settings.session_idle_hours)

    def visit(self, scope: Scope, origin: Origin) -> Visit:
        """The visit of a request. Raises BadToken for a bearer token that is no good."""
        secret = _bearer(Headers(scope=scope))
        if secret is not None:
            return self._by_token(secret, origin)
        held = cookies.read(scope)
        visitor = held.get(cookies.name_of(cookies.VISIT, origin.secure), "")
        made = Visit(origin, visitor=visitor if len(visitor) == 43 else "")
        cookie = held.get(cookies.name_of(cookies.SESSION, origin.secure))
        session = self._register.sessions.find(cookie) if cookie else None
        if session is not None:
            if self.goes_on(session):
                made.session = session
                made.viewer = viewer_of(session.account, "session", origin.address)
                if session.stale:
                    made.outgoing.append(self._renewed(session, origin.secure))
                return made
            made.over = session
        made.viewer = self._unknown(origin)
        return made

    def goes_on(self, session: Session) -> bool:
        """Whether a session is neither ended nor past its hours, and its account may still sign in."""
        moment = now()
        fresh = session.ended_at is None and moment < session.ends_at and moment < session.used_at + self._idle
        return fresh and session.account.active

    def touch(self, visit: Visit) -> None:
        """Note the use of a session, at most once a minute."""
        session, moment = visit.session, now()
        if session is not None and moment - session.used_at >= TOUCHED_EVERY:
            self._register.sessions.touch(session.id, moment, visit.origin.address)

    def _by_token(self, secret: str, origin: Origin) -> Visit:
        token = self._register.tokens.find(secret)
        if token is None or not usable(token):
            raise BadToken
        moment = now()
        if token.used_at is None or moment - token.used_at >= TOUCHED_EVERY:
            self._register.tokens.touch(token.id, moment)
        may = min((role_of(token.account), _most(token)), key=ROLES.index)
        viewer = viewer_of(token.account, "token", origin.address, may, token.scopes)
        return Visit(origin, viewer, program=True)

    def _renewed(self, session: Session, secure: bool) -> tuple[bytes, bytes]:
        """The cookie of the session's new secret."""
        return cookies.header(cookies.SESSION, self._register.sessions.renew(session.id), secure)

    def _unknown(self, origin: Origin) -> Viewer | None:
        """What somebody without an account may do, or None for nothing."""
        rule = self._settings.anonymous
        role: Role | None = "viewer" if rule == "viewer" else None
        if rule != "none" and origin.machine:
            role = "editor" if self._register.accounts.personal() else "viewer"
        return Viewer(None, UNKNOWN, role, "anonymous", address=origin.address) if role else None


def usable(token: Token, moment: datetime | None = None) -> bool:
    """Whether a token still opens anything."""
    over = token.expires_at is not None and token.expires_at <= (moment or now())
    return not over and token.revoked_at is None and token.account.active and not token.account.must_change


def role_of(account: Account) -> Role:
    """The role of an account."""
    return next((one for one in ROLES if one == account.role), "viewer")


def viewer_of(
    account: Account,
    via: Literal["session", "token"],
    address: str,
    role: Role | None = None,
    scopes: frozenset[str] = frozenset(),
) -> Viewer:
    """The viewer that an account is."""
    return Viewer(account.id, account.name, role or role_of(account), via, account.groups, address, scopes)


def _most(token: Token) -> Role:
    """The most that the scopes of a token let it do."""
    return max((SCOPES[one] for one in token.scopes if one in SCOPES), key=ROLES.index, default="viewer")


def _bearer(headers: Headers) -> str | None:
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.casefold() == "bearer" else None
