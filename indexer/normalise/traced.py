"""Text that remembers which character of the file each of its characters came from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Edit = tuple[int, int, str]
"""Replace the half-open stretch by the string."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A text and, for each character, the index in the source it stands for; indices never decrease."""

    text: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Traced:
        """``text`` as its own source."""
        return cls(text, tuple(range(len(text))))

    def edited(self, edits: Iterable[Edit]) -> Traced:
        """This text with the edits made; they must be in order and apart from one another."""
        parts: list[str] = []
        origin: list[int] = []
        cursor = 0
        for start, end, new in edits:
            parts += (self.text[cursor:start], new)
            origin += self.origin[cursor:start]
            stretch = self.origin[start:end] or self.origin[max(start - 1, 0) : max(start, 1)] or (0,)
            origin += (stretch[min(i, len(stretch) - 1)] for i in range(len(new)))
            cursor = end
        if cursor == 0 and not parts:
            return self
        parts.append(self.text[cursor:])
        origin += self.origin[cursor:]
        return Traced("".join(parts), tuple(origin))

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Traced:
        """Like ``pattern.sub``, keeping the origins."""
        edits = [
            (m.start(), m.end(), m.expand(new) if isinstance(new, str) else new(m)) for m in pattern.finditer(self.text)
        ]
        return self.edited(edits) if edits else self

    def cut(self, start: int, end: int) -> Traced:
        """The stretch from ``start`` to ``end``."""
        return Traced(self.text[start:end], self.origin[start:end])

    def strip(self) -> Traced:
        """This text without white space at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Where the source's stretch from ``start`` to ``end`` stands in this text; empty where it is gone."""
        return bisect_left(self.origin, start), bisect_left(self.origin, end)
