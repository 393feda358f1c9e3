"""A server in a process of its own, as an installation runs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]


@contextmanager
def serving(
    data: Path, *options: str, settings: dict[str, str] | None = None, said: Path | None = None
) -> Iterator[str]:
    """The address of a server over ``data`` for the length of the block; ``settings`` are CHUTRI_ variables.

    What the server prints goes to the file ``said`` where one is given.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "web.cli", "--data", str(data), "serve", "--port", str(port), *options]
    with said.open("w", encoding="utf8") if said else nullcontext() as out:
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **(settings or {})}, stdout=out, stderr=out)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{base}/api/v1/health", server)
        yield base
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended before it was ready"
        try:
            with urllib.request.urlopen(url, timeout=60):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail("the server was never ready")
