"""Servers as an installation runs them: one a folder, killed at any moment, restored while they serve."""

from __future__ import annotations

import json
import random
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.settings import Settings
from search_api.operations.serving import ServerRunning, holder, serving
from tests.operations.serving import Server, command
from tests.operations.test_backup import complete
from tests.patience import eventually

# A server ends by itself, or lets the signal that ended it be seen once everything is put away.
STOPPED = (0, -signal.SIGTERM)


@pytest.fixture
def settings(bundled: Path, tmp_path: Path) -> Settings:
    return Settings(data=shutil.copytree(bundled, tmp_path / "data"), threads=1)


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Iterator[Server]:
    started = Server(settings, tmp_path / "log")
    try:
        yield started.ready()
    finally:
        started.end(kill=True)


def test_the_lock_names_its_holder_and_is_freed(tmp_path: Path):
    assert holder(tmp_path) is None
    with serving(tmp_path, "http://10.0.0.5:8000") as own:
        assert holder(tmp_path) == own
        with pytest.raises(ServerRunning) as refusal, serving(tmp_path, "http://127.0.0.1:1"):
            pass
        for words in (str(refusal.value), refusal.value.en):
            assert "http://10.0.0.5:8000" in words and str(own.pid) in words and own.since in words
    assert holder(tmp_path) is None
    with serving(tmp_path, "http://127.0.0.1:2"):
        pass


def test_one_server_a_folder_that_follows_commands_and_restores(
    server: Server, settings: Settings, plans: list[Path], tmp_path: Path
):
    second = command(settings, "serve", "--port", "1")
    assert second.returncode == 1
    assert server.base in second.stderr and str(server.process.pid) in second.stderr
    assert command(settings, "backup", str(tmp_path / "b.zip")).returncode == 0
    assert command(settings, "add", str(plans[4])).returncode == 0
    three = {path.name for path in plans[:3]}
    assert waited(server, 4) == {*three, plans[4].name}
    restored = command(settings, "restore", str(tmp_path / "b.zip"))
    assert restored.returncode == 0 and "3 văn bản" in restored.stdout
    assert server.found() == server.files() == three
    assert command(settings, "restore", "--undo").returncode == 0
    assert waited(server, 4) == {*three, plans[4].name}
    broken_off(server)
    assert not list((settings.data / "incoming").rglob("*"))
    server.upload(plans[5])
    assert server.end() in STOPPED
    with Server(settings, tmp_path / "log2") as again:
        assert {*three, plans[4].name, plans[5].name} == waited(again, 5)
    lines = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
    asked = [line for line in lines if line.get("route") == "/api/v1/search"]
    assert asked and all(line["status"] == 200 and line["ms"] >= 0 and line["id"] for line in asked)
    written = server.log.read_text()
    assert "trồng" not in written and "tr%E1" not in written and plans[5].name not in written


def broken_off(server: Server) -> None:
    """Begin an upload and go away in the middle of it; the server must still answer afterwards."""
    head = (
        "POST /api/v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000000\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(head.encode() + b"a" * 2_000_000)
    assert server.files()


def waited(server: Server, documents: int) -> set[str]:
    """The files held and found once there are as many, or what is found when patience ends."""
    eventually(lambda: len(server.files() & server.found()) >= documents, every=0.2)
    return server.files() & server.found()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_server_killed_while_it_reads_loses_nothing(settings: Settings, plans: list[Path], tmp_path: Path, seed: int):
    chance = random.Random(seed)
    server = Server(settings, tmp_path / "log").ready()
    jobs = {path.name: server.upload(path)["job"] for path in plans[3:8]}
    time.sleep(chance.uniform(0, 1.2))
    server.end(kill=True)
    assert holder(settings.data) is None
    again = Server(settings, tmp_path / "log").ready()
    try:
        states: dict[str, str] = {}

        def settled() -> bool:
            states.update({name: again.get(f"/jobs/{job}")["state"] for name, job in jobs.items()})
            return not {"queued", "running"} & set(states.values())

        eventually(settled, every=0.2)
        assert set(states.values()) <= {"done", "failed"}
        done = {name for name, state in states.items() if state == "done"}
        assert {path.name for path in plans[:3]} | done <= again.files()
        # A document may have been stored just before the job that brought it could say so.
        assert again.files() <= {path.name for path in plans[:8]}
        assert again.found() == again.files()
    finally:
        assert again.end() in STOPPED
    assert complete(settings) >= 3


def test_a_restore_killed_at_any_moment_leaves_one_whole_state(settings: Settings, plans: list[Path], tmp_path: Path):
    import subprocess
    import sys

    from tests.operations.serving import ROOT, environment

    assert command(settings, "backup", str(tmp_path / "b.zip")).returncode == 0
    assert command(settings, "add", str(plans[4])).returncode == 0
    line = [sys.executable, "-m", "web.cli", "--data", str(settings.data), "restore", str(tmp_path / "b.zip")]
    begun = time.monotonic()
    subprocess.run(line, cwd=ROOT, env=environment(settings), check=True, capture_output=True)
    whole = time.monotonic() - begun
    for share in (0.8, 0.93):
        process = subprocess.Popen(line, cwd=ROOT, env=environment(settings), stderr=subprocess.DEVNULL)
        time.sleep(whole * share)
        process.kill()
        process.wait()
        assert complete(settings) in (3, 4)
    assert not [path for path in settings.data.glob(".work-*") if len(list(settings.data.glob(".work-*"))) > 1]
