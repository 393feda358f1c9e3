"""The views from the command line: JSON as the API gives it, and files by their ending."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.search_api.ledger.boats import boats
from web.cli import app


@pytest.fixture(scope="module")
def data(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("commands")
    with boats(tiny_model, root):
        return root / "data"


@pytest.fixture(autouse=True)
def _settings(data: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUTRI_DATA", str(data))
    monkeypatch.setenv("CHUTRI_MODEL", str(tiny_model))


@pytest.mark.parametrize(
    "command, name",
    [
        (["matrix", "--by", "document"], "rows"),
        (["calendar", "--from", "2024-03-01", "--to", "2024-12-31", "--unit", "Phòng Kỹ thuật"], "entries"),
        (["compare", "11-ben.txt", "12-phao.txt"], "rows"),
        (["profile", "Phòng Kỹ thuật"], "partners"),
    ],
)
def test_a_view_is_printed_and_given_as_json(command: list[str], name: str) -> None:
    told = CliRunner().invoke(app, [*command, "--json"])
    assert told.exit_code == 0, told.output
    assert json.loads(told.stdout)[name]
    assert CliRunner().invoke(app, command).stdout.strip()


@pytest.mark.parametrize("ending", ["xlsx", "csv", "docx"])
def test_a_matrix_is_written_by_the_ending_of_its_file(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"matran.{ending}"
    assert CliRunner().invoke(app, ["matrix", "--output", str(file)]).exit_code == 0
    assert file.stat().st_size > 200


def test_a_calendar_is_written_as_a_feed_and_odd_endings_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "lich.ics"
    given = ["calendar", "--unit", "Phòng Kỹ thuật", "--from", "2024-01-01", "--to", "2024-12-31"]
    assert CliRunner().invoke(app, [*given, "--output", str(file)]).exit_code == 0
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert CliRunner().invoke(app, [*given, "--output", str(tmp_path / "lich.pdf")]).exit_code == 1
