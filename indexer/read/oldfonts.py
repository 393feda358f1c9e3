"""PDF words set in fonts from before Unicode (.VnTime, VNI-Times) → Unicode, where that makes syllables of them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from indexer.read.placed import Placed, printed_lines
from indexer.read.quality import judge

_SURELY_UNICODE = 0.75
_BETTER_BY = 0.1


def converted(words: Sequence[Placed]) -> tuple[list[Placed], str | None]:
    """The words in Unicode and the name of the encoding that they had; unchanged, with None, where nothing is gained.

    Fonts are believed only where the page's words are not syllables as they stand: an old font may well carry a map
    to Unicode.
    """
    before = judge((word.word.text for word in words), 0.0).syllables
    oldcode = _oldcode() if words and before < _SURELY_UNICODE else None
    if oldcode is None:
        return list(words), None
    lines = [
        list(run)
        for line in printed_lines(words)
        for _, run in groupby(line, key=lambda word: (word.font, word.raised))
    ]
    runs = [oldcode.Run(" ".join(word.word.text for word in line), line[0].font) for line in lines]
    decoder = oldcode.decoder(runs)
    found: list[Placed] = []
    for line, run in zip(lines, runs, strict=True):
        texts = decoder.text(run).split(" ")
        if len(texts) != len(line):
            texts = [decoder.text(oldcode.Run(word.word.text, word.font)) for word in line]
        found += [replace(word, word=replace(word.word, text=text)) for word, text in zip(line, texts, strict=True)]
    if judge((word.word.text for word in found), 0.0).syllables < before + _BETTER_BY:
        return list(words), None
    name: str | None = oldcode.named(decoder, runs)
    return found, name


def _oldcode() -> Any:
    """The converter, or None where its package is not installed."""
    try:
        return importlib.import_module("indexer.read.oldcode")
    except ImportError:
        return None
