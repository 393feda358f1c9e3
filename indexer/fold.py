"""Search forms of text: one spelling per word, and the form without marks. Never shown, never quoted."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from indexer.spacing import respaced
from indexer.syllable import TONES, legal_syllables, misplaced_tones

_TOKEN = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]{2,}")

# Ð and ð (eth) and the African d are what some keyboards and old fonts give for Đ and đ.
_D_VARIANTS = str.maketrans({"\u00d0": "đ", "\u00f0": "đ", "\u0189": "đ", "\u0256": "đ", "Đ": "đ"})

_MARKED = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA))]
_UNMARKED = {
    **{ord(c): unicodedata.normalize("NFD", c)[0].casefold() for c in _MARKED if unicodedata.decomposition(c)},
    **dict.fromkeys(map(ord, "đĐÐðƉɖ"), "d"),
    **dict.fromkeys(range(0x300, 0x370), None),
}


_ONSET = re.compile(r"qu|[^aăâeêioôơuưy]*")
_AFTER_QU = {"i": "y", "ich": "ych", "in": "yn", "inh": "ynh", "it": "yt", "iu": "yu"}

# The spelling that administrative prose uses stands for both: kỹ, lý, mỹ, tỷ, but sĩ, vị.
_Y_ONSETS = frozenset("hklmt")
_I_ONSETS = frozenset("nsv")


def _one_spelling(syllable: str) -> str:
    """A legal lower-case syllable in the spelling that stands for all of its variants."""
    letters = unicodedata.normalize("NFD", syllable)
    tone = next((c for c in letters if c in TONES), "")
    base = unicodedata.normalize("NFC", letters.replace(tone, "")) if tone else syllable
    onset = _ONSET.match(base).group()  # type: ignore[union-attr]
    rhyme = base[len(onset) :]
    same = rhyme
    if onset == "qu":
        same = _AFTER_QU.get(rhyme, rhyme)
    elif rhyme == "i" and onset in _Y_ONSETS:
        same = "y"
    elif rhyme == "y" and onset in _I_ONSETS:
        same = "i"
    if same != rhyme or rhyme in ("oa", "oe", "uy"):
        return unicodedata.normalize("NFC", onset + same[0] + tone + same[1:])
    return syllable


def _variants() -> dict[str, str]:
    """Spellings that differ from the one that stands for them."""
    found = {s: one for s in legal_syllables() if (one := _one_spelling(s)) != s}
    found.update({wrong: found.get(right, right) for wrong, right in misplaced_tones().items()})
    return found


_VARIANTS = _variants()


def _spelling(match: re.Match[str]) -> str:
    word = match.group()
    return _VARIANTS.get(word, word)


# Words come again and again; whole documents, kept, would fill the memory.
_KEPT = 64


def key(text: str) -> str:
    """``text`` in lower case, NFC, with one spelling for each word: hoà/hòa, thuỷ/thủy, kỹ/kĩ, quý/quí.

    Words that differ in sound keep apart (hai/hay), and so do words that differ in their marks. Ð counts as Đ.
    """
    return _kept_key(text) if len(text) <= _KEPT else _key(text)


def _key(text: str) -> str:
    lower = unicodedata.normalize("NFC", text).translate(_D_VARIANTS).casefold()
    return _LETTERS.sub(_spelling, lower)


_kept_key = lru_cache(maxsize=16384)(_key)


def fold(text: str) -> str:
    """``key(text)`` without tone and vowel marks and with d for đ: "Định kì" gives "dinh ky"."""
    return _kept_fold(text) if len(text) <= _KEPT else _key(text).translate(_UNMARKED)


@lru_cache(maxsize=16384)
def _kept_fold(text: str) -> str:
    return _kept_key(text).translate(_UNMARKED)


def syllables(text: str) -> list[str]:
    """The words and numbers of ``text`` in order, each as its ``key``; punctuation is left out.

    Syllables that lost the space between them ("hệthống") are told apart.
    """
    if not unicodedata.is_normalized("NFC", text):
        return _TOKEN.findall(key(respaced(text)))
    return [one for word in _TOKEN.findall(text) for one in (_kept_keys(word) if len(word) <= _KEPT else _keys(word))]


def _keys(word: str) -> tuple[str, ...]:
    """The keys of one run of letters and digits."""
    return tuple(_TOKEN.findall(key(respaced(word))))


_kept_keys = lru_cache(maxsize=16384)(_keys)
