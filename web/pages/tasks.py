"""Every task of every document in one table: filtered, sorted, with the columns chosen, and as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from search_api.ledger.task_table import COLUMNS, SORTS, TaskTable, known_columns
from search_api.limits import Page
from web.address import Address
from web.days import Typed, status, typed
from web.desk import Filters, desk
from web.pages.home import document_options
from web.templating import YEAR, render, request_language

router = APIRouter()
LIMIT = 50
SHOWN = ("no", "lead", "coordinate", "product", "deadline")
COOKIE = "columns"
HEADINGS = {
    "no": "Số",
    "section": "Nhóm",
    "task": "Nhiệm vụ",
    "goal": "Mục tiêu",
    "lead": "Chủ trì",
    "coordinate": "Phối hợp",
    "product": "Sản phẩm",
    "deadline": "Thời hạn",
    "document": "Văn bản",
    "review": "Cần xem lại",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: ``address`` sorts by it, the other way when it is sorted so already."""

    name: str
    words: str
    address: Address | None
    sorted: str


@dataclass(frozen=True, slots=True)
class TasksPage:
    """A page of the table."""

    tasks: Sequence[Mapping[str, Any]]
    total: int
    totals: Mapping[str, int]
    offset: int
    limit: int
    filters: Filters
    due_from: Typed
    due_to: Typed
    document_options: tuple[tuple[str, str], ...]
    unit_options: tuple[tuple[str, str], ...]
    section_options: tuple[tuple[str, str], ...]
    headings: tuple[Heading, ...]
    columns: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    at: Address
    sort: str
    order: str

    @property
    def filtered(self) -> bool:
        """Whether any filter is set."""
        return bool(self.filters.given())

    def sorts(self, say: Callable[[str], str]) -> list[tuple[str, str]]:
        """The columns to sort by, for a choice where the table has no head."""
        return [(name, say(words)) for name, words in HEADINGS.items() if name in SORTS]

    def export(self, form: str) -> str:
        """The address of the same tasks as a file, in this order and with these columns."""
        ordered = {"sort": self.sort, "order": self.order} if self.sort else {}
        columns = {} if self.columns == SHOWN else {"columns": ",".join(("task", *self.columns))}
        return f"/api/v1/tasks?{urlencode({**self.filters.given(), **ordered, **columns, 'format': form})}"


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
    as_of: str = "",
    offset: Annotated[int, Query(ge=0)] = 0,
    sort: str = "",
    order: str = "",
    columns: Annotated[list[str] | None, Query()] = None,
) -> HTMLResponse:
    """The tasks that pass the filters, by the column asked for."""
    engine, at, tongue = desk(request), Address.of(request), request_language(request)
    since, until = typed(due_from, tongue), typed(due_to, tongue)
    filters = Filters(
        document=document,
        unit=unit,
        role=role,
        section=section,
        section_is=section_is,
        due_from=since.iso,
        due_to=until.iso,
        as_of=as_of,
    )
    chosen = _columns(columns, request.cookies.get(COOKIE, ""))
    table = TaskTable(engine.service, engine.views)
    found = table.page(filters.given(), sort or None, order or None, Page(LIMIT, offset), True)
    page = TasksPage(
        tasks=found["tasks"],
        total=int(found["total"]),
        totals=found["totals"],
        offset=offset,
        limit=LIMIT,
        filters=filters,
        due_from=since,
        due_to=until,
        document_options=document_options(engine),
        unit_options=engine.unit_options(unit),
        section_options=tuple((name, name) for name in engine.sections(document)),
        headings=tuple(_heading(name, at, sort, order) for name in HEADINGS if name == "task" or name in chosen),
        columns=chosen,
        choices=tuple((name, words) for name, words in HEADINGS.items() if name != "task"),
        at=at,
        sort=sort,
        order=order or ("asc" if sort else ""),
    )
    response = render(request, "tasks.html", page, status(since, until))
    if columns:
        response.set_cookie(COOKIE, ".".join(chosen) or "task", max_age=YEAR, samesite="lax", path="/tasks")
    return response


def _columns(asked: Sequence[str] | None, kept: str) -> tuple[str, ...]:
    """The columns of the address, else those kept from the last time, else the usual ones; in the table's order."""
    if asked:
        named = set(known_columns(asked))
    elif kept:
        named = set(kept.split(".")) & set(COLUMNS)
    else:
        named = set(SHOWN)
    return tuple(name for name in HEADINGS if name in named)


def _heading(name: str, at: Address, sort: str, order: str) -> Heading:
    """Sorts upwards first, then downwards, then leaves the documents' own order."""
    now = ("descending" if order == "desc" else "ascending") if sort == name else ""
    if name not in SORTS:
        return Heading(name, HEADINGS[name], None, "")
    rest = at.drop("sort", "order")
    steps = {"": rest.put("sort", name), "ascending": rest.put("sort", name).put("order", "desc"), "descending": rest}
    return Heading(name, HEADINGS[name], steps[now], now)
