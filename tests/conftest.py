"""What every test can use: the shared material when it lies beside the checkout, and the sample corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from search_api.intake import jobs
from tests.one_adder import OneAdder
from web.cli import app

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CORPUS = ROOT / "corpus"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real plans, or a skip that says what is missing."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip(f"the real plans are not here: no folder {SHARED / 'seeds'}")
    return SHARED


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The sample corpus of this repository."""
    return CORPUS


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded sentence-transformers model of a few thousand weights, saved as any other model folder is."""
    from tests.tiny import save_tiny_model

    return save_tiny_model(tmp_path_factory.mktemp("tiny-model"))


@pytest.fixture
def chutri(tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The command line over a data folder of its own: called with its words, returns exit code and output."""
    monkeypatch.setenv("CHUTRI_MODEL", str(tiny_model))
    monkeypatch.setenv("CHUTRI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CHUTRI_DATA", str(tmp_path / "data"))

    def run(*words: object) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words])

    return run


@pytest.fixture(scope="session", autouse=True)
def one_adder() -> Iterator[None]:
    """Spares every application the seconds in which a process of its own would import the encoder's library."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(jobs, "Adder", OneAdder)
        yield
    OneAdder.process.close()
