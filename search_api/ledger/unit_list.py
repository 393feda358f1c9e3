"""The units of one generation in the order of their names, with all that a search among them looks at kept folded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.fold import fold
from indexer.store.records import StoredUnit
from search_api.knowledge import Knowledge

# Between wordings; no question holds it, so none is found across two of them.
_APART = "\0"


class UnitList:
    """The units of a generation by name; ``wordings`` are the printed forms of each by its id."""

    def __init__(self, units: Sequence[StoredUnit], wordings: Mapping[str, Sequence[str]]) -> None:
        self.units = tuple(sorted(units, key=lambda one: (fold(one.name), one.scope)))
        self.by_id = {one.id: one for one in self.units}
        self._texts = tuple(
            _APART.join((fold(f"{one.name} {one.scope}"), *map(fold, wordings.get(one.id, ())))) for one in self.units
        )
        self._places = tuple((fold(one.name), fold(one.scope)) for one in self.units)

    def holding(self, text: str) -> tuple[StoredUnit, ...]:
        """The units whose name with scope, or a printed form of it, holds the words; all of them for none."""
        wanted = fold(text.strip().replace(_APART, " "))
        if not wanted:
            return self.units
        return tuple(one for one, own in zip(self.units, self._texts, strict=True) if wanted in own)

    def called(self, names: frozenset[tuple[str, str]], scoped: bool) -> tuple[StoredUnit, ...]:
        """The units of those folded (name, scope); where not ``scoped`` the names come with an empty one."""
        own = zip(self.units, self._places, strict=True)
        return tuple(one for one, (name, scope) in own if (name, scope if scoped else "") in names)


def unit_list(knowledge: Knowledge) -> UnitList:
    """The units of a generation, sorted and folded once."""
    return knowledge.once(_made)


def _made(knowledge: Knowledge) -> UnitList:
    wordings: dict[str, dict[str, None]] = {}
    for alias in knowledge.catalogue.aliases():
        wordings.setdefault(alias.unit_id, {}).setdefault(alias.printed)
    return UnitList(knowledge.catalogue.units(), {key: tuple(own) for key, own in wordings.items()})
