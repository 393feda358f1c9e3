"""Versions of one document: which held documents a new one seems to be another version of, and what differs."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from rapidfuzz import fuzz

from indexer import fold, shelving
from indexer.store.catalogue import Catalogue
from indexer.types import Header
from search_api import present
from search_api.access.viewer import current
from search_api.engine import Engine
from search_api.errors import BadParameter, NotFound
from search_api.intake.differences import Side, differences
from search_api.intake.jobs import Intake
from search_api.present import Json

CHOICES = ("replace", "keep", "discard", "undo")
# Shares of five-word runs that two texts have in common: without a number to go by, and with one that differs.
ALIKE, ALIKE_THOUGH_NUMBERED = 0.72, 0.9
SAME_NAME = 93
_RUN = 5
_SAMPLED = 8
_KEPT = 512


@dataclass(frozen=True, slots=True)
class Known:
    """What versions are told by: the header, and a sample of the runs of words of the text."""

    id: str
    header: Header
    runs: frozenset[int]
    serial: int


@dataclass(frozen=True, slots=True)
class Likely:
    """Another document that seems to be a version: why ("number" or "words") and the share of words in common."""

    other: str
    why: str
    likeness: float


class Versions:
    """Finds versions among what is held and waits to be published, and carries out what people decide."""

    def __init__(self, engine: Engine, intake: Intake) -> None:
        self._engine, self._intake = engine, intake
        self._runs: OrderedDict[str, frozenset[int]] = OrderedDict()

    def likely(self, document_id: str) -> tuple[Likely, ...]:
        """The held documents that came before this one and look like versions of it, the likeliest first.

        Those that somebody decided about are left out.
        """
        catalogue = self._engine.catalogue
        decided = catalogue.shelf.choices(document_id)
        own = self._known(catalogue, document_id)
        found = []
        for held in catalogue.documents().items:
            if held.id == document_id or held.id in decided or held.serial > own.serial:
                continue
            if not _worth_reading(own.header, held.header):
                continue
            one = self._judged(own, Known(held.id, held.header, self._runs_of(catalogue, held.id), held.serial))
            if one is not None:
                found.append(one)
        return tuple(sorted(found, key=lambda one: (-one.likeness, one.other)))

    def told(self, document_id: str) -> Json:
        """``{"document_id", "versions": [{"document", "why", "likeness", "same", "differences"}]}``."""
        catalogue = self._engine.catalogue
        new = self._side(catalogue, document_id)
        shown = []
        for one in self.likely(document_id)[:5]:
            held = catalogue.document(one.other)
            if held is not None:
                changes = differences(self._side(catalogue, one.other), new)
                shown.append(
                    {
                        "document": present.document(held),
                        "why": one.why,
                        "likeness": round(one.likeness, 3),
                        "same": not any(changes[name] for name in ("header", "tasks", "clauses")),
                        "differences": changes,
                    }
                )
        return {"document_id": document_id, "versions": shown}

    def choose(self, document_id: str, other: object, choice: object) -> Json:
        """Carry out a decision about two versions; returns ``{"document_id", "other", "choice"}``.

        Raises BadParameter for another choice, NotFound where one of the two is not there.
        """
        if choice not in CHOICES or not isinstance(other, str):
            names = ", ".join(CHOICES)
            raise BadParameter(
                f"Cần “other” và “choice” (một trong: {names}).", f"“other” and “choice” (one of: {names}) are needed."
            )
        catalogue, who = self._engine.catalogue, current().name
        self._known(catalogue, document_id)
        if choice == "undo":
            self._undo(document_id, other)
        elif catalogue.document(other) is None:
            raise NotFound(f"Không có văn bản “{other[:80]}”.", f"There is no document “{other[:80]}”.")
        elif choice == "replace":
            shelving.exchange(self._intake.pipeline, document_id, other, who)
        elif choice == "discard":
            self._intake.pipeline.remove(document_id, who)
        self._engine.whole.shelf.choose(document_id, other, str(choice), who)
        return {"document_id": document_id, "other": other, "choice": choice}

    def _undo(self, document_id: str, other: str) -> None:
        """Restore the version that was replaced, and put its successor aside."""
        aside = self._engine.catalogue.shelf.one(other)
        if aside is None or aside.successor != document_id:
            raise NotFound(
                f"“{other[:80]}” không phải bản đã được thay.", f"“{other[:80]}” is no version that was replaced."
            )
        shelving.bring_back(self._intake.pipeline, other)
        self._intake.pipeline.remove(document_id, current().name)

    def _side(self, catalogue: Catalogue, document_id: str) -> Side:
        standing = catalogue.shelf.standing(document_id)
        clauses = catalogue.shelf.parsed(document_id).outline.clauses
        return Side(standing.header, standing.text, tuple(row.record for row in standing.rows.tasks), clauses)

    def _known(self, catalogue: Catalogue, document_id: str) -> Known:
        held = catalogue.document(document_id)
        if held is not None:
            return Known(held.id, held.header, self._runs_of(catalogue, held.id), held.serial)
        aside = catalogue.shelf.one(document_id)
        if aside is None or aside.state == "removed":
            raise NotFound(f"Không có văn bản “{document_id[:80]}”.", f"There is no document “{document_id[:80]}”.")
        return Known(aside.id, aside.header, self._runs_of(catalogue, aside.id), 1 << 60)

    def _runs_of(self, catalogue: Catalogue, document_id: str) -> frozenset[int]:
        # An id follows from the content of the file, and its words hardly change when it is read anew.
        if document_id not in self._runs:
            text = catalogue.text(document_id)
            if text is None:
                text = catalogue.shelf.parsed(document_id).document.text
            self._runs[document_id] = _sample(text)
            while len(self._runs) > _KEPT:
                self._runs.popitem(last=False)
        return self._runs[document_id]

    def _judged(self, own: Known, held: Known) -> Likely | None:
        smaller = min(len(own.runs), len(held.runs))
        common = len(own.runs & held.runs)
        likeness = common / max(1, len(own.runs | held.runs))
        if _squeezed(own.header.number) and _squeezed(own.header.number) == _squeezed(held.header.number):
            # Numbers restart with every issuer and every year.
            return Likely(held.id, "number", likeness) if common >= 0.2 * smaller else None
        both_numbered = bool(own.header.number and held.header.number)
        least = ALIKE_THOUGH_NUMBERED if both_numbered else ALIKE
        return Likely(held.id, "words", likeness) if likeness >= least else None


def _worth_reading(own: Header, held: Header) -> bool:
    """Whether two headers leave it open that the documents are versions of one: plans of two years are not."""
    if own.issued_on and held.issued_on and own.issued_on.year != held.issued_on.year:
        return False
    if own.year and held.year and own.year != held.year:
        return False
    if own.issuer and held.issuer:
        # A scan may have misread a letter of the name.
        return fuzz.ratio(fold.fold(own.issuer), fold.fold(held.issuer)) >= SAME_NAME
    return True


def _squeezed(number: str | None) -> str:
    return "".join(letter for letter in fold.fold(number or "") if letter.isalnum())


def _sample(text: str) -> frozenset[int]:
    """One in so many of the runs of words, by their own digest, so that equal runs are drawn from both texts."""
    words = fold.fold(text).split()
    every = _SAMPLED if len(words) > 4000 else 1
    runs = (hash(tuple(words[i : i + _RUN])) for i in range(max(1, len(words) - _RUN + 1)))
    return frozenset(run for run in runs if run % every == 0)
