"""Units joined, told apart and split by hand: those that may be one body, what was said of them, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from search_api.access.rules import declare
from search_api.access.viewer import current
from search_api.amending.rulings import Rulings
from search_api.errors import IndexerError, SearchError
from search_api.limits import Page
from web.desk import desk
from web.templating import render, request_language

router = APIRouter()
declare(r"/rulings", "editor")
LIMIT = 30
WHY = {
    "place": "cùng tên, ghi nơi khác nhau",
    "words": "cùng những chữ chính",
    "slip": "khác nhau một chữ, có thể do gõ hay nhận dạng nhầm",
}
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RulingsPage:
    """Pairs that may be one unit, and what people said; with a ``unit`` only what concerns it, and its wordings.

    ``typed`` holds what was typed where it could not be done, ``problem`` why; ``done`` is the ruling just made.
    """

    unit: Record | None
    pairs: Sequence[Record]
    total: int
    offset: int
    limit: int
    said: Sequence[Record]
    options: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    problem: str = ""
    done: int = 0


@router.get("/rulings", response_class=HTMLResponse)
def rulings(
    request: Request,
    unit: str = "",
    done: Annotated[int, Query(ge=0)] = 0,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """The units that may be one, those of one unit if given, and everything that people said."""
    return _page(request, unit, offset=offset, done=done)


@router.post("/rulings")
def rule(
    request: Request,
    action: Annotated[str, Form()] = "",
    unit: Annotated[str, Form(max_length=1000)] = "",
    other: Annotated[str, Form(max_length=1000)] = "",
    alias: Annotated[str, Form(max_length=1000)] = "",
    why: Annotated[str, Form(max_length=2000)] = "",
    ruling: Annotated[str, Form(max_length=20)] = "",
    of: Annotated[str, Form(max_length=1000)] = "",
    offset: Annotated[int, Form(ge=0)] = 0,
) -> Response:
    """Join two units, tell them apart, split a wording off one, or take that back.

    ``of`` is the unit that the page is about, ``offset`` where in the pairs its reader was.
    """
    held, by = _rulings(request), current().name
    act: dict[str, Callable[[], Record]] = {
        "join": lambda: held.join(unit, other, by, why),
        "apart": lambda: held.apart(unit, other, by, why),
        "split": lambda: held.split(unit, alias, by, why),
        "undo": lambda: held.undo(ruling, by, why),
    }
    if action not in act:
        return RedirectResponse("/rulings", status_code=303)
    try:
        made = act[action]()
    except (SearchError, IndexerError) as error:
        problem = str(error) if request_language(request).code == "vi" else error.en
        return _page(request, of, problem, {"unit": unit, "other": other, "why": why})
    # A pair dealt with is one of many on the page; what is joined or split may be gone, with the page about it.
    place = {"unit": of, "offset": offset or ""} if made["action"] == "apart" else {}
    kept = {name: value for name, value in {**place, "done": made["id"]}.items() if value}
    return RedirectResponse(f"/rulings?{urlencode(kept)}", status_code=303)


def _page(
    request: Request,
    unit: str,
    problem: str = "",
    typed: Mapping[str, str] | None = None,
    offset: int = 0,
    done: int = 0,
) -> HTMLResponse:
    held, engine, tongue = _rulings(request), desk(request), request_language(request)
    about = engine.unit(unit) if unit else None
    pairs = [{**one, "why": tongue.gettext(WHY[one["why"]])} for one in held.candidates(unit)]
    offset = min(offset, max(0, len(pairs) - 1) // LIMIT * LIMIT)
    page = RulingsPage(
        unit=about,
        pairs=pairs[offset : offset + LIMIT],
        total=len(pairs),
        offset=offset,
        limit=LIMIT,
        said=_said(held, unit),
        options=engine.unit_options(),
        typed=typed or {},
        problem=problem,
        done=done,
    )
    return render(request, "rulings.html", page, status=422 if problem else 200)


def _said(held: Rulings, unit: str) -> list[Record]:
    """What people said, of one unit if given, the latest first, with scopes; an undoing shows at what it undid."""
    said: list[Record] = []
    total, page = 1, 200
    while len(said) < total:
        found = held.list(Page(page, len(said)))
        total, said = int(found["total"]), [*said, *found["rulings"]]
    concerns = [one for one in said if not unit or unit in (one["unit"]["id"], one["other"]["id"])]
    scopes = held.scopes()
    return [
        {**one, **{end: {**one[end], "scope": scopes.get(one[end]["id"], "")} for end in ("unit", "other")}}
        for one in reversed(concerns)
        if one["action"] != "undo"
    ]


def _rulings(request: Request) -> Rulings:
    found: Rulings = request.app.state.api.state.rulings
    return found
