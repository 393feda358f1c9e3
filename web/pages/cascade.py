"""A superior plan held against those below it, with a word by hand on every pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from web.desk import desk
from web.pages.home import document_options
from web.templating import render

router = APIRouter()
LIMIT = 20
LISTS = ("carried", "omissions", "unmandated")


@dataclass(frozen=True, slots=True)
class CascadePage:
    """The form, and the list chosen once a superior plan is."""

    found: Mapping[str, Any] | None
    superior: str
    below: Sequence[str]
    listed: str
    offset: int
    limit: int
    document_options: tuple[tuple[str, str], ...]

    @property
    def progress(self) -> Mapping[str, int] | None:
        """How far a comparison that is still being made has come."""
        return self.found.get("progress") if self.found else None

    @property
    def total(self) -> int:
        """How long the list is."""
        return int(self.found.get("total", 0)) if self.found else 0

    @property
    def records(self) -> Sequence[Mapping[str, Any]]:
        """The records of the list on this page."""
        return self.found.get(self.listed, ()) if self.found else ()

    def link(self, listed: str) -> str:
        """The address of another list of the same plans."""
        return _address(self.superior, self.below, listed)


@router.get("/cascade", response_class=HTMLResponse)
def cascade(
    request: Request,
    superior: str = "",
    below: Annotated[list[str] | None, Query()] = None,
    listed: Annotated[str, Query(alias="list")] = "",
    offset: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """The comparison, or the form alone."""
    engine = desk(request)
    lower = tuple(one for one in below or () if one)
    found = engine.cascade(superior, lower, listed, LIMIT, offset) if superior else None
    page = CascadePage(found, superior, lower, listed or LISTS[0], offset, LIMIT, document_options(engine))
    return render(request, "cascade.html", page)


@router.post("/cascade/judge")
def judge(
    request: Request,
    above: Annotated[str, Form()] = "",
    below: Annotated[str, Form()] = "",
    verdict: Annotated[str, Form()] = "",
    pair: Annotated[str, Form()] = "",
    by: Annotated[str, Form()] = "",
    superior: Annotated[str, Form()] = "",
    plans: Annotated[str, Form()] = "",
    offset: Annotated[int, Form(ge=0)] = 0,
) -> RedirectResponse:
    """Keep or take back a word on a pair, then show the same list again; ``pair`` says verdict and both keys at once,
    so that one form serves every pair of a page."""
    engine = desk(request)
    if pair.count(" ") == 2:  # noqa: PLR2004
        verdict, above, below = pair.split(" ")
    if verdict == "undo":
        engine.unjudge(above, below)
    else:
        engine.judge(above, below, verdict, by, "")
    place = f"&offset={offset}" if offset else ""
    return RedirectResponse(
        _address(superior, tuple(filter(None, plans.split(","))), LISTS[0]) + place, status_code=303
    )


def _address(superior: str, below: Sequence[str], listed: str) -> str:
    return f"/cascade?{urlencode([('superior', superior), *(('below', key) for key in below), ('list', listed)])}"
