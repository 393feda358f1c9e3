"""Saved searches with what is new for each, and the past questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from search_api.access import rules
from search_api.access.viewer import current
from web.pages.signin import reception
from web.seeking import seeking
from web.templating import render

router = APIRouter()
SHOWN_QUESTIONS = 30

# They are one's own: whoever signed in keeps them, whatever they may change besides.
rules.declare(r"/(saved|asked)(/.*)?", "viewer")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The searches, the latest questions where they are kept (``keeping``), and the addresses of feeds.

    ``feeds`` gives an address with a key by the bare one, for those of an account that have one.
    """

    saved: Sequence[Mapping[str, Any]]
    keeping: bool
    asked: Sequence[str]
    more_asked: int
    feeds: Mapping[str, str]


@router.get("/saved", response_class=HTMLResponse)
def saved(request: Request) -> HTMLResponse:
    """The viewer's searches."""
    own = seeking(request)
    viewer = current()
    asked, found = own.past.of(viewer), own.saved.all(viewer)["saved"]
    page = SavedPage(
        saved=found,
        keeping=own.past.on,
        asked=asked[:SHOWN_QUESTIONS],
        more_asked=max(0, len(asked) - SHOWN_QUESTIONS),
        feeds=reception(request).feeds.addresses(viewer.id),
    )
    return render(request, "saved.html", page)


@router.post("/saved")
def save(request: Request, query: Annotated[str, Form()], name: Annotated[str, Form()] = "") -> RedirectResponse:
    """Keep the search of that address."""
    seeking(request).saved.save(current(), query, name)
    return RedirectResponse("/saved", 303)


@router.post("/saved/{key}/seen")
def seen(request: Request, key: str) -> RedirectResponse:
    """Let what is new count as seen."""
    seeking(request).saved.seen(current(), key)
    return RedirectResponse("/saved", 303)


@router.post("/saved/{key}/remove")
def remove(request: Request, key: str) -> RedirectResponse:
    """Let go of a search."""
    seeking(request).saved.forget(current(), key)
    return RedirectResponse("/saved", 303)


@router.post("/asked/clear")
def clear(request: Request) -> RedirectResponse:
    """Let go of the past questions."""
    seeking(request).past.forget(current())
    return RedirectResponse("/saved", 303)
