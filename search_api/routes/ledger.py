"""GET /references, /graph, /cascade, /conflicts, /successors; judgements of pairs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import Response

from search_api import limits
from search_api.ledger.book import Ledger

router = APIRouter()

Text = Annotated[str | None, Query()]
Several = Annotated[list[str] | None, Query()]


def ledger(request: Request) -> Ledger:
    """The ledger of the running application."""
    found: Ledger = request.app.state.ledger
    return found


def listed(values: list[str] | None) -> tuple[str, ...]:
    """Names given as several parameters or in one parted by commas."""
    return tuple(part.strip() for value in values or () for part in value.split(",") if part.strip())


@router.get("/references")
def references(
    request: Request, document: Text = None, held: Text = None, limit: Text = None, offset: Text = None
) -> Any:
    """Documents named in documents, whether they are held, and numbers that seem to mean one document."""
    return ledger(request).references(document, held, limits.page(limit, offset))


@router.get("/graph")
def graph(request: Request, document: Text = None) -> Any:
    """Documents as nodes, what they say of one another as edges."""
    return ledger(request).graph(document)


@router.get("/cascade")
def cascade(
    request: Request,
    superior: Text = None,
    below: Several = None,
    list: Text = None,  # noqa: A002
    wait: Text = None,
    limit: Text = None,
    offset: Text = None,
) -> Any:
    """A superior plan held against plans below it: ``list`` is carried, omissions or unmandated. What takes longer
    than ``wait`` seconds goes on in the background, and the answer tells how far it has come."""
    page, most = limits.page(limit, offset), limits.seconds("wait", wait)
    return ledger(request).cascade(superior or "", listed(below), list, page, most)


@router.get("/cascade/below")
def below(request: Request, superior: Text = None) -> Any:
    """The plans that seem to stand below a superior one."""
    found = ledger(request).plans_below(superior or "")
    return {"total": len(found), "below": [{"document_id": one.document_id, "reason": one.reason} for one in found]}


@router.put("/cascade/judgements")
def judge(
    request: Request,
    above: Annotated[str, Body()] = "",
    below: Annotated[str, Body()] = "",
    verdict: Annotated[str, Body()] = "",
    by: Annotated[str, Body()] = "",
    why: Annotated[str, Body()] = "",
) -> Any:
    """Confirm a pair with its relation, or reject it; an earlier word on the pair is replaced."""
    return ledger(request).judge(above, below, verdict, by, why)


@router.delete("/cascade/judgements", status_code=204)
def unjudge(request: Request, above: Text = None, below: Text = None) -> Response:
    """Take back what was said about a pair."""
    ledger(request).unjudge(above or "", below or "")
    return Response(status_code=204)


@router.get("/conflicts")
def conflicts(
    request: Request, document: Several = None, wait: Text = None, limit: Text = None, offset: Text = None
) -> Any:
    """One obligation given twice with different leads or deadlines, each place with its citation; ``wait`` as above."""
    return ledger(request).conflicts(listed(document), limits.page(limit, offset), limits.seconds("wait", wait))


@router.get("/successors")
def successors(request: Request, unit: Text = None, named_on: Text = None, as_of: Text = None) -> Any:
    """Who has the duties of a unit on a day, by what act, and who had them before."""
    return ledger(request).successors(unit, named_on, as_of)
