"""The size of requests, held to before anything of them is kept: address, headers, body."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.errors import SearchError
from search_api.operations.refusals import AddressTooLong, HeadersTooLarge, TooLarge

MOST_ADDRESS = 32_000
MOST_HEADERS = 100
MOST_HEADER_BYTES = 48_000
MOST_FORM = 4 << 20
MOST_QUESTIONS = 12 << 20
# How long a refused sender is listened to, so that it reads the answer instead of a broken connection.
LINGER_SECONDS = 10.0
_SMALL = (b"application/json", b"application/x-www-form-urlencoded", b"text/")

Refuse = Callable[[Scope, SearchError], Response]
"""Makes the response that says the error in the form that fits the address."""


class Bounds:
    """Refuses what is too large, by its announced length at once, else as soon as more has come than may."""

    def __init__(self, app: ASGIApp, upload_bytes: int, refuse: Refuse) -> None:
        self.app, self.upload_bytes, self.refuse = app, upload_bytes, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is within the bounds, and count what comes of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        error = _beyond(scope, headers)
        most = self._most(scope, headers)
        if error is None and _announced(headers) > most:
            error = TooLarge(most)
        if error is not None:
            await _answer(self.refuse(scope, error), scope, receive, send)
            return
        await self._counted(scope, receive, send, most)

    def _most(self, scope: Scope, headers: list[tuple[bytes, bytes]]) -> int:
        kind = next((value.lower() for name, value in headers if name == b"content-type"), b"")
        if kind.startswith(_SMALL):
            return MOST_FORM
        return MOST_QUESTIONS if str(scope["path"]).endswith("/ask/batch") else self.upload_bytes

    async def _counted(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        come, exceeded, begun = 0, False, False

        async def counting() -> Message:
            nonlocal come, exceeded
            if exceeded:
                raise _Exceeded
            message = await receive()
            if message["type"] == "http.request":
                come += len(message.get("body", b""))
                if come > most:
                    exceeded = True
                    raise _Exceeded
            return message

        async def guarded(message: Message) -> None:
            nonlocal begun
            if exceeded and not begun:
                # What the application says of a body that broke off is not what happened.
                return
            begun = True
            await send(message)

        with contextlib.suppress(_Exceeded):
            await self.app(scope, counting, guarded)
        if exceeded and not begun:
            await _answer(self.refuse(scope, TooLarge(most)), scope, receive, send)


class _Exceeded(Exception):
    """More has come than may."""


def _beyond(scope: Scope, headers: list[tuple[bytes, bytes]]) -> SearchError | None:
    if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > MOST_ADDRESS:
        return AddressTooLong(MOST_ADDRESS)
    if len(headers) > MOST_HEADERS or sum(len(n) + len(v) for n, v in headers) > MOST_HEADER_BYTES:
        return HeadersTooLarge()
    return None


def _announced(headers: list[tuple[bytes, bytes]]) -> int:
    value = next((value for name, value in headers if name == b"content-length"), b"")
    return int(value) if value.isdigit() and len(value) < 20 else (1 << 62 if value.isdigit() else 0)


async def _answer(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Send the response, then take in and drop what the other side is still sending before the connection ends."""
    response.headers["connection"] = "close"
    start: Message = {"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers}
    await send(start)
    body = b"" if scope["method"] == "HEAD" else bytes(response.body)
    await send({"type": "http.response.body", "body": body, "more_body": True})
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LINGER_SECONDS):
            while (message := await receive())["type"] == "http.request" and message.get("more_body", False):
                pass
    await send({"type": "http.response.body", "body": b"", "more_body": False})
