"""GET /tasks, /duties, /units, /units/{id}."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from search_api import contract, limits
from search_api.contract import returns
from search_api.routes.access import service, task_table
from search_api.routes.views import base, file, shape

router = APIRouter()

Text = Annotated[str | None, Query()]


@router.get("/tasks", responses=returns(contract.Tasks))
def tasks(
    request: Request,
    document: Text = None,
    unit: Text = None,
    role: Text = None,
    section: Text = None,
    due_from: Text = None,
    due_to: Text = None,
    section_is: Text = None,
    as_of: Text = None,
    via_group: Text = None,
    format: Text = None,  # noqa: A002
    limit: Text = None,
    offset: Text = None,
    sort: Text = None,
    order: Text = None,
    columns: Annotated[list[str] | None, Query()] = None,
    totals: Text = None,
) -> Any:
    """Tasks that pass the filters, as a page of records or as one file with all of them.

    ``sort`` and ``order`` (asc, desc) put them by a column, ``columns`` chooses those of a file, ``totals=1`` adds
    them up.
    """
    wanted = {
        "document": document,
        "unit": unit,
        "role": role,
        "section": section,
        "due_from": due_from,
        "due_to": due_to,
        "section_is": section_is,
        "as_of": as_of,
    }
    form, page = shape(format), limits.page(limit, offset)
    if form != "json":
        return file(task_table(request).report(wanted, sort, order, columns or (), base(request)), form)
    summed = limits.one_of("totals", totals, ("1", "true", "0", "false")) in ("1", "true")
    if sort or summed:
        return task_table(request).page(wanted, sort, order, page, summed)
    return service(request).tasks({**wanted, "via_group": via_group}, page)


@router.get("/duties", responses=returns(contract.Duties))
def duties(
    request: Request,
    document: Text = None,
    unit: Text = None,
    role: Text = None,
    limit: Text = None,
    offset: Text = None,
) -> Any:
    """Prose duties that pass the filters."""
    return service(request).duties(document, unit, role, limits.page(limit, offset))


@router.get("/units", responses=returns(contract.Units))
def units(request: Request, q: Text = None, limit: Text = None, offset: Text = None) -> Any:
    """Units with their counts."""
    return service(request).units(q, limits.page(limit, offset))


@router.get("/units/{unit_id}", responses=returns(contract.WholeUnit))
def unit(request: Request, unit_id: str, limit: Text = None, offset: Text = None) -> Any:
    """One unit with what it leads, coordinates and owes: complete lists, or with ``limit`` a page of each."""
    part = limits.page(limit, offset) if limit or offset else None
    return service(request).unit(unit_id, dict.fromkeys(("lead", "coordinate", "duties"), part) if part else None)
