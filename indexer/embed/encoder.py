"""One encoder for passages and queries, whatever sentence-transformers model the settings name."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from indexer.embed.folder import Prefixes, model_fingerprint, model_folder, prefixes, stated_dimension
from indexer.errors import ModelUnavailable
from indexer.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

Vectors = NDArray[np.float32]
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
        self._model: Any = None
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
        stated = stated_dimension(self._folder)
        if stated is not None:
            return stated
        model = self._loaded()
        named = getattr(model, "get_embedding_dimension", None) or model.get_sentence_embedding_dimension
        return int(named())

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
        model = self._loaded()
        # sentence-transformers takes prompts from the folder as well: an empty one keeps ours from being doubled.
        vectors = model.encode(
            texts,
            batch_size=self._settings.batch_size,
            prompt="",
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, np.float32)

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = _load(self._folder, self._settings.threads)
            return self._model


def _load(folder: Path, threads: int) -> Any:
    """The sentence-transformers model of ``folder`` on the CPU, never from the network."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if threads:
        torch.set_num_threads(threads)
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnavailable(
            f"Không nạp được mô hình trong {folder}: {error}", f"Cannot load the model in {folder}: {error}"
        ) from error
    model.eval()
    return model
