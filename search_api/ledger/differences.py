"""Lead, deadline and product of an obligation above and of the one that carries it out, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.fold import fold
from indexer.store.units import counted_name
from indexer.types import Deadline, UnitMention
from search_api import present
from search_api.ledger.obligations import Obligation
from search_api.present import Json

_LOOSE = frozenset(("none", "ongoing", "relative"))


def differences(above: Obligation, below: Obligation) -> dict[str, Json]:
    """``{"lead", "deadline", "product"}``, each with both sides, whether they differ, and for the deadline whether
    the lower one ends later than the upper one allows."""
    return {
        "lead": {
            "above": [present.unit(one) for one in above.lead],
            "below": [present.unit(one) for one in below.lead],
            "differs": not same_units(above.lead, below.lead),
        },
        "deadline": {
            "above": present.deadline(above.deadline),
            "below": present.deadline(below.deadline),
            "differs": dates_differ(above.deadline, below.deadline),
            "late": is_late(above.deadline, below.deadline),
        },
        "product": {
            "above": above.product,
            "below": below.product,
            "differs": bool(above.product and below.product) and _plain(above.product) != _plain(below.product),
        },
    }


def same_units(first: Sequence[UnitMention], second: Sequence[UnitMention]) -> bool:
    """Whether both name the same units."""
    return identities(first) == identities(second)


def identities(units: Sequence[UnitMention]) -> set[tuple[str, str]]:
    """What tells the units apart: the name under which each counts, and its scope."""
    return {(fold(counted_name(one)), fold(one.scope)) for one in units}


def dates_differ(first: Deadline | None, second: Deadline | None) -> bool:
    """Whether both say when, and not the same."""
    if first is None or second is None:
        return False
    return _when(first) != _when(second)


def is_late(above: Deadline | None, below: Deadline | None) -> bool:
    """Whether the lower deadline ends after the upper one; one without a day to compare is never late."""
    if above is None or below is None or _LOOSE & {above.kind, below.kind}:
        return False
    if above.every or below.every or above.end is None or below.end is None:
        return False
    return below.end > above.end


def _when(deadline: Deadline) -> tuple[Any, ...]:
    if deadline.start is None and deadline.end is None and deadline.every is None:
        return (deadline.kind, fold(deadline.text))
    own = (deadline.start, deadline.end, deadline.every, deadline.day)
    return (*own, *(_when(one) for one in deadline.also))


def _plain(words: str | None) -> str:
    return " ".join(fold(words or "").split())
