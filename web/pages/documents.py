"""The list of documents, and the reader that opens one of them at the cited words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from web.desk import Desk, desk
from web.leaves import SHEAF, SIDE, LeafView, cited_pages, lay_out
from web.marks import Range
from web.reader import View, ranges, view
from web.templating import render
from web.trail import Trail, trail

router = APIRouter()
LIMIT = 50
MOST_TASKS = 40


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """Documents that match ``q``; ``limited`` are the groups, as (id, name), of those that not everybody may read."""

    q: str
    documents: Sequence[Mapping[str, Any]]
    total: int
    offset: int
    limit: int
    limited: Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class ReaderPage:
    """A document with its facts, its blocks and its outline; ``asked`` tells that a passage was cited.

    ``printed`` tells that the pages themselves are shown instead of the text; ``leaves`` are those pages, or the cited
    ones beside the text, out of ``pages``; ``tasks`` stand on them; ``trail`` leads to the answer's other citations.
    """

    document: Mapping[str, Any]
    view: View
    asked: bool
    printed: bool
    leaves: tuple[LeafView, ...]
    pages: tuple[int, ...]
    tasks: Sequence[Mapping[str, Any]]
    more_tasks: int
    trail: Trail | None
    span: str
    question: str

    def link(self, printed: bool, page: int | None = None, mark: bool = False) -> str:
        """This document's address as pages or as text, at a page or at the mark."""
        wanted = {
            "span": self.span,
            "q": self.question,
            "view": "page" if printed else "",
            "page": str(page or ""),
        }
        query = urlencode({name: value for name, value in wanted.items() if value})
        place = "#mark" if mark else f"#page-{page}" if page else ""
        return f"/documents/{self.document['id']}{'?' if query else ''}{query}{place}"

    @property
    def before(self) -> int | None:
        """The page with which the sheaf before this one begins."""
        first = self.leaves[0].number
        return max(self.pages[0], first - SHEAF) if first > self.pages[0] else None

    @property
    def after(self) -> int | None:
        """The page that follows the last one shown."""
        last = self.leaves[-1].number
        return last + 1 if last < self.pages[-1] else None


@router.get("/documents", response_class=HTMLResponse)
def documents(request: Request, q: str = "", offset: Annotated[int, Query(ge=0)] = 0) -> HTMLResponse:
    """The held documents with number, issuer, date and counts, those that match ``q`` if given."""
    wanted = q.strip()[:300]
    held = desk(request).documents(LIMIT, offset, wanted)
    limited = request.app.state.api.state.readers.limits()
    page = DocumentsPage(wanted, held["documents"], int(held["total"]), offset, LIMIT, limited)
    return render(request, "documents.html", page)


@router.get("/documents/{document_id}", response_class=HTMLResponse)
def reader(
    request: Request,
    document_id: str,
    span: str = "",
    q: str = "",
    shown: Annotated[str, Query(alias="view")] = "",
    page: Annotated[int | None, Query(ge=1)] = None,
) -> HTMLResponse:
    """The document with the stretches of ``span`` marked ("START-END", several joined by commas).

    ``view=page`` shows the printed pages from ``page`` on instead of the text; ``q`` is the question it answers.
    """
    engine = desk(request)
    record = engine.document(document_id)
    marks = ranges(span)
    held = engine.page_numbers(document_id)
    printed = shown == "page" and bool(held)
    leaves = _leaves(engine, record, held, marks, page, printed)
    tasks = engine.tasks_on(document_id, [leaf.number for leaf in leaves], marks) if leaves or marks else ()
    found = ReaderPage(
        record,
        view(engine.sheet(document_id), marks),
        bool(span),
        printed,
        leaves,
        held,
        tasks[:MOST_TASKS],
        max(0, len(tasks) - MOST_TASKS),
        trail(engine, q, document_id, marks),
        span,
        q,
    )
    return render(request, "reader.html", found, q=q)


def _leaves(
    engine: Desk,
    record: Mapping[str, Any],
    held: Sequence[int],
    marks: Sequence[Range],
    page: int | None,
    printed: bool,
) -> tuple[LeafView, ...]:
    """The printed pages to show: a sheaf of them in place of the text, or the cited ones beside it."""
    if not held:
        return ()
    cited = cited_pages(engine.marked_boxes(str(record["id"]), marks))
    if not printed:
        wanted = (page,) if page is not None and page in held else cited[:SIDE]
        return tuple(leaf for leaf in lay_out(engine, record, wanted, marks) if leaf.picture)
    at = list(held).index(page if page is not None and page in held else cited[0] if cited else held[0])
    return lay_out(engine, record, held[at : at + SHEAF], marks)
