"""A server in a process of its own over a data folder."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from indexer.settings import Settings
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]


def environment(settings: Settings) -> dict[str, str]:
    """What makes a process work with those settings."""
    own = {"CHUTRI_CACHE": str(settings.cache), "CHUTRI_THREADS": "1", "CHUTRI_LOG": "json"}
    most = {"CHUTRI_MAX_REQUEST_MB": str(settings.max_request_mb)}
    return {**os.environ, **own, **most, "OMP_NUM_THREADS": "1"}


def command(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    """``chutri`` with those words, run to its end."""
    line = [sys.executable, "-m", "web.cli", "--data", str(settings.data), *words]
    return subprocess.run(line, cwd=ROOT, env=environment(settings), capture_output=True, text=True, check=False)


class Server:
    """A running server; kill it or stop it."""

    def __init__(self, settings: Settings, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.base, self.log = f"http://127.0.0.1:{self.port}", log
        line = [sys.executable, "-m", "web.cli", "--data", str(settings.data), "serve", "--port", str(self.port)]
        with log.open("a") as errors:
            self.process = subprocess.Popen(line, cwd=ROOT, env=environment(settings), stderr=errors)

    def __enter__(self) -> Server:
        return self.ready()

    def __exit__(self, *_: object) -> None:
        self.end(kill=True)

    def ready(self) -> Server:
        """Wait until it answers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text()
            try:
                urllib.request.urlopen(f"{self.base}/api/v1/health", timeout=60).close()
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
            else:
                return self
        raise AssertionError("the server was never ready")

    def get(self, path: str) -> Any:
        """The JSON at an address of the API."""
        with urllib.request.urlopen(f"{self.base}/api/v1{path}", timeout=PATIENCE) as answer:
            return json.load(answer)

    def upload(self, path: Path) -> Any:
        """Hand a file in."""
        mark = b"x3b0undary"
        head = f'Content-Disposition: form-data; name="file"; filename="{path.name}"'.encode()
        parts = [b"--" + mark, head, b"", path.read_bytes(), b"--" + mark + b"--", b""]
        request = urllib.request.Request(f"{self.base}/api/v1/documents", data=b"\r\n".join(parts))
        request.add_header("content-type", f"multipart/form-data; boundary={mark.decode()}")
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def files(self) -> set[str]:
        """The names of the documents that are held."""
        return {one["file"] for one in self.get("/documents?limit=200")["documents"]}

    def found(self) -> set[str]:
        """The files whose passages a question finds."""
        hits = self.get("/search?q=tr%E1%BB%93ng%20c%C3%A2y&limit=50")["hits"]
        return {one["citation"]["file"] for one in hits}

    def end(self, kill: bool = False) -> int:
        """Stop it by SIGTERM, or kill it; returns its exit status."""
        if self.process.poll() is None:
            self.process.kill() if kill else self.process.terminate()
        return self.process.wait(PATIENCE)
