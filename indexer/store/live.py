"""The search index kept level with the catalogue: loaded, brought up, rebuilt, reloaded when another process writes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from indexer.errors import CatalogueLocked, NoRoom
from indexer.store.catalogue import Catalogue
from indexer.store.local import LocalIndex, LocalSnapshot
from indexer.store.lock import write_lock
from indexer.store.manifest import IndexUnusable

log = logging.getLogger(__name__)

# How long a start waits for a writer in the middle of publishing before it looks again.
START_WAIT_SECONDS = 60.0
# How long a disk that was full is left alone by those who only search.
FULL_PAUSE_SECONDS = 5.0
FULL = "Đĩa đã đầy: tìm kiếm dùng trạng thái trước đó / the disk is full: searches use the state before"
REBUILT = "Dựng lại chỉ mục tìm kiếm từ danh mục / rebuilding the search index from the catalogue: %s"


class LiveIndex:
    """Gives the snapshot that fits the catalogue's present generation; safe to share between threads.

    ``data`` is the folder with the catalogue; vectors are those of the model with ``fingerprint`` and
    ``dimension``. Whatever had to be rebuilt is told to the log ``indexer.store.live``.
    """

    def __init__(self, data: Path, catalogue: Catalogue, fingerprint: str, dimension: int) -> None:
        self._catalogue = catalogue
        self._fingerprint, self._dimension = fingerprint, dimension
        self._lock_file = data / "write.lock"
        self._index = LocalIndex(data / "index")
        self._busy = threading.Lock()
        self._full_until = 0.0
        # Told after what this process wrote can be found.
        self.published: Callable[[], None] = lambda: None

    def snapshot(self) -> LocalSnapshot:
        """The newest state: the catalogue's own, or the one before it while a writer is still at work."""
        manifest = self._index.manifest
        if manifest is None:
            self._start()
        elif manifest.generation != self._catalogue.generation() and self._busy.acquire(blocking=False):
            try:
                self._follow()
            finally:
                self._busy.release()
        return self._index.snapshot()

    def bring_up(self, wait_seconds: float = START_WAIT_SECONDS) -> None:
        """Make the index equal to the catalogue. Raises CatalogueLocked while another process writes."""
        with self._busy, write_lock(self._lock_file, wait_seconds):
            self._level()
        self.published()

    def _start(self) -> None:
        with self._busy:
            if self._index.manifest is not None:
                return
            try:
                self._index.load(self._fingerprint)
                if self._index.snapshot().generation == self._catalogue.generation():
                    return
            except IndexUnusable:
                # Told and repaired under the lock: a writer may just be replacing the files.
                pass
            with write_lock(self._lock_file, START_WAIT_SECONDS):
                self._level()

    def _follow(self) -> None:
        """Take over what another process published; bring the index up here if nobody is writing."""
        current = self._index.snapshot().generation
        if self._index.published() not in (None, current):
            try:
                self._index.load(self._fingerprint)
            except IndexUnusable as problem:
                log.debug("index not reloaded: %s", problem)
        if self._index.snapshot().generation == self._catalogue.generation():
            return
        if time.monotonic() < self._full_until:
            return
        try:
            with write_lock(self._lock_file, 0):
                self._level()
        except CatalogueLocked:
            return
        except Exception as error:
            if not NoRoom.behind(error):
                raise
            # Whoever searches is better served by the state before than by an error.
            log.warning(FULL)
            self._full_until = time.monotonic() + FULL_PAUSE_SECONDS

    def _level(self) -> None:
        """Bring the index up from the vectors in the catalogue. The write lock is held."""
        manifest = self._index.manifest
        if manifest is None or self._index.published() != manifest.generation or not self._index.intact():
            self._load_or_reset()
        generation, serials = self._catalogue.serials()
        manifest = self._index.manifest
        assert manifest is not None
        if manifest.generation == generation:
            return
        gone = manifest.documents.keys() - serials.keys()
        missing = serials.keys() - manifest.documents.keys()
        # A corrected document keeps its serial, but its passages have other numbers.
        extents = self._catalogue.extents()
        changed = {
            serial
            for serial, runs in manifest.documents.items()
            if serial in serials and extents.get(serial, (0, 0)) != _extent(runs)
        }
        added = self._catalogue.index_entries(missing | changed, self._fingerprint)
        self._index.update(gone | changed, added, generation)

    def _load_or_reset(self) -> None:
        try:
            self._index.load(self._fingerprint)
        except IndexUnusable as problem:
            if self._catalogue.passage_count():
                log.warning(REBUILT, problem)
            self._index.reset(self._fingerprint, self._dimension)


def _extent(runs: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """How many numbers the half-open runs hold, and the greatest."""
    return sum(stop - first for first, stop in runs), max((stop - 1 for _, stop in runs), default=0)
