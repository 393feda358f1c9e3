"""Who has to do what: the list of units and the profile of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from search_api.limits import Page
from web.desk import desk
from web.templating import render

router = APIRouter()
LIMIT = 60
# Of one unit's tasks and duties each list is turned on its own.
LISTED = 40
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """Units that match ``q``."""

    q: str
    units: Sequence[Record]
    total: int
    offset: int
    limit: int
    before: Sequence[Record]


@dataclass(frozen=True, slots=True)
class UnitPage:
    """One unit with what it leads, what it coordinates and what the prose asks of it."""

    unit: Record
    aliases: Sequence[str]
    lead: Sequence[Record]
    coordinate: Sequence[Record]
    duties: Sequence[Record]
    today: Sequence[Record]
    at: Mapping[str, int]
    limit: int


@router.get("/units", response_class=HTMLResponse)
def units(request: Request, q: str = "", offset: Annotated[int, Query(ge=0)] = 0) -> HTMLResponse:
    """The units with their counts, those that match ``q`` if given."""
    engine, wanted = desk(request), q.strip()[:300]
    found = engine.units(wanted, LIMIT, offset)
    before = engine.units_before(wanted) if wanted else ()
    page = UnitsPage(wanted, found["units"], int(found["total"]), offset, LIMIT, before)
    return render(request, "units.html", page)


@router.get("/units/{unit_id:path}", response_class=HTMLResponse)
def unit(
    request: Request,
    unit_id: str,
    lead: Annotated[int, Query(ge=0)] = 0,
    coordinate: Annotated[int, Query(ge=0)] = 0,
    duties: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """The profile of a unit; ``lead``, ``coordinate`` and ``duties`` say where its lists begin."""
    engine, at = desk(request), {"lead": lead, "coordinate": coordinate, "duties": duties}
    record = engine.service.unit(unit_id, {name: Page(LISTED, offset) for name, offset in at.items()})
    return render(
        request,
        "unit.html",
        UnitPage(
            unit=record,
            aliases=[alias for alias in record["aliases"] if alias != record["name"]],
            lead=record["lead_tasks"],
            coordinate=record["coordinate_tasks"],
            duties=record["prose_duties"],
            today=engine.today(record),
            at=at,
            limit=LISTED,
        ),
    )
