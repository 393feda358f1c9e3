"""The ledger as the API, the pages and the command line ask it."""

from __future__ import annotations

import logging
import re
import threading
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar, cast

from indexer.store.records import Judgement, Verdict
from search_api import limits, present
from search_api.access.viewer import signed
from search_api.engine import Engine
from search_api.errors import BadParameter, NotFound
from search_api.knowledge import Knowledge
from search_api.ledger import naming, references, shown, successors
from search_api.ledger.below import Below, plans_below
from search_api.ledger.cascade import Cascade, cascade, pair_up
from search_api.ledger.conflicts import told
from search_api.ledger.contradictions import Located, Progress, contradictions
from search_api.ledger.library import Library, Outdated, Shelf
from search_api.ledger.obligations import Obligation
from search_api.ledger.pairs import PairStore
from search_api.ledger.workroom import Underway, Workroom
from search_api.limits import Page
from search_api.present import Json
from search_api.records import Presenter

log = logging.getLogger(__name__)
T = TypeVar("T")

VERDICTS = ("same", "narrowed", "mentioned", "rejected")
LISTS = ("carried", "omissions", "unmandated")
# Readers who may see different documents have libraries of their own.
_LIBRARIES = 4
_KEPT_IN = "ledger/pairs.db"
_PATIENCE = 3


class Ledger:
    """Answers what the ledger is asked, from one engine. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = threading.Lock()
        self._shelf = Shelf(PairStore(engine.settings.data / _KEPT_IN))
        self._libraries: deque[tuple[Presenter, Library]] = deque(maxlen=_LIBRARIES)
        self.workroom = Workroom()

    def close(self) -> None:
        """Stop what goes on in the background and let go of what it keeps."""
        self.workroom.close()
        self._shelf.pairs.close()

    def library(self) -> tuple[Presenter, Library]:
        """The presenter of the newest generation and its plans."""
        presenter = self.engine.presenter()
        return presenter, self._library(presenter)

    def _library(self, presenter: Presenter) -> Library:
        with self._lock:
            library = self._held(presenter)
            if library is None:
                library = Library(presenter.knowledge, self._shelf)
                self._libraries.append((presenter, library))
                self._shelf.forget({digest for _, one in self._libraries for digest in one.digests.values()})
            return library

    def _held(self, presenter: Presenter) -> Library | None:
        held = tuple(self._libraries)
        return next((one for other, one in held if other.knowledge is presenter.knowledge), None)

    def opened(self, wait: float | None) -> tuple[Presenter, Library] | Underway:
        """The presenter of the newest generation and its plans, or, when these are not at hand after ``wait`` seconds,
        that they are being looked up."""
        presenter = self.engine.presenter()
        knowledge = presenter.knowledge
        if wait is not None and self._held(presenter) is None:

            def look(tell: Progress) -> None:
                tell(0, len(knowledge.documents))
                self._library(presenter)

            found = self.workroom.result(("library", knowledge.readers, knowledge.generation), look, wait)
            if isinstance(found, Underway):
                return found
        return presenter, self._library(presenter)

    def prepare(self) -> None:
        """Compare in the background what the pages of the ledger will be asked for."""
        presenter, library = self.library()
        for key in library.digests:
            presenter.text(key)
        self.workroom.result(*_conflicts_of(library), wait=0)
        marks = ("pairs", tuple(library.digests.values()))
        self.workroom.result(marks, lambda tell: _made_ready(library, tell), wait=0)

    # --- documents among themselves ---

    def references(self, document: str | None, held: str | None, page: Page) -> Json:
        """``{"total", "references"}`` with ``"doubtful"``: pairs of numbers that seem to mean one document."""
        presenter, library = self.library()
        chosen = _one(library.knowledge, document) if document else None
        wanted = limits.one_of("held", held, ("yes", "no"))
        found = references.links(library.knowledge, chosen)
        doubtful = references.doubtful(library.knowledge, found)
        kept = [one for one in found if wanted is None or (one.held is not None) == (wanted == "yes")]
        part = kept[page.offset : page.offset + page.limit]
        listed = present.page("references", len(kept), [shown.link(presenter, one) for one in part])
        return {**listed, "doubtful": [shown.doubtful(presenter, one) for one in doubtful]}

    def graph(self, document: str | None = None) -> Json:
        """``{"nodes", "edges"}`` of all documents, or of one and what it names."""
        presenter, library = self.library()
        if not document:
            return shown.graph(presenter, references.graph(library.knowledge))
        chosen = _one(library.knowledge, document)
        near = [one for one in references.links(library.knowledge) if chosen in (one.stored.document_id, one.held)]
        found = references.graph(library.knowledge, near)
        linked = {chosen} | {key for edge in found.edges for key in (edge.source, edge.target)}
        nodes = tuple(node for node in found.nodes if node.id in linked)
        return shown.graph(presenter, references.Graph(nodes, found.edges))

    # --- a superior plan against those below ---

    def plans_below(self, superior: str) -> tuple[Below, ...]:
        """The plans that seem to stand below a superior one, each with the reason."""
        _, library = self.library()
        return plans_below(library.knowledge, _one(library.knowledge, superior, "superior"))

    def comparison(
        self, superior: str, below: Sequence[str], wait: float | None = None
    ) -> tuple[Presenter, Cascade | Underway]:
        """The cascade of a superior plan over the plans named, or, when none is, over those that seem below it; after
        ``wait`` seconds how far it has come instead."""
        return answered(lambda: self._comparison(superior, below, wait))

    def _comparison(
        self, superior: str, below: Sequence[str], wait: float | None
    ) -> tuple[Presenter, Cascade | Underway]:
        opened = self.opened(wait)
        if isinstance(opened, Underway):
            return self.engine.presenter(), opened
        presenter, library = opened
        upper = _one(library.knowledge, superior, "superior")
        lower = tuple(dict.fromkeys(_one(library.knowledge, name, "below") for name in below))
        if upper in lower:
            raise BadParameter(
                "Không thể đối chiếu một kế hoạch với chính nó; hãy chọn kế hoạch cấp dưới khác.",
                "A plan cannot be held against itself; choose another plan below it.",
            )
        if not below:
            lower = tuple(one.document_id for one in plans_below(library.knowledge, upper))
        # Another process may have judged since: what people said belongs to what is kept.
        said = library.knowledge.catalogue.judgements(upper)
        marks = ("cascade", library.digest(upper), tuple(library.digest(key) for key in lower), said)
        return presenter, self.workroom.result(marks, lambda tell: cascade(library, upper, lower, tell), wait)

    def cascade(
        self, superior: str, below: Sequence[str], which: str | None, page: Page, wait: float | None = None
    ) -> Json:
        """The comparison: counts over all of it, and one page of the list ``which`` (the superior tasks when None);
        ``{"progress"}`` instead while it takes longer than ``wait`` seconds."""
        chosen = limits.one_of("list", which, LISTS) or "carried"
        presenter, found = self.comparison(superior, below, wait)
        if isinstance(found, Underway):
            return shown.progress(found)
        documents = presenter.knowledge.documents
        makers: dict[str, tuple[Sequence[Any], Callable[[Presenter, Any], Json]]] = {
            "carried": (found.carried, shown.carried),
            "omissions": (found.omissions, shown.omission),
            "unmandated": (found.unmandated, shown.unmandated),
        }
        records, make = makers[chosen]
        part = [make(presenter, one) for one in records[page.offset : page.offset + page.limit]]
        return {
            "superior": present.document(documents[found.above]),
            "below": [present.document(documents[key]) for key in found.below],
            "counts": dict(found.counts),
            **present.page(chosen, len(records), part),
            "orphaned": [shown.judgement(one) for one in found.orphaned],
        }

    def judge(self, above: str, below: str, verdict: str, by: str, why: str = "") -> Json:
        """Keep what a person says about a pair of obligations, named by key; returns the judgement."""
        chosen, by = limits.one_of("verdict", verdict, VERDICTS), signed(by)
        if chosen is None or not by.strip():
            raise BadParameter(
                f"Cần “verdict” (một trong: {', '.join(VERDICTS)}) và “by” (tên người đối chiếu).",
                f"“verdict” (one of: {', '.join(VERDICTS)}) and “by” (who judges) are needed.",
            )
        _, library = self.library()
        upper, lower = _obligation(library, above), _obligation(library, below)
        if upper.document_id == lower.document_id:
            raise BadParameter(
                "Hai nhiệm vụ phải thuộc hai kế hoạch khác nhau.", "The two obligations must be of two plans."
            )
        now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        said = Judgement(
            above_key=upper.key,
            below_key=lower.key,
            above_document=upper.document_id,
            below_document=lower.document_id,
            verdict=cast("Verdict", chosen),
            above_words=upper.text,
            below_words=lower.text,
            judged_by=by.strip()[: limits.LONGEST_NAME],
            why=why.strip()[:2000],
            judged_at=now,
        )
        self.engine.catalogue.judge(said)
        return shown.judgement(said)

    def unjudge(self, above: str, below: str) -> None:
        """Take back what was said about a pair."""
        if not self.engine.catalogue.unjudge(above, below):
            raise NotFound("Chưa có ý kiến nào về cặp này.", "Nothing has been said about this pair.")

    # --- contradictions ---

    def conflicts(self, documents: Sequence[str], page: Page, wait: float | None = None) -> Json:
        """``{"total", "conflicts"}`` within and between those plans; of one plan alone also those with any other; all
        for none named. ``{"progress"}`` instead while it takes longer than ``wait`` seconds."""
        return answered(lambda: self._conflicts(documents, page, wait))

    def _conflicts(self, documents: Sequence[str], page: Page, wait: float | None) -> Json:
        opened = self.opened(wait)
        if isinstance(opened, Underway):
            return shown.progress(opened)
        presenter, library = opened
        chosen = {_one(library.knowledge, name) for name in documents}
        every = self.workroom.result(*_conflicts_of(library), wait=wait)
        if isinstance(every, Underway):
            return shown.progress(every)
        found = [one for one in every if _concerns(one, chosen)]
        part = found[page.offset : page.offset + page.limit]
        full = [told(library, one.first, one.second, one.found) for one in part]
        return present.page("conflicts", len(found), [shown.conflict(presenter, one) for one in full])

    # --- who is responsible today ---

    def successors(self, unit: str | None, named_on: str | None, as_of: str | None) -> Json:
        """Who has the duties of a unit, an id or a name with its place, and who had them before it."""
        _, library = self.library()
        name, scope = named(library.knowledge, unit)
        first, last = limits.day("named_on", named_on), limits.day("as_of", as_of)
        now = successors.successors(name, scope, first, last)
        then = successors.predecessors(name, scope, last)
        return {
            "unit": {"name": name, "scope": scope},
            "as_of": (last or date.today()).isoformat(),
            "successors": [shown.successor(one) for one in now],
            "predecessors": [{"name": old, "scope": place} for old, place in then],
        }


def answered(answer: Callable[[], T]) -> T:
    """What ``answer`` gives, asked again where a document changed while it was being read; raises Outdated for one
    that changes all the time."""
    for _ in range(_PATIENCE):
        try:
            return answer()
        except Outdated:
            log.info("a document changed while it was being compared")
    return answer()


def named(knowledge: Knowledge, unit: str | None) -> tuple[str, str]:
    """The name and scope of a unit given by id or by name with its place."""
    wanted = (unit or "").strip()
    if not wanted or len(wanted) > limits.LONGEST_NAME:
        raise BadParameter(
            f"“unit” phải là mã hoặc tên đơn vị, dài từ 1 đến {limits.LONGEST_NAME} ký tự (nhận được {len(wanted)}).",
            f"“unit” must be the id or name of a unit, 1 to {limits.LONGEST_NAME} characters long (got {len(wanted)}).",
        )
    held = knowledge.catalogue.unit(wanted)
    return (held.name, held.scope) if held else naming.parted(wanted)


def _one(knowledge: Knowledge, wanted: str, parameter: str = "document") -> str:
    """The one document that a name means."""
    if not wanted or not wanted.strip():
        raise BadParameter(
            f"Hãy cho biết “{parameter}”: mã, số ký hiệu hoặc tên tệp của một kế hoạch.",
            f"Say “{parameter}”: the id, number or file name of a plan.",
        )
    found = limits.documents(knowledge, wanted.strip())
    if len(found) > 1:
        ids = ", ".join(found)
        raise BadParameter(f"“{wanted}” là nhiều văn bản: {ids}.", f"“{wanted}” is several documents: {ids}.")
    return found[0]


def _obligation(library: Library, key: str) -> Obligation:
    """The obligation of that key, or of that id within its document."""
    document = re.split("[-/]", key)[0]
    if document in library.knowledge.documents:
        for one in library.plan(document).obligations:
            if key in (one.key, one.id):
                return one
    raise NotFound(f"Không có nhiệm vụ “{key[:80]}”.", f"There is no obligation “{key[:80]}”.")


def _conflicts_of(library: Library) -> tuple[Any, Callable[[Any], tuple[Located, ...]]]:
    """What names the conflicts of a library among other work, and what finds them."""
    return ("conflicts", tuple(library.digests.values())), lambda tell: contradictions(library, tell)


def _made_ready(library: Library, tell: Progress) -> None:
    """Read every plan and compare the superior ones with those below; drop what was kept of earlier states."""
    for number, key in enumerate(library.digests):
        library.plan(key)
        tell(number, len(library.digests))
    pair_up(library, _superiors(library), tell)
    library.shelf.pairs.forget_all_but(set(library.digests.values()))


def _superiors(library: Library) -> list[tuple[str, tuple[str, ...]]]:
    """Every plan that others seem to stand below, with those."""
    held, named = library.knowledge, references.links(library.knowledge)
    found = [(key, tuple(one.document_id for one in plans_below(held, key, named))) for key in library.digests]
    return [(key, below) for key, below in found if below]


def _concerns(one: Located, chosen: set[str]) -> bool:
    """Whether a conflict is within or between the plans chosen, or with the one that is."""
    if len(chosen) == 1:
        return one.first in chosen or one.second in chosen
    return not chosen or (one.first in chosen and one.second in chosen)
