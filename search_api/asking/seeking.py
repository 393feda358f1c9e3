"""What stands around a search: suggestions, past questions, saved searches, files of questions."""

from __future__ import annotations

from indexer.settings import Settings
from search_api.access.viewer import current
from search_api.asking.batch_jobs import BatchJobs, Courtesy
from search_api.asking.past import Past
from search_api.asking.saved import Saved
from search_api.asking.suggest import Suggestions
from search_api.engine import Engine
from search_api.present import Json
from search_api.service import Service
from search_api.views import Views

FOLDER = "batches"


class Seeking:
    """Everything around a search of one engine. Safe to share between threads."""

    def __init__(self, engine: Engine, service: Service, views: Views, settings: Settings) -> None:
        searches = engine.catalogue.searches
        self._views = views
        self._suggestions = Suggestions()
        self._courtesy = Courtesy()
        self.past = Past(searches, settings.keep_questions)
        self.saved = Saved(service, searches)
        self.batches = BatchJobs(service, settings.data / FOLDER, self._courtesy)

    def start(self) -> None:
        """Begin what works in the background."""
        self.past.start()
        self.batches.start()

    def stop(self) -> None:
        """End what works in the background."""
        self.batches.stop()
        self.saved.stop()
        self.past.stop()

    def note(self, question: str = "") -> None:
        """Somebody asks: remember the question (none for turning a page), and let the rest step aside."""
        self._courtesy.note()
        if question:
            self.past.note(current(), question)

    def suggest(self, typed: str, limit: int) -> Json:
        """``{"query", "suggestions"}`` for what the viewer has typed so far."""
        presenter, roll = self._views.roll()
        return self._suggestions.find(presenter.knowledge, roll, typed, self.past.of(current()), limit)
