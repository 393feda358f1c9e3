"""Which document names which, and which of them are held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from web.desk import desk
from web.pages.home import document_options
from web.pictures.network import Network, network
from web.templating import render

router = APIRouter()
LIMIT = 60


@dataclass(frozen=True, slots=True)
class ReferencesPage:
    """A page of references and the pairs of numbers that seem to mean one document."""

    found: Mapping[str, Any]
    document: str
    held: str
    offset: int
    limit: int
    document_options: tuple[tuple[str, str], ...]
    network: Network


@router.get("/references", response_class=HTMLResponse)
def references(
    request: Request, document: str = "", held: str = "", offset: Annotated[int, Query(ge=0)] = 0
) -> HTMLResponse:
    """The references of one document, or of all of them."""
    engine = desk(request)
    found = engine.references(document, held, LIMIT, offset)
    return render(
        request,
        "references.html",
        ReferencesPage(found, document, held, offset, LIMIT, document_options(engine), network(engine.graph(document))),
    )
