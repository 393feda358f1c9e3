"""The bundled model as an ONNX Runtime graph that keeps its four-bit weights, written beside the ordinary folder.

Matrices stay in their blocks of 32 and are multiplied by ``MatMulNBits`` of ONNX Runtime; the embedding of words is
looked up outside of the graph from a memory-mapped table. The graph gives what the ordinary folder gives, to the
rounding of activations, at a fraction of time and memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.embed.container import BLOCK, Architecture, PackedModel

FOLDER = "q4"
GRAPH = "encoder.onnx"
NIBBLES, SCALES, POSITIONS = "words.npy", "word-scales.npy", "positions.npy"
# Activations are rounded to eight bits within a block, as the packed weights' own engine does.
EIGHT_BIT_ACTIVATIONS = 4
OPSETS = (("", 17), ("com.microsoft", 1))


def write_q4(model: PackedModel, folder: Path) -> None:
    """Write graph and word table into ``folder``."""
    import onnx

    folder.mkdir()
    words = model.blocks["emb.word"]
    np.save(folder / NIBBLES, words.nibbles.reshape(model.architecture.vocabulary, -1))
    np.save(folder / SCALES, words.scales.reshape(model.architecture.vocabulary, -1).astype(np.float16))
    # Every token is of the first type, so its row can be added once and for all.
    positions = model.tensors["emb.pos"].reshape(-1, model.architecture.hidden)
    np.save(folder / POSITIONS, positions + model.tensors["emb.type"][: model.architecture.hidden])
    onnx.save(_Graph(model).built(), str(folder / GRAPH))


@dataclass(frozen=True, slots=True)
class WordTable:
    """Embeddings of words and positions, dequantised as they are looked up."""

    nibbles: NDArray[np.uint8]
    scales: NDArray[np.float16]
    positions: NDArray[np.float32]

    @classmethod
    def load(cls, folder: Path) -> WordTable:
        """The table in ``folder``, left on disk until rows of it are read."""
        words, scales = (np.load(folder / name, mmap_mode="r") for name in (NIBBLES, SCALES))
        return cls(words, scales, np.load(folder / POSITIONS))

    def rows(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """``(texts, length, hidden)`` float32 for ids ``(texts, length)``, positions added."""
        known, places = np.unique(ids, return_inverse=True)
        packed = np.asarray(self.nibbles[known]).reshape(len(known), -1, BLOCK // 2)
        values = np.concatenate((packed & 15, packed >> 4), axis=2).astype(np.float32) - 8
        values *= np.asarray(self.scales[known], np.float32)[:, :, None]
        found: NDArray[np.float32] = values.reshape(len(known), -1)[places.reshape(ids.shape)]
        found += self.positions[: ids.shape[1]]
        return found


class _Graph:
    """Builds the twelve layers node by node."""

    def __init__(self, model: PackedModel) -> None:
        self._model = model
        self._shape: Architecture = model.architecture
        self._nodes: list[Any] = []
        self._weights: list[Any] = []

    def built(self) -> Any:
        from onnx import TensorProto, helper

        width = self._shape.hidden
        embedded = helper.make_tensor_value_info("embedded", TensorProto.FLOAT, ["batch", "length", width])
        mask = helper.make_tensor_value_info("mask", TensorProto.INT32, ["batch", "length"])
        hidden = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["batch", "length", width])
        state = self._norm("embedded", "emb.ln", "state")
        for layer in range(self._shape.layers):
            state = self._layer(f"l{layer}", state)
        self._node("Identity", [state], ["hidden"])
        graph = helper.make_graph(self._nodes, "encoder", [embedded, mask], [hidden], self._weights)
        opsets = [helper.make_opsetid(domain, version) for domain, version in OPSETS]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)

    def _layer(self, at: str, state: str) -> str:
        joined = self._product(state, (f"{at}.q", f"{at}.k", f"{at}.v"), f"{at}.qkv")
        parts = [f"{at}.{part}" for part in ("query", "key", "value")]
        self._node("Split", [joined, self._sizes()], parts, axis=-1)
        bias = np.concatenate([self._model.tensors[f"{at}.{part}.b"] for part in "qkv"])
        inputs = [*parts, self._weight(f"{at}.qkv.bias", bias), "mask"]
        self._node("MultiHeadAttention", inputs, [f"{at}.heads"], contrib=True, num_heads=self._shape.heads)
        attended = self._product(f"{at}.heads", (f"{at}.ao",), f"{at}.attended")
        state = self._skip_norm(attended, state, f"{at}.ao.b", f"{at}.aln", f"{at}.middle")
        wide = self._product(state, (f"{at}.fi",), f"{at}.wide")
        self._node("BiasGelu", [wide, self._tensor(f"{at}.fi.b")], [f"{at}.gelu"], contrib=True)
        narrow = self._product(f"{at}.gelu", (f"{at}.fo",), f"{at}.narrow")
        return self._skip_norm(narrow, state, f"{at}.fo.b", f"{at}.oln", f"{at}.out")

    def _product(self, state: str, names: tuple[str, ...], out: str) -> str:
        """``state`` times the matrices of those names stacked, without bias."""
        blocks = [self._model.blocks[f"{name}.w"] for name in names]
        width = self._shape.feed_forward if names[0].endswith(".fo") else self._shape.hidden
        nibbles = np.concatenate([_paired(block.nibbles) for block in blocks])
        scales = np.concatenate([block.scales for block in blocks]).astype(np.float32)
        per_row = width // BLOCK
        height = len(nibbles) // per_row
        weights = self._weight(f"{out}.w", nibbles.reshape(height, per_row, BLOCK // 2))
        inputs = [state, weights, self._weight(f"{out}.scales", scales.reshape(height, per_row))]
        options = {"K": width, "N": height, "bits": 4, "block_size": BLOCK, "accuracy_level": EIGHT_BIT_ACTIVATIONS}
        self._node("MatMulNBits", inputs, [out], contrib=True, **options)
        return out

    def _norm(self, state: str, name: str, out: str) -> str:
        inputs = [state, self._tensor(f"{name}.w"), self._tensor(f"{name}.b")]
        self._node("LayerNormalization", inputs, [out], axis=-1, epsilon=self._shape.epsilon)
        return out

    def _skip_norm(self, new: str, state: str, bias: str, name: str, out: str) -> str:
        inputs = [new, state, self._tensor(f"{name}.w"), self._tensor(f"{name}.b"), self._tensor(bias)]
        self._node("SkipLayerNormalization", inputs, [out], contrib=True, epsilon=self._shape.epsilon)
        return out

    def _node(self, kind: str, inputs: list[str], outputs: list[str], *, contrib: bool = False, **options: Any) -> None:
        from onnx import helper

        domain = "com.microsoft" if contrib else ""
        self._nodes.append(helper.make_node(kind, inputs, outputs, outputs[0], domain=domain, **options))

    def _tensor(self, name: str) -> str:
        return self._weight(name, self._model.tensors[name])

    def _sizes(self) -> str:
        name = "thirds"
        if not any(weight.name == name for weight in self._weights):
            self._weight(name, np.full(3, self._shape.hidden, np.int64))
        return name

    def _weight(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self._weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name


def _paired(nibbles: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Blocks whose bytes hold weights j and j+16, as bytes that hold weights 2j and 2j+1."""
    weights = np.concatenate((nibbles & 15, nibbles >> 4), axis=1)
    paired: NDArray[np.uint8] = weights[:, 0::2] | (weights[:, 1::2] << 4)
    return paired
