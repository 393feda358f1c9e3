"""One generation of the catalogue as questions see it: plans, units, vocabulary, and passages ready for scoring."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable
from math import log

import numpy as np
from numpy.typing import NDArray

from indexer.fold import fold, syllables
from indexer.store.catalogue import Catalogue
from indexer.store.local import LocalSnapshot
from indexer.store.records import StoredDocument, StoredTask, TaskFilter
from indexer.syllable import is_syllable
from indexer.types import Clause
from search_api.identity import Identity, identity
from search_api.mentions import UnitNames
from search_api.prepared import Prepared, prepare
from search_api.query import Known
from search_api.restore import SyllableModel
from search_api.vocabulary import Keys, rows

_KEPT_PASSAGES = 20_000
_UNSEEN = 0.5


class Knowledge:
    """What is known at one generation. Reading it is safe from several threads; it never changes what it tells."""

    def __init__(
        self, catalogue: Catalogue, index: LocalSnapshot, generation: int, before: Knowledge | None = None
    ) -> None:
        self.catalogue, self.index, self.generation = catalogue, index, generation
        self.documents: dict[str, StoredDocument] = {d.id: d for d in catalogue.documents().items}
        texts = {key: catalogue.text(key) or "" for key in self.documents}
        self.identities: dict[str, Identity] = {
            key: identity(document, texts[key]) for key, document in self.documents.items()
        }
        self.short: dict[str, dict[str, Keys]] = {key: {} for key in self.documents}
        for owner, abbreviation in catalogue.abbreviations():
            if _is_short_form(abbreviation.short):
                self.short[owner][_short_key(abbreviation.short)] = tuple(syllables(abbreviation.long))
        self.sections = _sections(catalogue)
        printed: dict[str, list[str]] = {}
        for alias in catalogue.aliases():
            printed.setdefault(alias.unit_id, []).append(alias.printed)
        self.units = UnitNames(catalogue.units(), printed)
        self.known = Known(
            model=SyllableModel.learn(texts.values()),
            identities=tuple(self.identities.values()),
            units=self.units,
            sections=self.sections,
            short={k: v for table in self.short.values() for k, v in table.items()},
            places=_places(texts.values()),
        )
        self.years = {key: _years(text, self.identities[key].year) for key, text in texts.items()}
        self._lock = threading.Lock()
        self._prepared: OrderedDict[int, Prepared] = OrderedDict()
        self._idf: dict[str, float] = {}
        self._clauses: dict[str, dict[str, Clause]] = {}
        self._rowids: dict[str, NDArray[np.int64]] = {}

    def idf(self, key: str) -> float:
        """How telling a search key is: the logarithm of passages over those that hold it, at least a little."""
        value = self._idf.get(key)
        if value is None:
            total = max(1, self.index.size)
            value = max(0.1, log((total + 1) / (self._frequency(key) + _UNSEEN)))
            self._idf[key] = value
        return value

    def _frequency(self, key: str) -> int:
        return self.index.lexical_reader.document_frequency("syllables", key)

    def holds(self, key: str) -> bool:
        """Whether any passage has this search key."""
        return self._frequency(key) > 0

    def prepared(self, rowids: Iterable[int]) -> list[Prepared | None]:
        """The passages of those numbers ready for scoring, None for one that the catalogue no longer holds."""
        wanted = [int(rowid) for rowid in rowids]
        with self._lock:
            held = {rowid: self._prepared[rowid] for rowid in wanted if rowid in self._prepared}
        missing = [rowid for rowid in wanted if rowid not in held]
        if missing:
            fresh = self._prepare(missing)
            with self._lock:
                self._prepared.update(fresh)
                while len(self._prepared) > _KEPT_PASSAGES:
                    self._prepared.popitem(last=False)
            held.update(fresh)
        return [held.get(rowid) for rowid in wanted]

    def clause(self, document_id: str, clause_id: str) -> Clause | None:
        """The clause of that id."""
        tree = self._clauses.get(document_id)
        if tree is None:
            tree = self._clauses[document_id] = {c.id: c for c in self.catalogue.clauses(document_id)}
        return tree.get(clause_id)

    def rowids(self, document_id: str) -> NDArray[np.int64]:
        """The numbers of a document's passages, sorted."""
        found = self._rowids.get(document_id)
        if found is None:
            found = self._rowids[document_id] = self.catalogue.passage_rowids((document_id,))
        return found

    def _prepare(self, rowids: list[int]) -> dict[int, Prepared]:
        found: dict[int, Prepared] = {}
        tasks: dict[str, StoredTask | None] = {}
        for rowid, stored in self.catalogue.passages(rowids).items():
            task_id = stored.passage.task_id
            if task_id is not None and task_id not in tasks:
                tasks[task_id] = self.catalogue.task(task_id)
            task = tasks[task_id] if task_id is not None else None
            found[rowid] = prepare(stored, task, self.short.get(stored.document_id, {}))
        return found


def _is_short_form(short: str) -> bool:
    """Whether a defined name is a short form and no ordinary word: "CNSCĐ", not "Sở" or "Ban Chỉ đạo"."""
    return " " not in short.strip() and sum(c.isupper() for c in short) > 1 and not is_syllable(short)


def _short_key(short: str) -> str:
    return "".join(syllables(short))


def _sections(catalogue: Catalogue) -> tuple[str, ...]:
    """The sections that tasks stand in, in the order of the catalogue."""
    return tuple(dict.fromkeys(t.task.section for t in catalogue.tasks(TaskFilter()).items if t.task.section))


_YEARS = re.compile(r"(?<!\d)(20\d\d)(?:\s*[-–]\s*(20\d\d))?(?!\d)")


def _years(text: str, own: int | None) -> frozenset[int]:
    """The plan's own year and every year that its text names, those within a range included."""
    found = {own} if own else set()
    for first, last in _YEARS.findall(text):
        found |= set(range(int(first), int(last or first) + 1))
    return frozenset(found)


def _places(texts: Iterable[str]) -> frozenset[str]:
    """The provinces that any plan names, folded."""
    names = {" ".join(map(fold, syllables(name))) for (name,) in rows("provinces")}
    found: set[str] = set()
    for text in texts:
        folded = f" {' '.join(fold(text).split())} "
        found |= {name for name in names - found if f" {name}" in folded}
    return frozenset(found)
