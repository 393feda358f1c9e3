"""How many requests one reader may send in a minute, and how many large files are made at once."""

from __future__ import annotations

import ipaddress
import math
import re
import time
from collections import Counter
from urllib.parse import parse_qs

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from search_api.access.viewer import Viewer, current
from search_api.operations.bounds import Refuse
from search_api.operations.refusals import ExportsBusy, TooMany

# Twenty readers behind one address still ask a question a second each.
RATES: dict[str, RateLimitItem] = {
    "ask": RateLimitItemPerMinute(1200),
    "upload": RateLimitItemPerMinute(240),
    "export": RateLimitItemPerMinute(60),
}
MOST_EXPORTS = 4
MOST_EXPORTS_EACH = 2
WAIT_SECONDS = 5
_FILES = frozenset({"csv", "xlsx", "docx"})
_ASKING = re.compile(r"/(api/v1/(ask|search|suggest)(/.*)?)?")
_ADDING = re.compile(r"/(api/v1/(documents|uploads)|add)(/.*)?")


class Pace:
    """Refuses with 429 and Retry-After whoever sends more than the rates; stands behind what tells the viewer.

    Nobody is counted who uses the machine itself without an account.
    """

    def __init__(self, app: ASGIApp, refuse: Refuse, limited: bool = True) -> None:
        self.app, self.refuse, self.limited = app, refuse, limited
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._exporting: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or say how long to wait."""
        kind = _kind(scope) if scope["type"] == "http" else None
        if kind is None:
            await self.app(scope, receive, send)
            return
        who = key(current(), scope)
        refusal = self._refusal(kind, who) if self.limited and who is not None else None
        if refusal is None and kind == "export" and self._crowded(who or ""):
            refusal = ExportsBusy(WAIT_SECONDS)
        if refusal is not None:
            response = self.refuse(scope, refusal)
            response.headers["retry-after"] = str(refusal.seconds)
            await response(scope, receive, send)
            return
        await self._passed(scope, receive, send, kind, who or "")

    async def _passed(self, scope: Scope, receive: Receive, send: Send, kind: str, who: str) -> None:
        if kind != "export":
            await self.app(scope, receive, send)
            return
        self._exporting[who] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._exporting[who] -= 1
            self._exporting += Counter()

    def _refusal(self, kind: str, who: str) -> TooMany | None:
        rate = RATES[kind]
        if self._limiter.hit(rate, kind, who):
            return None
        reset = self._limiter.get_window_stats(rate, kind, who).reset_time
        return TooMany(max(1, math.ceil(reset - time.time())))

    def _crowded(self, who: str) -> bool:
        return self._exporting.total() >= MOST_EXPORTS or self._exporting[who] >= MOST_EXPORTS_EACH


def key(viewer: Viewer, scope: Scope) -> str | None:
    """By whom a request is counted: the account, else the address; None for this machine without an account."""
    if viewer.id is not None:
        return f"account {viewer.id}"
    client = scope.get("client")
    address = viewer.address or (str(client[0]) if client else "")
    return None if is_loopback(address) else f"address {address}"


def is_loopback(address: str) -> bool:
    """Whether the address is this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _kind(scope: Scope) -> str | None:
    """Which of the rates a request counts for."""
    path, method = str(scope["path"]), scope["method"]
    if path.endswith("/ask/batch") or path.rpartition(".")[2] in _FILES:
        return "export"
    query = scope.get("query_string") or b""
    if b"format=" in query and _FILES & set(parse_qs(query.decode("latin-1")).get("format", ())):
        return "export"
    if method in ("GET", "HEAD") and _ASKING.fullmatch(path):
        return "ask" if path != "/" or b"q=" in query else None
    return "upload" if method in ("POST", "PUT", "PATCH") and _ADDING.fullmatch(path) else None
