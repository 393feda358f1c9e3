"""Spaces put back between syllables that were written as one ("hệthống"), for search only: what is quoted stays."""

from __future__ import annotations

import importlib.util
import math
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from indexer.syllable import is_syllable

_WORD = re.compile(r"[^\W\d_]{5,60}")
_LONGEST = 7
_UNSEEN = 0.05
_COMPOUND = 4.0


def respaced(text: str) -> str:
    """``text`` (in composed letters) with a space between fused syllables; every letter and its case stay.

    Only a word with a Vietnamese mark that is no syllable itself but several in a row is taken apart, so that
    English words, abbreviations and names in other languages stay whole.
    """
    return text if text.isascii() else _WORD.sub(_spaced, text)


def _spaced(match: re.Match[str]) -> str:
    word = match.group()
    if word.isascii() or is_syllable(word):
        return word
    lower = word.lower()
    parts = split(lower) if len(lower) == len(word) else ()
    if len(parts) < 2:
        return word
    found, start = [], 0
    for part in parts:
        found.append(word[start : start + len(part)])
        start += len(part)
    return " ".join(found)


@lru_cache(maxsize=4096)
def split(word: str) -> tuple[str, ...]:
    """The syllables that a lower-case word most likely runs together, or () where it is none such.

    Likely are syllables that many words of the dictionary have, and neighbours that are a word of it.
    """
    # best[end][last syllable] = (cost, the one before it)
    best: list[dict[str, tuple[float, str | None]]] = [{} for _ in range(len(word) + 1)]
    best[0][""] = (0.0, None)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST), end):
            part = word[start:end]
            if best[start] and is_syllable(part):
                ways = ((cost + _cost(before, part), before) for before, (cost, _) in best[start].items())
                best[end][part] = min(ways)
    if not best[-1]:
        return ()
    at, last = len(word), min(best[-1], key=lambda part: best[-1][part][0])
    found: list[str] = []
    while last:
        found.append(last)
        before = best[at][last][1]
        at -= len(last)
        last = before or ""
    return tuple(reversed(found))


def _cost(before: str, part: str) -> float:
    singles, pairs = _dictionary()
    cost = -math.log((singles[part] + _UNSEEN) / (singles.total() + 1))
    return cost - (_COMPOUND + math.log1p(pairs[before, part]) if (before, part) in pairs else 0.0)


@lru_cache(maxsize=1)
def _dictionary() -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """How many entries of Underthesea's word list have a syllable, and two syllables next to one another."""
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    spec = importlib.util.find_spec("underthesea")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "corpus" / "data" / "Viet39K.txt"
        for line in path.read_text(encoding="utf8").splitlines() if path.is_file() else ():
            syllables = unicodedata.normalize("NFC", line.strip().lower()).split()
            singles.update(syllables)
            pairs.update(pairwise(syllables))
    return singles, pairs
