"""Removed documents and replaced versions: what there is, restored or deleted for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from search_api.limits import Page
from web.templating import render
from web.workbench import workbench

router = APIRouter()
LIMIT = 50


@dataclass(frozen=True, slots=True)
class RemovedPage:
    """What can be restored; ``gone`` is the document that has just been removed."""

    documents: Sequence[Mapping[str, Any]]
    total: int
    offset: int
    limit: int
    days: int
    gone: str


@router.get("/removed", response_class=HTMLResponse)
def removed(request: Request, gone: str = "", offset: Annotated[int, Query(ge=0)] = 0) -> HTMLResponse:
    """Removed documents and replaced versions, the latest first."""
    aside = workbench(request).aside
    told = aside.list(None, Page(200, 0))
    kept = [one for one in told["documents"] if one["state"] != "draft"]
    page = RemovedPage(kept[offset : offset + LIMIT], len(kept), offset, LIMIT, int(told["days"]), gone)
    return render(request, "removed.html", page)


@router.post("/removed/{document_id}")
def act(request: Request, document_id: str, action: Annotated[str, Form()] = "") -> Response:
    """Restore a document, or delete it for good."""
    aside = workbench(request).aside
    if action == "forget":
        aside.forget(document_id)
        return RedirectResponse("/removed", status_code=303)
    aside.swap_back(document_id)
    return RedirectResponse(f"/documents/{document_id}", status_code=303)


@router.post("/documents/{document_id}/remove")
def remove(request: Request, document_id: str) -> Response:
    """Take a held document or a draft out, then show how to take that back."""
    workbench(request).intake.remove(document_id)
    return RedirectResponse(f"/removed?gone={document_id}", status_code=303)
