"""A real server on a temporary data folder: files added with ``chutri add``, then served with ``chutri serve``."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

CHUTRI = Path(sys.executable).with_name("chutri")
READY_SECONDS = 180


class ServerFailed(RuntimeError):
    """The server ended, or did not answer in time; the message holds its last words."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it answers, its process and what adding the files took and said."""

    url: str
    pid: int
    data: Path
    add_seconds: float
    add_output: str
    start_seconds: float


@contextmanager
def serving(files: Sequence[Path], **settings: str) -> Iterator[Server]:
    """Adds ``files`` and serves them until the block ends; raises ServerFailed with the server's last words.

    ``settings`` are CHUTRI_ variables without their prefix: ``ocr="trueocr"``.
    """
    environment = _environment() | {f"CHUTRI_{name.upper()}": value for name, value in settings.items()}
    with tempfile.TemporaryDirectory(prefix="chutri-") as folder:
        data = Path(folder)
        began = time.perf_counter()
        added = subprocess.run(
            [CHUTRI, "--data", data, "add", *files], capture_output=True, text=True, env=environment, check=False
        )
        add_seconds = time.perf_counter() - began
        with served(data, **settings) as server:
            yield replace(server, add_seconds=add_seconds, add_output=added.stdout + added.stderr)


@contextmanager
def served(data: Path, **settings: str) -> Iterator[Server]:
    """Serves a data folder as it is until the block ends; raises ServerFailed with the server's last words."""
    environment = _environment() | {f"CHUTRI_{name.upper()}": value for name, value in settings.items()}
    port = _free_port()
    log = data / "server.log"
    with log.open("w", encoding="utf8") as out:
        process = subprocess.Popen(
            [CHUTRI, "--data", data, "serve", "--port", str(port)], stdout=out, stderr=out, env=environment
        )
        try:
            began = time.perf_counter()
            _wait(f"http://127.0.0.1:{port}", process, log)
            yield Server(f"http://127.0.0.1:{port}", process.pid, data, 0.0, "", time.perf_counter() - began)
        finally:
            process.terminate()
            process.wait(timeout=60)


def get(server: Server, path: str) -> dict[str, object]:
    """The JSON that the server answers to ``path``."""
    with urllib.request.urlopen(f"{server.url}{path}", timeout=120) as reply:
        body: dict[str, object] = json.load(reply)
        return body


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(READY_SECONDS * 5):
        if process.poll() is not None:
            raise ServerFailed(log.read_text(encoding="utf8")[-1500:])
        try:
            with urllib.request.urlopen(f"{url}/api/v1/health", timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise ServerFailed(f"{url}/api/v1/health: no answer in {READY_SECONDS} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONWARNINGS": "ignore", "NO_COLOR": "1", "TERM": "dumb"}
