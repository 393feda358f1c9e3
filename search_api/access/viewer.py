"""Who stands behind a request: a person, a program with a token, or nobody known."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["viewer", "editor", "administrator"]
Via = Literal["system", "anonymous", "session", "token"]
ROLES: tuple[Role, ...] = ("viewer", "editor", "administrator")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever asks: what they may do (``role``), the groups whose documents they may read, and where from.

    ``id`` is the account's, None for nobody known; ``name`` is what the audit log and corrections say; ``token`` is
    the id of the token that a program comes with.
    """

    id: str | None
    name: str
    role: Role
    via: Via
    groups: frozenset[str] = frozenset()
    address: str = ""
    scopes: frozenset[str] = frozenset()
    token: str = ""

    def at_least(self, role: Role) -> bool:
        """Whether the viewer's role takes in what ``role`` may do."""
        return ROLES.index(self.role) >= ROLES.index(role)


# The command line and the threads of the server itself act for the installation and see everything.
SYSTEM = Viewer(None, "chutri", "administrator", "system")

_current: ContextVar[Viewer] = ContextVar("viewer", default=SYSTEM)


def current() -> Viewer:
    """The viewer of the request in hand; SYSTEM outside any request."""
    return _current.get()


def signed(given: Any) -> Any:
    """Who says something: the name of the account that is signed in, else the name ``given``."""
    viewer = current()
    return viewer.name if viewer.id is not None else given


def enter(viewer: Viewer) -> None:
    """Let the rest of this context act for ``viewer``."""
    _current.set(viewer)
