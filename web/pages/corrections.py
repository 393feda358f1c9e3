"""The history of corrections: who changed what, before and after, with the words of the plan one click away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from search_api.access.viewer import current
from search_api.amending.noted import FIELDS
from search_api.limits import Page
from web.back import within
from web.days import Typed, status, typed
from web.templating import render, request_language
from web.workbench import Workbench, workbench

router = APIRouter()
LIMIT = 50
ACTIONS = ("add", "split", "join", "delete", "check", "undo")


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction, the address of the words that it is about, and that of the page where it can be gone on with."""

    said: Mapping[str, Any]
    words: str
    source: str
    review: str


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """A page of the history under its filters."""

    entries: Sequence[Entry]
    total: int
    offset: int
    limit: int
    filters: Mapping[str, str]
    day: Typed
    documents: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]
    fields: tuple[str, ...]
    truth: str


@router.get("/corrections", response_class=HTMLResponse)
def corrections(
    request: Request,
    document: str = "",
    by: str = "",
    field: str = "",
    day: str = "",
    state: str = "",
    offset: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """What people corrected and undid, the latest first."""
    bench = workbench(request)
    on = typed(day, request_language(request))
    filters = {"document": document, "by": by, "field": field, "day": on.iso, "state": state}
    found = bench.corrections.list({**filters, "order": "newest"}, Page(LIMIT, offset))
    said = bench.engine.catalogue.people.corrections()
    named = {one.document.id: one.document.number or one.document.file for one in said}
    page = CorrectionsPage(
        entries=[_entry(bench, one) for one in found["corrections"]],
        total=int(found["total"]),
        offset=offset,
        limit=LIMIT,
        filters=filters,
        day=on,
        documents=tuple(sorted(named.items(), key=lambda pair: pair[1])),
        people=tuple((name, name) for name in sorted({one.by for one in said})),
        fields=(*FIELDS, *ACTIONS),
        truth=f"/api/v1/corrections?{urlencode({'format': 'truth', **({'document': document} if document else {})})}",
    )
    return render(request, "corrections.html", page, status(on))


def _entry(bench: Workbench, said: Mapping[str, Any]) -> Entry:
    """The correction with what it is about; a row that is gone has only the words it was known by."""
    record, document = said["record_id"], said["document"]["id"]
    words, source, review = str(said["target"]["words"]), "", ""
    if record and said["kind"] == "task" and (stored := bench.engine.catalogue.task(record)) is not None:
        told = bench.engine.presenter().task(stored)
        words, source = str(told["activity"] or told["task"]), str(told["citation"]["url"])
        review = f"/review/{document}?task={record}"
    elif record and said["kind"] == "document" and bench.document(document) is not None:
        words, review = "", f"/review/{document}"
    elif record and bench.document(document) is not None and not bench.is_draft(document):
        source = f"/documents/{document}"
    return Entry(said, words, source, review)


@router.post("/corrections/undo")
def undo(
    request: Request,
    correction: Annotated[list[int] | None, Form()] = None,
    back: Annotated[str, Form()] = "/corrections",
) -> Response:
    """Take corrections back and return to where that was asked for."""
    name = current().name
    if correction and len(correction) == 1:
        workbench(request).corrections.undo(correction[0], name, None)
    elif correction:
        workbench(request).corrections.undo_all(correction, name)
    return RedirectResponse(within(back), status_code=303)
