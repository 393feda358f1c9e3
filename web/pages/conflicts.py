"""One obligation given twice, with different leads or deadlines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from web.desk import desk
from web.pages.home import document_options
from web.templating import render

router = APIRouter()
LIMIT = 30


@dataclass(frozen=True, slots=True)
class ConflictsPage:
    """A page of the conflicts within and between the documents chosen."""

    conflicts: Sequence[Mapping[str, Any]]
    total: int
    progress: Mapping[str, int] | None
    document: str
    offset: int
    limit: int
    document_options: tuple[tuple[str, str], ...]


@router.get("/conflicts", response_class=HTMLResponse)
def conflicts(request: Request, document: str = "", offset: Annotated[int, Query(ge=0)] = 0) -> HTMLResponse:
    """The conflicts of one document, or of all of them."""
    engine = desk(request)
    found = engine.conflicts((document,) if document else (), LIMIT, offset)
    page = ConflictsPage(
        conflicts=found.get("conflicts", ()),
        total=int(found.get("total", 0)),
        progress=found.get("progress"),
        document=document,
        offset=offset,
        limit=LIMIT,
        document_options=document_options(engine),
    )
    return render(request, "conflicts.html", page)
