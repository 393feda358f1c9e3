"""Plans of one generation, read once each and kept with their words counted."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search_api.knowledge import Knowledge
from search_api.ledger.membership import Issuer, issuer
from search_api.ledger.obligations import Obligation, Plan, plan
from search_api.ledger.wording import Shared, Terms, Vocabulary, shared


@dataclass(frozen=True, slots=True)
class Counted:
    """A plan with its issuer and the terms of every obligation."""

    plan: Plan
    issuer: Issuer
    terms: Terms

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """What the plan asks for, in the order of its text."""
        return self.plan.obligations


class Library:
    """The plans of one generation. Safe to share between threads."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._fingerprint = knowledge.catalogue.state().fingerprint or ""
        self._vocabulary = Vocabulary()
        self._plans: dict[str, Counted] = {}
        self._lock = threading.Lock()

    def plan(self, document_id: str) -> Counted:
        """The plan of that id."""
        with self._lock:
            found = self._plans.get(document_id)
            if found is None:
                found = self._plans[document_id] = self._read(document_id)
            return found

    def shared(self, above: Counted, below: Counted) -> Shared:
        """What the obligations of two plans share in words."""
        return shared(above.terms, below.terms, self.kinds())

    def kinds(self) -> NDArray[np.float32]:
        """The weights of the kinds of all terms read so far, by number."""
        with self._lock:
            return self._vocabulary.kinds()

    def cosines(self, above: Counted, below: Counted) -> NDArray[np.float32]:
        """The cosines of the vectors of every pair, ``(above, below)``."""
        first, second = above.plan.vectors, below.plan.vectors
        if first.shape[1] != second.shape[1]:
            return np.zeros((len(first), len(second)), np.float32)
        return first @ second.T

    def _read(self, document_id: str) -> Counted:
        document = self.knowledge.documents[document_id]
        read = plan(self.knowledge.catalogue, document, self._fingerprint)
        short = self.knowledge.short.get(document_id, {})
        terms = self._vocabulary.terms([one.text for one in read.obligations], short)
        return Counted(read, issuer(document), terms)
