"""One generation of the catalogue as questions see it: plans, units, vocabulary, and passages ready for scoring."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from indexer.fold import syllables
from indexer.store.catalogue import Catalogue
from indexer.store.local import LocalSnapshot
from indexer.store.narrowed import Narrowed
from indexer.store.records import StoredDocument, StoredTask, TaskFilter
from indexer.syllable import is_syllable
from indexer.types import Clause
from search_api.kept import Kept
from search_api.ledger.successors import names_now
from search_api.query import Known
from search_api.question.identity import Identity
from search_api.question.unit_names import UnitNames
from search_api.question.vocabulary import Keys
from search_api.ranking.prepared import Part, Prepared, part, prepare
from search_api.ranking.studied import Studied, model_of, places_of, study_all
from search_api.ranking.studies import Studies

T = TypeVar("T")
_KEPT_PASSAGES = 8_000
_KEPT_TASKS = 6_000
_UNSEEN = 0.5


class Knowledge:
    """What is known at one generation. Reading it is safe from several threads; it never changes what it tells."""

    def __init__(
        self,
        catalogue: Catalogue,
        index: LocalSnapshot | Narrowed,
        generation: int,
        before: Knowledge | None = None,
        studies: Studies | None = None,
    ) -> None:
        self.catalogue, self.index, self.generation = catalogue, index, generation
        # Whose knowledge this is; None where nothing is left out.
        self.readers = catalogue.readers
        known = before.plans if before else {}
        self.plans: dict[str, Studied] = study_all(catalogue, known, studies)
        self.documents: dict[str, StoredDocument] = {key: one.document for key, one in self.plans.items()}
        self.identities: dict[str, Identity] = {key: one.identity for key, one in self.plans.items()}
        self.years = {key: one.years for key, one in self.plans.items()}
        self.plan_years = {key: one.identity.year for key, one in self.plans.items()}
        self.short: dict[str, dict[str, Keys]] = {key: {} for key in self.documents}
        for owner, abbreviation in catalogue.abbreviations():
            if owner in self.short and _is_short_form(abbreviation.short):
                self.short[owner][_short_key(abbreviation.short)] = tuple(syllables(abbreviation.long))
        self.sections = catalogue.sections()
        self.tabled = catalogue.tabled()
        printed: dict[str, dict[str, None]] = {}
        called: dict[str, dict[str, None]] = {}
        for alias in catalogue.aliases():
            printed.setdefault(alias.unit_id, {}).setdefault(alias.printed)
            called.setdefault(alias.unit_id, {}).setdefault(alias.name)
        units = catalogue.units()
        self.units = UnitNames(
            units,
            {key: tuple(wordings) for key, wordings in printed.items()},
            {key: tuple(names) for key, names in called.items()},
            names_now({unit.name for unit in units}),
        )
        self.known: Known = Known(
            model=model_of(self.plans, known, before.known.model if before else None),
            identities=tuple(self.identities.values()),
            units=self.units,
            sections=self.sections,
            short={k: v for table in self.short.values() for k, v in table.items()},
            places=places_of(self.plans.values()),
        )
        self._lock = threading.Lock()
        self._prepared: OrderedDict[int, Prepared] = OrderedDict()
        self._tasks: OrderedDict[str, tuple[StoredTask, ...]] = OrderedDict()
        self._runs: Kept[tuple[str, int], Part] = Kept(_KEPT_TASKS)
        self._idf: dict[str, float] = {}
        self._clauses: dict[str, dict[str, Clause]] = {}
        self._rowids: dict[str, NDArray[np.int64]] = {}
        self._making = threading.RLock()
        self._made: dict[Callable[[Knowledge], object], object] = {}

    def once(self, make: Callable[[Knowledge], T]) -> T:
        """What ``make``, a function of a module, gives of this generation: made for the first who asks, then kept."""
        found = self._made.get(make)
        if found is None:
            with self._making:
                found = self._made.get(make)
                if found is None:
                    found = self._made[make] = make(self)
        return cast("T", found)

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

    def tasks(self, documents: Sequence[str]) -> tuple[StoredTask, ...]:
        """All tasks of those plans, of every plan for none, in the order of documents and rows."""
        wanted = sorted(documents, key=self._serial) if documents else list(self.documents)
        with self._lock:
            held = {key: self._tasks[key] for key in wanted if key in self._tasks}
        missing = tuple(key for key in wanted if key not in held and key in self.documents)
        if missing:
            fresh: dict[str, list[StoredTask]] = {key: [] for key in missing}
            few = TaskFilter(documents=missing if len(missing) < len(self.documents) else ())
            for task in self.catalogue.tasks(few).items:
                if task.document_id in fresh:
                    fresh[task.document_id].append(task)
            held.update({key: tuple(tasks) for key, tasks in fresh.items()})
            with self._lock:
                self._tasks.update((key, held[key]) for key in missing)
                while sum(map(len, self._tasks.values())) > _KEPT_TASKS and len(self._tasks) > 1:
                    self._tasks.popitem(last=False)
        return tuple(task for key in wanted for task in held.get(key, ()))

    def run(self, stored: StoredTask, words: Callable[[StoredTask], Keys]) -> Part:
        """The ``words`` of a task with their places; those of the last few thousand tasks are kept."""
        return self._runs.get((stored.task.id, stored.task.span.start), lambda: part(words(stored)))

    def _serial(self, document_id: str) -> int:
        document = self.documents.get(document_id)
        return document.serial if document else 0

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
        held = self.catalogue.passages(rowids)
        tasks = self.catalogue.tasks_named(s.passage.task_id for s in held.values() if s.passage.task_id is not None)
        none: dict[str, Keys] = {}
        return {
            rowid: prepare(stored, tasks.get(stored.passage.task_id or ""), self.short.get(stored.document_id, none))
            for rowid, stored in held.items()
        }


def _is_short_form(short: str) -> bool:
    """Whether a defined name is a short form and no ordinary word: "CNSCĐ", not "Sở" or "Ban Chỉ đạo"."""
    return " " not in short.strip() and sum(c.isupper() for c in short) > 1 and not is_syllable(short)


def _short_key(short: str) -> str:
    return "".join(syllables(short))
