"""Units of the catalogue under every wording that may name them in a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, takewhile
from types import MappingProxyType

from indexer.fold import fold, syllables
from indexer.store.records import StoredUnit
from search_api.question.identity import shortened
from search_api.question.mentions import Word, in_one, text_of
from search_api.types import AskedUnit, Role

NO_NAMES: Mapping[str, Sequence[str]] = MappingProxyType({})
# Parts of official names that are left out in speech: "Kho bạc" for "Kho bạc Nhà nước".
_UNSPOKEN = re.compile(r"\b(?:uy ban (?!nhan dan)|(?:viet nam|nha nuoc|lien hiep|cong san ho chi minh)(?: |$))")
# A name of as many words may be said in part or with one word more or less, in at least as many words.
_LONG_NAME = 6
_FEWEST = 4
# Words that ask stand in no name, and words for any body and its part in the work alone say none.
_ASKING = frozenset(("nào", "ai", "gì", "mấy", "đâu", "which", "what", "who", "whom", "whose"))
_ANY_BODY = "co quan don vi bo phan phong ban nganh to chuc ca nhan nguoi cac nhung va dong cung voi phai duoc giao"
_PART = "chu tri phoi hop phu trach tham muu thuc hien dau moi chiu trach nhiem chi dao lien quan"
_OF_ANYBODY = frozenset(f"{_ANY_BODY} {_PART}".split())


class UnitNames:
    """Units of the catalogue by every wording that may name them in a question."""

    def __init__(
        self,
        units: Sequence[StoredUnit],
        printed: Mapping[str, Sequence[str]],
        called: Mapping[str, Sequence[str]] = NO_NAMES,
        today: Sequence[str] = (),
    ) -> None:
        """``today`` are names that no plan prints, of bodies that have the duties of ``units`` now."""
        self._by_last: dict[str, list[tuple[str, str]]] = {}
        self._by_words: dict[tuple[str, ...], set[str]] = {}
        self._shortened: dict[tuple[str, ...], set[str]] = {}
        self._units = {unit.id: unit for unit in units}
        self._longest = 1
        self._today: dict[tuple[str, ...], str] = {}
        self._by_opening: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
        for name in today:
            words = tuple(syllables(fold(name)))
            self._longest = max(self._longest, len(words))
            self._today |= {words: name, tuple(w for w in words if w != "va"): name}
        for unit in units:
            for wording in {unit.name, f"{unit.name} {unit.scope}", *printed.get(unit.id, ())}:
                self._add(wording, unit.id)
            if (short := shortened(fold(unit.name))) != fold(unit.name):
                self._shortened.setdefault(tuple(short.split()), set()).add(unit.id)
            for own in {fold(unit.name), *map(fold, called.get(unit.id, ()))} - {""}:
                self._by_last.setdefault(own.split()[-1], []).append((unit.id, own))

    def _add(self, wording: str, unit_id: str) -> None:
        folded = fold(wording).replace("ubnd", _COMMITTEE)
        for said in {folded, _UNSPOKEN.sub("", folded)}:
            words = tuple(syllables(said))
            inner = tuple(w for i, w in enumerate(words) if i == 0 or w != "cac")
            for form in {words, inner, tuple(w for w in words if w != "va")}:
                if len(form) > 1:
                    self._by_words.setdefault(form, set()).add(unit_id)
                    self._longest = max(self._longest, len(form))
            if len(words) >= _LONG_NAME:
                self._by_opening.setdefault(words[:2], set()).add(words)

    def unit(self, unit_id: str) -> StoredUnit:
        """The unit of that id."""
        return self._units[unit_id]

    def with_posts(self, ids: Iterable[str], names: Sequence[str]) -> frozenset[str]:
        """Those units, and every unit whose name ends in one of the names: "Giám đốc Sở Nội vụ" with "Sở Nội vụ"."""
        found = set(ids)
        for name in names:
            last = fold(name).split()[-1:]
            found |= {key for key, own in self._by_last.get(last[0] if last else "", ()) if own.endswith(fold(name))}
        return frozenset(found)

    def named(self, wording: str) -> tuple[str, ...]:
        """The ids of the units that go by this wording exactly."""
        words = tuple(fold(part) for part in syllables(wording))
        return tuple(sorted(self._by_words.get(words, ())))

    def find(self, words: Sequence[Word], taken: set[int], role: Role | None) -> list[AskedUnit]:
        """Units named in the reading, the longest wording first, none overlapping and none on ``taken`` words."""
        folded = [word.folded for word in words]
        found: list[AskedUnit] = []
        used = set(taken)
        near = [self._nearly(words, start) for start in range(len(words))]
        for length in range(min(self._longest + 1, len(words)), 1, -1):
            for start in range(len(words) - length + 1):
                span = range(start, start + length)
                said = tuple(folded[start : start + length])
                ids = self._by_words.get(said)
                if not ids and folded[start + length : start + length + 1] != ["va"]:
                    ids = self._shortened.get(said)
                if not ids and near[start][0] == length:
                    ids = near[start][1]
                now = None if ids else self._today.get(said)
                names = [now] if now else [f"{self._units[i].name} {self._units[i].scope}" for i in ids or ()]
                if not names or used.intersection(span) or not _marks_agree(names, words[start : start + length]):
                    continue
                if not in_one(words, start, start + length):
                    continue
                used.update(span)
                found.append(self._asked(words, start, start + length, ids or (), role, now))
        return sorted(found, key=lambda unit: unit.start)

    def _asked(
        self, words: Sequence[Word], start: int, end: int, ids: Iterable[str], role: Role | None, now: str | None = None
    ) -> AskedUnit:
        """The mention of those units, under the shortest of their names or the one of today."""
        meant = tuple(sorted(ids))
        name = now or self._units[min(meant, key=lambda i: (len(self._units[i].name), i))].name
        return AskedUnit(text_of(words, start, end), name, meant, start, end, role)

    def _nearly(self, words: Sequence[Word], start: int) -> tuple[int, set[str]]:
        """The number of words at ``start`` that say a long name in part or with one word amiss, and the units of that
        name; none where the words would do for several."""
        told = takewhile(lambda word: word.key not in _ASKING, words[start : start + self._longest + 1])
        here = tuple(word.folded for word in told)
        best: dict[int, set[tuple[str, ...]]] = {}
        for name in self._by_opening.get(here[:2], ()):
            said, length = _along(name, here)
            part = 2 * said >= len(name) or name[said : said + 1] == ("va",)
            goes_on = said < len(name) and "va" in here[length - 1 : length + 1]
            if length < _FEWEST or not part or goes_on or _OF_ANYBODY.issuperset(here[:length]):
                continue
            best.setdefault(length, set()).add(name)
        length = max(best, default=0)
        ids = {frozenset(self._by_words[name]) for name in best.get(length, ())}
        return (length, set(next(iter(ids)))) if len(ids) == 1 else (0, set())


def _along(name: Sequence[str], words: Sequence[str]) -> tuple[int, int]:
    """How far the name goes along the words, in words of either, with at most one left out or put in."""
    i = j = 0
    slipped = False
    while i < len(name) and j < len(words):
        if name[i] == words[j]:
            i, j = i + 1, j + 1
        elif not slipped and name[i + 1 : i + 2] == words[j : j + 1]:
            i, slipped = i + 1, True
        elif not slipped and name[i : i + 1] == words[j + 1 : j + 2]:
            j, slipped = j + 1, True
        else:
            break
    return i, j


def _marks_agree(names: Sequence[str], words: Sequence[Word]) -> bool:
    """Whether no word typed with marks contradicts the names (typed "sơ" is not "sở")."""
    typed = {word.key for word in words if word.certain and word.key != word.folded}
    return not typed or any(typed <= set(syllables(f"{name} {_LONG}")) for name in names)


_OWNED_BY = (["cua"], ["thuoc"], ["o"], ["tai"])
_TELLING_NAME = 3


def without_owners(units: Sequence[AskedUnit], words: Sequence[Word]) -> list[AskedUnit]:
    """The units without those said only to be the body of the one before: "Phòng Đào tạo nghề | của Trường X"."""
    owners = {
        other.start
        for one, other in pairwise(units)
        if [word.folded for word in words[one.end : other.start]] in _OWNED_BY
        and len(one.name.split()) >= _TELLING_NAME
    }
    return [unit for unit in units if unit.start not in owners]


_COMMITTEE = "uy ban nhan dan"
_LONG = "ủy ban nhân dân văn phòng"
