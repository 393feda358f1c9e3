"""The engine opened once: catalogue, index and encoder, and the knowledge of the present generation."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.embed.encoder import Encoder
from indexer.settings import Settings
from indexer.store.catalogue import Catalogue
from indexer.store.live import LiveIndex
from indexer.store.local import LocalSnapshot
from indexer.store.narrowed import Narrowed
from indexer.store.readership import Groups
from search_api.access import auditing
from search_api.access.readable import KEPT, Readable
from search_api.answer import Reply, reply
from search_api.finding import ANYWHERE, Findings, Within, find
from search_api.knowledge import Knowledge
from search_api.overrides import AS_READ, Overrides, held_to, understood
from search_api.query import read
from search_api.records import Presenter
from search_api.types import Reading

_KEPT_VECTORS = 512


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds that the parts of a search took."""

    read: float
    encode: float
    find: float
    answer: float = 0.0

    def as_json(self) -> dict[str, float]:
        """The parts and their total, rounded."""
        parts = {"read": self.read, "encode": self.encode, "find": self.find, "answer": self.answer}
        return {name: round(value, 2) for name, value in {**parts, "total": sum(parts.values())}.items()}


class Engine:
    """Answers questions over one data folder. Safe to share between threads; follows what other processes add."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        settings.data.mkdir(parents=True, exist_ok=True)
        # All that is held, whoever asks; ``catalogue`` is the part that the viewer in hand may read.
        self.whole = Catalogue(settings.data / "catalogue.db")
        self._readable = Readable(self.whole)
        self._auditor = auditing.attach(self.whole.audit)
        self.encoder = Encoder(settings)
        self.live = LiveIndex(settings.data, self.whole, self.encoder.fingerprint, self.encoder.dimension)
        # Told how long the parts of each search took.
        self.timed: Callable[[Mapping[str, float]], None] = lambda taken: None
        self._refreshing = threading.Lock()
        self._presenters: OrderedDict[Groups | None, Presenter] = OrderedDict()
        self._vectors: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._vector_lock = threading.Lock()

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue with nothing in it that the viewer in hand may not read."""
        return self._readable.catalogue()

    def presenter(self) -> Presenter:
        """The presenter of the newest generation for the viewer in hand; a changed catalogue is taken over here."""
        catalogue = self.catalogue
        present = self._presenters.get(catalogue.readers)
        if present is not None and present.knowledge.generation == catalogue.generation():
            return present
        with self._refreshing:
            generation = catalogue.generation()
            present = self._presenters.get(catalogue.readers)
            if present is None or present.knowledge.generation != generation:
                before = present.knowledge if present else None
                present = Presenter(Knowledge(catalogue, self._index(catalogue), generation, before))
                self._presenters[catalogue.readers] = present
            self._presenters.move_to_end(catalogue.readers)
            while len(self._presenters) > KEPT:
                self._presenters.popitem(last=False)
            return present

    def _index(self, catalogue: Catalogue) -> LocalSnapshot | Narrowed:
        """The index as the readers of that catalogue may use it."""
        snapshot = self.live.snapshot()
        if catalogue.readers is None:
            return snapshot
        _, held = self.whole.serials()
        _, seen = catalogue.serials()
        return Narrowed(snapshot, catalogue.passage_rowids(), tuple(sorted(held.keys() - seen.keys())))

    def warm_up(self) -> None:
        """Load everything that the first question would otherwise wait for."""
        self.presenter()
        self._vector("khởi động")
        read("đơn vị nào chủ trì", self.presenter().knowledge.known)

    def search(
        self, question: str, within: Within = ANYWHERE, said: Overrides = AS_READ
    ) -> tuple[Presenter, Reading, Findings, Taken]:
        """The reading of a question and its ranked passages; raises BadQuery for one that cannot be read."""
        presenter = self.presenter()
        begun = time.perf_counter()
        reading = understood(question, presenter.knowledge, said)
        worded = time.perf_counter()
        vector = self._vector(reading.vietnamese)
        encoded = time.perf_counter()
        findings = find(reading, vector, presenter.knowledge, held_to(within, reading, said))
        found = time.perf_counter()
        taken = Taken(1000 * (worded - begun), 1000 * (encoded - worded), 1000 * (found - encoded))
        self.timed(taken.as_json())
        return presenter, reading, findings, taken

    def ask(self, question: str, said: Overrides = AS_READ) -> tuple[Presenter, Reading, Findings, Reply, Taken]:
        """The answer to a question with the passages it was sought in."""
        presenter, reading, findings, taken = self.search(question, said=said)
        begun = time.perf_counter()
        answer = reply(reading, findings, presenter.knowledge)
        spent = 1000 * (time.perf_counter() - begun)
        self.timed({"answer": spent})
        return presenter, reading, findings, answer, Taken(taken.read, taken.encode, taken.find, spent)

    def close(self) -> None:
        """Let go of the catalogue."""
        auditing.detach(self._auditor)
        self.whole.close()

    def _vector(self, text: str) -> NDArray[np.float32]:
        """The query's vector; the last few hundred are kept."""
        with self._vector_lock:
            if text in self._vectors:
                self._vectors.move_to_end(text)
                return self._vectors[text]
        vector = self.encoder.query(text)
        with self._vector_lock:
            self._vectors[text] = vector
            if len(self._vectors) > _KEPT_VECTORS:
                self._vectors.popitem(last=False)
        return vector
