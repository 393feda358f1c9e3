"""What a question may become while it is typed: units, plans, sections and tasks by any of their words or initials."""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Literal
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from indexer.fold import fold
from search_api.knowledge import Knowledge
from search_api.ledger.roll import Roll
from search_api.present import Json
from search_api.question.vocabulary import shortforms

Kind = Literal["unit", "document", "section", "task", "past"]
_KINDS: tuple[Kind, ...] = ("unit", "document", "section", "task")
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 400
_LOOKED_AT = 150
_LONGEST_TOPIC = 160
_SHARE = {"unit": 4, "document": 3, "section": 2, "task": 5, "past": 3}
_PASSED_OVER = frozenset(("va", "cua", "ve"))
_LAST = chr(0x10FFFF)
_KEPT = 4
_RECENT = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that may be meant: its words, a note beside them, and what it is known by (an id, or its words)."""

    kind: Kind
    text: str
    note: str
    value: str
    folded: str
    marked: str
    initials: tuple[str, ...]
    weight: float

    def as_json(self) -> Json:
        """The suggestion as the API gives it."""
        return {"kind": self.kind, "text": self.text, "note": self.note, "value": self.value}


class Index:
    """Every entry of one generation by the beginnings of its words. Reading it is safe from several threads."""

    def __init__(self, entries: Iterable[Entry], also: dict[str, tuple[str, ...]]) -> None:
        """``also`` are further words by which units are known, by id."""
        order = {kind: place for place, kind in enumerate(_KINDS)}
        self._entries = sorted(entries, key=lambda one: (order[one.kind], -one.weight, one.text))
        self._ends = [
            bisect_left(self._entries, place + 1, key=lambda e: order[e.kind]) for place in range(len(_KINDS))
        ]
        places: dict[str, list[int]] = {}
        for at, one in enumerate(self._entries):
            known = {*one.folded.split(), *one.initials, *(also.get(one.value, ()) if one.kind == "unit" else ())}
            for word in known:
                places.setdefault(word, []).append(at)
        self._words = sorted(places)
        self._starts = np.cumsum([0, *(len(places[word]) for word in self._words)])
        self._flat = np.array([at for word in self._words for at in places[word]], np.int64)

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._entries)

    def find(self, typed: str) -> list[Entry]:
        """The entries with a word that starts with each of the words typed, the best first, a few of every kind."""
        words, folded = plain(typed).split(), plain(typed)
        if not words:
            return []
        held = self._holding(words)
        marked = " ".join(typed.casefold().split()) if fold(typed) != typed.casefold() else ""
        found: list[Entry] = []
        begin = 0
        for kind, end in zip(_KINDS, self._ends, strict=True):
            few = begin + np.flatnonzero(held[begin:end])[:_LOOKED_AT]
            ranked = sorted((-_fit(self._entries[at], folded, words, marked), at) for at in few.tolist())
            found += [self._entries[at] for _, at in ranked[: _SHARE[kind]]]
            begin = end
        return sorted(found, key=lambda one: -_fit(one, folded, words, marked))

    def _holding(self, words: Sequence[str]) -> NDArray[np.bool_]:
        held = np.ones(len(self._entries), np.bool_)
        for word in dict.fromkeys(words):
            first, last = bisect_left(self._words, word), bisect_left(self._words, word + _LAST)
            one = np.zeros(len(self._entries), np.bool_)
            one[self._flat[self._starts[first] : self._starts[last]]] = True
            held &= one
        return held


def plain(typed: str) -> str:
    """What was typed as its words without marks, one space between them."""
    return " ".join(map(_bare, _WORD.findall(normalize("NFC", typed[:_LONGEST]))))


@lru_cache(maxsize=50_000)
def _bare(word: str) -> str:
    """A word without marks; the words of a catalogue are few and come again and again."""
    return fold(word)


def _fit(one: Entry, folded: str, words: Sequence[str], marked: str) -> float:
    """How well an entry fits: its beginning before its middle, words in order, marks as typed, initials whole."""
    at = f" {one.folded}".find(f" {folded}")
    score = 4.0 if at == 0 else 2.5 if at > 0 else 0.0
    if len(words) == 1 and any(short.startswith(folded) for short in one.initials):
        score = max(score, 4.5 if folded in one.initials else 3.5)
    if marked and marked in one.marked:
        score += 1.0
    return score + one.weight - len(one.folded) / 400


def initials(folded: str) -> tuple[str, ...]:
    """The first letters of a name's words, with and without the small words between them: stttt, sttvtt."""
    words = _WORD.findall(folded)
    if len(words) < 2:
        return ()
    every = "".join(word[0] for word in words)
    telling = "".join(word[0] for word in words if word not in _PASSED_OVER)
    return tuple(dict.fromkeys((telling, every)))


def _entry(
    kind: Kind, text: str, note: str, value: str, weight: float, names: Sequence[str] = (), file: str = ""
) -> Entry:
    """An entry found by its words; a plan also by its title (the note) and its file."""
    shown = " ".join(text.split())
    folded = plain(" ".join((shown, file.replace("_", " "), note))) if kind == "document" else plain(shown)
    short = [one for name in names for one in initials(plain(name))]
    padded = f" {folded} "
    short += [one for one, long in _folded_shortforms() if long in padded]
    return Entry(kind, shown, note, value, folded, shown.casefold(), tuple(dict.fromkeys(short)), weight)


@lru_cache(maxsize=1)
def _folded_shortforms() -> tuple[tuple[str, str], ...]:
    """General short forms with their words as they stand between spaces, both without marks."""
    long = shortforms().items()
    return tuple((fold(short), f" {' '.join(map(fold, words))} ") for short, words in long if len(words) > 1)


def entries(knowledge: Knowledge, roll: Roll) -> Iterable[Entry]:
    """Everything of one generation that may be suggested."""
    for unit in roll.units.values():
        todo = unit.leads + unit.coordinates + unit.duties
        if todo:
            yield _entry("unit", unit.name, unit.scope or "", unit.id, 1.0 + log(1 + todo) / 8, (unit.name,))
    for held in knowledge.documents.values():
        header = held.header
        title = header.title or ""
        named = " ".join(filter(None, (header.kind, header.number or header.issuer))) or held.file
        yield _entry("document", named, title, held.id, 0.9, (header.issuer or "",), held.file)
    sections: dict[str, int] = {}
    topics: dict[str, tuple[str, int]] = {}
    for line in roll.tasks:
        if line.section:
            sections[line.section] = sections.get(line.section, 0) + 1
        words = " ".join((line.activity or line.task).split())[:_LONGEST_TOPIC]
        if words:
            mark = words.casefold()
            topics[mark] = (topics.get(mark, (words, 0))[0], topics.get(mark, (words, 0))[1] + 1)
    for name, count in sections.items():
        yield _entry("section", name, "", name, 0.6 + log(1 + count) / 20)
    for words, count in topics.values():
        yield _entry("task", words, "", words, 0.2 + log(count) / 20)


class Suggestions:
    """The index of the newest generation that each circle of readers sees, made when it is first asked for."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[Knowledge, Index]] = OrderedDict()
        self._making = threading.Lock()

    def find(self, knowledge: Knowledge, roll: Roll, typed: str, past: Sequence[str], limit: int) -> Json:
        """``{"query", "suggestions"}``: past questions that hold the words typed first (the last few where
        nothing is typed), then what is held."""
        words = plain(typed).split()
        if not typed.strip():
            return {"query": typed, "suggestions": [_past(one).as_json() for one in past[:_RECENT]]}
        asked = [_past(one) for one in past if words and _said(plain(one), words)][: _SHARE["past"]]
        found = [*asked, *self._index(knowledge, roll).find(typed)]
        unlike = {one.text.casefold(): one for one in reversed(found)}
        shown = [one for one in found if unlike[one.text.casefold()] is one or one.kind == "unit"]
        return {"query": typed, "suggestions": [one.as_json() for one in shown[:limit]]}

    def _index(self, knowledge: Knowledge, roll: Roll) -> Index:
        held = self._kept.get(id(knowledge))
        if held is not None:
            return held[1]
        with self._making:
            if id(knowledge) not in self._kept:
                printed: dict[str, list[str]] = {}
                for alias in knowledge.catalogue.aliases():
                    printed.setdefault(alias.unit_id, []).append(alias.printed)
                also = {
                    unit: tuple({w for one in names for w in plain(one).split()}) for unit, names in printed.items()
                }
                self._kept[id(knowledge)] = (knowledge, Index(entries(knowledge, roll), also))
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return self._kept[id(knowledge)][1]


def _said(folded: str, words: Sequence[str]) -> bool:
    held = folded.split()
    return all(any(one.startswith(word) for one in held) for word in words)


def _past(text: str) -> Entry:
    return Entry("past", text, "", text, "", "", (), 0.0)
