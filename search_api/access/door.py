"""The door: from a name and a password to a session, and out again."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from indexer.settings import Settings
from indexer.store.accounts.records import Account, name_key
from indexer.store.accounts.register import Register
from search_api.access import cookies, events, passwords
from search_api.access.devices import device_name
from search_api.access.feeds import Feeds
from search_api.access.identify import viewer_of
from search_api.access.network import Origin
from search_api.access.throttle import Throttle
from search_api.access.viewer import Viewer
from search_api.errors import SignInRefused, TooManyAttempts

KNOWN_SECONDS = 180 * 86_400


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who has come in: the cookies that keep them in, and whether the password must be changed first."""

    account: Account
    cookies: tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who stands before the door: where from, with what browser, and the cookies it brought."""

    origin: Origin
    agent: str
    known: str


class Door:
    """Lets people in by password, or by a provider that vouches for them."""

    def __init__(self, register: Register, settings: Settings) -> None:
        self._register = register
        self._lasts = timedelta(hours=settings.session_hours)
        self._feeds = Feeds(register)
        self._throttle = Throttle(register.failures)
        self._known = URLSafeTimedSerializer(register.key("device"), salt="known browser")

    def by_password(self, name: str, password: str, caller: Caller) -> Entered:
        """The session of whoever knows the password.

        Raises SignInRefused with one sentence for every reason, TooManyAttempts for one who failed too often.
        """
        account = self._register.accounts.by_name(name)
        known = self._knows(account, caller.known)
        address = None if known else caller.origin.bucket
        place = f"{name_key(name)[:80]}|{known or caller.origin.bucket}"
        wait = self._throttle.wait(place, address)
        if wait > 0:
            raise _too_many(wait)
        good = passwords.verified(account.password if account else None, password)
        if account is None or not good or not account.active:
            raise self._refusal(name, place, address, caller)
        self._throttle.succeeded(place)
        if account.password and passwords.outdated(account.password):
            self._register.accounts.rehash(account.id, account.password, passwords.hashed(password))
        return self.enter(account, caller)

    def enter(self, account: Account, caller: Caller) -> Entered:
        """A new session for an account that is known to be the caller's."""
        origin = caller.origin
        _, secret = self._register.sessions.begin(account.id, self._lasts, origin.address, device_name(caller.agent))
        self._register.accounts.signed_in(account.id)
        events.record("signed_in", account.name, {"device": device_name(caller.agent)}, _as(account, origin))
        known = str(self._known.dumps([account.id, secrets.token_hex(8)]))
        kept = (
            cookies.header(cookies.SESSION, secret, origin.secure),
            cookies.header(cookies.VISIT, "", origin.secure, 0),
            cookies.header(cookies.DEVICE, known, origin.secure, KNOWN_SECONDS),
        )
        return Entered(account, kept)

    def leave(self, account_id: str, session_id: str, everywhere: bool) -> None:
        """End a session of the account, or all of them and with them the addresses of its feeds."""
        if everywhere:
            number = self._register.sessions.end_all(account_id)
            self._feeds.close(account_id)
        else:
            number = int(self._register.sessions.end(account_id, session_id))
        events.record("signed_out", "", {"sessions": number})

    def _knows(self, account: Account | None, cookie: str) -> str:
        """What tells a browser that has signed in to this account before from others; empty for one that has not."""
        if account is None or not cookie:
            return ""
        try:
            whose, nonce = self._known.loads(cookie, max_age=KNOWN_SECONDS)
        except (BadSignature, ValueError, TypeError):
            return ""
        return f"known {nonce}" if whose == account.id else ""

    def _refusal(self, name: str, place: str, address: str | None, caller: Caller) -> SignInRefused:
        wait = self._throttle.failed(place, address)
        who = Viewer(None, name[:80], "viewer", "anonymous", address=caller.origin.address)
        events.record("sign_in_refused", name[:80], {}, who)
        if wait > 0:
            events.record("locked", name[:80], {"seconds": math.ceil(wait)}, who)
        return SignInRefused(
            "Tên tài khoản hoặc mật khẩu không đúng, hoặc tài khoản không còn dùng.",
            "The account's name or the password is wrong, or the account is no longer in use.",
        )


def _as(account: Account, origin: Origin) -> Viewer:
    return viewer_of(account, "session", origin.address)


def _too_many(wait: float) -> TooManyAttempts:
    seconds = math.ceil(wait)
    minutes = math.ceil(wait / 60)
    vi = f"{seconds} giây" if seconds < 120 else f"{minutes} phút"
    en = f"{seconds} seconds" if seconds < 120 else f"{minutes} minutes"
    return TooManyAttempts(
        f"Đã thử sai nhiều lần từ đây; hãy thử lại sau {vi}.",
        f"Too many wrong attempts from here; try again in {en}.",
        seconds,
    )
