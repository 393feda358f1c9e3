"""The part of a long text that asks: its questions with what leads up to them, else the beginning of the passage."""

from __future__ import annotations

import re

from indexer.fold import fold

_LONG = 600
_KEPT = 420
_SHORT_WORDS = 7
_PASSAGE_WORDS = 80
_BEGINNING = 20_000
_END = 4_000
_MOST_ASKING = 4

_SENTENCE = re.compile(r"[^\n?!.;]*(?:[.](?=\d)[^\n?!.;]*)*[?!.;]*")
_WRAPPED = re.compile(r"\s*\n\s*(?=(\w))")
_ASKS = re.compile(
    r"\b(?:ai|nao|gi|bao nhieu|bao gio|bao lau|the nao|ra sao|o dau|dau|vi sao|tai sao"
    r"|who|whom|whose|which|what|when|where|how|why)\b"
)


def gist(text: str) -> str:
    """``text`` as it is when it is no longer than a question may be, else the part to read it by.

    Sentences that end in a question mark come before those with a word of asking; a question of a few words takes
    the sentence before it along. A text that asks nothing is a passage to be found, by its first words.
    """
    if len(text) <= _LONG:
        return text
    if len(text) > _BEGINNING + _END:
        text = f"{text[:_BEGINNING]}\n{text[-_END:]}"
    text = _WRAPPED.sub(lambda match: " " if match.group(1).islower() else match.group(), text)
    sentences = [one.strip() for one in _SENTENCE.findall(text) if any(c.isalnum() for c in one)]
    asking = [at for at, one in enumerate(sentences) if one.endswith("?")]
    if not asking:
        asking = [at for at, one in enumerate(sentences) if _ASKS.search(fold(one))]
        # Words of asking all over a text are its own words.
        asking = asking if len(asking) <= _MOST_ASKING else []
    kept = _with_context(sentences, asking)
    return kept or " ".join(text.split()[:_PASSAGE_WORDS])[: 2 * _KEPT]


def _with_context(sentences: list[str], asking: list[int]) -> str:
    """The asking sentences in order up to the length of a question, a short one after the sentence before it."""
    found: list[str] = []
    taken: set[int] = set()
    for at in asking:
        wanted = [at - 1, at] if at and len(sentences[at].split()) < _SHORT_WORDS else [at]
        added = [sentences[i] for i in wanted if i not in taken]
        if found and len(" ".join((*found, *added))) > _KEPT:
            break
        found += added
        taken.update(wanted)
    return " ".join(found)[: 2 * _KEPT]
