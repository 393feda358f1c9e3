"""Units asked for by the names of today: the catalogue's units that had the duties under the names of their time."""

from __future__ import annotations

from datetime import date
from typing import Literal

from indexer.fold import fold
from search_api.knowledge import Knowledge
from search_api.ledger.successors import predecessors
from search_api.ledger.unit_list import unit_list

AsOf = Literal["printed", "today"]


def units_then(knowledge: Knowledge, wanted: str, as_of: date | None = None) -> tuple[str, ...]:
    """The ids of the catalogue's units whose duties the unit ``wanted`` (an id or a name) has today."""
    held = knowledge.catalogue.unit(wanted)
    name, scope = (held.name, held.scope) if held else parted(wanted)
    old = predecessors(name, scope, as_of)
    if not old:
        return ()
    names = frozenset((fold(one), fold(place)) for one, place in old)
    return tuple(unit.id for unit in unit_list(knowledge).called(names, bool(scope)))


def parted(wanted: str) -> tuple[str, str]:
    """A name typed with its place in two: "Sở Tài chính tỉnh Tây Ninh"."""
    for word in (" tỉnh ", " thành phố "):
        at = wanted.find(word)
        if at > 0:
            return wanted[:at].strip(), wanted[at + 1 :].strip()
    return wanted.strip(), ""
