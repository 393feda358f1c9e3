"""What reaches a unit only through a group that it belongs to; always told apart from what names the unit itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from indexer.store.records import StoredTask, StoredUnit, TaskFilter
from search_api import present
from search_api.ledger.groups import Membership, groups_of
from search_api.present import Json
from search_api.records import Presenter


def tasks_via_groups(presenter: Presenter, wanted: TaskFilter) -> Json:
    """``{"total", "tasks"}``: tasks that name a group of the filter's units and none of the units; complete.

    Each has ``via_group``: the group, and whether the unit surely belongs to it.
    """
    catalogue = presenter.knowledge.catalogue
    own = set(catalogue.task_ids(wanted))
    found: dict[str, tuple[StoredTask, Membership]] = {}
    for key in wanted.units:
        unit = catalogue.unit(key)
        for one in groups_of(unit, presenter.knowledge) if unit else ():
            for stored in catalogue.tasks(replace(wanted, units=(one.group.id,))).items:
                if stored.task.id not in own:
                    found.setdefault(stored.task.id, (stored, one))
    tasks = [{**presenter.task(stored), "via_group": _group(one)} for stored, one in found.values()]
    return {"total": len(tasks), "tasks": tasks}


def groups(presenter: Presenter, unit: StoredUnit) -> list[Json]:
    """The groups that the unit belongs to, with their counts and whether that is sure."""
    return [_group(one) for one in groups_of(unit, presenter.knowledge)]


def _group(one: Membership) -> dict[str, Any]:
    return {**present.stored_unit(one.group), "sure": one.sure}


def occurrences(presenter: Presenter, unit_id: str) -> list[Json]:
    """The wordings of a unit: where each occurs, how often, the full name it gives, and whether people joined it."""
    documents = presenter.knowledge.documents
    return [
        {
            "printed": alias.printed,
            "name": alias.name,
            "times": alias.times,
            "document_id": alias.document_id,
            "file": documents[alias.document_id].file,
            "number": documents[alias.document_id].header.number,
            "by_hand": alias.base != unit_id,
        }
        for alias in presenter.knowledge.catalogue.aliases(unit_id)
        if alias.document_id in documents
    ]
