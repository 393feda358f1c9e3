"""Which plans seem to stand below a superior one: those that name it, and those of bodies in its province that year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.fold import fold
from indexer.store.records import StoredDocument
from search_api.knowledge import Knowledge
from search_api.ledger.membership import issuer
from search_api.ledger.references import Link, links

_ABOVE = ("basis", "implements", "attached", "mentions")


@dataclass(frozen=True, slots=True)
class Below:
    """A plan that seems to stand below another, and why."""

    document_id: str
    reason: Literal["names it", "issuer below"]


def plans_below(knowledge: Knowledge, superior: str, held: Sequence[Link] | None = None) -> tuple[Below, ...]:
    """The plans below, those that name the superior first; ``held`` are all links where the caller has them."""
    upper = knowledge.documents[superior]
    every = links(knowledge) if held is None else held
    naming = {one.stored.document_id for one in every if one.held == superior} - {superior}
    found = [Below(key, "names it") for key in knowledge.documents if key in naming]
    for key, one in knowledge.documents.items():
        if key != superior and key not in naming and _stands_below(knowledge, upper, one):
            found.append(Below(key, "issuer below"))
    return tuple(found)


def _stands_below(knowledge: Knowledge, upper: StoredDocument, lower: StoredDocument) -> bool:
    """Whether the issuer is a body of the same province below the superior's, and the plans share a year."""
    first, second = issuer(upper), issuer(lower)
    if not first.committee or first.name == second.name or not second.name:
        return False
    place, other = knowledge.identities[upper.id], knowledge.identities[lower.id]
    if not place.province or place.province != other.province:
        return False
    years = {upper.header.year, lower.header.year}
    same_year = len(years - {None}) < 2
    deeper = {"": 0, "huyen": 1, "xa": 2}
    below = deeper[second.level] > deeper[first.level] or (first.level == "" and not second.committee)
    return same_year and below and fold(lower.header.issuer or "") != first.name
