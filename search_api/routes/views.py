"""GET /matrix, /calendar, /calendar.ics, /compare, /units/{id}/profile: who has to do what, by when, and where."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from search_api import limits
from search_api.exports import FORMATS, MEDIA_TYPES, written
from search_api.exports.report import Report
from search_api.ledger import accounts
from search_api.routes.access import fetched, views
from search_api.routes.ledger import ledger
from search_api.routes.ledger import listed as several

router = APIRouter()

Text = Annotated[str | None, Query()]


def shape(value: str | None) -> str:
    """The form of the answer: json, or the name of a file format."""
    return limits.one_of("format", value, ("json", *FORMATS)) or "json"


def base(request: Request) -> str:
    """The address of this server, to which the links in a file lead."""
    return str(request.base_url).rstrip("/")


def file(report: Report, form: str) -> Response:
    """The report as a download."""
    headers = {"Content-Disposition": f'attachment; filename="{report.name}.{form}"'}
    return Response(written(report, form), media_type=MEDIA_TYPES[form], headers=headers)


@router.get("/matrix")
def matrix(
    request: Request,
    by: Text = None,
    role: Text = None,
    document: Text = None,
    unit: Text = None,
    format: Text = None,  # noqa: A002
    limit: Text = None,
    offset: Text = None,
) -> Any:
    """Units against sections or documents, with complete counts of what they lead, coordinate and owe."""
    given = {"by": by, "role": role, "document": document, "unit": unit}
    form, page = shape(format), limits.page(limit, offset)
    if form == "json":
        return views(request).matrix(given, page)
    return file(views(request).matrix_report(given, base(request)), form)


@router.get("/calendar")
def calendar(
    request: Request,
    first: Annotated[str | None, Query(alias="from")] = None,
    to: Text = None,
    unit: Text = None,
    role: Text = None,
    document: Text = None,
    as_of: Text = None,
    listed: Annotated[str | None, Query(alias="list")] = None,
    format: Text = None,  # noqa: A002
    limit: Text = None,
    offset: Text = None,
) -> Any:
    """Deadlines of a window on their days, those past as of a day, or those without a day."""
    given = {"from": first, "to": to, "unit": unit, "role": role, "document": document, "as_of": as_of, "list": listed}
    form, page = shape(format), limits.page(limit, offset)
    if form == "json":
        return views(request).calendar(given, page, date.today())
    return file(views(request).calendar_report(given, date.today(), base(request)), form)


@router.get("/calendar.ics")
def feed(
    request: Request,
    unit: Text = None,
    role: Text = None,
    document: Text = None,
    first: Annotated[str | None, Query(alias="from")] = None,
    to: Text = None,
) -> Response:
    """The deadlines of one unit or document as a feed to subscribe to."""
    given = {"unit": unit, "role": role, "document": document, "from": first, "to": to}
    content = views(request).feed(given, date.today(), base(request))
    fetched(request).feed("lich-thoi-han.ics", {name: value for name, value in given.items() if value})
    headers = {"Content-Disposition": 'inline; filename="lich-thoi-han.ics"'}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/compare")
def compare(
    request: Request,
    documents: Annotated[list[str] | None, Query()] = None,
    topic: Text = None,
    format: Text = None,  # noqa: A002
    limit: Text = None,
    offset: Text = None,
) -> Any:
    """Plans side by side, a row an obligation, all of them or those on a topic."""
    form, page, named = shape(format), limits.page(limit, offset), several(documents)
    if form == "json":
        return accounts.compared(ledger(request), named, topic, page)
    return file(accounts.compared_report(ledger(request), named, topic, base(request)), form)


@router.get("/units/{unit_id}/profile")
def profile(request: Request, unit_id: str, as_of: Text = None, format: Text = None) -> Any:  # noqa: A002
    """The account of one unit: counts, partners, deadlines, successors; as a file with every task and duty."""
    form = shape(format)
    if form == "json":
        return accounts.profiled(views(request), unit_id, as_of, date.today())
    return file(accounts.profiled_report(views(request), unit_id, as_of, date.today(), base(request)), form)
