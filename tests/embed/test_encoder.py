from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.embed import Encoder
from indexer.errors import ModelUnavailable
from indexer.settings import Settings
from tests.tiny import DIMENSION, save_tiny_model

TEXTS = ("Sở Tài chính chủ trì", "Ủy ban nhân dân xã phối hợp thực hiện kế hoạch năm 2024", "x", "")


@pytest.fixture
def settings(tiny_model: Path, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, cache=tmp_path / "cache", model=str(tiny_model), batch_size=2)


def test_passages_come_back_in_their_order_as_unit_vectors(settings: Settings) -> None:
    encoder = Encoder(settings)
    vectors = encoder.passages(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((4, DIMENSION), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors[:3], axis=1), 1, atol=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        np.testing.assert_allclose(encoder.passages([text])[0], vector, atol=1e-5)


def test_no_passages_give_no_rows_of_the_right_width(settings: Settings) -> None:
    assert Encoder(settings).passages([]).shape == (0, DIMENSION)


def test_progress_ends_at_the_whole(settings: Settings) -> None:
    told: list[tuple[int, int]] = []
    Encoder(settings).passages(["a"] * 70, lambda done, of: told.append((done, of)))
    assert told == [(32, 70), (64, 70), (70, 70)]


def test_prefixes_stand_in_front_of_queries_and_passages(settings: Settings) -> None:
    with_prefix = settings.model_copy(update={"query_prefix": "hỏi: ", "passage_prefix": "đoạn: "})
    plain, prefixed = Encoder(settings), Encoder(with_prefix)
    np.testing.assert_allclose(prefixed.query("sở"), plain.query("hỏi: sở"), atol=1e-6)
    np.testing.assert_allclose(prefixed.passages(["sở"])[0], plain.passages(["đoạn: sở"])[0], atol=1e-6)
    assert plain.fingerprint != prefixed.fingerprint


def test_the_fingerprint_follows_the_weights_and_not_the_place(settings: Settings, tmp_path: Path) -> None:
    same = save_tiny_model(tmp_path / "same")
    other = save_tiny_model(tmp_path / "other", seed=1)
    first = Encoder(settings).fingerprint
    assert Encoder(settings).fingerprint == first
    assert Encoder(settings.model_copy(update={"model": str(same)})).fingerprint == first
    assert Encoder(settings.model_copy(update={"model": str(other)})).fingerprint != first


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "/no/such/folder", "bad name!"])
def test_a_missing_model_is_named_and_not_downloaded(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelUnavailable, match=name):
        Encoder(Settings(data=tmp_path, cache=tmp_path, model=name))


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="modules.json"):
        Encoder(Settings(data=tmp_path, cache=tmp_path, model=str(tmp_path)))


def test_a_damaged_model_is_refused_by_name(settings: Settings, tmp_path: Path) -> None:
    damaged = save_tiny_model(tmp_path)
    (damaged / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelUnavailable, match=str(damaged)):
        Encoder(settings.model_copy(update={"model": str(damaged)})).query("x")
