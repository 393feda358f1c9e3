"""The search index in local files: FAISS for vectors, tantivy for words, one manifest over both."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.store import manifest as manifests
from indexer.store.dense import DenseIndex
from indexer.store.feed import IndexEntry
from indexer.store.index import Allowed, Ranking
from indexer.store.lexical import LexicalIndex, LexicalReader, LexicalText, QueryTerms
from indexer.store.manifest import IndexUnusable, Manifest
from indexer.store.terms import lexical_texts


@dataclass(frozen=True, slots=True)
class LocalSnapshot:
    """One state of the index, held in memory and in mapped files that later states leave alone."""

    generation: int
    dense_index: DenseIndex
    lexical_reader: LexicalReader

    @property
    def size(self) -> int:
        """How many passages can be found."""
        return self.dense_index.size

    def ready(self) -> None:
        """Make what the first search would otherwise wait for."""
        self.dense_index.ready()

    def dense(self, vector: NDArray[np.float32], k: int, allowed: Allowed | None = None) -> Ranking:
        """The passages whose vectors have the greatest inner product with ``vector``."""
        return self.dense_index.search(vector, k, allowed)

    def lexical(self, terms: QueryTerms, k: int, allowed: Allowed | None = None) -> Ranking:
        """The passages with the greatest BM25 over the fields that ``terms`` asks."""
        return self.lexical_reader.search(terms, k, allowed)

    def vectors(self, rowids: Sequence[int]) -> NDArray[np.float32]:
        """``(len(rowids), dim)`` vectors. Raises KeyError for a rowid that is not here."""
        return self.dense_index.vectors(rowids)


class LocalIndex:
    """The index in ``folder``. Only the holder of the data folder's write lock may change it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manifest: Manifest | None = None
        self._lexical: LexicalIndex | None = None
        self._snapshot: LocalSnapshot | None = None

    @property
    def manifest(self) -> Manifest | None:
        """The state that is loaded."""
        return self._manifest

    def snapshot(self) -> LocalSnapshot:
        """The newest loaded state. Raises IndexUnusable before anything is loaded."""
        if self._snapshot is None:
            raise IndexUnusable("nothing loaded")
        return self._snapshot

    def published(self) -> int | None:
        """The generation that the files on disk say they belong to."""
        try:
            return manifests.load(self._folder).generation
        except IndexUnusable:
            return None

    def intact(self) -> bool:
        """Whether the files on disk are still those of the loaded state, judged by what changes with every commit.

        A writer that died between its commit and its manifest leaves a lexical index ahead of everything else.
        """
        if self._manifest is None:
            return False
        telling = (self._manifest.dense, f"{self._manifest.lexical}/meta.json")
        try:
            return all(
                manifests.stamps(self._folder, (name,), self._manifest.files)[name] == self._manifest.files[name]
                for name in telling
            )
        except (OSError, KeyError):
            return False

    def load(self, fingerprint: str) -> None:
        """Load the state on disk. Raises IndexUnusable when it is missing, damaged or of another model."""
        found = manifests.load(self._folder)
        if found.fingerprint != fingerprint:
            raise IndexUnusable(f"made with the model {found.fingerprint[:12]}, the present one is {fingerprint[:12]}")
        # What was checked when it was loaded, or written here, is not read through again.
        found.check(self._folder, self._manifest.files if self._manifest else {})
        try:
            dense = DenseIndex.load(self._folder / found.dense)
            lexical = LexicalIndex.open(self._folder / found.lexical)
            reader = lexical.reader()
        except (RuntimeError, ValueError, OSError) as error:
            raise IndexUnusable(str(error).splitlines()[0]) from error
        count = sum(stop - first for runs in found.documents.values() for first, stop in runs)
        if not dense.size == reader.size == count or dense.dimension != found.dimension:
            raise IndexUnusable(f"expected {count} passages, found {dense.size} vectors and {reader.size} texts")
        self._manifest, self._lexical = found, lexical
        self._snapshot = LocalSnapshot(found.generation, dense, reader)

    def reset(self, fingerprint: str, dimension: int) -> None:
        """Begin anew, empty; nothing on disk is replaced before the next ``update``."""
        number = 1 + max((int(path.name.split("-")[1]) for path in self._folder.glob("lexical-*")), default=0)
        name = f"lexical-{number}"
        self._lexical = LexicalIndex.create(self._folder / name)
        self._manifest = Manifest(-1, fingerprint, dimension, {}, "", name, {})
        self._snapshot = LocalSnapshot(-1, DenseIndex.empty(dimension), self._lexical.reader())

    def update(self, gone: Iterable[int], added: Iterable[IndexEntry], generation: int) -> None:
        """Take out and put in documents, write the files, and make the result the newest state."""
        if self._manifest is None or self._lexical is None or self._snapshot is None:
            raise IndexUnusable("nothing loaded")
        leaving = [serial for serial in gone if serial in self._manifest.documents]
        documents = dict(self._manifest.documents)
        old = [np.arange(first, stop) for serial in leaving for first, stop in documents.pop(serial)]
        intake = _Intake(added)
        self._lexical.update(leaving, intake.texts())
        rowids, vectors = intake.rowids(), intake.vectors(self._manifest.dimension)
        removed = np.concatenate(old) if old else np.empty(0, np.int64)
        dense = self._snapshot.dense_index
        if len(removed) or len(rowids):
            dense = dense.changed(removed, rowids, vectors)
        documents.update({entry.serial: manifests.runs(entry.rowids.tolist()) for entry in intake.entries})
        self._publish(replace(self._manifest, generation=generation, documents=documents), dense)

    def _publish(self, state: Manifest, dense: DenseIndex) -> None:
        """Write the vector file, then the manifest that makes it and the lexical commit count, then tidy up."""
        assert self._lexical is not None
        name = f"dense-{state.generation}.faiss"
        draft = self._folder / f"{name}.part"
        dense.save(draft)
        draft.replace(self._folder / name)
        segments = sorted(
            f"{state.lexical}/{path.name}"
            for path in (self._folder / state.lexical).iterdir()
            if not path.name.startswith(".tantivy") and path.suffix != ".lock"
        )
        known = {path: stamp for path, stamp in state.files.items() if path != name}
        state = replace(state, dense=name, files=manifests.stamps(self._folder, (name, *segments), known))
        state.save(self._folder)
        self._manifest = state
        self._snapshot = LocalSnapshot(state.generation, dense, self._lexical.reader())
        self._tidy(state)

    def _tidy(self, state: Manifest) -> None:
        for path in self._folder.glob("dense-*"):
            if path.name != state.dense:
                path.unlink(missing_ok=True)
        for path in self._folder.glob("lexical-*"):
            if path.name != state.lexical:
                shutil.rmtree(path, ignore_errors=True)


class _Intake:
    """Passes entries on to the lexical index one by one and keeps their vectors for the dense one."""

    def __init__(self, added: Iterable[IndexEntry]) -> None:
        self._added = added
        self.entries: list[IndexEntry] = []

    def texts(self) -> Iterator[LexicalText]:
        for entry in self._added:
            self.entries.append(replace(entry, words=(), texts=(), contexts=()))
            yield from lexical_texts(entry)

    def rowids(self) -> NDArray[np.int64]:
        return np.concatenate([np.empty(0, np.int64), *(entry.rowids for entry in self.entries)])

    def vectors(self, dimension: int) -> NDArray[np.float32]:
        none = np.empty((0, dimension), np.float32)
        return np.concatenate([none, *(entry.vectors for entry in self.entries)])
