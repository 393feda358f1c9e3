"""Text from before Unicode (TCVN3, VNI, VISCII) → Unicode, run by run: by the font's name first, then by content.

TCVN3 has no capitals with marks: typists wrote the small letter in a capital font (".VnTimeH") or between capitals.
Letters stand as stored where a font alone makes them capitals, as they do under any other formatting, and become
capitals where their neighbours are ("QUYÕT §ÞNH" → "QUYẾT ĐỊNH").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import viparse

from indexer.syllable import is_syllable

_NAMES = {"tcvn3": "TCVN3", "vni": "VNI", "viscii": "VISCII"}
_SHORTEST_GUESS = 40
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one font, as a file stores it. ``bold`` and ``size`` (points) as the file gives them."""

    text: str
    font: str | None = None
    bold: bool = False
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Decoder:
    """How the runs of one file are read: what fonts say, and what its text says where they don't.

    ``content`` is the encoding that the text itself shows, None for Unicode.
    """

    content: str | None

    def line(self, runs: Iterable[Run]) -> str:
        """The runs of one line in Unicode, neighbours of one font converted together.

        Formatting may cut a syllable into runs, and a marked capital may stand in a font of its own.
        """
        merged = _merged(runs)
        text = "".join(self.text(run) for run in merged)
        return with_capitals(text) if any(self.encoding(run) == "tcvn3" for run in merged) else text

    def text(self, run: Run) -> str:
        """One run in Unicode, its capitals as stored."""
        encoding = self.encoding(run)
        if encoding is None:
            return run.text
        found = str(viparse.fix(run.text, encoding=encoding))
        # The converter trims; the space between two runs belongs to the text.
        head = run.text[: len(run.text) - len(run.text.lstrip())]
        tail = run.text[len(run.text.rstrip()) :] if run.text.strip() else ""
        return head + found.strip() + tail

    def encoding(self, run: Run) -> str | None:
        """The old encoding of a run, or None where it is Unicode already."""
        if not run.text.strip() or run.text.isascii():
            return None
        return encoding_of_font(run.font) or (self.content if not _known_unicode(run.text) else None)


def decoder(runs: Iterable[Run]) -> Decoder:
    """A decoder for a file's runs."""
    unnamed = "".join(run.text for run in runs if encoding_of_font(run.font) is None)
    if len(unnamed) < _SHORTEST_GUESS or unnamed.isascii() or _known_unicode(unnamed):
        return Decoder(None)
    guess = viparse.detect_text_encoding(unnamed)
    return Decoder(guess if guess in _NAMES else None)


def encoding_of_font(font: str | None) -> str | None:
    """The encoding that a font's name promises: ".VnTime" TCVN3, "VNI-Times" VNI, otherwise None."""
    name = (font or "").upper().split("+")[-1]
    if name.startswith(".VN"):
        return "tcvn3"
    return "vni" if name.startswith(("VNI-", "VNI ")) else None


def named(decoder_: Decoder, runs: Iterable[Run]) -> str | None:
    """The name of the old encoding that most of a file's converted text had, None where all was Unicode."""
    found: Counter[str] = Counter()
    for run in runs:
        encoding = decoder_.encoding(run)
        if encoding is not None:
            found[_NAMES[encoding]] += len(run.text)
    return found.most_common(1)[0][0] if found else None


def _merged(runs: Iterable[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        if merged and merged[-1].font == run.font:
            merged[-1] = replace(merged[-1], text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return merged


def with_capitals(text: str) -> str:
    """Text in which marked letters between capitals are capitals too.

    "THUế" shows it by its own letters; "Vệ" may be either, and follows the words beside it.
    """
    words = list(_WORD.finditer(text))
    sure = [_shouts(word.group()) for word in words]
    parts, at = [], 0
    for n, word in enumerate(words):
        beside = sure[max(0, n - 1) : n] + sure[n + 1 : n + 2]
        capital = sure[n] or (word.group()[0].isupper() and len(word.group()) == 2 and any(beside) and all(beside))
        parts += [text[at : word.start()], word.group().upper() if capital else word.group()]
        at = word.end()
    return "".join(parts) + text[at:]


def _shouts(word: str) -> bool:
    plain = [(n, ch) for n, ch in enumerate(word) if ch.isascii()]
    return bool(plain) and all(ch.isupper() for _, ch in plain) and any(n > 0 for n, _ in plain)


def _known_unicode(text: str) -> bool:
    """Whether letters that only Unicode has (ạ, ế, ư…) stand in the text, in words that are syllables."""
    words = [word for word in text.split() if any("\u1ea0" <= ch <= "\u1ef9" or ch in "ơưƠƯăđĂĐ" for ch in word)]
    return bool(words) and 2 * sum(is_syllable(word.strip(".,;:()\"'")) for word in words) >= len(words)
