"""How long the ledger's pages take over generated plans: ``python -m bench.views PLANS ROWS [--keep FOLDER]``.

The plans are indexed with a tiny model, since no view looks at more of a vector than its product with another; a real
server then answers every page ``ROUNDS`` times, rendering included, with another unit, day or plan each time. Beside
the time that a reader waits stands the processor time that the server spent, which other work on the machine does
not lengthen. With ``--keep`` the folder is made once and used again, what was compared in it included.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

import psutil  # type: ignore[import-untyped]

from bench.distractors import plan
from bench.server import CHUTRI, Server, served
from bench.timing import spread
from tests.tiny import save_tiny_model

ROUNDS = 25
YEAR = 2024
READY_SECONDS = 600
Address = Callable[[int], str]


def main(plans: int, rows: int, keep: Path | None, only: str) -> None:
    """Prints how long the comparisons took to be ready, and for every page whose name has ``only`` in it the median
    and 95th percentile of what a reader waits and of the processor time, in milliseconds."""
    if keep is not None:
        _measured(keep, plans, rows, only)
        return
    with tempfile.TemporaryDirectory() as root:
        _measured(Path(root), plans, rows, only)


def _measured(root: Path, plans: int, rows: int, only: str) -> None:
    made(root, plans, rows)
    with served(root / "data", model=str(root / "model"), rate_limits="false") as server:
        ready(server)
        meter = Meter(server)
        chosen = pages(server)
        for name, page in chosen.items():
            if only not in name:
                continue
            taken = [meter.asked(page(number)) for number in range(ROUNDS)]
            waited, spent = (spread(column) for column in zip(*taken, strict=True))
            line = f"{waited.p50:6.0f} {waited.p95:6.0f} ms waited   {spent.p50:6.0f} {spent.p95:6.0f} ms of processor"
            print(f"{name:28} {line}", flush=True)
        print(f"corrected: {corrected(server)}")


def made(root: Path, plans: int, rows: int) -> None:
    """A data folder in ``root`` with that many plans of so many rows, unless it is there already."""
    if (root / "data" / "catalogue.db").is_file():
        return
    folder = root / "plans"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(plans):
        (folder / f"{number:04}.txt").write_text(plan(7_000_000 + number, rows), encoding="utf8")
    model = save_tiny_model(root)
    environment = {**os.environ, "CHUTRI_MODEL": str(model)}
    added = [str(CHUTRI), "--data", str(root / "data"), "add", str(folder)]
    subprocess.run(added, check=True, capture_output=True, env=environment)


def ready(server: Server) -> None:
    """Prints what the first readers wait, and how long it takes until every plan is compared with every other."""
    began, meter = time.perf_counter(), Meter(server)
    for page in ("/conflicts", "/matrix", "/units?q=so", "/conflicts"):
        waited, spent = meter.asked(page)
        print(f"while comparing: {page:14} {1000 * waited:6.0f} ms waited, {1000 * spent:6.0f} ms of processor")
    while "progress" in json.loads(asked(server, "/api/v1/conflicts?wait=0&limit=1")):
        if time.perf_counter() - began > READY_SECONDS:
            raise TimeoutError(f"not compared after {READY_SECONDS} s")
        time.sleep(1)
    print(f"all plans compared after {time.perf_counter() - began:.1f} s", flush=True)
    resting(server)


def resting(server: Server) -> None:
    """Waits until the server has nothing left to do in the background."""
    spent = -1.0
    meter = Meter(server)
    while meter.spent() - spent > 0.1:  # noqa: PLR2004
        spent = meter.spent()
        time.sleep(3)


def asked(server: Server, page: str) -> bytes:
    """What a page says."""
    with urlopen(Request(f"{server.url}{page}", headers={"accept-encoding": "gzip"}), timeout=120) as reply:
        body: bytes = reply.read()
        packed = reply.headers.get("content-encoding") == "gzip"
    return gzip.decompress(body) if packed else body


class Meter:
    """What pages of one server take."""

    def __init__(self, server: Server) -> None:
        self._server, self._process = server, psutil.Process(server.pid)

    def spent(self) -> float:
        """The seconds of processor time that the server has used so far."""
        used = self._process.cpu_times()
        return float(used.user + used.system)

    def asked(self, page: str) -> tuple[float, float]:
        """The seconds that a page took a reader, and those of processor time that the server spent meanwhile."""
        before, began = self.spent(), time.perf_counter()
        asked(self._server, page)
        return time.perf_counter() - began, self.spent() - before


def corrected(server: Server) -> str:
    """How long it takes to correct a task, to say so in a sentence, and to answer the first pages after it."""
    meter = Meter(server)
    total = json.loads(asked(server, "/api/v1/tasks?limit=1"))["total"]
    place = int(time.time()) % total
    task = json.loads(asked(server, f"/api/v1/tasks?limit=1&offset={place}"))["tasks"][0]
    said = {"action": "set", "task": task["id"], "field": "product", "value": f"Bảng kê {time.time():.0f}"}
    body, address = json.dumps({**said, "by": "bench"}).encode(), f"{server.url}/api/v1/corrections"
    before, began = meter.spent(), time.perf_counter()
    with urlopen(Request(address, body, {"content-type": "application/json"}), timeout=120) as reply:
        reply.read()
    told = [f"{1000 * (time.perf_counter() - began):.0f} ms waited, {1000 * (meter.spent() - before):.0f} of processor"]
    for page in ("/tasks", "/calendar", "/units?q=so"):
        waited, spent = meter.asked(page)
        told.append(f"then {page} {1000 * waited:.0f} ms, {1000 * spent:.0f} of processor")
    return "; ".join(told)


def pages(server: Server) -> dict[str, Address]:
    """The pages by name, each with another address every time."""
    held = [one["id"] for one in _listed(server, "documents")]
    units = [quote(one["id"]) for one in _listed(server, "units")]
    busy = [quote(row["unit"]["id"]) for row in json.loads(asked(server, "/api/v1/matrix?limit=50"))["rows"]]

    def several(name: str, ids: Sequence[str]) -> str:
        return "".join(f"&{name}={key}" for key in ids)

    return {
        "matrix": lambda n: f"/matrix?document={held[n]}",
        "matrix of all": lambda n: f"/matrix?columns={n}",
        "matrix by plan": lambda n: f"/matrix?by=document&columns={16 * (n % 10)}&names=today",
        "calendar of a month": lambda n: f"/calendar?at={YEAR}-{n % 12 + 1:02}-15&unit={units[n]}",
        "calendar of a year": lambda n: f"/calendar?view=year&at={2021 + n % 6}-06-15&offset={50 * n}",
        "what is past": lambda n: f"/calendar?list=overdue&as_of={YEAR}-12-{n + 1:02}&offset={50 * n}",
        "what has no day": lambda n: f"/calendar?list=undated&offset={50 * n}",
        "cascade over 10 plans": lambda n: f"/cascade?superior={held[n]}{several('below', held[n + 1 : n + 11])}",
        "cascade over all plans": lambda n: (
            f"/cascade?superior={held[0]}{several('below', held[1:])}&offset={20 * (n % 5)}"
        ),
        "cascade over all, unmandated": lambda n: (
            f"/cascade?superior={held[0]}{several('below', held[1:])}&list=unmandated&offset={20 * n}"
        ),
        "conflicts": lambda n: f"/conflicts?offset={30 * (n % 5)}",
        "conflicts of one plan": lambda n: f"/conflicts?document={held[n]}",
        "two plans side by side": lambda n: f"/compare?documents={held[n]}&documents={held[n + 1]}",
        "eight plans side by side": lambda n: f"/compare?{several('documents', held[n : n + 8])}",
        "references": lambda n: f"/references?offset={n}",
        "units": lambda n: f"/units?q={('so', 'xa', 'phong', 'van', 'ban')[n % 5]}&offset={n}",
        "one unit": lambda n: f"/units/{units[n]}",
        "one unit with most to do": lambda n: f"/units/{busy[n]}?lead={40 * (n % 3)}",
        "tasks": lambda n: f"/tasks?offset={50 * n}",
    }


def _listed(server: Server, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(asked(server, f"/api/v1/{name}?limit=200"))[name]
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plans", type=int)
    parser.add_argument("rows", type=int)
    parser.add_argument("--keep", type=Path, help="a folder made once and used again")
    parser.add_argument("--only", default="", help="measure only pages with this in their name")
    given = parser.parse_args()
    main(given.plans, given.rows, given.keep, given.only)
