"""What turns prepared texts into vectors: sentence-transformers for any model, ONNX Runtime for the bundled one."""

from __future__ import annotations

import importlib.util
import os
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.embed import q4
from indexer.errors import ModelUnavailable

Vectors = NDArray[np.float32]

# More tokens than these in one run fall out of the processor's caches between two matrices.
TOKENS_AT_ONCE = 384
_BEHIND = 10


class Engine(Protocol):
    """Encodes texts as they stand; prefixes are already in front of them."""

    name: str

    @property
    def dimension(self) -> int:
        """The number of columns of every vector."""
        ...

    def encode(self, texts: Sequence[str], batch_size: int) -> Vectors:
        """``(len(texts), dim)`` L2-normalised rows."""
        ...


def has_q4(folder: Path) -> bool:
    """Whether the folder carries the four-bit graph and this installation can run it."""
    return (folder / q4.FOLDER / q4.GRAPH).is_file() and importlib.util.find_spec("onnxruntime") is not None


class TorchEngine:
    """sentence-transformers on the CPU, never from the network. Raises ModelUnavailable when the folder is no model."""

    name = "torch"

    def __init__(self, folder: Path, threads: int) -> None:
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
            self._model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise unloadable(folder, error) from error
        self._model.eval()

    @property
    def dimension(self) -> int:
        """The number of columns of every vector."""
        named = getattr(self._model, "get_embedding_dimension", None) or self._model.get_sentence_embedding_dimension
        return int(named())

    def encode(self, texts: Sequence[str], batch_size: int) -> Vectors:
        """``(len(texts), dim)`` L2-normalised rows."""
        # sentence-transformers takes prompts from the folder as well: an empty one keeps ours from being doubled.
        vectors = self._model.encode(
            list(texts),
            batch_size=batch_size,
            prompt="",
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, np.float32)


class Q4Engine:
    """The bundled model in ONNX Runtime with its weights in four bits: the same rankings in less time and memory."""

    name = "q4"

    def __init__(self, folder: Path, threads: int) -> None:
        from tokenizers import Tokenizer

        self._threads = threads or os.cpu_count() or 1
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._words = q4.WordTable.load(folder / q4.FOLDER)
            # One text is shared out to all threads; of many texts every thread takes its own, which wastes less.
            self._single = _session(folder, self._threads)
            self._several = _session(folder, 1)
        except Exception as error:
            # Both libraries raise bare Exceptions for a damaged file.
            raise unloadable(folder, error) from error
        self._tokenizer.enable_truncation(len(self._words.positions))
        self._tokenizer.no_padding()

    @property
    def dimension(self) -> int:
        """The number of columns of every vector."""
        return int(self._words.positions.shape[1])

    def encode(self, texts: Sequence[str], batch_size: int) -> Vectors:
        """``(len(texts), dim)`` L2-normalised rows."""
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        groups = _groups([len(tokens) for tokens in ids], batch_size)
        vectors = np.empty((len(ids), self.dimension), np.float32)

        def fill(session: Any, group: list[int]) -> None:
            vectors[group] = self._batch(session, [ids[index] for index in group])

        if len(groups) == 1:
            fill(self._single, groups[0])
        elif groups:
            with ThreadPoolExecutor(self._threads, initializer=_give_way) as pool:
                for done in [pool.submit(fill, self._several, group) for group in groups]:
                    done.result()
        return vectors

    def _batch(self, session: Any, ids: list[list[int]]) -> Vectors:
        length = max(map(len, ids))
        padded = np.zeros((len(ids), length), np.int64)
        mask = np.zeros((len(ids), length), np.int32)
        for row, tokens in enumerate(ids):
            padded[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        (hidden,) = session.run(None, {"embedded": self._words.rows(padded), "mask": mask})
        pooled = np.einsum("tlh,tl->th", hidden, mask.astype(np.float32)) / mask.sum(axis=1, keepdims=True)
        lengths: Vectors = np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12)
        found: Vectors = (pooled / lengths).astype(np.float32)
        return found


def _give_way() -> None:
    """Put the calling thread behind those that encode a question: whoever reads goes before what is being added.

    Only Linux gives a thread a priority of its own; elsewhere nothing is changed. A policy of running only while
    nothing else wants to (SCHED_IDLE) would not do: beside any busy program an addition would hardly go on. Only
    threads that hardly hold the interpreter's lock may step back so: whoever holds it and is not let run keeps
    everybody waiting.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _BEHIND)


def _session(folder: Path, threads: int) -> Any:
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # A thread that waits busily for the next step takes the core that another question is answered on.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    graph = str(folder / q4.FOLDER / q4.GRAPH)
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def _groups(lengths: Sequence[int], rows: int) -> list[list[int]]:
    """Texts of similar length together, longest first: at most ``rows`` and as many tokens as the caches hold."""
    groups: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        longest = lengths[groups[-1][0]] if groups else 0
        if not groups or len(groups[-1]) >= rows or (len(groups[-1]) + 1) * longest > TOKENS_AT_ONCE:
            groups.append([])
        groups[-1].append(index)
    return groups


def unloadable(folder: Path, error: Exception) -> ModelUnavailable:
    """The error that names the folder and what its loader said."""
    return ModelUnavailable(
        f"Không nạp được mô hình trong {folder}: {error}", f"Cannot load the model in {folder}: {error}"
    )
