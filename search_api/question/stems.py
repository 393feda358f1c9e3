"""English words brought to one form whatever their ending and spelling: "disbursing", "digitised", "programmes"."""

from __future__ import annotations

import re
from functools import lru_cache

_LEAST = 3
_VOWEL = re.compile(r"[aeiouy]")
_PLURALS = (("sses", "ss"), ("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"))
_BRITISH = (
    (re.compile(r"is(e|ed|es|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"our(s|ed|ing)?$"), r"or\1"),
    (re.compile(r"(c)entre(s?)$"), r"\1enter\2"),
    (re.compile(r"programme(s?)$"), r"program\1"),
    (re.compile(r"licence(s?)$"), r"license\1"),
    (re.compile(r"defence$"), "defense"),
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word in lower case without endings of number, tense and participle, in American spelling.

    Only good for telling whether two words are forms of one; it need not be a word.
    """
    for british, american in _BRITISH:
        word = british.sub(american, word)
    word = _singular(word)
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _LEAST and _VOWEL.search(rest):
            word = "y".join((rest[:-1], "")) if ending == "ed" and rest.endswith("i") else rest
            break
    if len(word) > _LEAST and word[-1] == word[-2] and word[-1] not in "aeiouys":
        word = word[:-1]
    return word[:-1] if len(word) > _LEAST and word.endswith("e") else word


def stems(words: tuple[str, ...]) -> tuple[str, ...]:
    """The stem of every word."""
    return tuple(stem(word) for word in words)


def _singular(word: str) -> str:
    for plural, singular in _PLURALS:
        if word.endswith(plural) and len(word) > len(plural) + 1:
            return word.removesuffix(plural) + singular
    if word.endswith("s") and len(word) > _LEAST and word[-2] not in "sui":
        return word[:-1]
    return word
