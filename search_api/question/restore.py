"""Marks put back on Vietnamese typed without them: a syllable bigram model of the indexed plans and a lexicon.

A syllable typed with marks is never overruled; several readings are kept with their weights.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise, product
from math import exp, log
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from indexer.fold import fold, syllables
from search_api.question.vocabulary import cues, rows, synonyms
from search_api.types import Token

Way = tuple[str, ...]
K = TypeVar("K")

_LEXICON_WEIGHT = 1
_GENRE_WEIGHT = 8
_CHOICES = 12
_BEAM = 10
_BIGRAM = 0.75
_START = ""
NOTHING_MEANT: Mapping[int, tuple[str, ...]] = MappingProxyType({})


class SyllableModel:
    """Counts of syllables and of neighbours, and the marked syllables behind every unmarked one.

    ``vocabulary`` are the words of the plans and of the genre, ``bare_vocabulary`` the same without marks.
    """

    def __init__(self) -> None:
        self._single: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._behind: dict[str, list[str]] = {}
        self._total = 0
        self._held: frozenset[str] = frozenset()
        self.vocabulary: tuple[str, ...] = ()
        self.bare_vocabulary: tuple[str, ...] = ()

    @classmethod
    def learn(cls, texts: Iterable[str]) -> SyllableModel:
        """The model of ``texts`` (the indexed plans) together with the lexicon and the question vocabulary."""
        model = cls()
        single, pairs, genre = _base_counts()
        model._single.update(single)
        model._pairs.update(pairs)
        held: set[str] = set()
        for text in texts:
            run = syllables(text)
            held.update(run)
            _count(run, 1, model._single, model._pairs)
        model._held = frozenset(held)
        model._finish(genre)
        return model

    @classmethod
    def of(cls, runs: Iterable[Sequence[str]]) -> SyllableModel:
        """The model of texts that are already search keys."""
        return cls.learn(()).changed((), runs)

    def changed(self, gone: Iterable[Sequence[str]], added: Iterable[Sequence[str]]) -> SyllableModel:
        """Another model that no longer counts the keys of ``gone`` and counts those of ``added``."""
        base, _, genre = _base_counts()
        model = SyllableModel()
        model._single, model._pairs = self._single.copy(), self._pairs.copy()
        held = set(self._held)
        for run in gone:
            _count(run, -1, model._single, model._pairs)
            _forget(run, model._single)
            _forget(pairwise(run), model._pairs)
        for run in added:
            _count(run, 1, model._single, model._pairs)
            held.update(run)
        model._held = frozenset(word for word in held if model._single[word] > base[word])
        model._finish(genre)
        return model

    def _finish(self, genre: frozenset[str]) -> None:
        behind: dict[str, list[str]] = defaultdict(list)
        for syllable in self._single:
            if not syllable.isdigit():
                behind[fold(syllable)].append(syllable)
        for choices in behind.values():
            choices.sort(key=self._single.__getitem__, reverse=True)
        self._behind = {folded: choices[:_CHOICES] for folded, choices in behind.items()}
        self._total = sum(self._single.values()) or 1
        self.vocabulary = tuple(sorted(word for word in self._held | genre if word.isalpha() and len(word) > 1))
        self.bare_vocabulary = tuple(sorted({fold(word) for word in self.vocabulary}))

    def knows(self, syllable: str) -> bool:
        """Whether the plans or the lexicon have this syllable, marks included."""
        return syllable in self._single

    def holds(self, syllable: str) -> bool:
        """Whether the plans themselves have this syllable, marks included."""
        return syllable in self._held

    def together(self, before: str, after: str) -> int:
        """How often the plans, the lexicon and the genre's wordings have one syllable right before the other."""
        return self._pairs[before, after]

    def stand(self, before: str, after: str) -> bool:
        """Whether two syllables without marks stand side by side somewhere in the plans, in any marks."""
        _, base, _ = _base_counts()
        pairs = product(self.choices(before) or (before,), self.choices(after) or (after,))
        return any(self._pairs[pair] > base[pair] for pair in pairs)

    def choices(self, folded: str) -> Sequence[str]:
        """The syllables that ``folded`` may stand for, the most frequent first."""
        return self._behind.get(folded, ())

    def _cost(self, before: str, syllable: str) -> float:
        single = (self._single[syllable] + 0.05) / self._total
        known = self._single[before] if before else 0
        pair = self._pairs[before, syllable] / known if known else single
        return log(_BIGRAM * pair + (1 - _BIGRAM) * single)

    def readings(self, options: Sequence[Sequence[str]], keep: int = 3) -> tuple[tuple[Way, float], ...]:
        """The likeliest ways through ``options`` (the choices at every place) with weights that add up to 1."""
        beam: list[tuple[float, Way]] = [(0.0, ())]
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


def _forget(keys: Iterable[K], counts: Counter[K]) -> None:
    """Take out those of the keys that are counted no more."""
    for key in keys:
        if key in counts and counts[key] <= 0:
            del counts[key]


def _count(run: Sequence[str], weight: int, single: Counter[str], pairs: Counter[tuple[str, str]]) -> None:
    for syllable in run:
        single[syllable] += weight
    for pair in pairwise(run):
        pairs[pair] += weight


def lexicon() -> str:
    """Underthesea's word list, without loading the package that holds it."""
    spec = find_spec("underthesea")
    folders = spec.submodule_search_locations if spec else None
    return Path(next(iter(folders or ())), "corpus", "data", "Viet74K.txt").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _base_counts() -> tuple[Counter[str], Counter[tuple[str, str]], frozenset[str]]:
    """Counts of Underthesea's lexicon, of the cues' examples, and of the genre's wordings; the genre's syllables."""
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for line in lexicon().splitlines():
        _count(syllables(line), _LEXICON_WEIGHT, single, pairs)
    genre = [cue.example for cue in cues() if any(not c.isascii() for c in cue.example)]
    genre += [" ".join(words) for words in synonyms()]
    genre += [example for _, _, example in rows("synonyms")]
    genre += [wording for _, vietnamese, _ in rows("english") for wording in vietnamese.split("|")]
    genre += [wording for (wording,) in rows("asking")]
    spoken: set[str] = set()
    for wording in genre:
        run = syllables(wording)
        spoken.update(run)
        _count(run, _GENRE_WEIGHT, single, pairs)
    return single, pairs, frozenset(spoken)


def options(
    tokens: Sequence[Token],
    restorable: Sequence[bool],
    model: SyllableModel,
    meant: Mapping[int, tuple[str, ...]] = NOTHING_MEANT,
) -> list[tuple[str, ...]]:
    """For every token the syllables it may stand for: itself where its marks were typed or nothing else fits.

    ``meant`` are the syllables that a mistyped token may stand for.
    """
    found: list[tuple[str, ...]] = []
    for at, (token, may) in enumerate(zip(tokens, restorable, strict=True)):
        choices = tuple(model.choices(token.folded)) if may and not token.marked else ()
        found.append(meant.get(at) or choices or (token.key,))
    return found
