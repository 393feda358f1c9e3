"""Documents kept aside: drafts, removed ones, replaced versions; and what two versions differ in."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from indexer.picture import WIDTHS, has_pictures
from search_api import limits
from search_api.access.rules import declare
from search_api.errors import NotFound
from search_api.intake.aside import Aside
from search_api.intake.versions import Versions
from search_api.routes.access import fetched, pictures
from search_api.routes.documents import INERT

router = APIRouter()
declare(r"/api/v1/(aside|documents/[^/]+/versions)(/.*)?", "editor")

Text = Annotated[str | None, Query()]
Given = Annotated[Any, Body()]


def aside_of(request: Request) -> Aside:
    """What is kept aside in the running application."""
    found: Aside = request.app.state.aside
    return found


def versions_of(request: Request) -> Versions:
    """What tells versions of one document in the running application."""
    found: Versions = request.app.state.versions
    return found


@router.get("/aside")
def listed(request: Request, state: Text = None, limit: Text = None, offset: Text = None) -> Any:
    """Drafts (state=draft), removed documents (removed) and replaced versions (replaced), the latest first."""
    return aside_of(request).list(state, limits.page(limit, offset))


@router.post("/aside/{document_id}/publish")
@router.post("/aside/{document_id}/restore")
def bring_back(request: Request, document_id: str) -> JSONResponse:
    """Let a draft or a removed document be found."""
    return JSONResponse(dict(aside_of(request).bring_back(document_id)))


@router.delete("/aside/{document_id}", status_code=204)
def forget(request: Request, document_id: str) -> Response:
    """Delete a document that is aside for good."""
    aside_of(request).forget(document_id)
    return Response(status_code=204)


@router.get("/aside/{document_id}/file")
def original(request: Request, document_id: str) -> FileResponse:
    """The file of a document that is aside, as it was added."""
    path, name = aside_of(request).original(document_id)
    fetched(request).original(document_id, name, request.headers.get("range"))
    return FileResponse(path, filename=name, headers=INERT)


@router.get("/aside/{document_id}/pages/{number}.webp", response_class=FileResponse)
def picture(request: Request, document_id: str, number: int, width: int = WIDTHS[0]) -> FileResponse:
    """A page of a document that is aside as a picture, ``width`` pixels wide."""
    found = aside_of(request).one(document_id)
    if width not in WIDTHS or not has_pictures(found.file) or not 1 <= number <= (found.pages or 0):
        raise NotFound(
            f"Văn bản “{document_id}” không có ảnh của trang {number}.",
            f"The document “{document_id}” has no picture of page {number}.",
        )
    path, _ = aside_of(request).original(document_id)
    place = pictures(request).page(path, found.sha256, number, width)
    return FileResponse(place, media_type="image/webp", headers={"cache-control": "private, max-age=86400"})


@router.get("/documents/{document_id}/versions")
def versions(request: Request, document_id: str) -> Any:
    """Held documents that look like other versions of this one, with what differs."""
    return versions_of(request).told(document_id)


@router.post("/documents/{document_id}/versions")
def choose(request: Request, document_id: str, body: Given = None) -> JSONResponse:
    """``{"other", "choice"}``: replace the other, keep both, discard this one, or undo a replacement."""
    given = body if isinstance(body, dict) else {}
    return JSONResponse(dict(versions_of(request).choose(document_id, given.get("other"), given.get("choice"))))
