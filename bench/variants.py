"""Questions typed otherwise: without marks, or with slips of typing, the same ones at every run."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

_TONES = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
_SHAPES = {"\u0302": None, "\u0306": "w", "\u031b": "w"}
_SWAPPED_FROM = 4


def stripped(text: str) -> str:
    """The text without its marks, đ as d."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(c for c in bare if not unicodedata.combining(c)))


def keyed(word: str) -> str:
    """The keys that type the word in Telex, its tone last: "tài" is "taif"."""
    out: list[str] = []
    tone = ""
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES:
            tone = _TONES[letter]
        elif letter in _SHAPES:
            out.append(_SHAPES[letter] or out[-1].lower())
        else:
            out.append({"đ": "dd", "Đ": "Dd"}.get(letter, letter))
    return "".join(out) + tone


def slipped(text: str, seed: str) -> str:
    """The text with two words left in Telex keys and two letters of a third changed about."""
    chance = random.Random(seed)
    words = text.split()
    marked = [i for i, word in enumerate(words) if word.isalpha() and word.islower() and stripped(word) != word]
    for i in chance.sample(marked, min(2, len(marked))):
        words[i] = keyed(words[i])
    whole = [i for i, word in enumerate(words) if word.isalpha() and word.islower() and len(word) >= _SWAPPED_FROM]
    if whole:
        i = chance.choice(whole)
        at = chance.randrange(1, len(words[i]) - 1)
        words[i] = words[i][:at] + words[i][at + 1] + words[i][at] + words[i][at + 2 :]
    return " ".join(words)


def asked(questions: Sequence[Mapping[str, Any]], how: str) -> list[dict[str, Any]]:
    """The questions asked "stripped" or "slipped"; of the second those in Vietnamese alone."""
    if how == "stripped":
        return [{**one, "question": stripped(one["question"])} for one in questions]
    vietnamese = [one for one in questions if one["lang"] == "vi"]
    return [{**one, "question": slipped(one["question"], str(one["id"]))} for one in vietnamese]
