"""What the server has been doing: each request counted, timed and logged by its route, none by what it asked."""

from __future__ import annotations

import re
import time
import uuid
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.access.viewer import current
from search_api.operations.logs import logger
from search_api.operations.metrics import Metrics

log = logger("chutri.request")

_ID = re.compile(rb"[A-Za-z0-9_-]{8,64}")
_QUIET = ("/static", "/metrics", "/api/v1/health", "/health")
_KEPT = 50
API = "/api/v1"


NOTES = "chutri.notes"


@dataclass(slots=True)
class Notes:
    """What only the inside of the application learns of a request: its route, and the account behind it."""

    route: str = "unmatched"
    viewer: str | None = None


@dataclass(frozen=True, slots=True)
class Slow:
    """A request that took long: when (UTC), its id, route, status, milliseconds and the account that asked."""

    at: str
    id: str
    method: str
    route: str
    status: int
    ms: int
    viewer: str | None


class Watch:
    """Middleware around everything else; gives each request an id, which the response carries too."""

    def __init__(self, app: ASGIApp, metrics: Metrics, slow: deque[Slow], slow_ms: int) -> None:
        self.app, self.metrics, self.slow, self.slow_ms = app, metrics, slow, slow_ms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        own_id, status = _request_id(scope), 0
        notes = scope[NOTES] = Notes()

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                message = {**message, "headers": [*message["headers"], (b"x-request-id", own_id.encode())]}
            await send(message)

        begun = time.perf_counter()
        self.metrics.under_way.inc()
        try:
            await self.app(scope, receive, noted)
        finally:
            self.metrics.under_way.dec()
            # A sender that went away before it was answered gets no status; 499 is what servers write for it.
            self._note(str(scope["method"]), notes, own_id, status or 499, time.perf_counter() - begun)

    def _note(self, method: str, notes: Notes, own_id: str, status: int, seconds: float) -> None:
        route, ms = notes.route, round(1000 * seconds)
        self.metrics.request(method, route, status, seconds)
        if ms >= self.slow_ms and not route.startswith(_QUIET):
            now = datetime.now(UTC).replace(microsecond=0).isoformat()
            self.slow.append(Slow(now, own_id, method, route, status, ms, notes.viewer))
        say = log.debug if route.startswith(_QUIET) and status < 500 else log.info
        say("request", id=own_id, method=method, route=route, status=status, ms=ms, viewer=notes.viewer)


class Told:
    """Middleware around the routes themselves, behind what tells the viewer: fills in the notes of ``Watch``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, then note which route took it and who asked."""
        try:
            await self.app(scope, receive, send)
        finally:
            notes = scope.get(NOTES)
            if notes is not None:
                viewer = current()
                notes.route = template(scope)
                notes.viewer = viewer.id or (viewer.via if viewer.via != "system" else None)


def slow_requests() -> deque[Slow]:
    """Room for the latest slow requests."""
    return deque(maxlen=_KEPT)


def template(scope: Scope) -> str:
    """The route that took the request, with names in place of what was asked for; "unmatched" for none."""
    if str(scope["path"]).startswith("/static/"):
        return "/static"
    path = str(getattr(scope.get("route"), "path", None) or "unmatched")
    # A route that was included under a prefix names what comes after it.
    below = str(scope["path"]).startswith(API) and not path.startswith(API) and path != "unmatched"
    return API + path if below else path


def _request_id(scope: Scope) -> str:
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    return given.decode() if _ID.fullmatch(given) else uuid.uuid4().hex[:16]
