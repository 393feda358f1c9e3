"""Numbers of documents (số ký hiệu) in one spelling, and when two of them may be one document misprinted."""

from __future__ import annotations

import re

from indexer.fold import fold

_ORDINAL = re.compile(r"^(\d+)([a-z]?)(.*)$")


def normal(number: str) -> str:
    """The number for comparing: no spaces, hyphens or leading zeros, no marks ("012/2020/nđ-cp" = "12/2020/NĐ-CP")."""
    plain = "/".join(re.sub(r"[^a-z0-9]", "", part) for part in fold(number).split("/"))
    return re.sub(r"^0+(?=\d)", "", plain)


def series(number: str) -> str:
    """What follows the ordinal: the type and the issuer, with the year where the form has one."""
    match = _ORDINAL.match(normal(number))
    return match.group(3) if match else normal(number)


def ordinal(number: str) -> str:
    """The ordinal in front, without leading zeros."""
    match = _ORDINAL.match(normal(number))
    return match.group(1) if match else ""


def alike(first: str, second: str) -> bool:
    """Whether one ordinal may be the other misprinted: a digit changed, left out or doubled, or two exchanged."""
    a, b = ordinal(first), ordinal(second)
    if a == b or series(first) != series(second):
        return False
    if len(a) == len(b):
        apart = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        return len(apart) == 1 or (len(apart) == 2 and sorted(a) == sorted(b))
    short, long = sorted((a, b), key=len)
    return len(long) - len(short) == 1 and any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
