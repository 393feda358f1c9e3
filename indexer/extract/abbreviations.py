"""Short forms that a document defines for itself: "cải cách hành chính (CCHC)", "(sau đây gọi tắt là Sở)"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from indexer.types import Abbreviation, Document, Span

_BRACKETED = re.compile(
    r"\((?:(?P<said>(?:sau đây|dưới đây)?[\s,]*(?:được\s+)?(?:gọi|viết)\s*(?:tắt|chung)?\s*(?:tắt\s*)?(?:là|:)\s*"
    r"|viết tắt\s*(?:là|:)?\s*))?[\"“]?(?P<short>[^\W\d_][\w&/.\- ]{0,40}?)[\"”]?\)",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"(?:sau đây\s+)?(?:gọi tắt là|viết tắt(?:\s+là|\s*:))\s*[\"“]?(?P<short>[A-ZĐ][\wĐ&\-]{1,14})\b")
_WORD = re.compile(r"[^\W_]+")
_CAPITALS = re.compile(r"[A-ZĐ].*[A-ZĐ]|^[a-z][A-Z][a-z]", re.DOTALL)
_ROMAN = re.compile(r"[IVXLC]+")
_CONNECTORS = frozenset(("và", "của", "các", "về", "tại", "trong", "theo", "ở", "cho", "với"))
_PHRASE_ENDS = re.compile(r"[.;:()“”\"\n\t]")

_REACH = 200
_LONGEST = 16


def abbreviations(document: Document) -> tuple[Abbreviation, ...]:
    """The short forms that the document defines, first definition first, each once.

    The long form is the words whose initials spell the short one; a short form of other letters (LGSP) stands for
    the phrase in front of it from its last capitalised word on.
    """
    found: dict[str, Abbreviation] = {}
    for abbreviation in _defined(document.text):
        found.setdefault(abbreviation.short, abbreviation)
    return tuple(found.values())


def _defined(text: str) -> Iterator[Abbreviation]:
    for match in _BRACKETED.finditer(text):
        short, said = match["short"].strip(), match["said"] is not None
        if not said and not _is_short(short):
            continue
        long = _by_initials(text, match.start(), short)
        if long is None and (said or _CAPITALS.search(short)):
            long = _by_phrase(text, match.start(), short, said)
        if long is not None:
            yield _made(text, short, long, match.end())
    for match in _LOOSE.finditer(text):
        before = text[: match.start()].rstrip(" ,(")
        loose = _by_initials(text, len(before), match["short"])
        if loose is not None:
            yield _made(text, match["short"], loose, match.end())


def _made(text: str, short: str, long: Span, end: int) -> Abbreviation:
    words = " ".join(text[long.start : long.end].split()).strip(" ,(")
    return Abbreviation(short, words, Span(long.start, end))


def _is_short(text: str) -> bool:
    """Whether a word in brackets looks like a short form: two capitals at least, no sentence, no numeral."""
    if " " in text and not text.isupper():
        return False
    return _CAPITALS.search(text) is not None and not _ROMAN.fullmatch(text) and "/" not in text and len(text) <= 15


def _initial(word: str) -> str:
    """The first letter without its marks; đ stays đ."""
    first = word[0].upper()
    return first if first == "Đ" else unicodedata.normalize("NFD", first)[0]


def _by_initials(text: str, end: int, short: str) -> Span | None:
    """The words before ``end`` whose initials are the letters of ``short``, connectors left out where need be."""
    begin = max(0, end - _REACH)
    words = [(begin + m.start(), m.group()) for m in _WORD.finditer(text[begin:end])][-2 * _LONGEST :]
    letters = [_initial(c) for c in short if c.isalpha()]
    if len(letters) < 2:
        return None
    at = len(words)
    for letter in reversed(letters):
        at -= 1
        while at >= 0 and _initial(words[at][1]) != letter and words[at][1].lower() in _CONNECTORS:
            at -= 1
        if at < 0 or _initial(words[at][1]) != letter or words[at][1].isupper():
            return None
    start = words[at][0]
    return None if _PHRASE_ENDS.search(text[start : end - 1]) else Span(start, _trimmed(text, end))


def _by_phrase(text: str, end: int, short: str, said: bool) -> Span | None:
    """The phrase before ``end`` from its last capitalised word on, for short forms made of other words' letters."""
    begin = max(0, end - _REACH)
    cuts = [m.end() for m in _PHRASE_ENDS.finditer(text[begin : end - 1])]
    begin += cuts[-1] if cuts else 0
    words = [(begin + m.start(), m.group()) for m in _WORD.finditer(text[begin:end])]
    starts = [i for i, (_, word) in enumerate(words) if word[:1].isupper() and not word.isupper()]
    if not starts:
        return None
    if said and (heads := [i for i in starts if words[i][1] == short.split()[0]]):
        return Span(words[heads[-1]][0], _trimmed(text, end))
    at = starts[-1]
    # A name of capitalised words is one phrase: "Ban Chỉ đạo", "Cổng Dịch vụ công".
    while at and words[at - 1][1][:1].isupper() and not words[at - 1][1].isupper():
        at -= 1
    length = len(words) - at
    if length < 2 or length > _LONGEST or short.lower() in (word.lower() for _, word in words[at:]):
        return None
    return Span(words[at][0], _trimmed(text, end))


def _trimmed(text: str, end: int) -> int:
    return len(text[:end].rstrip(" ,("))
