"""A data folder with many passages of other plans: ``python -m bench.crowd DATA [--passages N]``.

The plans of ``bench.distractors`` go through the ordinary pipeline until the catalogue holds that many passages. Run
again, it goes on where it ended. What sibling plans copied from one another is encoded once.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.distractors import write
from indexer.embed.encoder import Encoder, Progress
from indexer.pipeline import Pipeline
from indexer.settings import Settings

_BATCH = 100
_REMEMBERED = 20_000
Vector = NDArray[np.float32]


class Remembering(Encoder):
    """An encoder that gives a passage it has just encoded the same vector again."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._seen: OrderedDict[str, Vector] = OrderedDict()

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vector:
        """``(len(texts), dim)`` rows in the order of ``texts``."""
        new = [text for text in dict.fromkeys(texts) if text not in self._seen]
        self._seen.update(zip(new, super().passages(new, progress), strict=True))
        rows = np.array([self._seen[text] for text in texts], np.float32).reshape(len(texts), self.dimension)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return rows


def fill(data: Path, passages: int, threads: int = 0) -> int:
    """Adds invented plans until ``data`` holds at least that many passages; returns how many it holds."""
    settings = Settings(data=data, threads=threads)
    pipeline = Pipeline(settings, encoder=Remembering(settings))
    try:
        while (held := pipeline.catalogue.passage_count()) < passages:
            first = sum(one.file[3:6] == "-7-" for one in pipeline.catalogue.documents().items)
            with tempfile.TemporaryDirectory(prefix="plans-") as folder:
                pipeline.add(write(_BATCH, Path(folder), first=first))
            print(f"{pipeline.catalogue.passage_count()} passages", flush=True)
        return held
    finally:
        pipeline.close()
        pipeline.catalogue.close()


def main() -> None:
    """Fills a data folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args()
    print(f"{fill(options.data, options.passages, options.threads)} passages in {options.data}")


if __name__ == "__main__":
    main()
