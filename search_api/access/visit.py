"""One request as the gate sees it: where it comes from, who makes it, and the key that its forms must carry."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection
from starlette.types import Scope

from indexer.store.accounts.records import Session, digest
from search_api.access import cookies
from search_api.access.network import Origin
from search_api.access.viewer import Viewer
from search_api.errors import SignInRefused

PLACE = "chutri.visit"


@dataclass(slots=True)
class Visit:
    """A request's origin and viewer; ``viewer`` is None where somebody unknown may do nothing here.

    ``session`` is a log-in that goes on, ``over`` one that does not any more; ``visitor`` a random secret of a browser
    without a log-in; ``outgoing`` the cookies to send back.
    """

    origin: Origin
    viewer: Viewer | None = None
    session: Session | None = None
    over: Session | None = None
    visitor: str = ""
    program: bool = False
    outgoing: list[tuple[bytes, bytes]] = field(default_factory=list)

    def form_key(self) -> str:
        """What a form made for this request must carry; gives a browser without a log-in its cookie."""
        if self.session is not None:
            return self.session.form_key
        if not self.visitor:
            self.visitor = secrets.token_urlsafe(32)
            self.outgoing.append(cookies.header(cookies.VISIT, self.visitor, self.origin.secure))
        return form_key_of(self.visitor)

    def fits(self, key: str) -> bool:
        """Whether ``key`` is what the forms of this browser carry now."""
        if self.session is not None:
            return secrets.compare_digest(key.encode(), self.session.form_key.encode())
        wanted = form_key_of(self.visitor) if self.visitor else ""
        return bool(wanted) and secrets.compare_digest(key.encode(), wanted.encode())

    def fitted(self, key: str) -> bool:
        """Whether ``key`` is what the forms carried before the log-in was over."""
        return self.over is not None and secrets.compare_digest(key.encode(), self.over.form_key.encode())


def form_key_of(visitor: str) -> str:
    """The form key of a browser without a log-in; its cookie cannot be told from it."""
    return digest(f"form:{visitor}")


def visit_of(connection: HTTPConnection | Scope) -> Visit:
    """The visit of a request; an empty one where it failed before the gate."""
    scope = connection.scope if isinstance(connection, HTTPConnection) else connection
    found: Visit = scope.get(PLACE) or Visit(Origin("", False, "", False, False))
    return found


def session_of(connection: HTTPConnection) -> Session:
    """The log-in that a request belongs to. Raises SignInRefused where there is none."""
    session = visit_of(connection).session
    if session is None:
        raise SignInRefused("Cần đăng nhập để làm việc này.", "You have to sign in for this.")
    return session
