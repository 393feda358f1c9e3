"""The list of documents, and the reader that opens one of them at the cited words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from web.desk import desk
from web.reader import View, ranges, view
from web.templating import render

router = APIRouter()
LIMIT = 50


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """A page of the list."""

    documents: Sequence[Mapping[str, Any]]
    total: int
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class ReaderPage:
    """A document with its facts, its blocks and its outline; ``asked`` tells that a passage was cited."""

    document: Mapping[str, Any]
    view: View
    asked: bool


@router.get("/documents", response_class=HTMLResponse)
def documents(request: Request, offset: Annotated[int, Query(ge=0)] = 0) -> HTMLResponse:
    """Every held document with its number, issuer, date and counts."""
    held = desk(request).documents(LIMIT, offset)
    return render(request, "documents.html", DocumentsPage(held["documents"], int(held["total"]), offset, LIMIT))


@router.get("/documents/{document_id}", response_class=HTMLResponse)
def reader(request: Request, document_id: str, span: str = "") -> HTMLResponse:
    """The document with the stretches of ``span`` marked ("START-END", several joined by commas)."""
    engine = desk(request)
    record = engine.document(document_id)
    sheet = engine.sheet(document_id)
    return render(request, "reader.html", ReaderPage(record, view(sheet, ranges(span)), bool(span)))
