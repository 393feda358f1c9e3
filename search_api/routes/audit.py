"""GET /audit and /audit/verify, for administrators."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from search_api import limits
from search_api.access.audit import Audit
from search_api.routes.views import file, shape

router = APIRouter()

Text = Annotated[str | None, Query()]


def audit_of(request: Request) -> Audit:
    """What reads the audit log of the running application."""
    found: Audit = request.app.state.audit
    return found


@router.get("/audit")
def audit(
    request: Request,
    person: Text = None,
    kind: Text = None,
    document: Text = None,
    result: Text = None,
    address: Text = None,
    first: Annotated[str | None, Query(alias="from")] = None,
    last: Annotated[str | None, Query(alias="to")] = None,
    format: Text = None,  # noqa: A002
    limit: Text = None,
    offset: Text = None,
) -> Any:
    """Who did what, when and from where, the latest first; as a page of entries or as one file with all of them."""
    given = {"person": person, "kind": kind, "document": document, "result": result, "address": address}
    given |= {"from": first, "to": last}
    form, page = shape(format), limits.page(limit, offset)
    if form == "json":
        return audit_of(request).list(given, page)
    return file(audit_of(request).report(given), form)


@router.get("/audit/verify")
def verify(request: Request, noted: Text = None) -> Any:
    """Whether the log is as it was written; ``noted`` is "NUMBER:SEAL" of an entry seen before."""
    return audit_of(request).verify(noted)
