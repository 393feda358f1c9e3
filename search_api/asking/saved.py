"""Saved searches that tell what is new: passages of documents that were added since their owner last looked."""

from __future__ import annotations

import contextvars
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy.exc import SQLAlchemyError

from indexer.store.records import StoredDocument
from indexer.store.searches import SavedSearch, Searches
from search_api.access.viewer import Viewer
from search_api.asking.atom import Source, atom
from search_api.asking.past import owner
from search_api.errors import BadParameter, NotFound, SearchError
from search_api.present import Json
from search_api.question.overrides import NAMES as CHANGES
from search_api.question.overrides import overrides
from search_api.ranking.facets import NAMES as FACET_NAMES
from search_api.ranking.facets import Facets, picked
from search_api.ranking.rank import Judged
from search_api.records import Presenter
from search_api.service import Service, grouped
from search_api.types import Reading

log = logging.getLogger(__name__)

Found = tuple[Presenter, Reading, Sequence[tuple[Judged, list[Judged]]]]

FILTERS = ("document", "unit", "role", "kind", "due_from", "due_to")
PARAMETERS = frozenset(("q", *FILTERS, *FACET_NAMES, *CHANGES))
MOST = 100
SHOWN = 5
MOST_FED = 100
_LONGEST_NAME = 200
_LONGEST_QUERY = 6000
# How much of the subject a new passage must say to be news; a list's own tasks always are.
_SAID = 0.6
_LISTED = 0.5
_UNIT = 0.5


class Saved:
    """The saved searches of whoever asks, with what is new for each."""

    def __init__(self, service: Service, searches: Searches) -> None:
        self._service, self._searches = service, searches
        self._counts: dict[tuple[str, int, int], int] = {}
        self._counting = threading.Lock()
        self._asked_for: set[tuple[str, int, int]] = set()
        self._worker = ThreadPoolExecutor(1, "saved-searches")

    def stop(self) -> None:
        """Leave off counting."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def all(self, viewer: Viewer) -> Json:
        """``{"total", "saved"}``: every search of the viewer with what is new, the latest first."""
        whose = owner(viewer)
        found = [self._shown(one) for one in self._searches.saved(whose)] if whose is not None else []
        return {"total": len(found), "saved": found}

    def ids(self, viewer: Viewer) -> tuple[str, ...]:
        """The ids of the viewer's searches, the latest first."""
        whose = owner(viewer)
        return tuple(one.id for one in self._searches.saved(whose)) if whose is not None else ()

    def save(self, viewer: Viewer, query: str, name: str = "") -> Json:
        """Keep a search by the parameters of its address; raises BadParameter for one that asks nothing."""
        whose = _owner(viewer)
        query, name = _sound(query), _sound(name)
        pairs = [(key, value) for key, value in parse_qsl(query.removeprefix("?")) if key in PARAMETERS]
        question = next((value.strip() for key, value in pairs if key == "q"), "")
        if not question or len(query) > _LONGEST_QUERY:
            raise BadParameter(
                "Tìm kiếm để lưu phải có câu hỏi (q=…) và không quá dài.",
                "A search to save needs a question (q=…) and must not be too long.",
            )
        if len(self._searches.saved(whose)) >= MOST:
            raise BadParameter(
                f"Đã lưu {MOST} tìm kiếm; hãy bỏ bớt trước khi lưu thêm.",
                f"There are {MOST} saved searches; remove some before saving more.",
            )
        shown = " ".join((name or question).split())[:_LONGEST_NAME]
        return self._shown(self._searches.save(whose, shown, urlencode(pairs)))

    def version(self, viewer: Viewer, key: str) -> str:
        """What stays the same for as long as the feed does; raises NotFound for a search that is not the viewer's."""
        one, knowledge = self._own(viewer, key), self._service.engine.presenter().knowledge
        told = (one.id, one.name, one.query, sorted(viewer.groups), viewer.role, knowledge.generation)
        return sha256(repr(told).encode()).hexdigest()[:32]

    def feed(self, viewer: Viewer, key: str, itself: str, base: str) -> bytes:
        """What came since the search was saved as an Atom feed read at ``itself``, the latest first.

        It holds what the viewer may read, whatever was marked as seen. Raises NotFound for a search that is not theirs.
        """
        one = self._own(viewer, key)
        presenter, reading, found = self._new(one, lambda held: held.serial > one.made_serial)
        held = presenter.knowledge.documents
        latest = sorted(found, key=lambda hit: -held[hit[0].prepared.passage.document_id].serial)[:MOST_FED]
        hits = [
            (presenter.hit(first, reading, others), held[first.prepared.passage.document_id].added_at)
            for first, others in latest
        ]
        source = Source(one.id, one.name, itself, f"{base}/?{one.query}", one.created_at)
        return atom(source, hits, base)

    def _own(self, viewer: Viewer, key: str) -> SavedSearch:
        whose = owner(viewer)
        found = self._searches.saved(whose) if whose is not None else ()
        one = next((one for one in found if one.id == key), None)
        if one is None:
            raise _unknown(key)
        return one

    def seen(self, viewer: Viewer, key: str) -> None:
        """Let all that is held now count as seen; raises NotFound for a search that is not the viewer's."""
        documents = self._service.engine.presenter().knowledge.documents.values()
        newest = max((one.serial for one in documents), default=0)
        if not self._searches.seen(_owner(viewer), key, newest):
            raise _unknown(key)

    def forget(self, viewer: Viewer, key: str) -> None:
        """Let go of a search; raises NotFound for one that is not the viewer's."""
        if not self._searches.forget(_owner(viewer), key):
            raise _unknown(key)

    def news(self, viewer: Viewer) -> int:
        """How many of the viewer's searches have news, as far as counted; what is not is counted meanwhile."""
        whose = owner(viewer)
        try:
            kept = self._searches.saved(whose) if whose is not None else ()
        except SQLAlchemyError:
            # Every page shows this, the one that tells of a failing catalogue too.
            log.exception("saved searches cannot be read")
            return 0
        if not kept:
            return 0
        knowledge = self._service.engine.presenter().knowledge
        newest = max((one.serial for one in knowledge.documents.values()), default=0)
        waiting = [one for one in kept if one.seen_serial < newest]
        return sum(self._counted(one, knowledge.generation) > 0 for one in waiting)

    def _counted(self, one: SavedSearch, generation: int) -> int:
        mark = (one.id, one.seen_serial, generation)
        with self._counting:
            if mark in self._counts:
                return self._counts[mark]
            if mark in self._asked_for:
                return 0
            self._asked_for.add(mark)
        self._worker.submit(contextvars.copy_context().run, self._count, one, mark)
        return 0

    def _count(self, one: SavedSearch, mark: tuple[str, int, int]) -> None:
        try:
            _, _, found = self._new(one, _unseen(one))
        except SearchError as error:
            log.info("saved search %s: %s", one.id, error.en)
            found = []
        with self._counting:
            self._counts = {key: count for key, count in self._counts.items() if key[0] != one.id}
            self._counts[mark] = len(found)
            self._asked_for.discard(mark)

    def _shown(self, one: SavedSearch) -> Json:
        record: dict[str, Any] = {
            "id": one.id,
            "name": one.name,
            "question": dict(parse_qsl(one.query)).get("q", ""),
            "url": f"/?{one.query}",
            "feed": f"/api/v1/saved/{one.id}/feed.atom",
            "created_at": one.created_at.isoformat(),
            "seen_at": one.seen_at.isoformat(),
            "problem": None,
        }
        try:
            presenter, reading, found = self._new(one, _unseen(one))
        except SearchError as error:
            return {**record, "problem": str(error), "new": 0, "hits": []}
        hits = [presenter.hit(first, reading, others) for first, others in found[:SHOWN]]
        return {**record, "new": len(found), "hits": hits}

    def _new(self, one: SavedSearch, is_new: Callable[[StoredDocument], bool]) -> Found:
        """What the search finds in new documents, as far as it says what was asked."""
        engine, pairs = self._service.engine, parse_qsl(one.query)
        given = {name: value for name, value in pairs if name in FILTERS}
        said, chosen = overrides(pairs), picked(pairs)
        within = self._service.within(given, said)
        documents = engine.presenter().knowledge.documents
        new = {key for key, held in documents.items() if is_new(held)}
        if within.documents:
            new &= set(within.documents)
        if not new:
            presenter = engine.presenter()
            return presenter, _nothing(), ()
        question = dict(pairs).get("q", "")
        presenter, reading, findings, _ = engine.search(question, replace(within, documents=tuple(sorted(new))), said)
        fitting = [judged for judged in findings.judged if _is_news(judged, reading)]
        return presenter, reading, grouped(Facets(fitting, reading, chosen, presenter.knowledge).hits())


def _unseen(one: SavedSearch) -> Callable[[StoredDocument], bool]:
    return lambda held: held.serial > one.seen_serial


def _is_news(judged: Judged, reading: Reading) -> bool:
    features = judged.features
    if features.get("listed", 0.0) >= _LISTED:
        return True
    if not reading.topic:
        return features.get("unit", 0.0) >= _UNIT
    return judged.said >= _SAID


def _nothing() -> Reading:
    """A reading of no question, for a list of no hits."""
    return Reading("", "vi", (), "", (), (), "clause", None, "none", False, (), (), (), None, None, (), (), False)


def _sound(text: str) -> str:
    """Without what JSON may hold and no file can: halves of characters, and the null character."""
    return text.encode("utf8", "ignore").decode("utf8").replace("\0", "")


def _owner(viewer: Viewer) -> str:
    whose = owner(viewer)
    if whose is None:
        raise BadParameter("Hãy đăng nhập để lưu tìm kiếm.", "Sign in to save searches.")
    return whose


def _unknown(key: str) -> NotFound:
    return NotFound(f"Không có tìm kiếm đã lưu “{key[:40]}”.", f"There is no saved search “{key[:40]}”.")
