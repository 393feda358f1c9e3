"""How long the ledger's pages take over generated plans: ``python -m bench.views PLANS ROWS``.

The plans are indexed with a tiny model, since no view looks at vectors; every page is then asked for ``ROUNDS`` times.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from starlette.testclient import TestClient

from bench.distractors import plan
from bench.timing import spread, timed
from indexer.pipeline import Pipeline
from indexer.settings import Settings
from tests.tiny import save_tiny_model
from web.app import create_app

ROUNDS = 25
YEAR = 2024
PAGES = (
    "/matrix",
    "/matrix?by=document",
    f"/calendar?at={YEAR}-06-15&as_of={YEAR}-06-15",
    f"/calendar?view=quarter&at={YEAR}-06-15",
    f"/calendar?view=year&at={YEAR}-06-15",
    f"/calendar?list=overdue&as_of={YEAR}-12-31",
    "/calendar?list=undated",
)


def main(plans: int, rows: int) -> None:
    """Prints the median and 95th percentile of every page."""
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root, "plans")
        folder.mkdir()
        for number in range(plans):
            (folder / f"{number:04}.txt").write_text(plan(7_000_000 + number, rows), encoding="utf8")
        model = save_tiny_model(Path(root))
        settings = Settings(data=Path(root, "data"), cache=Path(root, "cache"), model=str(model), threads=1)
        pipeline = Pipeline(settings)
        pipeline.add([folder])
        pipeline.catalogue.close()
        with TestClient(create_app(settings)) as client:
            print(f"{client.get('/api/v1/tasks?limit=1').json()['total']} tasks in {plans} plans")
            for page in PAGES:
                told = spread(timed(lambda page=page: client.get(page).raise_for_status()) for _ in range(ROUNDS))
                print(f"{page:50} p50 {told.p50:6.0f} ms   p95 {told.p95:6.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
