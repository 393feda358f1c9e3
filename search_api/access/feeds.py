"""Addresses of feeds that carry their own key, for calendars and feed readers, which can send nothing but an address.

A key is made of one of its owner's tokens with the scope ``feeds`` and of one address: it opens that address alone, and
nothing any more once the token is revoked.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.types import Scope

from indexer.store.accounts.records import Token
from indexer.store.accounts.register import Register
from search_api.access import events
from search_api.access.scopes import FEEDS, KEY, usable

NAME = "Nguồn tin và lịch đăng ký"


class Feeds:
    """Makes and recognises the addresses of feeds of one installation."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def opened(self, account_id: str | None) -> Token | None:
        """The token whose keys the addresses of that account carry; None where none was made or all are over."""
        own = self._register.tokens.of(account_id) if account_id else ()
        return next((one for one in own if one.scopes == {"feeds"} and usable(one)), None)

    def open(self, account_id: str) -> None:
        """Let the feeds of that account have addresses with keys, good until their token is revoked."""
        if self.opened(account_id) is None:
            self._register.tokens.make(account_id, NAME, frozenset({"feeds"}), None)
            events.record("token_made", NAME, {"scopes": ["feeds"]})

    def address(self, account_id: str | None, path: str, given: Mapping[str, str] | None = None) -> str:
        """The address of a feed, with the account's key where it has one."""
        pairs = sorted((given or {}).items())
        token = self.opened(account_id)
        keyed = [*pairs, (KEY, self._key(token, path, pairs))] if token else pairs
        return f"{path}?{urlencode(keyed)}" if keyed else path

    def token(self, scope: Scope) -> Token | None:
        """The token behind the key that a request's address carries; None where the key is not of that address."""
        path, query = str(scope["path"]), scope["query_string"].decode("latin-1")
        pairs = sorted(parse_qsl(query, keep_blank_values=True))
        given = next((value for name, value in pairs if name == KEY), "")
        token = self._register.tokens.by_id(given.partition(".")[0])
        if token is None or "feeds" not in token.scopes:
            return None
        wanted = self._key(token, path, [pair for pair in pairs if pair[0] != KEY])
        return token if hmac.compare_digest(wanted.encode(), given.encode()) else None

    def _key(self, token: Token, path: str, pairs: list[tuple[str, str]]) -> str:
        told = f"{token.id}\n{path}?{urlencode(pairs)}".encode()
        made = hmac.digest(self._register.key("feeds").encode(), told, "sha256")
        return f"{token.id}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"


def keyed(scope: Scope) -> bool:
    """Whether a request asks for a feed by an address with a key."""
    return bool(FEEDS.fullmatch(str(scope["path"]))) and f"{KEY}=".encode() in scope["query_string"]
