"""Groups of people, and who may read a document, for administrators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from search_api.access.readers import Readers
from search_api.access.rules import declare
from search_api.errors import BadParameter
from web.desk import desk
from web.templating import render, request_language

router = APIRouter()
declare(r"/documents/[^/]+/readers", "administrator")


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """Every group, with what was wrong with the last attempt to change one, and what was typed then."""

    groups: Sequence[Mapping[str, Any]]
    problem: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class ReadersPage:
    """A document with every group and whether its members may read it; ``limited`` tells that not everybody may."""

    document: Mapping[str, Any]
    choices: tuple[tuple[str, str, bool], ...]
    limited: bool


@router.get("/groups", response_class=HTMLResponse)
def groups(request: Request) -> HTMLResponse:
    """Every group by name."""
    return _groups(request)


@router.post("/groups")
def make(request: Request, name: Annotated[str, Form(max_length=1000)] = "") -> Response:
    """Make a group."""
    try:
        _readers(request).make(name)
    except BadParameter as error:
        return _groups(request, error, name)
    return RedirectResponse("/groups", status_code=303)


@router.post("/groups/{group_id}")
def change(
    request: Request,
    group_id: str,
    name: Annotated[str, Form(max_length=1000)] = "",
    do: Annotated[str, Form()] = "rename",
) -> Response:
    """Rename a group, or remove it."""
    try:
        if do == "remove":
            _readers(request).remove(group_id)
        else:
            _readers(request).rename(group_id, name)
    except BadParameter as error:
        return _groups(request, error)
    return RedirectResponse("/groups", status_code=303)


@router.get("/documents/{document_id}/readers", response_class=HTMLResponse)
def readers(request: Request, document_id: str) -> HTMLResponse:
    """Who may read a document, to be changed."""
    held = _readers(request)
    chosen = {one["id"]: one["name"] for one in held.of(document_id)["groups"]}
    known = dict(held.mine())
    choices = tuple((key, name, key in chosen) for key, name in {**chosen, **known}.items())
    return render(request, "readers.html", ReadersPage(desk(request).document(document_id), choices, bool(chosen)))


@router.post("/documents/{document_id}/readers")
def limit(request: Request, document_id: str, group: Annotated[list[str] | None, Form()] = None) -> RedirectResponse:
    """Limit a document to the groups chosen, or open it to everybody."""
    _readers(request).limit(document_id, group or [])
    return RedirectResponse(f"/documents/{document_id}/readers", status_code=303)


def _groups(request: Request, error: BadParameter | None = None, typed: str = "") -> HTMLResponse:
    problem = "" if error is None else str(error) if request_language(request).code == "vi" else error.en
    page = GroupsPage(_readers(request).list()["groups"], problem, typed)
    return render(request, "groups.html", page, status=422 if problem else 200)


def _readers(request: Request) -> Readers:
    found: Readers = request.app.state.api.state.readers
    return found
