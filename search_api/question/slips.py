"""What was meant by a word mistyped: Telex and VNI keys left in it, or one letter wrong, missing, doubled or swapped.

Only words that neither the plans nor the lexicon have are looked at; names, short forms and English words stay.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from indexer.fold import fold, key
from indexer.syllable import TONES, is_syllable, with_tone
from search_api.question.language import english_known, english_vocabulary, is_folded_syllable
from search_api.question.restore import SyllableModel
from search_api.question.vocabulary import rows
from search_api.types import Token

_TONE_KEYS = dict(zip("fsxrj", TONES, strict=True))
_TONE_DIGITS = dict(zip("21435", TONES, strict=True))
_SHAPES = {"a": "â", "e": "ê", "o": "ô"}
_HORNS = {"a": "ă", "o": "ơ", "u": "ư"}
_VOWELS = frozenset("aeiouyăâêôơư")
_LETTERS = frozenset("abcdeghiklmnopqrstuvxyăâđêôơư")

_SHORTEST = 3
_SHORTEST_BARE = 4
_SEEN = 2
_SHORTEST_ENGLISH = 6
_CHOICES = 4
_LOOKED_UP = 12

# A figure after one of these is its number ("quý1", "điều5"), not a tone, unless the question is typed in VNI.
_BEFORE_FIGURES = (
    "quy thang nam ngay tuan ky dieu khoan diem muc chuong phan phu luc so cap lop to nhom buoc lan dot bang"
)
_NUMBERED = frozenset(_BEFORE_FIGURES.split())


@dataclass(frozen=True, slots=True)
class Mended:
    """The tokens with mistyped ones as they were meant, and for those in Vietnamese the search keys they may stand for.

    Places and number of the tokens are those of the question as typed.
    """

    tokens: tuple[Token, ...]
    choices: Mapping[int, tuple[str, ...]]


def mend(asked: tuple[Token, ...], model: SyllableModel, shorts: Iterable[str]) -> Mended:
    """The question's words with the slips of typing mended where the neighbours bear a reading out."""
    short = frozenset(shorts)
    strange = [i for i, token in enumerate(asked) if _strange(token, model, short)]
    if not strange:
        return Mended(asked, {})
    decoded = {i: keyed for i in strange if (keyed := _decoded(asked[i], model))}
    if decoded:
        doubled = [i for i, token in enumerate(asked) if i not in decoded and _doubled(token, model)]
        decoded.update({i: keyed for i in doubled if (keyed := _decoded(asked[i], model))})
    many = len(decoded) > 1 and _plausible(asked, decoded)
    found: dict[int, tuple[str, ...]] = {}
    for i, choices in decoded.items():
        if many or _alone(asked, i, choices, model):
            found[i] = choices
    for i in [i for i in strange if i not in found][:_LOOKED_UP]:
        near = _near(asked, i, found, model)
        if near:
            found[i] = near
    english = {i: word for i in strange[:_LOOKED_UP] if i not in found and (word := _english(asked[i], i == 0))}
    tokens = tuple(_meant(token, found.get(i, ()), i in decoded, english.get(i)) for i, token in enumerate(asked))
    return Mended(tokens, found)


def _strange(token: Token, model: SyllableModel, short: frozenset[str]) -> bool:
    """Whether neither the plans nor the lexicon have the word, and it is no figure and no short form."""
    return not (token.key.isdigit() or model.knows(token.key) or {token.key, token.folded} & short)


def _meant(token: Token, choices: Sequence[str], keyed: bool, english: str | None) -> Token:
    """The token as its likeliest reading; what was typed without marks stays without."""
    word = english or (choices[0] if choices else None)
    if word is None:
        return token
    marked = bool(choices) and choices[0] != fold(choices[0]) and (token.marked or keyed)
    shown = word if marked or english else fold(word)
    return replace(token, text=shown, key=shown, folded=fold(word), marked=marked)


def _decoded(token: Token, model: SyllableModel) -> tuple[str, ...]:
    """What the keys of an input method left in a word spell, where the plans or the lexicon have that syllable."""
    word = token.text.casefold()
    if english_known(word):
        return ()
    spelled = vni(word) if any(c.isdigit() for c in word) else telex(word)
    if spelled is None:
        return ()
    if model.holds(spelled):
        return (spelled,)
    typed = _marks(spelled)
    fitting = [one for one in model.choices(fold(spelled)) if typed <= _marks(one)] if typed else []
    return tuple(dict.fromkeys((*fitting, spelled)))[:_CHOICES] if fitting or model.knows(spelled) else ()


def _doubled(token: Token, model: SyllableModel) -> bool:
    """Whether a rare syllable may be a common one with a letter doubled for its mark: "coong" beside "tafi"."""
    word = token.text.casefold()
    return word.isascii() and not model.holds(token.key) and any(pair in word for pair in ("aa", "ee", "oo"))


def _marks(syllable: str) -> frozenset[str]:
    """The marks of a syllable: its tone, its shaped letters."""
    return frozenset(c for c in unicodedata.normalize("NFD", syllable) if unicodedata.combining(c) or c == "đ")


def telex(word: str) -> str | None:
    """The syllable that the Telex keys of ``word`` spell ("tafi", "ddonw"), or None where they spell none."""
    out: list[str] = []
    tone = ""
    for at, letter in enumerate(word):
        if letter in _TONE_KEYS and _VOWELS.intersection(out):
            if tone:
                return None
            tone = letter
        elif letter == "w" and _hooked(out):
            continue
        elif letter in _SHAPES and letter in out and (out[-1] == letter or at == len(word) - 1):
            out[out.index(letter)] = _SHAPES[letter]
        elif letter == "d" and out[:1] == ["d"]:
            out[0] = "đ"
        elif letter in _LETTERS:
            out.append(letter)
        else:
            return None
    return _syllable("".join(out), _TONE_KEYS.get(tone, ""), word)


def _hooked(out: list[str]) -> bool:
    """Puts the hook or breve of a "w" on the letters so far; False where none takes it."""
    written = "".join(out)
    for pair, hooked in (("uo", "ươ"), ("ua", "ưa")):
        at = written.find(pair)
        if at >= 0 and written[:1] != "q":
            out[at : at + 2] = list(hooked)
            return True
    for at in range(len(out) - 1, -1, -1):
        if out[at] in _HORNS:
            out[at] = _HORNS[out[at]]
            return True
    return False


def vni(word: str) -> str | None:
    """The syllable that the VNI keys of ``word`` spell ("ta2i", "d9on7"), or None where they spell none."""
    out: list[str] = []
    tone = ""
    for letter in word:
        if letter in _TONE_DIGITS and _VOWELS.intersection(out):
            if tone:
                return None
            tone = letter
        elif letter == "6" and (at := _last(out, "aeo")) is not None:
            out[at] = _SHAPES[out[at]]
        elif letter == "7" and (_last(out, "ou")) is not None and _hooked(out):
            continue
        elif letter == "8" and (at := _last(out, "a")) is not None:
            out[at] = "ă"
        elif letter == "9" and (at := _last(out, "d")) == 0:
            out[at] = "đ"
        elif letter in _LETTERS:
            out.append(letter)
        else:
            return None
    return _syllable("".join(out), _TONE_DIGITS.get(tone, ""), word)


def _last(out: Sequence[str], letters: str) -> int | None:
    return next((at for at in range(len(out) - 1, -1, -1) if out[at] in letters), None)


def _syllable(base: str, tone: str, word: str) -> str | None:
    made = with_tone(base, tone) if tone else base if is_syllable(base) else None
    return key(made) if made is not None and key(made) != word else None


def _plausible(asked: Sequence[Token], decoded: Mapping[int, object]) -> bool:
    """Whether a question is typed in Vietnamese for the most part: more keys decoded than English words beside."""
    foreign = sum(english_known(t.text.casefold()) and not is_folded_syllable(t.folded) for t in asked)
    return len(decoded) > foreign


def _alone(asked: Sequence[Token], at: int, choices: Sequence[str], model: SyllableModel) -> bool:
    """Whether the only decoded word of a question is one: alone and in the plans, or borne out by a neighbour."""
    word = asked[at].text
    if word[-1].isdigit() and (fold(word.rstrip("0123456789")) in _NUMBERED or len(word) < _SHORTEST):
        return False
    if len(asked) == 1:
        return model.holds(choices[0])
    return (at == 0 or word.islower()) and any(_borne_out(asked, at, one, {}, model) for one in choices)


def _near(
    asked: Sequence[Token], at: int, found: Mapping[int, tuple[str, ...]], model: SyllableModel
) -> tuple[str, ...]:
    """Words of the plans one letter away that a neighbour bears out, the most frequent beside it first."""
    token = asked[at]
    word = token.key if token.marked else token.folded
    name = token.text.isupper() or not (at == 0 or token.text.islower())
    if name or len(word) < (_SHORTEST if token.marked else _SHORTEST_BARE) or not word.isalpha():
        return ()
    rare = is_syllable(word) if token.marked else is_folded_syllable(word) and bool(model.choices(word))
    if rare or english_known(token.text.casefold()):
        return ()
    words = model.vocabulary if token.marked else model.bare_vocabulary
    close = [one for one, _, _ in extract(word, words, scorer=OSA.distance, score_cutoff=1, limit=None)]
    keys = close if token.marked else [one for bare in close for one in model.choices(bare)]
    scored = [(score, one) for one in keys if (score := _borne_out(asked, at, one, found, model)) >= _SEEN]
    scored.sort(key=lambda entry: -entry[0])
    return tuple(dict.fromkeys(one for _, one in scored))[:_CHOICES]


def _borne_out(
    asked: Sequence[Token], at: int, syllable: str, found: Mapping[int, tuple[str, ...]], model: SyllableModel
) -> int:
    """How often the plans or the lexicon have the syllable beside a reading of the word before or after."""
    before = _readings(asked, at - 1, found, model) if at else ()
    after = _readings(asked, at + 1, found, model) if at + 1 < len(asked) else ()
    return sum(model.together(one, syllable) for one in before) + sum(model.together(syllable, one) for one in after)


def _readings(
    asked: Sequence[Token], at: int, found: Mapping[int, tuple[str, ...]], model: SyllableModel
) -> Sequence[str]:
    if at in found:
        return found[at]
    token = asked[at]
    return (token.key,) if token.marked or token.key.isdigit() else (*model.choices(token.folded), token.key)


@lru_cache(maxsize=1)
def _own_words() -> frozenset[str]:
    """English words a letter away from one of the glossary that are words of their own: "farmer", "advice"."""
    return frozenset(word for (word,) in rows("neighbours"))


def _english(token: Token, first: bool) -> str | None:
    """The glossary's word that an English one is meant for, where exactly one is a letter away."""
    word = token.text.casefold()
    if token.marked or len(word) < _SHORTEST_ENGLISH or not (word.isascii() and word.isalpha()):
        return None
    if (
        english_known(word)
        or word in _own_words()
        or is_folded_syllable(token.folded)
        or not (first or token.text.islower())
    ):
        return None
    close = [
        one
        for one, _, _ in extract(word, english_vocabulary(), scorer=OSA.distance, score_cutoff=1, limit=5)
        if one[0] == word[0] and one[:-1] != word and word[:-1] != one and one[:-1] != word[:-1]
    ]
    return close[0] if len(close) == 1 else None
