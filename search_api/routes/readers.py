"""Groups of people, and who may read a document: GET and PUT /documents/{id}/groups, /groups."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse, Response

from search_api.access.readers import Readers
from search_api.access.rules import declare

router = APIRouter()
Given = Annotated[Any, Body()]

declare(r"/api/v1/documents/[^/]+/groups", "administrator")


def readers_of(request: Request) -> Readers:
    """What keeps groups and limits in the running application."""
    found: Readers = request.app.state.readers
    return found


@router.get("/groups")
def groups(request: Request) -> Any:
    """Every group by name, with how many people are in it and how many documents it may read."""
    return readers_of(request).list()


@router.post("/groups")
def make(request: Request, body: Given = None) -> JSONResponse:
    """A new group: ``{"name"}``."""
    return JSONResponse(dict(readers_of(request).make(_field(body, "name"))), status_code=201)


@router.patch("/groups/{group_id}")
def rename(request: Request, group_id: str, body: Given = None) -> Any:
    """Another name for a group: ``{"name"}``."""
    return readers_of(request).rename(group_id, _field(body, "name"))


@router.delete("/groups/{group_id}", status_code=204)
def remove(request: Request, group_id: str) -> Response:
    """Take away a group to which no document is limited."""
    readers_of(request).remove(group_id)
    return Response(status_code=204)


@router.get("/documents/{document_id}/groups")
def readers(request: Request, document_id: str) -> Any:
    """To whom a document is limited; no group for one that everybody may read."""
    return readers_of(request).of(document_id)


@router.put("/documents/{document_id}/groups")
def limit(request: Request, document_id: str, body: Given = None) -> Any:
    """Limit a document to ``{"groups": [...]}``; an empty list opens it to everybody."""
    return readers_of(request).limit(document_id, _field(body, "groups"))


def _field(body: Any, name: str) -> Any:
    return body.get(name) if isinstance(body, dict) else None
