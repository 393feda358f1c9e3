"""Communes, wards, districts and provinces that a question names and no plan speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

from indexer.fold import fold, key, syllables
from search_api.question.language import english_known
from search_api.question.mentions import Word
from search_api.question.restore import SyllableModel, lexicon
from search_api.question.vocabulary import STOP_WORDS, rows
from search_api.types import Token

_LEVELS = {
    "xã": ("xa",),
    "phường": ("phuong",),
    "huyện": ("huyen",),
    "quận": ("quan",),
    "thị trấn": ("thi", "tran"),
    "thị xã": ("thi", "xa"),
    "thành phố": ("thanh", "pho"),
    "tỉnh": ("tinh",),
}
_ENGLISH_LEVELS = frozenset(("commune", "ward", "district", "township", "town", "city", "province"))
_LONGEST = 4
_UNITS = frozenset(("sở", "phòng", "ban", "ủy", "ubnd", "hđnd", "công", "thanh", "văn"))
_BEFORE = frozenset(("o", "tai", "ban"))
_VERBS = frozenset(("lam", "duoc", "phai", "can", "thi", "giao", "chu", "phoi", "thuc"))
# Longer than a question: a passage whose place names are its own.
_PASSAGE = 60


def unheld(
    text: str, asked: Sequence[Token], words: Sequence[Word], spent: frozenset[int], model: SyllableModel
) -> tuple[str, ...]:
    """The places of the question, each with its level, that no plan names; ``spent`` are tokens of mere asking."""
    if len(asked) > _PASSAGE:
        return ()
    found = [*_capitalised(text, asked, model), *_in_english(text, asked, model)]
    if not found and not any(token.text[:1].isupper() for token in asked[1:]):
        found = _in_small_letters(asked, words, spent, model)
    return tuple(dict.fromkeys(found))


def _level_at(asked: Sequence[Token], at: int) -> tuple[str, int] | None:
    """The level of a place that the tokens at ``at`` say and where its name begins; typed marks must be its own."""
    for level, folded in _LEVELS.items():
        if at and folded == ("xa",) and asked[at - 1].folded == "thi":
            continue
        here = asked[at : at + len(folded)]
        if tuple(token.folded for token in here) != folded:
            continue
        typed = [token.key for token in here if token.marked]
        if all(one in syllables(level) for one in typed):
            return level, at + len(folded)
    return None


def _capitalised(text: str, asked: Sequence[Token], model: SyllableModel) -> list[str]:
    """Names in capitals after a level: "xã Tân Phú"."""
    if text.isupper():
        return []
    found = []
    for at in range(len(asked)):
        level = _level_at(asked, at)
        if level is None:
            continue
        run: list[Token] = []
        for token in asked[level[1] : level[1] + _LONGEST]:
            beside = text[(run[-1] if run else asked[level[1] - 1]).end : token.start] == " "
            if not beside or not _is_name(token) or (run and token.key in _UNITS):
                break
            run.append(token)
        if run and fold(run[0].text) != "hoi" and not _held([token.folded for token in run], model):
            found.append(f"{level[0]} {' '.join(token.text for token in run)}")
    return found


def _is_name(token: Token) -> bool:
    return token.text[:1].isupper() and token.text.isalpha() and not (len(token.text) > 1 and token.text.isupper())


def _held(folded: Sequence[str], model: SyllableModel) -> bool:
    """Whether the plans have the name, or the first words of a run of several."""
    if len(folded) > 1:
        return model.stand(folded[0], folded[1])
    return any(model.holds(one) for one in model.choices(folded[0])) or model.holds(folded[0])


def _in_english(text: str, asked: Sequence[Token], model: SyllableModel) -> list[str]:
    """Names in capitals before an English level: "Tân Phú commune"; or after it and "of"."""
    found = []
    for at, token in enumerate(asked):
        if token.text.casefold() not in _ENGLISH_LEVELS:
            continue
        run: list[Token] = []
        for before in reversed(asked[max(0, at - _LONGEST) : at]):
            if not _is_name(before) or english_known(before.text.casefold()):
                break
            run.insert(0, before)
        if not run and at + 2 < len(asked) and asked[at + 1].text.casefold() == "of":
            for after in asked[at + 2 : at + 2 + _LONGEST]:
                if not _is_name(after) or english_known(after.text.casefold()):
                    break
                run.append(after)
        folded = [one.folded for one in run]
        if run and not _held(folded, model) and not _held(folded[-2:], model):
            found.append(f"{' '.join(one.text for one in run)} {token.text}")
    return found


def _in_small_letters(
    asked: Sequence[Token], words: Sequence[Word], spent: frozenset[int], model: SyllableModel
) -> list[str]:
    """Names of two words after a level where no capital is typed: known names, or words never seen together."""
    bare = not any(token.marked for token in asked)
    keys = {word.token: word.key for word in words}
    found = []
    for at in range(len(asked)):
        level = _level_at(asked, at)
        if level is None or len(pair := asked[level[1] : level[1] + 2]) < 2:
            continue
        if any(not token.text.isalpha() or keys.get(level[1] + i) in STOP_WORDS for i, token in enumerate(pair)):
            continue
        name = " ".join(token.folded for token in pair)
        if _held([token.folded for token in pair], model):
            continue
        end = level[1] + 2
        ends = end == len(asked) or end in spent or keys.get(end) in STOP_WORDS or asked[end].folded in _VERBS
        starts = at == 0 or asked[at - 1].folded in _BEFORE
        known = (name if bare else " ".join(token.key for token in pair)) in _proper_names()
        # Provinces are listed by name; what follows "tỉnh" otherwise is what the province does.
        strange = bare and starts and ends and not _together(pair, model)
        if level[0] != "tỉnh" and (known or strange):
            found.append(f"{level[0]} {' '.join(token.text for token in pair)}")
    return found


def _together(pair: Sequence[Token], model: SyllableModel) -> bool:
    """Whether any readings of the two words are seen side by side."""
    choices = [model.choices(token.folded) or (token.key,) for token in pair]
    return any(model.together(one, other) for one, other in product(*choices))


@lru_cache(maxsize=1)
def _proper_names() -> frozenset[str]:
    """Two-word names of the lexicon that are no common words, with and without marks."""
    entries = lexicon().splitlines()
    common = {line for line in entries if line.islower()}
    named = {
        form
        for line in entries
        if line.istitle() and len(line.split()) == 2 and line.lower() not in common
        for form in (key(line), fold(line))
    }
    return frozenset(named)


def foreign_provinces(asked: Sequence[Token], words: Sequence[Word], places: frozenset[str]) -> tuple[str, ...]:
    """Provinces of the question that no plan mentions; in small letters with marks only after their level."""
    folded = [word.folded for word in words]
    bare = not any(token.marked for token in asked)
    found = []
    for name, parts in _provinces():
        if parts[0] not in folded or " ".join(parts) in places:
            continue
        for at in range(len(folded) - len(parts) + 1):
            if tuple(folded[at : at + len(parts)]) != parts:
                continue
            capital = asked[words[at].token].text[:1].isupper()
            if capital or bare or (at and folded[at - 1] in ("tinh", "pho")):
                found.append(name)
                break
    return tuple(found)


@lru_cache(maxsize=1)
def _provinces() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every province with the folded words of its name."""
    return tuple((name, tuple(map(fold, syllables(name)))) for (name,) in rows("provinces"))
