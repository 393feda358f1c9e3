"""An address of the pages with its parameters changed: every state of a page is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

Pair = tuple[str, str]


@lru_cache(maxsize=512)
def _encoded(pair: Pair) -> str:
    """A parameter as it stands in an address; every link of a page repeats the same few."""
    return urlencode((pair,))


@dataclass(frozen=True, slots=True)
class Address:
    """A path with its parameters in order; a change of anything else starts a list at its beginning again."""

    path: str
    pairs: tuple[Pair, ...] = ()

    @classmethod
    def of(cls, request: Request) -> Address:
        """The address asked for, without the place in a list and the choice of language."""
        pairs = [pair for pair in request.query_params.multi_items() if pair[1] and pair[0] not in ("offset", "lang")]
        return cls(request.url.path, tuple(pairs))

    @classmethod
    def parse(cls, path: str, query: str) -> Address:
        """The address of a path and the text behind its question mark."""
        return cls(path, tuple(parse_qsl(query)))

    def values(self, name: str) -> tuple[str, ...]:
        """The values of one parameter."""
        return tuple(value for key, value in self.pairs if key == name)

    def put(self, name: str, value: str) -> Address:
        """With that parameter set to just one value; an empty one takes it away."""
        kept = self.drop(name)
        return Address(self.path, (*kept.pairs, (name, value))) if value else kept

    def plus(self, name: str, value: str) -> Address:
        """With one value more."""
        pair = (name, value)
        return self if pair in self.pairs else Address(self.path, (*self.pairs, pair))

    def minus(self, name: str, value: str) -> Address:
        """Without one value."""
        return Address(self.path, tuple(pair for pair in self.pairs if pair != (name, value)))

    def drop(self, *names: str) -> Address:
        """Without those parameters."""
        return Address(self.path, tuple(pair for pair in self.pairs if pair[0] not in names))

    def only(self, names: Iterable[str]) -> Address:
        """With no other than those parameters."""
        wanted = frozenset(names)
        return Address(self.path, tuple(pair for pair in self.pairs if pair[0] in wanted))

    def has(self, *names: str) -> bool:
        """Whether any of those parameters is given."""
        return any(key in names for key, _ in self.pairs)

    @property
    def query(self) -> str:
        """The text behind the question mark."""
        return "&".join(map(_encoded, self.pairs))

    def __str__(self) -> str:
        """The address as a link takes it."""
        return f"{self.path}?{self.query}" if self.pairs else self.path
