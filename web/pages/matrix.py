"""Who does how much of what: units against sections or plans, every count a way into its tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from search_api.ledger.opening import cell_url
from search_api.limits import one_of
from web.desk import desk
from web.pages.home import document_options
from web.pictures.bars import Bars, Count, lying
from web.templating import render

router = APIRouter()
LIMIT = 40
COLUMNS = 16
BARS = 20
PARTS = ("lead", "coordinate", "duties")
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """A page of rows with some of the columns; ``given`` are the filters that are set."""

    found: Record
    columns: Sequence[Record]
    rows: Sequence[tuple[Record, Mapping[str, Record]]]
    column_offset: int
    offset: int
    limit: int
    given: Mapping[str, str]
    document_options: tuple[tuple[str, str], ...]
    today: Mapping[str, Sequence[Record]]

    @property
    def by(self) -> str:
        """Whether the columns are sections or documents."""
        return str(self.found["by"])

    @property
    def parts(self) -> tuple[str, ...]:
        """What is counted: everything, or the role chosen."""
        role = self.given.get("role")
        return (role,) if role else PARTS

    @property
    def load(self) -> Bars:
        """How much the units of this page have to do, by role, as bars; the table has the same numbers."""
        counts = [
            Count(row["unit"]["name"], f"/units/{quote(row['unit']['id'])}", {part: row[part] for part in self.parts})
            for row, _ in self.rows[:BARS]
        ]
        return lying(counts)

    @property
    def more_columns(self) -> int:
        """How many columns stand to the right of those shown."""
        return max(0, len(self.found["columns"]) - self.column_offset - COLUMNS)

    def url(self, unit: Record, column: Record | None, part: str) -> str:
        """The page that lists what a cell counts."""
        return cell_url(str(unit["id"]), str(column["key"]) if column else None, self.by, part, self.given)

    def export(self, form: str) -> str:
        """The address of the whole matrix as a file."""
        return f"/api/v1/matrix?{urlencode({**self.given, 'format': form})}"


@router.get("/matrix", response_class=HTMLResponse)
def matrix(
    request: Request,
    by: str = "",
    role: str = "",
    document: str = "",
    unit: str = "",
    names: str = "",
    offset: Annotated[int, Query(ge=0)] = 0,
    columns: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """The matrix within the filters."""
    engine = desk(request)
    one_of("names", names, ("printed", "today"))
    filters = {"by": by, "role": role, "document": document, "unit": unit, "names": names}
    given = {name: value for name, value in filters.items() if value}
    found = engine.matrix(given, LIMIT, offset)
    page = MatrixPage(
        found=found,
        columns=found["columns"][columns : columns + COLUMNS],
        rows=[(row, {str(cell["column"]): cell for cell in row["cells"]}) for row in found["rows"]],
        column_offset=columns,
        offset=offset,
        limit=LIMIT,
        given=given,
        document_options=document_options(engine),
        today={
            str(row["unit"]["id"]): engine.today(row["unit"]) for row in (found["rows"] if names == "today" else ())
        },
    )
    return render(request, "matrix.html", page)
