"""What stands between two printed lines that are one: a space, or nothing after a hyphen or inside a word."""

from __future__ import annotations

import re

from indexer.syllable import is_syllable

_JOINED = re.compile(r"[^\s\-–—][-–/]$")
_LAST_LETTERS = re.compile(r"[^\W\d_]+$")
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBER_CUT = re.compile(r"\d/[\w/]*-([A-ZĐa-z]{1,3})$")
_ISSUERS = frozenset(("UBND", "HĐND", "TTg", "TTr", "BCĐ", "VPCP", "BTTTT", "BTNMT"))


def seam(above: str, below: str) -> str:
    """ "" where the line break cut a word, a number or a hyphenated pair in two, else a space."""
    if _JOINED.search(above) and below[:1].isalnum():
        return ""
    last, first = _LAST_LETTERS.search(above), _FIRST_LETTERS.match(below)
    if last is None or first is None:
        return " "
    if not is_syllable(first.group()) and first.group().islower() and is_syllable(last.group() + first.group()):
        return ""
    number = _NUMBER_CUT.search(above)
    return "" if number and number.group(1) + first.group() in _ISSUERS else " "
