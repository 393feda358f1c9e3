"""What every test can use: the shared material when it lies beside the checkout, and the sample corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

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
