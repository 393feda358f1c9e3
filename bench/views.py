"""How long the ledger's pages take over generated plans, over HTTP: ``python -m bench.views PLANS ROWS``.

The plans are indexed with a tiny model, since no view looks at more of a vector than its product with another; a real
server then answers every page ``ROUNDS`` times, rendering included, with another unit, day or plan each time.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

from bench.distractors import plan
from bench.server import Server, serving
from bench.timing import spread
from tests.tiny import save_tiny_model

ROUNDS = 25
YEAR = 2024
READY_SECONDS = 300
Address = Callable[[int], str]


def main(plans: int, rows: int) -> None:
    """Prints how long the comparisons took to be ready, and the median and 95th percentile of every page."""
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root, "plans")
        folder.mkdir()
        for number in range(plans):
            (folder / f"{number:04}.txt").write_text(plan(7_000_000 + number, rows), encoding="utf8")
        with serving([folder], model=str(save_tiny_model(Path(root)))) as server:
            began = time.perf_counter()
            first = [asked(server, page)[0] for page in ("/conflicts", "/matrix")]
            print(f"while comparing: conflicts {1000 * first[0]:.0f} ms, matrix {1000 * first[1]:.0f} ms")
            while "progress" in json.loads(asked(server, "/api/v1/conflicts?wait=0&limit=1")[1]):
                if time.perf_counter() - began > READY_SECONDS:
                    raise TimeoutError(f"not compared after {READY_SECONDS} s")
                time.sleep(0.5)
            print(f"all plans compared after {time.perf_counter() - began:.1f} s")
            for name, page in pages(server).items():
                told = spread([asked(server, page(number))[0] for number in range(ROUNDS)])
                print(f"{name:32} p50 {told.p50:6.0f} ms   p95 {told.p95:6.0f} ms", flush=True)


def asked(server: Server, page: str) -> tuple[float, bytes]:
    """The seconds that a page took, and what it said."""
    began = time.perf_counter()
    with urlopen(Request(f"{server.url}{page}", headers={"accept-encoding": "gzip"}), timeout=120) as reply:
        body: bytes = reply.read()
        packed = reply.headers.get("content-encoding") == "gzip"
    took = time.perf_counter() - began
    return took, gzip.decompress(body) if packed else body


def pages(server: Server) -> dict[str, Address]:
    """The pages by name, each with another address every time."""
    held = [one["id"] for one in _listed(server, "documents")]
    units = [quote(one["id"]) for one in _listed(server, "units")]

    def several(name: str, ids: Sequence[str]) -> str:
        return "".join(f"&{name}={key}" for key in ids)

    return {
        "matrix": lambda n: f"/matrix?document={held[n]}",
        "matrix of all": lambda n: f"/matrix?columns={n}",
        "matrix by plan": lambda n: f"/matrix?by=document&columns={16 * (n % 10)}&names=today",
        "calendar of a month": lambda n: f"/calendar?at={YEAR}-{n % 12 + 1:02}-15&unit={units[n]}",
        "calendar of a year": lambda n: f"/calendar?view=year&at={2021 + n % 6}-06-15",
        "what is past": lambda n: f"/calendar?list=overdue&as_of={YEAR}-12-31&offset={50 * n}",
        "what has no day": lambda n: f"/calendar?list=undated&offset={50 * n}",
        "cascade over 10 plans": lambda n: f"/cascade?superior={held[n]}{several('below', held[n + 1 : n + 11])}",
        "cascade over all plans": lambda n: (
            f"/cascade?superior={held[0]}{several('below', held[1:])}&offset={20 * (n % 5)}"
        ),
        "conflicts": lambda n: f"/conflicts?offset={30 * (n % 5)}",
        "conflicts of one plan": lambda n: f"/conflicts?document={held[n]}",
        "two plans side by side": lambda n: f"/compare?documents={held[n]}&documents={held[n + 1]}",
        "eight plans side by side": lambda n: f"/compare?{several('documents', held[n : n + 8])}",
        "references": lambda n: f"/references?offset={n}",
        "units": lambda n: f"/units?q={('so', 'xa', 'phong', 'van', 'ban')[n % 5]}&offset={n}",
        "one unit": lambda n: f"/units/{units[n]}",
    }


def _listed(server: Server, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(asked(server, f"/api/v1/{name}?limit=200")[1])[name]
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
