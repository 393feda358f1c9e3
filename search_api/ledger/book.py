"""The ledger as the API, the pages and the command line ask it."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

from indexer.store.records import Judgement, Verdict
from search_api import limits, present
from search_api.access.viewer import signed
from search_api.engine import Engine
from search_api.errors import BadParameter, NotFound
from search_api.knowledge import Knowledge
from search_api.ledger import naming, references, shown, successors
from search_api.ledger.below import Below, plans_below
from search_api.ledger.cascade import Cascade, cascade
from search_api.ledger.conflicts import Conflict, conflicts
from search_api.ledger.library import Library
from search_api.ledger.obligations import Obligation
from search_api.limits import Page
from search_api.present import Json
from search_api.records import Presenter

VERDICTS = ("same", "narrowed", "mentioned", "rejected")
LISTS = ("carried", "omissions", "unmandated")
_KEPT = 16


class Ledger:
    """Answers what the ledger is asked, from one engine. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._lock = threading.Lock()
        self._library: Library | None = None
        self._cascades: OrderedDict[tuple[str, ...], Cascade] = OrderedDict()
        self._conflicts: OrderedDict[tuple[str, ...], tuple[Conflict, ...]] = OrderedDict()

    def library(self) -> tuple[Presenter, Library]:
        """The presenter of the newest generation and its plans."""
        presenter = self.engine.presenter()
        with self._lock:
            if self._library is None or self._library.knowledge is not presenter.knowledge:
                self._library = Library(presenter.knowledge)
                self._cascades.clear()
                self._conflicts.clear()
            return presenter, self._library

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

    def comparison(self, superior: str, below: Sequence[str]) -> tuple[Presenter, Cascade]:
        """The cascade of a superior plan over the plans named, or, when none is, over those that seem below it."""
        presenter, library = self.library()
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
        marks = (upper, *lower, str(hash(self.engine.catalogue.judgements(upper))))
        with self._lock:
            held = self._cascades.get(marks)
        if held is None:
            held = cascade(library, upper, lower)
            with self._lock:
                _keep(self._cascades, marks, held)
        return presenter, held

    def cascade(self, superior: str, below: Sequence[str], which: str | None, page: Page) -> Json:
        """The comparison: counts over all of it, and one page of the list ``which`` (the superior tasks when None)."""
        chosen = limits.one_of("list", which, LISTS) or "carried"
        presenter, found = self.comparison(superior, below)
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
            "counts": counts(found),
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

    def conflicts(self, documents: Sequence[str], page: Page) -> Json:
        """``{"total", "conflicts"}`` within and between those plans (all for none named)."""
        presenter, library = self.library()
        held = library.knowledge
        chosen = tuple(dict.fromkeys(_one(held, name) for name in documents)) or tuple(held.documents)
        with self._lock:
            found = self._conflicts.get(chosen)
        if found is None:
            found = conflicts(library, chosen)
            with self._lock:
                _keep(self._conflicts, chosen, found)
        part = found[page.offset : page.offset + page.limit]
        return present.page("conflicts", len(found), [shown.conflict(presenter, one) for one in part])

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


def counts(found: Cascade) -> dict[str, int]:
    """How many superior tasks are carried out, merely mentioned or neither, and what is left out on either side."""
    best = [
        max((("mentioned", "narrowed", "same").index(m.relation) for m in one.matches), default=-1)
        for one in found.carried
    ]
    return {
        "tasks": len(best),
        "carried": sum(rank > 0 for rank in best),
        "mentioned": sum(rank == 0 for rank in best),
        "neither": sum(rank < 0 for rank in best),
        "matches": sum(m.relation != "mentioned" for one in found.carried for m in one.matches),
        "omissions": len(found.omissions),
        "unmandated": len(found.unmandated),
        "judged": sum(m.judged is not None for one in found.carried for m in one.matches)
        + sum(len(one.rejected) for one in found.carried),
    }


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


def _keep(held: OrderedDict[tuple[str, ...], Any], marks: tuple[str, ...], value: object) -> None:
    held[marks] = value
    while len(held) > _KEPT:
        held.popitem(last=False)
