"""The command ``saved`` over a copy of the data."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from indexer.settings import Settings
from search_api.engine import Engine
from web.cli import app


@pytest.fixture
def folder(settings: Settings, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHUTRI_MODEL", settings.model)
    monkeypatch.setenv("CHUTRI_CACHE", str(settings.cache))
    return shutil.copytree(engine.settings.data, tmp_path / "data")


def run(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(app, ["--data", str(folder), "saved", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_search_is_saved_listed_seen_and_removed(folder: Path) -> None:
    key = run(folder, "add", "tài sản công", "--name", "TSC").split()[0]
    listed = json.loads(run(folder, "--json"))
    assert [one["name"] for one in listed["saved"]] == ["TSC"] and listed["saved"][0]["new"] == 0
    assert "TSC" in run(folder)
    run(folder, "seen", key)
    run(folder, "remove", key)
    assert json.loads(run(folder, "list", "--json"))["total"] == 0


def test_an_unknown_search_is_told(folder: Path) -> None:
    done = CliRunner().invoke(app, ["--data", str(folder), "saved", "remove", "none"])
    assert done.exit_code == 1
