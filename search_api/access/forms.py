"""Forms on their way in: the key they carry, found without reading a whole upload, and what was typed into them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.types import Message, Receive

FIELD = "csrf"
HEADER = "x-csrf-token"
MOST_TYPED = 2_000_000
MOST_PEEKED = 65_536
MOST_DRAINED = 32_000_000
_SECRET = re.compile(r"pass|secret|token|csrf|mat_?khau", re.IGNORECASE)
_NAME = re.compile(rb'(?:^|[;\s])name="([^"]*)"')


class TooMuchTyped(Exception):
    """A form of text fields longer than anybody types."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a form, without its secrets, and how many files it had."""

    fields: tuple[tuple[str, str], ...]
    files: int


class Form:
    """The body of a form: peeked into by the gate, and then read from the start by whoever it is for."""

    def __init__(self, content_type: str, receive: Receive) -> None:
        kind, _, parameters = content_type.partition(";")
        self._kind = kind.strip().casefold()
        found = re.search(r'boundary="?([^";,]+)"?', parameters)
        self._boundary = f"--{found[1]}".encode() if found else b""
        self._receive = receive
        self._messages: list[Message] = []
        self._body = b""
        self._whole = False

    @property
    def is_form(self) -> bool:
        """Whether a browser can have sent this from a form."""
        return self._kind in {"application/x-www-form-urlencoded", "multipart/form-data"}

    async def key(self) -> str:
        """The form key in the body, empty where there is none; in an upload it must come before the files."""
        if self._kind == "application/x-www-form-urlencoded":
            await self._read(MOST_TYPED)
            if len(self._body) > MOST_TYPED:
                raise TooMuchTyped
            return next((value for name, value in self._pairs() if name == FIELD), "")
        while self._kind == "multipart/form-data":
            found = next((value for name, value, _ in self._parts() if name == FIELD), "")
            if found or self._whole or len(self._body) > MOST_PEEKED:
                return found
            await self._next()
        return ""

    async def typed(self) -> Typed:
        """The fields and the number of files; what comes after the first megabytes of an upload is not looked at."""
        await self._read(MOST_TYPED)
        pairs = self._pairs() if self._kind != "multipart/form-data" else []
        files = 0
        for name, value, file in self._parts():
            files += file
            pairs += [] if file else [(name, value)]
        return Typed(tuple(pair for pair in pairs if not _SECRET.search(pair[0])), files)

    async def drain(self) -> None:
        """Take in the rest, so that a browser in mid-upload hears the answer; gives up on a very long one."""
        await self._read(MOST_DRAINED)

    async def receive(self) -> Message:
        """The messages of the body, from the first."""
        return self._messages.pop(0) if self._messages else await self._receive()

    async def _read(self, most: int) -> None:
        while not self._whole and len(self._body) <= most:
            await self._next()

    async def _next(self) -> None:
        message = await self._receive()
        self._messages.append(message)
        self._body += message.get("body", b"")
        self._whole = message["type"] != "http.request" or not message.get("more_body", False)

    def _pairs(self) -> list[tuple[str, str]]:
        return parse_qsl(self._body.decode("utf8", "replace"), keep_blank_values=True, max_num_fields=5000)

    def _parts(self) -> list[tuple[str, str, bool]]:
        """Name, value and whether it is a file, of every part that has come in whole."""
        if not self._boundary:
            return []
        found = []
        for part in self._body.split(self._boundary)[1:-1]:
            head, parted, value = part.partition(b"\r\n\r\n")
            name = _NAME.search(head)
            if parted and name:
                file = b"filename=" in head
                words = "" if file else value.removesuffix(b"\r\n").decode("utf8", "replace")
                found.append((name[1].decode("utf8", "replace"), words, file))
        return found
