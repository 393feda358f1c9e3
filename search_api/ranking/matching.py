"""How well a passage says what a concept of the question says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from indexer.fold import fold
from search_api.question.vocabulary import Keys
from search_api.ranking.prepared import Part, Places, Prepared
from search_api.types import Concept

Idf = Callable[[str], float]

# A typed mark outranks a match without marks; where marks were restored, both are nearly as good.
FOLDED_TYPED = 0.35
FOLDED_RESTORED = 0.85
_NEAR = 0.9
_REST = 0.85
_CONTEXT = 0.6


def form_match(keys: Keys, places: Places, idf: Idf) -> float:
    """0..1: 1 where the keys stand together in order, less where they stand near, in part or apart."""
    if len(keys) == 1:
        return 1.0 if keys[0] in places else 0.0
    if places.keys().isdisjoint(keys):
        return 0.0
    held = [key for key in keys if key in places]
    if len(held) == len(keys):
        for at in places[keys[0]]:
            if all(at + i in places[key] for i, key in enumerate(keys)):
                return 1.0
        return _NEAR if _close(keys, places) else 0.65
    total = sum(map(idf, keys))
    share = sum(map(idf, held)) / total if total else 0.0
    if len(held) == 1:
        return 0.3 * share
    return max(0.6 * share, 0.85 * _longest_run(keys, places) / len(keys))


def _longest_run(keys: Keys, places: Places) -> int:
    """The greatest number of neighbouring keys that stand together in order."""
    best = 0
    for first, key in enumerate(keys):
        for at in places.get(key, ()):
            length = 1
            while first + length < len(keys) and at + length in places.get(keys[first + length], ()):
                length += 1
            best = max(best, length)
    return best


def _close(keys: Keys, places: Places) -> bool:
    """Whether some place of the first key has all others within a short stretch."""
    reach = len(keys) + 4
    return any(all(any(at - reach < p < at + reach for p in places[key]) for key in keys) for at in places[keys[0]])


@dataclass(frozen=True, slots=True)
class Probe:
    """A concept made ready for many passages: its wordings with their weights, their keys, the first wording folded,
    and all keys folded. ``wordings`` are its forms, each with its keys folded, or none where marks were typed."""

    forms: tuple[tuple[Keys, float], ...]
    wordings: tuple[tuple[Keys, Keys], ...]
    keys: frozenset[str]
    folded: Keys
    bare: float
    bare_keys: frozenset[str]


@lru_cache(maxsize=512)
def probe(concept: Concept) -> Probe:
    """The concept made ready, once for all that look for it."""
    forms = tuple((form.keys, form.weight) for form in concept.forms)
    keys = frozenset(key for form, _ in forms for key in form)
    bare = FOLDED_TYPED if concept.certain else FOLDED_RESTORED
    wordings = tuple((form, () if concept.certain else tuple(map(fold, form))) for form, _ in forms)
    folded = tuple(map(fold, forms[0][0]))
    return Probe(forms, wordings, keys, folded, bare * forms[0][1], frozenset(map(fold, keys)))


def part_match(concept: Concept | Probe, part: Part, idf: Idf) -> float:
    """The best of the concept's wordings in this part, with and without marks."""
    if not part.keys:
        return 0.0
    ready = concept if isinstance(concept, Probe) else probe(concept)
    best = 0.0
    if not part.places.keys().isdisjoint(ready.keys):
        for keys, weight in ready.forms:
            if weight > best:
                best = max(best, weight * form_match(keys, part.places, idf))
    if best < ready.bare and not part.folded.keys().isdisjoint(ready.folded):
        best = max(best, ready.bare * form_match(ready.folded, part.folded, idf))
    return best


def concept_match(concept: Concept | Probe, passage: Prepared, idf: Idf) -> float:
    """0..1: how well the passage says the concept, its main part counting most."""
    ready = concept if isinstance(concept, Probe) else probe(concept)
    if passage.folded.isdisjoint(ready.bare_keys):
        return 0.0
    best = part_match(ready, passage.main, idf)
    if best < _REST:
        best = max(best, _REST * part_match(ready, passage.rest, idf))
    if best < _CONTEXT:
        best = max(best, _CONTEXT * part_match(ready, passage.context, idf))
    return best


def weight(concept: Concept, idf: Idf) -> float:
    """What the concept counts for: rare words more, long phrases more, but less than their number says."""
    keys = concept.forms[0].keys
    known = [idf(key) for key in keys]
    return (sum(known) / len(known)) * len(known) ** 0.5 if known else 0.0


def nearness(concepts: Sequence[Concept | Probe], part: Part) -> float:
    """Share of neighbouring concepts of the question that stand side by side in the part, in either order."""
    if len(concepts) < 2 or not part.keys:
        return 0.0
    spots = [_spots(one if isinstance(one, Probe) else probe(one), part) for one in concepts]
    near = 0.0
    for (one, one_length), (other, other_length) in pairwise(spots):
        if any(
            -other_length - 1 <= a - b <= 0 or 0 <= a - b <= other_length + 1 or -one_length - 1 <= a - b <= 0
            for a in one
            for b in other
        ):
            near += 1.0
    return near / (len(concepts) - 1)


def _spots(concept: Probe, part: Part) -> tuple[tuple[int, ...], int]:
    """Where the first wording of the concept that the part holds whole begins, and its length."""
    for keys, bare in concept.wordings:
        places = part.places
        if bare and keys[0] not in places:
            keys, places = bare, part.folded
        if keys[0] not in places:
            continue
        found = tuple(at for at in places[keys[0]] if all(at + i in places.get(key, ()) for i, key in enumerate(keys)))
        if found:
            return found, len(keys)
    return (), 0


def in_order(wanted: Sequence[str], keys: Keys) -> float:
    """Share of ``wanted`` that stands in ``keys`` in the same order."""
    masks = _masks(wanted)
    return _share_in_order(len(wanted), (masks[key] for key in keys if key in masks))


def placed_in_order(wanted: Sequence[str], places: Places) -> float:
    """``in_order`` over a run of keys of which the places are known."""
    masks = _masks(wanted)
    placed = sorted((at, mask) for key, mask in masks.items() for at in places.get(key, ()))
    return _share_in_order(len(wanted), (mask for _, mask in placed))


def _masks(wanted: Sequence[str]) -> dict[str, int]:
    """For every key the bits of its places in ``wanted``."""
    masks: dict[str, int] = {}
    for i, key in enumerate(wanted):
        masks[key] = masks.get(key, 0) | (1 << i)
    return masks


def _share_in_order(length: int, masks: Iterable[int]) -> float:
    """The longest common subsequence as a share of ``length``, bit-parallel."""
    if not length:
        return 0.0
    full = state = (1 << length) - 1
    for mask in masks:
        hit = state & mask
        state = ((state + hit) | (state - hit)) & full
    return (length - state.bit_count()) / length
