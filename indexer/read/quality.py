"""Is a page's text layer worth reading? Judged by its syllables and by how much of the page images cover."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.read.glyphs import UNMAPPED
from indexer.syllable import is_syllable

Verdict = Literal["good", "none", "stamp only", "garbage", "lost spaces"]

_TOKEN = re.compile(rf"[^\W\d_{UNMAPPED}]+|{UNMAPPED}+")
_FEW_WORDS = 60
_ENOUGH_LETTERS = 80
_LONGEST_SYLLABLE = 7


@dataclass(frozen=True, slots=True)
class Quality:
    """A verdict with the shares (0..1) that led to it.

    ``syllables`` of the letter words are Vietnamese syllables, ``marked`` of them carry a Vietnamese mark,
    ``fused`` of the letters stand in words that are several syllables without a space, ``image`` of the page's area
    lies under images.
    """

    verdict: Verdict
    words: int
    syllables: float
    marked: float
    fused: float
    image: float


def judge(words: Iterable[str], image: float) -> Quality:
    """The quality of a page with these words, of which images cover the share ``image``."""
    words = list(words)
    tokens = [token for word in words for token in _TOKEN.findall(unicodedata.normalize("NFC", word))]
    if not tokens:
        figures = bool(words) and image < 0.5
        return Quality("good" if figures else "none", 0, 0.0, 0.0, 0.0, image)
    legal = sum(is_syllable(token) for token in tokens) / len(tokens)
    marked = sum(not token.isascii() and UNMAPPED not in token for token in tokens) / len(tokens)
    letters = sum(len(token) for token in tokens)
    fused = sum(len(token) for token in tokens if _fused(token)) / letters
    return Quality(_verdict(tokens, legal, marked, fused, image), len(tokens), legal, marked, fused, image)


def _verdict(tokens: Sequence[str], legal: float, marked: float, fused: float, image: float) -> Verdict:
    if image >= 0.5 and len(tokens) < _FEW_WORDS:
        return "stamp only"
    if sum(len(token) for token in tokens if UNMAPPED in token) > 0.2 * sum(len(token) for token in tokens):
        return "garbage"
    if sum(len(token) for token in tokens) < _ENOUGH_LETTERS:
        return "good"
    # Words in place of which a font shows other letters are seldom syllables; an image under them is a scan
    # whose recognition knew no Vietnamese, and drops the marks from what it gets right.
    if fused >= 0.15 and legal + fused >= 0.5:
        return "lost spaces"
    if legal < 0.5 or (marked < 0.2 and image >= 0.3):
        return "garbage"
    return "good"


def _fused(token: str) -> bool:
    """Whether a word is two or more marked syllables written without a space between them."""
    if len(token) < 5 or token.isascii() or is_syllable(token):
        return False
    reach = [True] + [False] * len(token)
    for end in range(1, len(token) + 1):
        reach[end] = any(
            reach[start] and is_syllable(token[start:end]) for start in range(max(0, end - _LONGEST_SYLLABLE), end)
        )
    return reach[-1]
