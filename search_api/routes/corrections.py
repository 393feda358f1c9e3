"""Corrections of what was extracted, and units joined, told apart and split by hand."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import JSONResponse

from search_api import limits
from search_api.amending.corrections import Corrections
from search_api.amending.rulings import Rulings
from search_api.amending.truth import truth

router = APIRouter()

Text = Annotated[str | None, Query()]
Given = Annotated[Any, Body()]


def corrections_of(request: Request) -> Corrections:
    """What keeps corrections in the running application."""
    found: Corrections = request.app.state.corrections
    return found


def rulings_of(request: Request) -> Rulings:
    """What keeps rulings on units in the running application."""
    found: Rulings = request.app.state.rulings
    return found


@router.get("/corrections")
def corrections(
    request: Request,
    document: Text = None,
    state: Text = None,
    by: Text = None,
    record: Text = None,
    field: Text = None,
    day: Text = None,
    order: Text = None,
    format: Text = None,  # noqa: A002
    limit: Text = None,
    offset: Text = None,
) -> Any:
    """What people corrected and undid; with format=truth the rows they answer for, in the shape of annotated plans."""
    page = limits.page(limit, offset)
    if limits.one_of("format", format, ("json", "truth")) == "truth":
        engine = request.app.state.engine
        return truth(engine, engine.catalogue.find(document).id if document else None)
    wanted = {"document": document, "state": state, "by": by, "record": record, "field": field, "day": day}
    return corrections_of(request).list({**wanted, "order": order}, page)


@router.post("/corrections")
def correct(request: Request, body: Given = None) -> JSONResponse:
    """Correct a field, add, split, join, delete or check a row: 201 with the correction and the record as it is now."""
    return JSONResponse(dict(corrections_of(request).make(body)), status_code=201)


@router.delete("/corrections/{correction_id}")
def undo(request: Request, correction_id: str, by: Text = None, why: Text = None) -> Any:
    """Take a correction back; the undoing is kept as a correction itself."""
    return corrections_of(request).undo(correction_id, by, why)


@router.get("/rulings")
def rulings(request: Request, limit: Text = None, offset: Text = None) -> Any:
    """Units joined, told apart and split by hand."""
    return rulings_of(request).list(limits.page(limit, offset))


@router.post("/units/{unit_id}/join")
def join(request: Request, unit_id: str, body: Given = None) -> JSONResponse:
    """Make another unit one with this one: ``{"other", "by", "why"}``."""
    given = body if isinstance(body, dict) else {}
    made = rulings_of(request).join(unit_id, given.get("other"), given.get("by"), given.get("why"))
    return JSONResponse(dict(made), status_code=201)


@router.post("/units/{unit_id}/apart")
def apart(request: Request, unit_id: str, body: Given = None) -> JSONResponse:
    """Say that another unit is not this one, however alike they are called: ``{"other", "by", "why"}``."""
    given = body if isinstance(body, dict) else {}
    made = rulings_of(request).apart(unit_id, given.get("other"), given.get("by"), given.get("why"))
    return JSONResponse(dict(made), status_code=201)


@router.post("/units/{unit_id}/split")
def split(request: Request, unit_id: str, body: Given = None) -> JSONResponse:
    """Make a wording of this unit a unit of its own: ``{"alias", "by", "why"}``."""
    given = body if isinstance(body, dict) else {}
    made = rulings_of(request).split(unit_id, given.get("alias"), given.get("by"), given.get("why"))
    return JSONResponse(dict(made), status_code=201)


@router.delete("/rulings/{ruling_id}")
def unrule(request: Request, ruling_id: str, by: Text = None, why: Text = None) -> Any:
    """Take back what was said of two units."""
    return rulings_of(request).undo(ruling_id, by, why)
