"""Which words of a question are Vietnamese, which English, and which are neither (figures, names, short forms)."""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import Literal

from indexer.fold import fold
from indexer.syllable import legal_syllables
from search_api.question.stems import stem
from search_api.question.vocabulary import ENGLISH_STOP_WORDS, english, shortforms
from search_api.types import Language, Token

Tongue = Literal["vi", "en", "none"]

# Staying in a language is likelier than changing it between two words.
_STAY = log(0.85)
_CHANGE = log(0.15)
_MARKED_SHARE = 0.4
_LONG = 5


@lru_cache(maxsize=1)
def _folded_syllables() -> frozenset[str]:
    return frozenset(fold(syllable) for syllable in legal_syllables())


@lru_cache(maxsize=1)
def _english_words() -> frozenset[str]:
    words = {word for term in english() for word in term}
    return frozenset(words | ENGLISH_STOP_WORDS | set(_QUESTION_ENGLISH.split()))


@lru_cache(maxsize=1)
def english_vocabulary() -> tuple[str, ...]:
    """The longer English words that the glossary, the cues of asking and the stop words have."""
    return tuple(sorted(word for word in _english_words() if len(word) >= _LONG))


def english_known(word: str) -> bool:
    """Whether a word in lower case is an English one of the glossary, of asking or of the stop words."""
    return word in _english_words() or (len(word) >= _LONG and stem(word) in _english_stems())


@lru_cache(maxsize=1)
def _english_stems() -> frozenset[str]:
    return frozenset(map(stem, _english_words()))


def is_folded_syllable(folded: str) -> bool:
    """Whether this is a Vietnamese syllable without its marks."""
    return folded in _folded_syllables()


_QUESTION_ENGLISH = (
    "compare difference versus responsible oversee oversees handle handles support supports assist cooperate head "
    "heads chair quarter frequently total number count enumerate happens happen late slow fast work works working "
    "published publish cited referred relation concerning regarding across first second third fourth quarters half "
    "early end beginning before after until since include includes including treat deal deals dealt punished "
    "commune communes province ward district state states specify specified cover covers covered attach attached "
    "level levels group groups section sections part theme main key task tasks activity activities row rows"
)


def _emissions(token: Token) -> tuple[float, float]:
    """Log likelihoods of the token as Vietnamese and as English; equal for what is neither."""
    word = token.text.casefold()
    if token.marked:
        return log(0.98), log(0.02)
    if not word.isalpha() or token.key in shortforms() or (token.text.isupper() and len(word) > 1):
        return log(0.5), log(0.5)
    legal = token.folded in _folded_syllables()
    known = english_known(word)
    if known and not legal:
        return log(0.01), log(0.99)
    if known:
        return log(0.45), log(0.55)
    if legal:
        return log(0.9), log(0.1)
    return log(0.15), log(0.85)


# Before a name it says English however Vietnamese the name is; without marks "cụ thể" and "thế nào" have it too.
_ARTICLE = (log(0.02), log(0.98))


def _article(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the word is "the" before a word in capitals or an English one, or "in", "to" before one in capitals."""
    if tokens[at].text.casefold() not in ("the", "in", "to") or at + 1 == len(tokens):
        return False
    after = tokens[at + 1]
    if tokens[at].text.casefold() != "the":
        return at > 0 and tokens[at].text.islower() and after.text[:1].isupper() and not after.text.isupper()
    english = english_known(after.text.casefold()) and after.folded not in _folded_syllables()
    return english or (after.text[:1].isupper() and tokens[at].text.islower())


def tongues(tokens: tuple[Token, ...]) -> tuple[Tongue, ...]:
    """The language of every token by its own looks and its neighbours'; "none" for figures and short forms."""
    if not tokens:
        return ()
    emissions = [_ARTICLE if _article(tokens, at) else _emissions(token) for at, token in enumerate(tokens)]
    scores = emissions[:1]
    came: list[tuple[int, int]] = []
    for own_vi, own_en in emissions[1:]:
        vi, en = scores[-1]
        to_vi = (vi + _STAY, 0) if vi + _STAY >= en + _CHANGE else (en + _CHANGE, 1)
        to_en = (en + _STAY, 1) if en + _STAY >= vi + _CHANGE else (vi + _CHANGE, 0)
        scores.append((to_vi[0] + own_vi, to_en[0] + own_en))
        came.append((to_vi[1], to_en[1]))
    state = 0 if scores[-1][0] >= scores[-1][1] else 1
    states = [state]
    for back in reversed(came):
        state = back[state]
        states.append(state)
    states.reverse()
    return tuple(_named(token, state) for token, state in zip(tokens, states, strict=True))


def _named(token: Token, state: int) -> Tongue:
    if not token.marked and (not token.text.isalpha() or token.key in shortforms()):
        return "none"
    return "en" if state else "vi"


def language(tokens: tuple[Token, ...], spoken: tuple[Tongue, ...]) -> Language:
    """The language of the whole question. A few Vietnamese names in an English one leave it English."""
    pairs = list(zip(tokens, spoken, strict=True))
    vietnamese = [token for token, tongue in pairs if tongue == "vi"]
    names = [token for token in vietnamese if token.text[:1].isupper() and token.start]
    foreign = [token for token, tongue in pairs if tongue == "en"]
    if foreign:
        # Beside a name "in" and "do" are taken for Vietnamese; among English words they are none.
        vietnamese = [t for t in vietnamese if t.marked or t.text.casefold() not in ENGLISH_STOP_WORDS]
        return "mixed" if len(vietnamese) > len(names) else "en"
    marked = sum(token.marked for token in vietnamese)
    return "vi-nodiacritics" if vietnamese and not marked else "vi"


def needs_marks(tokens: tuple[Token, ...], spoken: tuple[Tongue, ...]) -> bool:
    """Whether the Vietnamese of the question was typed without marks (a word or two with marks may stand in it)."""
    vietnamese = [token for token, tongue in zip(tokens, spoken, strict=True) if tongue == "vi"]
    return bool(vietnamese) and sum(token.marked for token in vietnamese) < _MARKED_SHARE * len(vietnamese)
