"""What a question needs of a plan's whole text, taken from it once and kept from generation to generation."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.fold import fold, syllables
from indexer.store.catalogue import Catalogue
from indexer.store.records import StoredDocument
from search_api.question.identity import Identity, identity, reads_text
from search_api.question.restore import SyllableModel
from search_api.question.vocabulary import rows
from search_api.ranking.studies import Facts, Studies

_YEARS = re.compile(r"(?<!\d)(20\d\d)(?:\s*[-–]\s*(20\d\d))?(?!\d)")


@dataclass(frozen=True, slots=True)
class Studied:
    """A plan's identity, the years and provinces (folded) that its text names, and the text's syllables, packed."""

    document: StoredDocument
    identity: Identity
    years: frozenset[int]
    places: frozenset[str]
    packed: bytes

    @property
    def facts(self) -> Facts:
        """What the text alone tells."""
        return self.years, self.places, self.packed

    @property
    def syllables(self) -> list[str]:
        """The text as search keys in order."""
        return zlib.decompress(self.packed).decode().split()


def study(document: StoredDocument, text: str) -> Studied:
    """The plan studied."""
    own = identity(document, text)
    keys = syllables(text)
    packed = zlib.compress(" ".join(keys).encode(), 1)
    return Studied(document, own, years(text, own.year), places(keys), packed)


def study_all(
    catalogue: Catalogue, before: Mapping[str, Studied], studies: Studies | None = None
) -> dict[str, Studied]:
    """Every plan of the catalogue by id; only texts that changed since ``before``, or ``studies``, are studied."""
    held = catalogue.documents().items
    new = [one for one in held if one.id not in before or before[one.id].document != one]
    kept = studies.of(new) if studies else {}
    found = {one.id: before[one.id] for one in held if one.id in before}
    for document in new:
        text = "" if document.id in kept and not reads_text(document) else catalogue.text(document.id) or ""
        if document.id in kept:
            found[document.id] = Studied(document, identity(document, text), *kept[document.id])
        else:
            found[document.id] = study(document, text)
    if studies:
        fresh = {one: found[one.id].facts for one in new if one.id not in kept}
        studies.keep(fresh, held)
    return {document.id: found[document.id] for document in held}


def model_of(plans: Mapping[str, Studied], before: Mapping[str, Studied], model: SyllableModel | None) -> SyllableModel:
    """The syllable model of the plans, grown out of the ``model`` of the plans ``before`` where there is one."""
    gone = [one for key, one in before.items() if plans.get(key) is not one]
    new = [one for key, one in plans.items() if before.get(key) is not one]
    if model is None or 2 * len(gone) > len(before):
        return SyllableModel.of(one.syllables for one in plans.values())
    if not gone and not new:
        return model
    return model.changed((one.syllables for one in gone), (one.syllables for one in new))


def years(text: str, own: int | None) -> frozenset[int]:
    """The plan's own year and every year that its text names, those within a range included."""
    found = {own} if own else set()
    for first, last in _YEARS.findall(text):
        found |= set(range(int(first), int(last or first) + 1))
    return frozenset(found)


def places(keys: Sequence[str]) -> frozenset[str]:
    """The provinces that a text of these search keys names, folded."""
    folded = f" {' '.join(map(fold, keys))} "
    return frozenset(name for name in _provinces() if f" {name} " in folded)


@lru_cache(maxsize=1)
def _provinces() -> tuple[str, ...]:
    return tuple(" ".join(map(fold, syllables(name))) for (name,) in rows("provinces"))


def places_of(plans: Iterable[Studied]) -> frozenset[str]:
    """The provinces that any plan names, folded."""
    return frozenset[str]().union(*(one.places for one in plans))
