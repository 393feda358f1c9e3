"""A question as tokens: where each word stands, its search key, and whether it was typed with Vietnamese marks."""

from __future__ import annotations

import re
import unicodedata

from indexer.fold import fold, key
from search_api.errors import BadQuery
from search_api.question.gist import gist
from search_api.types import Token

_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u0000-\u0008\u000e-\u001f]")
_SHORT_WITH_SIGN = re.compile(r"[^\W\d_]{1,5}(?:&[^\W\d_]{1,5})+")


_APOSTROPHES = frozenset("'\u2019")


def clean_question(question: str) -> str:
    """The question in NFC, without invisible characters and with single spaces; of a whole page the part that asks.

    Raises BadQuery when it holds no letter and no figure.
    """
    text = gist(_INVISIBLE.sub("", unicodedata.normalize("NFC", question)).strip())
    text = " ".join(text.split())
    if not any(character.isalnum() for character in text):
        raise BadQuery(
            "Câu hỏi không có chữ hay số nào; xin nhập vài từ về việc cần tìm.",
            "The question has no letter and no figure; please type a few words about what you look for.",
        )
    return text


def tokens(text: str) -> tuple[Token, ...]:
    """The words and figures of ``text`` in order; "TT&TT" is one word, and the "s" of "people's" none."""
    signed = {match.start(): match.end() for match in _SHORT_WITH_SIGN.finditer(text)}
    found: list[Token] = []
    at = 0
    for match in _WORD.finditer(text):
        if match.start() < at or (match.group() == "s" and text[match.start() - 1 : match.start()] in _APOSTROPHES):
            continue
        end = signed.get(match.start(), match.end())
        word = text[match.start() : end]
        own, folded = key(word), fold(word)
        found.append(Token(word, own, folded, own != folded, match.start(), end))
        at = end
    return tuple(found)
