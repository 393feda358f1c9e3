"""One encoder for passages and queries, whatever sentence-transformers model the settings name."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from indexer.embed.engines import Engine, Q4Engine, TorchEngine, Vectors, has_q4
from indexer.embed.folder import Prefixes, model_fingerprint, model_folder, prefixes, stated_dimension
from indexer.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

Progress = Callable[[int, int], None]

# Batches handed to the library at once: enough to sort by length inside, few enough to show progress.
_BATCHES = 16


class Encoder:
    """Texts to L2-normalised float32 rows. Nothing heavy is loaded before the first text.

    Raises ModelUnavailable at construction when the model that the settings name is not on this machine.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = model_folder(settings)
        self._prefixes = prefixes(self._folder, settings)
        self._fingerprint: str | None = None
        self._dimension: int | None = None
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    @property
    def folder(self) -> Path:
        """The folder that the model is loaded from."""
        return self._folder

    @property
    def prefixes(self) -> Prefixes:
        """What is put before a query and before a passage."""
        return self._prefixes

    @property
    def fingerprint(self) -> str:
        """A digest of weights, tokenizer, configuration and prefixes: equal digests give equal vectors."""
        if self._fingerprint is None:
            self._fingerprint = model_fingerprint(self._folder, self._prefixes, self._settings.cache)
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """The number of columns of every vector, from the folder's own statement where it makes one."""
        if self._dimension is None:
            stated = stated_dimension(self._folder)
            self._dimension = self._loaded().dimension if stated is None else stated
        return self._dimension

    @property
    def engine(self) -> str:
        """The name of the engine that the texts go through."""
        return self._loaded().name

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """``(len(texts), dim)`` rows in the order of ``texts``; ``progress`` is told (done, of) after each stretch.

        The row of an empty text is zero: nothing is near it.
        """
        told = [index for index, text in enumerate(texts) if text.strip()]
        order = sorted(told, key=lambda index: len(texts[index]), reverse=True)
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        step = self._settings.batch_size * _BATCHES
        for start in range(0, len(order), step):
            chosen = order[start : start + step]
            vectors[chosen] = self._encode([self._prefixes.passage + texts[index] for index in chosen])
            if progress is not None:
                progress(min(start + step, len(order)), len(order))
        return vectors

    def query(self, text: str) -> Vectors:
        """``(dim,)`` vector of a question; zero for an empty one."""
        if not text.strip():
            return np.zeros(self.dimension, np.float32)
        vector: Vectors = self._encode([self._prefixes.query + text])[0]
        return vector

    def _encode(self, texts: list[str]) -> Vectors:
        return self._loaded().encode(texts, self._settings.batch_size)

    def _loaded(self) -> Engine:
        with self._lock:
            if self._engine is None:
                chosen = Q4Engine if self._settings.engine == "auto" and has_q4(self._folder) else TorchEngine
                self._engine = chosen(self._folder, self._settings.threads)
            return self._engine
