"""Plans side by side: a row an obligation, a column a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from web.desk import desk
from web.pages.home import document_options
from web.templating import render

router = APIRouter()
LIMIT = 20


@dataclass(frozen=True, slots=True)
class ComparePage:
    """The form, and the comparison once plans are chosen."""

    found: Mapping[str, Any] | None
    documents: Sequence[str]
    topic: str
    offset: int
    limit: int
    document_options: tuple[tuple[str, str], ...]

    @property
    def progress(self) -> Mapping[str, int] | None:
        """How far a comparison that is still being made has come."""
        return self.found.get("progress") if self.found else None

    def export(self, form: str) -> str:
        """The address of the whole comparison as a file."""
        pairs = [("documents", key) for key in self.documents]
        topic = [("topic", self.topic)] if self.topic else []
        return f"/api/v1/compare?{urlencode([*pairs, *topic, ('format', form)])}"


@router.get("/compare", response_class=HTMLResponse)
def compare(
    request: Request,
    documents: Annotated[list[str] | None, Query()] = None,
    topic: str = "",
    offset: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """The plans chosen side by side, or the form alone."""
    engine = desk(request)
    chosen = tuple(dict.fromkeys(one for one in documents or () if one))
    found = engine.compare(chosen, topic, LIMIT, offset) if chosen else None
    page = ComparePage(found, chosen, topic.strip()[:300], offset, LIMIT, document_options(engine))
    return render(request, "compare.html", page)
