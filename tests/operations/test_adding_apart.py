"""The process that adds files, stopped or killed in the middle of one, and the server told to end meanwhile."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.pipeline import Pipeline
from indexer.settings import Settings
from search_api.intake.adding import BEHIND
from tests.operations.serving import Server
from tests.operations.test_backup import complete
from tests.operations.test_serving import STOPPED
from tests.patience import eventually


@pytest.fixture(scope="module")
def bundled(plans: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two plans and the bundled model."""
    data = tmp_path_factory.mktemp("bundled") / "data"
    pipeline = Pipeline(Settings(data=data, threads=1))
    assert len(pipeline.add(plans[:2]).added) == 2
    pipeline.close()
    pipeline.catalogue.close()
    return data


@pytest.fixture
def settings(bundled: Path, tmp_path: Path) -> Settings:
    return Settings(data=shutil.copytree(bundled, tmp_path / "data"), threads=1)


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Iterator[Server]:
    with Server(settings, tmp_path / "log") as started:
        yield started


def adders(server: int) -> list[int]:
    """The processes that add files for the server of that number."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if parent == server and b"indexer.apart" in words and words[-2] == str(BEHIND).encode():
            found.append(int(folder.name))
    return found


def ended(server: Server, job: str) -> dict[str, Any] | None:
    told: dict[str, Any] = server.get(f"/jobs/{job}")
    return told if told["state"] in ("done", "failed") else None


def held_up(server: Server, first: Path, second: Path) -> tuple[int, str]:
    """The number of the adding process, which the second file finds stopped for good, and the job of that file."""
    job = server.upload(first)["job"]
    assert eventually(lambda: ended(server, job))["state"] == "done"
    (adder,) = adders(server.process.pid)
    os.kill(adder, signal.SIGSTOP)
    job = server.upload(second)["job"]
    assert eventually(lambda: server.get(f"/jobs/{job}")["state"] == "running")
    return adder, job


def test_a_killed_adder_fails_one_file_with_a_reason_and_the_next_is_added(
    server: Server, settings: Settings, plans: list[Path]
) -> None:
    adder, job = held_up(server, plans[2], plans[3])
    os.kill(adder, signal.SIGKILL)
    told = eventually(lambda: ended(server, job))
    assert (told["state"], told["code"]) == ("failed", "adding_broke")
    assert "dừng giữa chừng" in told["message"] and plans[3].name in told["message"]
    again = server.upload(plans[4])["job"]
    assert eventually(lambda: ended(server, again))["state"] == "done"
    assert adders(server.process.pid) not in ([], [adder])
    assert server.found() == server.files() == {plans[at].name for at in (0, 1, 2, 4)}
    once_more = server.upload(plans[3])["job"]
    assert eventually(lambda: ended(server, once_more))["state"] == "done"
    assert server.end() in STOPPED
    assert complete(settings) == 5


def test_a_server_told_to_stop_in_the_middle_of_a_file_without_end_reads_it_at_the_next_start(
    server: Server, settings: Settings, plans: list[Path], tmp_path: Path
) -> None:
    adder, job = held_up(server, plans[2], plans[3])
    assert server.end() in STOPPED
    assert not Path(f"/proc/{adder}").exists()
    assert complete(settings) == 3
    with Server(settings, tmp_path / "log2") as again:
        told = eventually(lambda: ended(again, job))
        assert (told["state"], told["error"]) == ("done", None)
        assert again.found() == again.files() == {path.name for path in plans[:4]}
        assert again.end() in STOPPED


def test_an_adder_ends_with_a_server_that_is_killed(server: Server, plans: list[Path]) -> None:
    job = server.upload(plans[2])["job"]
    assert eventually(lambda: ended(server, job))["state"] == "done"
    (adder,) = adders(server.process.pid)
    server.end(kill=True)
    told = Path(f"/proc/{adder}/cmdline")
    assert eventually(lambda: not told.exists() or not told.read_bytes())
