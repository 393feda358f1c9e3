"""Comparisons in the background give way to readers: between two slices they wait while a request is being answered.

A lower priority of the thread would not do: whoever holds the interpreter's lock and is not let run keeps every reader
waiting.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The longest that one slice waits, so that comparisons go on however many read.
_LONGEST = 0.05
_BY = "chutri.counted_by"


class Courtesy:
    """Counts the requests in hand. Safe to share between threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy = 0

    @property
    def busy(self) -> int:
        """How many requests are in hand that do not merely wait for a comparison."""
        return max(0, self._busy)

    def begin(self) -> None:
        """A request is to be answered."""
        self._count(1)

    def done(self) -> None:
        """A request that began is answered."""
        self._count(-1)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """A request only waits for a comparison while the block runs, and needs no one to give way."""
        self._count(-1)
        try:
            yield
        finally:
            self._count(1)

    def give_way(self) -> None:
        """Return when no request is in hand, or after a moment."""
        with self._changed:
            self._changed.wait_for(lambda: self._busy <= 0, _LONGEST)

    def _count(self, more: int) -> None:
        with self._changed:
            self._busy += more
            if self._busy <= 0:
                self._changed.notify_all()


class Counted:
    """Middleware that tells ``courtesy`` of every request until its answer begins."""

    def __init__(self, app: ASGIApp, courtesy: Courtesy) -> None:
        self.app, self.courtesy = app, courtesy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; what is sent after the first word, such as a stream of news, takes nobody's time."""
        # An application within another counts no request a second time.
        if scope["type"] != "http" or scope.setdefault(_BY, self) is not self:
            await self.app(scope, receive, send)
            return
        self.courtesy.begin()
        answered = False

        async def noted(message: Message) -> None:
            nonlocal answered
            if not answered:
                answered = True
                self.courtesy.done()
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            if not answered:
                self.courtesy.done()
