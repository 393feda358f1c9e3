"""GET /search and GET /ask."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from search_api import limits
from search_api.routes.access import service

router = APIRouter()

Text = Annotated[str | None, Query()]


@router.get("/search")
def search(
    request: Request,
    q: Text = None,
    limit: Text = None,
    offset: Text = None,
    document: Text = None,
    unit: Text = None,
    role: Text = None,
    kind: Text = None,
    due_from: Text = None,
    due_to: Text = None,
) -> Any:
    """Passages that fit the question, best first, within the filters."""
    filters = {
        "document": document,
        "unit": unit,
        "role": role,
        "kind": kind,
        "due_from": due_from,
        "due_to": due_to,
    }
    return service(request).search(q or "", limits.page(limit, offset), filters)


@router.get("/ask")
def ask(request: Request, q: Text = None, via_group: Text = None) -> Any:
    """The answer to the question with its citations, or an abstention with its reason."""
    return service(request).ask(q or "", via_group)
