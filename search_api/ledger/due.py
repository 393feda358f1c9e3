"""A milestone of a task: the day or the rule by which it is due, or why it has no day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from indexer.store.ledger import TaskLine
from indexer.types import Deadline
from search_api.ledger.recurring import Rule

Undated = Literal["standing", "relative", "open", "impossible", "unreadable", "missing"]


@dataclass(frozen=True, slots=True)
class Due:
    """A milestone of a task: due on ``day``, or by a ``rule`` between ``since`` and ``until``, or ``undated`` and why.

    ``notes`` are the deadline's own and those of the rule.
    """

    line: TaskLine
    deadline: Deadline | None
    day: date | None = None
    rule: Rule | None = None
    since: date | None = None
    until: date | None = None
    undated: Undated | None = None
    notes: tuple[str, ...] = ()
