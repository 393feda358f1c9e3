"""Who makes a request: the owner of a token, the person of a session, or somebody unknown and what they may do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Literal

from starlette.datastructures import Headers
from starlette.types import Scope

from indexer.settings import Settings
from indexer.store.accounts.records import Account, Session, Token
from indexer.store.accounts.register import Register
from indexer.store.moment import now
from search_api.access import cookies
from search_api.access.feeds import Feeds, keyed
from search_api.access.network import Origin
from search_api.access.scopes import acts_as, held, usable
from search_api.access.viewer import ROLES, Role, Viewer
from search_api.access.visit import Visit

UNKNOWN = "khách"
TOUCHED_EVERY = timedelta(minutes=1)


class BadToken(Exception):
    """A bearer token that opens nothing: unknown, over, revoked, or of a person who may not sign in."""


class Identifier:
    """Identifies viewers by what the catalogue knows of them."""

    def __init__(self, register: Register, settings: Settings) -> None:
        self._register, self._settings = register, settings
        self._idle = timedelta(hours=settings.session_idle_hours)
        self._feeds = Feeds(register)

    def visit(self, scope: Scope, origin: Origin) -> Visit:
        """The visit of a request. Raises BadToken for a token, or the key of a feed, that is no good."""
        secret = _bearer(Headers(scope=scope))
        if secret is not None:
            return self._by_token(self._register.tokens.find(secret), origin)
        if keyed(scope):
            return self._by_token(self._feeds.token(scope), origin, frozenset({"feeds"}))
        sent = cookies.read(scope)
        visitor = sent.get(cookies.name_of(cookies.VISIT, origin.secure), "")
        made = Visit(origin, visitor=visitor if len(visitor) == 43 else "")
        cookie = sent.get(cookies.name_of(cookies.SESSION, origin.secure))
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

    def _by_token(self, token: Token | None, origin: Origin, narrowed: frozenset[str] | None = None) -> Visit:
        """A visit with a token, or (``narrowed``) with some of its scopes alone."""
        if token is None or not usable(token):
            raise BadToken
        moment = now()
        if token.used_at is None or moment - token.used_at >= TOUCHED_EVERY:
            self._register.tokens.touch(token.id, moment)
        role = role_of(token.account)
        scopes = held(narrowed or token.scopes, role)
        may = min((role, acts_as(scopes)), key=ROLES.index)
        viewer = viewer_of(token.account, "token", origin.address, may, scopes)
        return Visit(origin, replace(viewer, token=token.id), program=True)

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


def _bearer(headers: Headers) -> str | None:
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.casefold() == "bearer" else None
