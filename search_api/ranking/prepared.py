"""Passages as the second look reads them: search keys with short forms spelled out, by part and by position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from indexer.fold import fold, syllables
from indexer.store.records import StoredPassage, StoredTask
from indexer.store.units import mention_id
from search_api.question.vocabulary import Keys, shortforms

Places = Mapping[str, tuple[int, ...]]

_KEPT = 8192
_NONE: Mapping[str, Keys] = {}


@dataclass(frozen=True, slots=True)
class Part:
    """A run of search keys with the places of every key, and of every key without marks."""

    keys: Keys
    places: Places
    folded: Places


@dataclass(frozen=True, slots=True)
class Prepared:
    """A passage ready for scoring: ``main`` is what is to be done (or a clause's words), ``rest`` the other cells
    of a row, ``context`` its headings; ``leads`` and ``coordinates`` are ids of units, ``folded`` all keys unmarked."""

    passage: StoredPassage
    task: StoredTask | None
    main: Part
    rest: Part
    context: Part
    leads: frozenset[str]
    coordinates: frozenset[str]
    folded: frozenset[str] = frozenset()


def spelled_out(text: str, short: Mapping[str, Keys]) -> Keys:
    """The search keys of ``text`` with short forms in their words: "TTHC" and "thủ tục hành chính" are one."""
    table, said = shortforms(), syllables(text)
    if table.keys().isdisjoint(said) and short.keys().isdisjoint(said):
        return tuple(said)
    found: list[str] = []
    for key in said:
        long = short.get(key) or table.get(key)
        if long:
            found.extend(long)
        else:
            found.append(key)
    return tuple(found)


def part(keys: Keys) -> Part:
    """The run with its places."""
    places: dict[str, tuple[int, ...]] = {}
    for i, key in enumerate(keys):
        places[key] = (*places[key], i) if key in places else (i,)
    folded: dict[str, tuple[int, ...]] = {}
    for key, at in places.items():
        bare = fold(key)
        folded[bare] = tuple(sorted((*folded[bare], *at))) if bare in folded else at
    return Part(keys, places, folded)


def _read(text: str, short: Mapping[str, Keys]) -> Part:
    """The text as a run: headings and cells come again in many passages, and sibling plans say the same."""
    if short and not short.keys().isdisjoint(_said(text)):
        return part(spelled_out(text, short))
    return _kept_part(text)


@lru_cache(maxsize=_KEPT)
def _said(text: str) -> Keys:
    return tuple(syllables(text))


@lru_cache(maxsize=_KEPT)
def _kept_part(text: str) -> Part:
    return part(spelled_out(text, _NONE))


def prepare(stored: StoredPassage, task: StoredTask | None, short: Mapping[str, Keys]) -> Prepared:
    """The passage with its task, if it is a row."""
    passage = stored.passage
    if task is None:
        main, rest = passage.text, ""
        leads: frozenset[str] = frozenset()
        coordinates: frozenset[str] = frozenset()
    else:
        row = task.task
        main = " . ".join(filter(None, (row.goal, row.task, row.activity)))
        due = row.deadline.text if row.deadline else None
        rest = " . ".join(filter(None, (row.product, row.lead_text, row.coordinate_text, due)))
        leads = frozenset(mention_id(unit) for unit in row.lead)
        coordinates = frozenset(mention_id(unit) for unit in row.coordinate)
    context = " . ".join(_once((passage.section or "", passage.context)))
    told, beside, above = (_read(words, short) for words in (main, rest, context))
    folded = frozenset(chain(told.folded, beside.folded, above.folded))
    return Prepared(stored, task, told, beside, above, leads, coordinates, folded)


def _once(texts: Sequence[str]) -> list[str]:
    return [text for i, text in enumerate(texts) if text and text not in texts[:i]]
