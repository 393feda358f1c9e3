"""Corrected and checked rows as truth for evaluation, in the shape of the annotated plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.store.amend.replay import in_force
from indexer.store.records import DutyFilter, StoredDocument, StoredDuty, StoredTask, TaskFilter
from indexer.types import Deadline
from search_api import cite, present
from search_api.access import events
from search_api.engine import Engine
from search_api.present import Json


def truth(engine: Engine, document_id: str | None = None) -> Json:
    """``{"documents": [...]}``: each plan that people worked on, with the rows that they answer for.

    ``complete`` tells that somebody answers for every row of the plan.
    """
    catalogue = engine.catalogue
    touched = {one.document.id for one in catalogue.people.corrections()}
    held = [one for one in catalogue.documents().items if document_id in (None, one.id)]
    found = [_document(engine, one) for one in held if one.id in touched or document_id]
    kept = [one for one in found if one["tasks"] or one["duties"] or one["wrong"]]
    events.record("exported", "truth", {"document": document_id, "rows": len(kept), "format": "json"})
    return {"documents": kept}


def _document(engine: Engine, document: StoredDocument) -> Json:
    catalogue, header = engine.catalogue, document.header
    tasks = catalogue.tasks(TaskFilter(documents=(document.id,))).items
    duties = catalogue.duties(DutyFilter(documents=(document.id,))).items
    answered = [one for one in tasks if one.corrections]
    return {
        "file": document.file,
        "sha256": document.sha256,
        "meta": {
            "number": header.number,
            "issuer": header.issuer,
            "date": present.iso(header.issued_on),
            "title": header.title,
        },
        "complete": bool(tasks) and len(answered) == len(tasks),
        "tasks": [_task(one) for one in answered],
        "duties": [_duty(one) for one in duties if one.corrections],
        "wrong": _wrong(engine, document.id),
    }


def _task(stored: StoredTask) -> dict[str, Any]:
    task = stored.task
    return {
        "no": task.no,
        "section": task.section,
        "goal": task.goal,
        "task": task.task,
        "activity": task.activity,
        "product": task.product,
        "lead": [one.name for one in task.lead],
        "lead_text": task.lead_text,
        "coordinate": [one.name for one in task.coordinate],
        "coordinate_text": task.coordinate_text,
        "deadline_text": task.deadline.text if task.deadline else None,
        "deadline": _deadline(task.deadline),
        "path": list(task.path),
        "by": _people(stored),
    }


def _deadline(found: Deadline | None) -> Json | None:
    if found is None:
        return None
    return {"kind": found.kind, "start": present.iso(found.start), "end": present.iso(found.end), "every": found.every}


def _duty(stored: StoredDuty) -> dict[str, Any]:
    duty = stored.duty
    return {
        "unit": duty.unit.name,
        "role": duty.role,
        "path": cite.legal_path(duty.path),
        "quote": stored.text,
        "by": _people(stored),
    }


def _people(stored: StoredTask | StoredDuty) -> list[str]:
    return list(dict.fromkeys(one.by for one in stored.corrections))


def _wrong(engine: Engine, document_id: str) -> Sequence[Json]:
    """What was extracted and deleted as wrong."""
    said = in_force(engine.catalogue.people.corrections())
    gone = [one for one in said if one.action == "delete" and one.document.id == document_id and one.record_id]
    return [{"kind": one.kind, "record": one.before, "by": one.by, "why": one.why} for one in gone]
