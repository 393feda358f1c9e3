"""Follows what is published, and has the ledger compare it before anybody asks."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import CancelledError

from indexer.errors import IndexerError
from search_api.errors import SearchError
from search_api.ledger.book import Ledger
from search_api.views import Views

log = logging.getLogger(__name__)
# While files come in one after another nothing is prepared: only a catalogue that rests for a moment is.
_PAUSE = 3.0


class Watch:
    """A thread that notices a new generation, makes the roll ready and starts the comparisons."""

    def __init__(self, ledger: Ledger, views: Views) -> None:
        self._ledger, self._views = ledger, views
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch; what is held now is prepared at once."""
        self._thread = threading.Thread(target=self._work, name="ledger-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching and end what goes on in the background."""
        self._stop.set()
        self._ledger.close()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _work(self) -> None:
        prepared, seen = -1, self._generation()
        while not self._stop.is_set():
            if seen not in (prepared, -1):
                self._prepare()
                prepared = seen
            before = seen
            while not self._stop.wait(_PAUSE):
                seen = self._generation()
                if seen == before and seen != prepared:
                    break
                before = seen

    def _generation(self) -> int:
        try:
            return self._ledger.engine.catalogue.generation()
        except IndexerError as error:
            log.warning("the catalogue could not be asked: %s", error)
            return -1

    def _prepare(self) -> None:
        try:
            self._views.roll()
            self._ledger.prepare()
        except CancelledError:
            return
        except (IndexerError, SearchError) as error:
            log.warning("the ledger was not prepared: %s", error)
