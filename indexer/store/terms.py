"""The terms under which a passage is found by its words; a question goes through the same functions."""

from __future__ import annotations

from collections.abc import Iterator

from indexer import fold, tokenise
from indexer.spacing import respaced
from indexer.store.feed import IndexEntry
from indexer.store.lexical import LexicalText


def word_terms(text: str) -> list[str]:
    """The segmented words of ``text`` in order, in search spelling: "Rà soát tài sản" gives rà_soát, tài_sản.

    Case is folded before segmenting, since questions are typed in lower case and must split like the passages.
    """
    return [word for word in tokenise.words(fold.key(respaced(text))) if any(letter.isalnum() for letter in word)]


def folded_terms(text: str) -> list[str]:
    """The syllables of ``text`` in order without marks."""
    return [fold.fold(syllable) for syllable in fold.syllables(text)]


def lexical_texts(entry: IndexEntry) -> Iterator[LexicalText]:
    """What the lexical index takes of each passage of a document."""
    rows = zip(entry.rowids.tolist(), entry.words, entry.texts, entry.contexts, strict=True)
    for rowid, words, text, context in rows:
        syllables, above = fold.syllables(text), fold.syllables(context)
        yield LexicalText(
            rowid=rowid,
            serial=entry.serial,
            words=words,
            syllables=" ".join(syllables),
            folded=" ".join(fold.fold(syllable) for syllable in (*syllables, *above)),
            context=" ".join(above),
        )
