"""The command ``ask`` with options that change how the question is read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from indexer.settings import Settings
from search_api.engine import Engine
from web.cli import app


@pytest.fixture(scope="module")
def folder(settings: Settings, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(engine.settings.data, tmp_path_factory.mktemp("ask") / "data")


@pytest.fixture(autouse=True)
def model(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUTRI_MODEL", settings.model)
    monkeypatch.setenv("CHUTRI_CACHE", str(settings.cache))


def ask(folder: Path, *arguments: str) -> Any:
    done = CliRunner().invoke(app, ["--data", str(folder), "ask", *arguments, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_the_intent_the_unit_and_the_time_may_be_said(folder: Path) -> None:
    found = ask(folder, "tài sản công", "--intent", "list", "--unit", "Sở Tài chính", "--time", "năm 2024")
    assert found["answer"]["intent"] == "list"
    assert [unit["name"] for unit in found["interpreted"]["units"]] == ["Sở Tài chính"]
    assert found["interpreted"]["overrides"] == {
        "intent": "list",
        "as_time": "năm 2024",
        "as_unit": ["Sở Tài chính"],
    }


def test_a_unit_may_be_taken_out(folder: Path) -> None:
    found = ask(folder, "Sở Tài chính chủ trì những gì", "--not-unit", "Sở Tài chính")
    assert found["interpreted"]["units"] == []


def test_an_unknown_intent_is_refused(folder: Path) -> None:
    done = CliRunner().invoke(app, ["--data", str(folder), "ask", "tài sản công", "--intent", "poem"])
    assert done.exit_code == 1
