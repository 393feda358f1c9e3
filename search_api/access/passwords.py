"""Passwords: hashed with argon2id, long enough, and not what anybody would try first."""

from __future__ import annotations

import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from indexer.errors import AccountRefused
from indexer.fold import fold

LEAST, MOST = 12, 256
# Letters and figures that nobody takes for one another when copying from a terminal.
_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"
_ROWS = ("0123456789" * 2, "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_OBVIOUS = ("matkhau", "password", "passw0rd", "quantri", "admin", "chutri", "xinchao", "vietnam", "hanoi", "welcome")
_RUN = 5
_LEFT_OVER, _DISTINCT = 6, 5

_hasher = PasswordHasher()
# Each hash takes 64 MiB; more at once would let anybody take the memory of the machine.
_at_once = threading.Semaphore(2)
_nobody: list[str] = []


def normal(password: str) -> str:
    """The password as it is hashed: NFC, so that it is the same from every keyboard."""
    return unicodedata.normalize("NFC", password)


def hashed(password: str) -> str:
    """The argon2id hash with its parameters and salt."""
    with _at_once:
        return _hasher.hash(normal(password))


def verified(kept: str | None, password: str) -> bool:
    """Whether the password is the one hashed; takes as long where there is none."""
    if len(password) > MOST:
        kept, password = None, password[:MOST]
    if not _nobody:
        _nobody.append(hashed(secrets.token_urlsafe(16)))
    try:
        with _at_once:
            return _hasher.verify(kept or _nobody[0], normal(password)) and kept is not None
    except (VerificationError, ValueError):
        return False


def outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def generated() -> str:
    """A random password of 78 bits that can be read out and typed: four groups of four."""
    return "-".join("".join(secrets.choice(_CLEAR) for _ in range(4)) for _ in range(4))


def check(password: str, name: str) -> None:
    """Raises AccountRefused for a password that is too short, too long or too easily guessed."""
    given = normal(password)
    if len(given) < LEAST or len(given) > MOST:
        raise AccountRefused(
            f"Mật khẩu cần từ {LEAST} đến {MOST} ký tự; mật khẩu này có {len(given)}.",
            f"A password has {LEAST} to {MOST} characters; this one has {len(given)}.",
        )
    if _guessable(given, name):
        raise AccountRefused(
            "Mật khẩu này dễ đoán (tên tài khoản, từ quen dùng hoặc dãy phím liền); hãy chọn mật khẩu khác.",
            "This password is easily guessed (the account's name, a usual word or a row of keys); choose another.",
        )


def _guessable(password: str, name: str) -> bool:
    """Whether little is left of it without the account's name, usual words and rows of keys."""
    left = "".join(fold(password).split())
    for word in sorted({_plain(name), *_plain_parts(name), *_OBVIOUS}, key=len, reverse=True):
        left = left.replace(word, "") if len(word) > 2 else left
    for row in (*_ROWS, *(one[::-1] for one in _ROWS)):
        left = _without_runs(left, row)
    return len(left) < _LEFT_OVER or len(set(left)) < _DISTINCT


def _plain(text: str) -> str:
    return "".join(one for one in fold(text) if one.isalnum())


def _plain_parts(name: str) -> list[str]:
    return [part for part in fold(name).replace("@", " ").replace(".", " ").replace("-", " ").split() if len(part) > 2]


def _without_runs(text: str, row: str) -> str:
    """The text without stretches that stand side by side in ``row``."""
    kept, at = [], 0
    while at < len(text):
        length = 0
        while at + length < len(text) and text[at : at + length + 1] in row:
            length += 1
        if length < _RUN:
            kept.append(text[at])
        at += length if length >= _RUN else 1
    return "".join(kept)
