"""What administrators do with accounts, and what everybody does with their own."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

from indexer.errors import AccountRefused, UnknownAccount
from indexer.store.accounts.records import Account, NewAccount, Session, Token
from indexer.store.accounts.register import Register
from indexer.store.moment import now
from search_api.access import events, passwords
from search_api.access.scopes import given_by
from search_api.access.viewer import ROLES, Role

FIRST = "admin"
LONGEST_DISPLAY, LONGEST_TOKEN_NAME = 100, 80
# Days that a token may be good for.
TERMS = (7, 30, 90, 365)
_NAME = re.compile(r"[^\W_][\w.@+-]{1,63}")


class People:
    """Makes and changes accounts; every change is told to the audit."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def all(self) -> tuple[Account, ...]:
        """Every account by name."""
        return self._register.accounts.all()

    def one(self, name: str) -> Account:
        """The account of that name or id. Raises UnknownAccount."""
        found = self._register.accounts.by_id(name) or self._register.accounts.by_name(name)
        if found is None:
            raise UnknownAccount(f"Không có tài khoản “{name[:80]}”.", f"There is no account “{name[:80]}”.")
        return found

    def first(self) -> tuple[str, str] | None:
        """Make the first administrator: the name and the password to print once, None where there are accounts."""
        password = passwords.generated()
        made = self._register.accounts.make_first(NewAccount(FIRST, "administrator", passwords.hashed(password)))
        if made is None:
            return None
        events.record("account_made", made.name, {"role": made.role})
        return made.name, password

    def add(self, name: str, role: str, display: str = "", groups: frozenset[str] = frozenset()) -> tuple[Account, str]:
        """A new account in groups named by id, and the password to hand over, to be changed at the first log-in."""
        password = passwords.generated()
        new = NewAccount(_name(name), _role(role), passwords.hashed(password), _display(display), groups=groups)
        made = self._register.accounts.make(new)
        events.record("account_made", made.name, {"role": made.role, "groups": sorted(groups)})
        return made, password

    def set_rights(self, account: Account, role: str, groups: frozenset[str], display: str | None = None) -> Account:
        """Another role, groups (by id) and, unless None, displayed name."""
        shown = None if display is None else _display(display)
        changed = self._register.accounts.set_rights(account.id, _role(role), groups, shown)
        before = {"role": account.role, "groups": sorted(account.groups)}
        after = {"role": changed.role, "groups": sorted(changed.groups)}
        if before != after:
            events.record("account_changed", account.name, {"before": before, "after": after})
        return changed

    def set_active(self, account: Account, active: bool) -> Account:
        """Let somebody in again or no longer; their sessions are over at once."""
        changed = self._register.accounts.set_active(account.id, active)
        events.record("account_changed", account.name, {"active": active})
        return changed

    def reset(self, account: Account) -> str:
        """A new password to hand over, which must be changed; every session of the account is over."""
        if account.issuer is not None:
            raise AccountRefused(
                "Tài khoản này đăng nhập qua nhà cung cấp nên không có mật khẩu ở đây.",
                "This account signs in through the provider and has no password here.",
            )
        password = passwords.generated()
        self._register.accounts.set_password(account.id, passwords.hashed(password), must_change=True)
        self._register.sessions.end_all(account.id)
        events.record("account_changed", account.name, {"password": "reset"})
        return password

    def change_password(self, session: Session, present: str, wanted: str) -> str:
        """Change one's own password: other sessions are over; returns the new secret of this one.

        Raises AccountRefused for a wrong present password or a weak new one.
        """
        account = session.account
        if not passwords.verified(account.password, present):
            events.record("refused", account.name, {"code": "wrong_present_password"})
            raise AccountRefused("Mật khẩu hiện tại không đúng.", "The present password is wrong.")
        passwords.check(wanted, account.name)
        if passwords.normal(wanted) == passwords.normal(present):
            raise AccountRefused("Mật khẩu mới phải khác mật khẩu hiện tại.", "The new password must be another one.")
        self._register.accounts.set_password(account.id, passwords.hashed(wanted), must_change=False)
        self._register.sessions.end_all(account.id, but=session.id)
        events.record("account_changed", account.name, {"password": "changed"})
        return self._register.sessions.renew(session.id, grace=False)

    def make_token(self, account: Account, name: str, scopes: frozenset[str], days: int) -> tuple[str, str]:
        """A token for a program: its id and the secret to show once."""
        words = " ".join(name.split())
        if not words or len(words) > LONGEST_TOKEN_NAME:
            raise AccountRefused(
                f"Mã cần một tên, dài nhất {LONGEST_TOKEN_NAME} ký tự.",
                f"A token needs a name of at most {LONGEST_TOKEN_NAME} characters.",
            )
        allowed = scopes_of(account)
        if not scopes or not scopes <= set(allowed):
            raise AccountRefused(
                f"Hãy chọn phạm vi trong: {', '.join(allowed)}.", f"Choose scopes among: {', '.join(allowed)}."
            )
        if days not in TERMS:
            terms = ", ".join(map(str, TERMS))
            raise AccountRefused(f"Thời hạn là một trong: {terms} ngày.", f"The term is one of: {terms} days.")
        key, secret = self._register.tokens.make(account.id, words, scopes, now() + timedelta(days=days))
        events.record("token_made", words, {"scopes": sorted(scopes), "days": days})
        return key, secret

    def sessions(self, account: Account) -> tuple[Session, ...]:
        """One's own sessions that go on, last used first."""
        return self._register.sessions.of(account.id)

    def end_session(self, account: Account, session_id: str) -> None:
        """End one of one's own sessions."""
        if self._register.sessions.end(account.id, session_id):
            events.record("signed_out", account.name, {"sessions": 1})

    def tokens(self, account: Account) -> tuple[Token, ...]:
        """One's own tokens for programs that were not revoked."""
        return tuple(one for one in self._register.tokens.of(account.id) if one.feed is None)

    def revoke_token(self, account: Account, token_id: str) -> bool:
        """Take a token back; tells whether it was good."""
        revoked = self._register.tokens.revoke(account.id, token_id)
        if revoked:
            events.record("token_revoked", token_id, {})
        return revoked


def scopes_of(account: Account) -> tuple[str, ...]:
    """The scopes that the account's role can give a token."""
    return given_by(_role(account.role))


def _role(given: str) -> Role:
    role = next((one for one in ROLES if one == given), None)
    if role is not None:
        return role
    raise AccountRefused(
        f"Vai trò là một trong: {', '.join(ROLES)}; không phải “{given[:40]}”.",
        f"The role is one of: {', '.join(ROLES)}; not “{given[:40]}”.",
    )


def _name(given: str) -> str:
    name = unicodedata.normalize("NFC", given).strip()
    if not _NAME.fullmatch(name):
        raise AccountRefused(
            "Tên tài khoản dài 2 đến 64 ký tự, gồm chữ, số và . _ - @ +, bắt đầu bằng chữ hoặc số.",
            "An account's name has 2 to 64 letters, digits and . _ - @ +, and begins with a letter or digit.",
        )
    return name


def _display(given: str) -> str:
    words = " ".join(unicodedata.normalize("NFC", given).split())
    if len(words) > LONGEST_DISPLAY:
        raise AccountRefused(
            f"Họ tên dài nhất {LONGEST_DISPLAY} ký tự.", f"A name has at most {LONGEST_DISPLAY} characters."
        )
    return words
