"""Past questions, written down behind the back of whoever asks: an answer never waits for it."""

from __future__ import annotations

import logging
import queue
import threading

from sqlalchemy.exc import SQLAlchemyError

from indexer.store.searches import Searches
from search_api.access.viewer import Viewer

log = logging.getLogger(__name__)

_WAITING = 500
_LONGEST = 300


def owner(viewer: Viewer) -> str | None:
    """Whose searches and questions are meant: a person's by account, the installation's own where it is used without.

    None for a visitor without an account, who keeps nothing.
    """
    if viewer.id is not None:
        return viewer.id
    return "" if viewer.at_least("editor") else None


class Past:
    """The questions that people asked, kept while ``on``; a thread of its own writes them."""

    def __init__(self, searches: Searches, on: bool) -> None:
        self._searches, self.on = searches, on
        self._waiting: queue.Queue[tuple[str, str] | None] = queue.Queue(_WAITING)
        self._known: dict[str, tuple[str, ...]] = {}
        self._knowing = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to write."""
        if self.on:
            self._thread = threading.Thread(target=self._work, name="past-questions", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Write what waits and stop."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join(timeout=10)
            self._thread = None

    def note(self, viewer: Viewer, question: str) -> None:
        """Remember a question of a viewer; a long text is no question to ask again."""
        whose, text = owner(viewer), " ".join(question.split())
        if self._thread is None or whose is None or not text or len(text) > _LONGEST:
            return
        with self._knowing:
            known = self._known.get(whose)
            if known is not None:
                self._known[whose] = (text, *(one for one in known if one != text))
        try:
            self._waiting.put_nowait((whose, text))
        except queue.Full:
            log.warning("past questions are waiting to be written; one was left out")

    def of(self, viewer: Viewer) -> tuple[str, ...]:
        """The questions of a viewer, the latest first."""
        whose = owner(viewer)
        if not self.on or whose is None:
            return ()
        known = self._known.get(whose)
        if known is None:
            known = self._searches.asked(whose)
            with self._knowing:
                self._known[whose] = known
        return known

    def forget(self, viewer: Viewer) -> None:
        """Let go of all questions of a viewer."""
        whose = owner(viewer)
        if whose is None:
            return
        self.flush()
        self._searches.forget_asked(whose)
        with self._knowing:
            self._known[whose] = ()

    def flush(self) -> None:
        """Wait until what was asked so far is written."""
        if self._thread is not None:
            self._waiting.join()

    def _work(self) -> None:
        going = True
        while going:
            batch = [self._waiting.get()]
            while not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            going = None not in batch
            try:
                self._searches.note_asked(one for one in batch if one is not None)
            except SQLAlchemyError:
                log.exception("past questions could not be written")
            for _ in batch:
                self._waiting.task_done()
