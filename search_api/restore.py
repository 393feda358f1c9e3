"""Marks put back on Vietnamese typed without them: a syllable bigram model of the indexed plans and a lexicon.

A syllable typed with marks is never overruled; several readings are kept with their weights.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from math import exp, log

from indexer.fold import fold, syllables
from search_api.types import Token
from search_api.vocabulary import cues, rows, synonyms

Path = tuple[str, ...]

_LEXICON_WEIGHT = 1
_GENRE_WEIGHT = 8
_CHOICES = 12
_BEAM = 10
_BIGRAM = 0.75
_START = ""


class SyllableModel:
    """Counts of syllables and of neighbours, and the marked syllables behind every unmarked one."""

    def __init__(self) -> None:
        self._single: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._behind: dict[str, list[str]] = {}
        self._total = 0

    @classmethod
    def learn(cls, texts: Iterable[str]) -> SyllableModel:
        """The model of ``texts`` (the indexed plans) together with the lexicon and the question vocabulary."""
        model = cls()
        single, pairs = _base_counts()
        model._single.update(single)
        model._pairs.update(pairs)
        for text in texts:
            _count(syllables(text), 1, model._single, model._pairs)
        model._finish()
        return model

    def _finish(self) -> None:
        behind: dict[str, list[str]] = defaultdict(list)
        for syllable in self._single:
            if not syllable.isdigit():
                behind[fold(syllable)].append(syllable)
        for choices in behind.values():
            choices.sort(key=self._single.__getitem__, reverse=True)
        self._behind = {folded: choices[:_CHOICES] for folded, choices in behind.items()}
        self._total = sum(self._single.values()) or 1

    def knows(self, syllable: str) -> bool:
        """Whether the plans or the lexicon have this syllable, marks included."""
        return syllable in self._single

    def choices(self, folded: str) -> Sequence[str]:
        """The syllables that ``folded`` may stand for, the most frequent first."""
        return self._behind.get(folded, ())

    def _cost(self, before: str, syllable: str) -> float:
        single = (self._single[syllable] + 0.05) / self._total
        known = self._single[before] if before else 0
        pair = self._pairs[before, syllable] / known if known else single
        return log(_BIGRAM * pair + (1 - _BIGRAM) * single)

    def readings(self, options: Sequence[Sequence[str]], keep: int = 3) -> tuple[tuple[Path, float], ...]:
        """The likeliest ways through ``options`` (the choices at every place) with weights that add up to 1."""
        beam: list[tuple[float, Path]] = [(0.0, ())]
        for choices in options:
            grown = [
                (score + self._cost(path[-1] if path else _START, choice), (*path, choice))
                for score, path in beam
                for choice in choices
            ]
            grown.sort(key=lambda entry: entry[0], reverse=True)
            beam = grown[:_BEAM]
        best = beam[0][0]
        shares = [exp(score - best) for score, _ in beam[:keep]]
        return tuple((path, share / sum(shares)) for (_, path), share in zip(beam, shares, strict=False))


def _count(run: Sequence[str], weight: int, single: Counter[str], pairs: Counter[tuple[str, str]]) -> None:
    for syllable in run:
        single[syllable] += weight
    for pair in pairwise(run):
        pairs[pair] += weight


@lru_cache(maxsize=1)
def _base_counts() -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Counts of Underthesea's lexicon, of the cues' examples, and of the genre's wordings."""
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    lexicon = files("underthesea").joinpath("corpus", "data", "Viet74K.txt").read_text(encoding="utf-8")
    for line in lexicon.splitlines():
        _count(syllables(line), _LEXICON_WEIGHT, single, pairs)
    genre = [cue.example for cue in cues() if any(not c.isascii() for c in cue.example)]
    genre += [" ".join(words) for words in synonyms()]
    genre += [example for _, _, example in rows("synonyms")]
    genre += [wording for _, vietnamese, _ in rows("english") for wording in vietnamese.split("|")]
    genre += [wording for (wording,) in rows("asking")]
    for wording in genre:
        _count(syllables(wording), _GENRE_WEIGHT, single, pairs)
    return single, pairs


def options(tokens: Sequence[Token], restorable: Sequence[bool], model: SyllableModel) -> list[tuple[str, ...]]:
    """For every token the syllables it may stand for: itself where its marks were typed or nothing else fits."""
    found: list[tuple[str, ...]] = []
    for token, may in zip(tokens, restorable, strict=True):
        choices = tuple(model.choices(token.folded)) if may and not token.marked else ()
        found.append(choices or (token.key,))
    return found
