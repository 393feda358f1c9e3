"""Tasks printed under the names of bodies whose duties a unit has today, told apart from those under its own name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.fold import fold
from indexer.store.records import StoredTask, TaskFilter
from search_api.knowledge import Knowledge
from search_api.ledger.naming import units_then
from search_api.ledger.successors import successors
from search_api.selection import names_a_plan
from search_api.types import Reading


@dataclass(frozen=True, slots=True)
class NamedThen:
    """A body as it was named then, the unit that has its duties now (of ``subject``, if not all), since when and by
    what act, and its tasks."""

    name: str
    now: str
    subject: str | None
    since: date
    basis: str
    tasks: tuple[StoredTask, ...]


def named_then(reading: Reading, knowledge: Knowledge, printed: Sequence[StoredTask]) -> tuple[NamedThen, ...]:
    """For every unit of the question the bodies of before with their tasks in the role asked for.

    () where the question names a plan: then the names of that plan are meant. Tasks of ``printed`` are left out.
    """
    if names_a_plan(reading) or not reading.units:
        return ()
    own = {task.task.id for task in printed}
    found: list[NamedThen] = []
    for unit in reading.units:
        wanted = unit.ids or (unit.name,)
        for key in dict.fromkeys(one for name in wanted for one in units_then(knowledge, name) if one not in unit.ids):
            before = knowledge.units.unit(key)
            steps = [
                (one, one.steps[0])
                for one in successors(before.name, before.scope)
                if fold(one.name) == fold(unit.name) and one.steps
            ]
            tasks = knowledge.catalogue.tasks(
                TaskFilter(units=(key,), role=None if reading.both else reading.role or "lead")
            ).items
            left = tuple(task for task in tasks if task.task.id not in own)
            if steps and left:
                one, step = steps[0]
                found.append(NamedThen(before.name, unit.name, one.subject, step.since, step.basis, left))
    return tuple(found)
