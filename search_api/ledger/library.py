"""Plans as the ledger compares them: read once for every state of their record, and kept with their words counted."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from search_api.errors import SearchError
from search_api.knowledge import Knowledge
from search_api.ledger.membership import Issuer, issuer
from search_api.ledger.obligations import Obligation, Plan, plan
from search_api.ledger.pairs import PairStore
from search_api.ledger.wording import Shared, Terms, Vocabulary, shared


@dataclass(frozen=True, slots=True)
class Counted:
    """A plan with its issuer, its province (folded) and the terms of every obligation; ``digest`` names the
    state of its record."""

    plan: Plan
    issuer: Issuer
    province: str
    terms: Terms
    digest: str

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """What the plan asks for, in the order of its text."""
        return self.plan.obligations


@dataclass(slots=True)
class Shelf:
    """What outlives a generation: plans by digest, their common vocabulary, and what was found for pairs of them."""

    pairs: PairStore
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    plans: dict[str, Counted] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    # Who asks for a plan waits for nobody who reads another one.
    _reading: tuple[threading.Lock, ...] = field(default_factory=lambda: tuple(threading.Lock() for _ in range(64)))

    def reading(self, digest: str) -> threading.Lock:
        """What whoever reads the plan of that digest holds meanwhile."""
        return self._reading[hash(digest) % len(self._reading)]

    def keep(self, digest: str, read: Counted) -> Counted:
        """The plan, kept under its digest."""
        with self.lock:
            self.plans[digest] = read
        return read

    def forget(self, used: Collection[str]) -> None:
        """Let go of plans whose record has changed since."""
        with self.lock:
            self.plans = {digest: one for digest, one in self.plans.items() if digest in used}


class Outdated(SearchError):
    """A document that was changed or taken out while the ledger was reading it; asking again gives what is held now."""

    code = "outdated"
    status = 409

    def __init__(self, document_id: str) -> None:
        super().__init__(
            f"Văn bản “{document_id}” vừa thay đổi; hãy tải lại trang.",
            f"The document “{document_id}” has just changed; load the page again.",
        )


class Library:
    """The plans of one generation, as much of it as the asker may see. Safe to share between threads."""

    def __init__(self, knowledge: Knowledge, shelf: Shelf) -> None:
        self.knowledge, self.shelf = knowledge, shelf
        state = knowledge.catalogue.state()
        self._fingerprint, self._generation = state.fingerprint or "", state.generation
        held = knowledge.catalogue.digests()
        self.digests = {key: held[key] for key in knowledge.documents if key in held}

    def plan(self, document_id: str) -> Counted:
        """The plan of that id."""
        digest = self.digest(document_id)
        found = self.shelf.plans.get(digest)
        if found is None:
            with self.shelf.reading(digest):
                found = self.shelf.plans.get(digest) or self.shelf.keep(digest, self._read(document_id, digest))
        return found

    def digest(self, document_id: str) -> str:
        """What names the state of a document's record."""
        return self.digests.get(document_id, document_id)

    def shared(self, above: Counted, below: Counted) -> Shared:
        """What the obligations of two plans share in words."""
        return shared(above.terms, below.terms, self.kinds())

    def kinds(self) -> NDArray[np.float32]:
        """The weights of the kinds of all terms read so far, by number."""
        return self.shelf.vocabulary.kinds()

    def cosines(self, above: Counted, below: Counted) -> NDArray[np.float32]:
        """The cosines of the vectors of every pair, ``(above, below)``."""
        first, second = above.plan.vectors, below.plan.vectors
        if first.shape[1] != second.shape[1]:
            return np.zeros((len(first), len(second)), np.float32)
        return first @ second.T

    def _same(self, document_id: str, digest: str) -> None:
        """Raises Outdated where the record is no longer the one that the digest names."""
        catalogue = self.knowledge.catalogue
        if catalogue.generation() == self._generation:
            return
        if catalogue.digests(document_id).get(document_id) != self.digests.get(document_id):
            raise Outdated(document_id)

    def _read(self, document_id: str, digest: str) -> Counted:
        document = self.knowledge.documents.get(document_id)
        if document is None:
            raise Outdated(document_id)
        read = plan(self.knowledge.catalogue, document, self._fingerprint)
        self._same(document_id, digest)
        short = self.knowledge.short.get(document_id, {})
        terms = self.shelf.vocabulary.terms([one.text for one in read.obligations], short)
        return Counted(read, issuer(document), self.knowledge.identities[document_id].province, terms, digest)
