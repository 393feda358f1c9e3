"""Two versions of one document side by side, and the choice which is to stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from web.changed import worded
from web.templating import render
from web.workbench import workbench

router = APIRouter()


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """A document, and each held one that it seems to be a version of with what differs."""

    document: Mapping[str, Any]
    draft: bool
    versions: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class ChosenPage:
    """What was decided, and what takes it back."""

    document: str
    other: str
    choice: str


@router.get("/versions/{document_id}", response_class=HTMLResponse)
def versions(request: Request, document_id: str) -> HTMLResponse:
    """What a new document changes in the held ones that it seems to be a version of."""
    bench = workbench(request)
    document = bench.aside.needed(document_id)
    told = [_shown(one) for one in bench.versions.told(document_id)["versions"]]
    return render(request, "versions.html", VersionsPage(document, bench.is_draft(document_id), told))


def _shown(version: Mapping[str, Any]) -> Mapping[str, Any]:
    """The version with changed words cut into pieces that stayed, went and came."""
    changes = version["differences"]
    clauses = [{**one, "pieces": worded(one["before"], one["after"])} for one in changes["clauses"]]
    return {**version, "differences": {**changes, "clauses": clauses}}


@router.post("/versions/{document_id}")
def choose(
    request: Request,
    document_id: str,
    other: Annotated[str, Form()] = "",
    choice: Annotated[str, Form()] = "",
) -> Response:
    """Carry the choice out, then say what was done and how to take it back."""
    bench = workbench(request)
    bench.versions.choose(document_id, other, choice)
    if choice == "undo":
        return RedirectResponse(f"/documents/{other}", status_code=303)
    return render(request, "chosen.html", ChosenPage(document_id, other, choice))
