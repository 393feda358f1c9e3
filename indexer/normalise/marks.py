"""Tone marks that a PDF's fonts moved behind their vowel, put back where a Vietnamese syllable results.

No list of words decides: a mark moves only where what stands there is no syllable and what results is one, so
words that are right, foreign words and codes stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from indexer.normalise.traced import Edit, Traced
from indexer.syllable import TONES, is_syllable, with_tone

_LETTER = r"[^\W\d_]"
_RUN = re.compile(rf"{_LETTER}(?:{_LETTER}|[{TONES}])*")
# A mark behind the space, the comma or the bracket that follows its word.
_STRAY = re.compile(rf"(?<![{TONES}])[^\w{TONES}]{{1,3}}[{TONES}]")
_MAYBE_WRONG = re.compile(rf"[{TONES}]|[^\x00-\x7f]")
_LEADING_MARK = re.compile(rf"^\s*([{TONES}])")


@dataclass(frozen=True, slots=True)
class Mended:
    """A stretch of the source, by its indices, whose marks were put back."""

    start: int
    end: int


@lru_cache(maxsize=65536)
def mended(word: str) -> str | None:
    """``word`` with its one tone mark where spelling asks for it, or None where nothing is to be mended."""
    if is_syllable(word):
        return None
    letters = unicodedata.normalize("NFD", word)
    tones = [c for c in letters if c in TONES]
    if len(tones) != 1:
        return None
    return with_tone(unicodedata.normalize("NFC", letters.replace(tones[0], "")), tones[0])


def leading_mark(text: str) -> str | None:
    """The tone mark that opens a line and so belongs to the line above, or None."""
    match = _LEADING_MARK.match(text)
    return match.group(1) if match else None


def repaired(traced: Traced) -> tuple[Traced, tuple[Mended, ...]]:
    """``traced`` with every displaced mark put back, and the source's stretches that this changed."""
    text = traced.text
    if not _MAYBE_WRONG.search(text):
        return traced, ()
    runs = [(m.start(), m.end()) for m in _RUN.finditer(text)]
    strays = {m.end() - 1: m.start() for m in _STRAY.finditer(text)}
    edits: dict[int, Edit] = {}
    for mark, before in strays.items():
        target = _owner(text, runs, before, mark)
        if target is not None and target[0] not in edits:
            start, end, new = target
            edits[start] = (start, end, new)
            edits[mark] = (mark, mark + 1, "")
    for start, end in runs:
        if start not in edits and (new_word := mended(text[start:end])) is not None:
            edits[start] = (start, end, new_word)
    if not edits:
        return traced, ()
    ordered = sorted(edits.values())
    return traced.edited(ordered), tuple(_stretches(traced, ordered))


def _owner(text: str, runs: list[tuple[int, int]], before: int, mark: int) -> Edit | None:
    """The word that the stray mark at ``mark`` belongs to, with the mark placed: the one before, else the one after."""
    for start, end in runs:
        if end == before or start == mark + 1:
            word = text[start:end]
            if any(c in TONES for c in unicodedata.normalize("NFD", word)):
                continue
            placed = with_tone(word, text[mark])
            if placed is not None:
                return start, end, placed
    return None


def _stretches(traced: Traced, edits: list[Edit]) -> list[Mended]:
    """The source's stretch of each word that changed, with the stray mark behind it."""
    found: list[Mended] = []
    for start, end, new in edits:
        first, last = traced.origin[start], traced.origin[end - 1] + 1
        # Marks that composed with the letter before them stand behind it in the source.
        if end < len(traced.origin):
            last = max(last, min(traced.origin[end], last + 1))
        if not new and found:
            found[-1] = Mended(found[-1].start, last)
        else:
            found.append(Mended(first, last))
    return found
