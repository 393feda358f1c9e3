"""The engine opened once: catalogue, index and encoder, and the knowledge of the present generation."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

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
from search_api.kept import Kept
from search_api.knowledge import Knowledge
from search_api.question.overrides import AS_READ, Overrides, held_to, understood
from search_api.ranking.finding import ANYWHERE, Findings, Within, find
from search_api.ranking.studies import Studies
from search_api.records import Presenter
from search_api.types import Reading

_KEPT_VECTORS = 512
_KEPT_READINGS = 256
# Asked of oneself at the start: what they need of vocabularies, indexes and models is loaded then.
_FIRST_QUESTIONS = ("Đơn vị nào chủ trì báo cáo?", "Which unit leads the report?")
_ENCODING = 2
# A small catalogue is taken over within this time, so that a question sees it; a great one's questions go on.
_PATIENCE_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds that the parts of a search took; ``encode`` is what it waited for the question's vector."""

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
        self._studies = Studies(settings.data / "studied.db")
        self.encoder = Encoder(settings)
        self.live = LiveIndex(settings.data, self.whole, self.encoder.fingerprint, self.encoder.dimension)
        # Told how long the parts of each search took.
        self.timed: Callable[[Mapping[str, float]], None] = lambda taken: None
        # Called with a generation that is made ready, before anybody is given it.
        self.preparing: list[Callable[[Presenter], object]] = []
        self._refreshing = threading.Lock()
        self._expecting = False
        self._presenters: OrderedDict[Groups | None, Presenter] = OrderedDict()
        self._following: dict[Groups | None, threading.Event] = {}
        self._following_lock = threading.Lock()
        self._vectors: Kept[str, NDArray[np.float32]] = Kept(_KEPT_VECTORS)
        self._readings: Kept[tuple[str, Overrides, Groups | None, int], Reading] = Kept(_KEPT_READINGS)
        self._encoding = ThreadPoolExecutor(_ENCODING, thread_name_prefix="encode")
        self.live.published = self.take_over

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue with nothing in it that the viewer in hand may not read."""
        return self._readable.catalogue()

    def presenter(self) -> Presenter:
        """The presenter of the newest generation for the viewer in hand; a changed catalogue is taken over here."""
        catalogue = self.catalogue
        present = self._presenters.get(catalogue.readers)
        if present is not None and self._serves(present, catalogue):
            return present
        return self._built(catalogue)

    def settled(self) -> Presenter:
        """The presenter that a question is answered from: the newest, or, where another process added documents to a
        great catalogue, the one before it until the newest is ready."""
        catalogue = self.catalogue
        present = self._presenters.get(catalogue.readers)
        if present is None:
            return self._built(catalogue)
        if self._serves(present, catalogue):
            return present
        if not _all_held(present, catalogue):
            return self._built(catalogue)
        self._behind(catalogue).wait(_PATIENCE_SECONDS)
        return self._presenters.get(catalogue.readers, present)

    def _serves(self, present: Presenter, catalogue: Catalogue) -> bool:
        """Whether questions may be answered from it: it is the newest, index included, or what is newer is expected."""
        generation, knowledge = catalogue.generation(), present.knowledge
        if generation == knowledge.generation == knowledge.index.generation:
            return True
        # What was taken out, or may be read no more, is not shown for another moment.
        return self._expecting and _all_held(present, catalogue)

    def expect(self) -> None:
        """Another process is about to add documents on behalf of this one, which will then ``catch_up``: until it does
        nobody waits for them."""
        self._expecting = True

    def catch_up(self) -> None:
        """Take over what another process has added. Raises CatalogueLocked while yet another one writes."""
        try:
            self.live.bring_up()
        finally:
            self._expecting = False

    def take_over(self) -> None:
        """Make the newest generation ready for all who asked before; a writer's last step, so that no reader waits."""
        for present in tuple(self._presenters.values()):
            self._built(present.knowledge.catalogue)

    def _behind(self, catalogue: Catalogue) -> threading.Event:
        """Builds the newest generation in a thread of its own, one at a time; the event is set when it is ready."""
        with self._following_lock:
            done = self._following.get(catalogue.readers)
            if done is not None:
                return done
            done = self._following[catalogue.readers] = threading.Event()

        def build() -> None:
            try:
                self._built(catalogue)
            finally:
                with self._following_lock:
                    self._following.pop(catalogue.readers, None)
                done.set()

        threading.Thread(target=build, name="next generation", daemon=True).start()
        return done

    def _built(self, catalogue: Catalogue) -> Presenter:
        with self._refreshing:
            snapshot, generation = self.live.snapshot(), catalogue.generation()
            present = self._presenters.get(catalogue.readers)
            held = present and (present.knowledge.generation, present.knowledge.index.generation)
            if present is None or held != (generation, snapshot.generation):
                # Other readers' knowledge will do: what it holds of a plan's text holds for everybody.
                like = present or next(iter(self._presenters.values()), None)
                before = like.knowledge if like else None
                snapshot.ready()
                index = self._index(snapshot, catalogue)
                present = Presenter(Knowledge(catalogue, index, generation, before, self._kept_of(catalogue)))
                for prepare in self.preparing:
                    prepare(present)
                self._presenters[catalogue.readers] = present
            self._presenters.move_to_end(catalogue.readers)
            while len(self._presenters) > KEPT:
                self._presenters.popitem(last=False)
            return present

    def _kept_of(self, catalogue: Catalogue) -> Studies | None:
        """Where what is studied is kept: by those before whom nothing is left out, since they hold all of it."""
        return self._studies if catalogue.readers is None else None

    def _index(self, snapshot: LocalSnapshot, catalogue: Catalogue) -> LocalSnapshot | Narrowed:
        """The index as the readers of that catalogue may use it."""
        if catalogue.readers is None:
            return snapshot
        _, held = self.whole.serials()
        _, seen = catalogue.serials()
        return Narrowed(snapshot, catalogue.passage_rowids(), tuple(sorted(held.keys() - seen.keys())))

    def warm_up(self) -> None:
        """Load everything that the first question, in either language, would otherwise wait for."""
        knowledge = self.presenter().knowledge
        for question in _FIRST_QUESTIONS:
            reading = understood(question, knowledge, AS_READ)
            reply(reading, find(reading, partial(self._vector, reading.vietnamese), knowledge), knowledge)

    def search(
        self, question: str, within: Within = ANYWHERE, said: Overrides = AS_READ
    ) -> tuple[Presenter, Reading, Findings, Taken]:
        """The reading of a question and its ranked passages; raises BadQuery for one that cannot be read."""
        presenter = self.settled()
        knowledge = presenter.knowledge
        begun = time.perf_counter()
        reading = self._readings.get(
            (question, said, knowledge.readers, knowledge.generation), lambda: understood(question, knowledge, said)
        )
        worded = time.perf_counter()
        # The encoder computes beside the interpreter: what needs no vector goes on meanwhile.
        coming = self._encoding.submit(self._vector, reading.vietnamese)
        waited = 0.0

        def vector() -> NDArray[np.float32]:
            nonlocal waited
            from_here = time.perf_counter()
            found = coming.result()
            waited += time.perf_counter() - from_here
            return found

        findings = find(reading, vector, knowledge, held_to(within, reading, said))
        spent = time.perf_counter() - worded
        taken = Taken(1000 * (worded - begun), 1000 * waited, 1000 * (spent - waited))
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
        self._encoding.shutdown()
        auditing.detach(self._auditor)
        self.whole.close()

    def _vector(self, text: str) -> NDArray[np.float32]:
        """The query's vector; the last few hundred are kept."""
        return self._vectors.get(text, lambda: self.encoder.query(text))


def _all_held(present: Presenter, catalogue: Catalogue) -> bool:
    """Whether the catalogue still holds every document that the presenter knows, as it knows it."""
    return {one.serial for one in present.knowledge.documents.values()} <= catalogue.serials()[1].keys()
