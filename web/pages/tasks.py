"""Every task of every document in one table, with filters and exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from web.desk import Filters, desk
from web.pages.home import document_options
from web.templating import render

router = APIRouter()
LIMIT = 50


@dataclass(frozen=True, slots=True)
class TasksPage:
    """A page of the table."""

    tasks: Sequence[Mapping[str, Any]]
    total: int
    offset: int
    limit: int
    filters: Filters
    document_options: tuple[tuple[str, str], ...]
    unit_options: tuple[tuple[str, str], ...]
    section_options: tuple[tuple[str, str], ...]

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return bool(self.filters.given())

    def export(self, form: str) -> str:
        """The address of the same tasks as a file."""
        return f"/api/v1/tasks?{urlencode({**self.filters.given(), 'format': form})}"


@router.get("/tasks", response_class=HTMLResponse)
def tasks(
    request: Request,
    document: str = "",
    unit: str = "",
    role: str = "",
    section: str = "",
    section_is: str = "",
    due_from: str = "",
    due_to: str = "",
    offset: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """The tasks that pass the filters."""
    engine = desk(request)
    filters = Filters(
        document=document,
        unit=unit,
        role=role,
        section=section,
        section_is=section_is,
        due_from=due_from,
        due_to=due_to,
    )
    found = engine.tasks(filters, LIMIT, offset)
    page = TasksPage(
        tasks=found["tasks"],
        total=int(found["total"]),
        offset=offset,
        limit=LIMIT,
        filters=filters,
        document_options=document_options(engine),
        unit_options=engine.unit_options(unit),
        section_options=tuple((name, name) for name in engine.sections(document)),
    )
    return render(request, "tasks.html", page)
