"""Addresses of feeds that carry their own key, for calendars and feed readers, which can send nothing but an address.

Each address is a token of its owner with the scope ``feeds``; its key is made of that token and of the address, so that
it opens nothing else, and nothing any more once the token is revoked or was long unused.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.types import Scope

from indexer.errors import AccountRefused
from indexer.store.accounts.records import Token
from indexer.store.accounts.register import Register
from search_api.access import events
from search_api.access.scopes import FEEDS, KEY, usable

MOST = 100
LONGEST_ADDRESS, LONGEST_NAME = 1000, 80


class Feeds:
    """Makes and recognises the addresses of feeds of one installation."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def own(self, account_id: str | None) -> tuple[Token, ...]:
        """The addresses of that account's feeds that still open something, the newest first."""
        held = self._register.tokens.of(account_id) if account_id else ()
        return tuple(one for one in held if one.feed is not None and usable(one))

    def addresses(self, account_id: str | None) -> dict[str, str]:
        """The same by the bare address: each with its key."""
        return {one.feed: self.address(one) for one in self.own(account_id) if one.feed is not None}

    def address(self, token: Token) -> str:
        """The address of that token's feed, with its key."""
        bare = token.feed or ""
        return f"{bare}{'&' if '?' in bare else '?'}{urlencode({KEY: self._key(token)})}"

    def open(self, account_id: str, feed: str, name: str) -> None:
        """Let that feed have an address with a key, known to its owner by a name.

        Raises AccountRefused for what is no feed, or when there are too many.
        """
        address, _, query = feed.partition("?")
        if not FEEDS.fullmatch(address) or len(feed) > LONGEST_ADDRESS:
            raise AccountRefused("Địa chỉ này không phải của nguồn tin nào.", "This is the address of no feed.")
        bare, own = bare_address(address, dict(parse_qsl(query))), self.own(account_id)
        if len(own) >= MOST:
            raise AccountRefused(
                f"Mỗi người có nhiều nhất {MOST} địa chỉ nguồn tin; hãy bỏ bớt.",
                f"Everybody has {MOST} addresses of feeds at most; withdraw some.",
            )
        if all(one.feed != bare for one in own):
            words = " ".join(name.split())[:LONGEST_NAME] or address.rpartition("/")[2]
            self._register.tokens.make(account_id, words, frozenset({"feeds"}), None, bare)
            events.record("token_made", words, {"scopes": ["feeds"]})

    def close(self, account_id: str, token_id: str = "") -> None:
        """Withdraw one address of the account's feeds, or all."""
        tokens = self._register.tokens
        ended = int(tokens.revoke(account_id, token_id)) if token_id else tokens.revoke_feeds(account_id)
        if ended:
            events.record("token_revoked", token_id, {"feeds": ended})

    def token(self, scope: Scope) -> Token | None:
        """The token behind the key that a request's address carries; None where the key is not of that address."""
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in pairs if name == KEY), "")
        token = self._register.tokens.by_id(given.partition(".")[0])
        asked = bare_address(str(scope["path"]), {name: value for name, value in pairs if name != KEY})
        if token is None or token.feed != asked or len(pairs) != len(dict(pairs)):
            return None
        return token if hmac.compare_digest(self._key(token).encode(), given.encode()) else None

    def _key(self, token: Token) -> str:
        told = f"{token.id}\n{token.feed}".encode()
        made = hmac.digest(self._register.key("feeds").encode(), told, "sha256")
        return f"{token.id}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"


def bare_address(path: str, given: Mapping[str, str] | None = None) -> str:
    """The address of a feed without a key, written in the one way under which it is known."""
    return f"{path}?{urlencode(sorted(given.items()))}" if given else path


def keyed(scope: Scope) -> bool:
    """Whether a request asks for a feed by an address with a key."""
    return bool(FEEDS.fullmatch(str(scope["path"]))) and f"{KEY}=".encode() in scope["query_string"]
