"""Many readers at once while a plan is being added: ``python -m bench.readers READERS SECONDS``.

Every reader asks a question of the sample corpus on the page, looks at the answer for a few seconds, and asks the next.
What is timed is the page of answers from the request to its first byte, and to its last: with nothing being added, from
a long plan's upload until it is found, and with shorter plans added back to back, which is harder.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit

from bench.distractors import plan
from bench.server import Server, get, serving
from bench.timing import Spread, spread

CORPUS = Path(__file__).parent.parent / "corpus"
THINKING = (2.0, 6.0)
ROWS = 60
LONG_ROWS = 480
# Readers go on for so long after a plan is found: the server takes it over then.
AFTER_SECONDS = 3.0
Uploads = Literal["no upload", "one upload", "uploads back to back"]


@dataclass(slots=True)
class Times:
    """Seconds to the first and to the last byte of every page, and the bytes that the largest of them took."""

    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    largest: int = 0
    failed: int = 0


def questions() -> tuple[str, ...]:
    """The questions of the sample corpus."""
    lines = (CORPUS / "queries.jsonl").read_text(encoding="utf8").splitlines()
    return tuple(str(json.loads(line)["question"]) for line in lines if line.strip())


def crowd(server: Server, readers: int, seconds: float, uploads: Uploads) -> tuple[Times, int]:
    """What ``readers`` readers met within ``seconds``, or for as long as the one upload took, and how many plans were
    added meanwhile."""
    times, lock, stop = Times(), threading.Lock(), threading.Event()
    asked = questions()
    threads = [
        threading.Thread(target=_read, args=(server, asked, seed, times, lock, stop), daemon=True)
        for seed in range(readers)
    ]
    added: list[str] = []
    if uploads == "uploads back to back":
        threads.append(threading.Thread(target=_upload, args=(server, added, stop), daemon=True))
    for thread in threads:
        thread.start()
    if uploads == "one upload":
        added.append(_added(server, "dài.txt", plan(800_000, LONG_ROWS), stop))
        seconds = AFTER_SECONDS
    time.sleep(seconds)
    stop.set()
    for thread in threads:
        thread.join(30)
    return times, added.count("done")


def _read(
    server: Server, asked: tuple[str, ...], seed: int, times: Times, lock: threading.Lock, stop: threading.Event
) -> None:
    chance = random.Random(seed)
    host = urlsplit(server.url)
    stop.wait(chance.uniform(0, THINKING[1]))
    while not stop.is_set():
        connection = http.client.HTTPConnection(host.hostname or "127.0.0.1", host.port, timeout=60)
        began = time.perf_counter()
        connection.request("GET", f"/?q={quote(chance.choice(asked))}", headers={"Accept-Encoding": "gzip"})
        reply = connection.getresponse()
        first = time.perf_counter() - began
        size = len(reply.read())
        last = time.perf_counter() - began
        connection.close()
        with lock:
            times.first.append(first)
            times.last.append(last)
            times.largest = max(times.largest, size)
            times.failed += reply.status != 200
        stop.wait(chance.uniform(*THINKING))


def _upload(server: Server, added: list[str], stop: threading.Event) -> None:
    """One plan after another, each as soon as the one before it is found."""
    while not stop.is_set():
        number = len(added)
        added.append(_added(server, f"them-{number}.txt", plan(900_000 + number, ROWS), stop))


def _added(server: Server, name: str, text: str, stop: threading.Event) -> str:
    """What became of a plan that was sent, as soon as it is known, or as it stands when told to stop."""
    job = _sent(server, name, text.encode())
    while True:
        state = str(get(server, f"/api/v1/jobs/{job}")["state"])
        if state in ("done", "failed") or stop.wait(0.2):
            return state


def _sent(server: Server, name: str, content: bytes) -> str:
    host, mark = urlsplit(server.url), uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = head + content + f"\r\n--{mark}--\r\n".encode()
    connection = http.client.HTTPConnection(host.hostname or "127.0.0.1", host.port, timeout=60)
    kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    connection.request("POST", "/api/v1/documents", body, kind)
    reply = json.loads(connection.getresponse().read())
    connection.close()
    return str(reply["job"])


def main(readers: int, seconds: float) -> None:
    """Print the spread of the times without uploads, with one and with many."""
    with serving([CORPUS / "documents"]) as server:
        kinds: tuple[Uploads, ...] = ("no upload", "one upload", "uploads back to back")
        for uploads in kinds:
            times, added = crowd(server, readers, seconds, uploads)
            _say(spread(times.first), spread(times.last), times, added, uploads)


def _say(first: Spread, last: Spread, times: Times, added: int, uploads: Uploads) -> None:
    print(
        f"{uploads}: {len(times.first)} pages, {times.failed} failed, {added} plans added; "
        f"first byte p50 {first.p50:.0f} ms p95 {first.p95:.0f} ms, last byte p95 {last.p95:.0f} ms, "
        f"largest page {times.largest / 1024:.0f} kB, load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 20, float(given[1]) if len(given) > 1 else 60.0)
