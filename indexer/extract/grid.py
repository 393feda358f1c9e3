"""The cells of real tables (ruled, tab-separated, from Word or HTML) → assignment tables over all their pages.

A header row is found by vocabulary, in one or two rows, repeated or absent on later pages. Merged cells apply to
all their rows, across page breaks too; an empty cell outside a merge stays empty. Rows that a page break cut in
two are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from indexer.extract.columns import ColumnField, Columns, columns, header_field, names_task_field
from indexer.extract.numbering import numbers_columns
from indexer.extract.rowbuilder import PlacedCell, PlacedRow, TableBuilder
from indexer.extract.rows import LogicalTable
from indexer.fold import fold
from indexer.types import Cell, Document, Table

_HEADER_SEARCH = 8  # rows from the top in which a heading may stand: titles and notes come first in spreadsheets
_GAP = 160  # characters between two tables that may still be one: a page number, "Trang 2/7"
_NEW_PART = ("phu luc", "bieu so", "mau so")


@dataclass(frozen=True, slots=True)
class _Header:
    columns: Columns
    first: int
    last: int


def logical_tables(document: Document) -> tuple[LogicalTable, ...]:
    """The assignment tables of ``document.tables`` in order; tables that assign nothing and flat ones are left out."""
    done: list[LogicalTable] = []
    open_table: TableBuilder | None = None
    previous: Table | None = None
    known: Columns | None = None
    for table in document.tables:
        if table.origin == "flat" or not table.cells:
            continue
        matrix = _matrix(table)
        header = _header(matrix)
        near = previous is not None and _near(document, previous, table)
        if header is not None:
            same = open_table is not None and known is not None and near and _same_fields(known, header.columns)
            if not same:
                _finish(open_table, done)
                open_table = TableBuilder(document, table) if header.columns.assigns else None
            known = header.columns
        elif open_table is not None and known is not None and near and previous is not None:
            fitted = _fitted(known, previous, table)
            if fitted is None:
                _finish(open_table, done)
                open_table = None
            else:
                known = fitted
        else:
            _finish(open_table, done)
            open_table = None
        if open_table is not None and known is not None:
            start = header.last + 1 if header else 0
            open_table.add_fragment(table, _raw_rows(table, matrix, known, start), known)
            previous = table
    _finish(open_table, done)
    return tuple(done)


def _finish(builder: TableBuilder | None, done: list[LogicalTable]) -> None:
    if builder is not None:
        table = builder.table()
        if table.rows:
            done.append(table)


def _matrix(table: Table) -> list[list[Cell | None]]:
    """The grid with every merged cell at all of its positions."""
    rows = max([table.rows, *(c.row + c.row_span for c in table.cells)])
    width = max([table.columns, *(c.column + c.column_span for c in table.cells)])
    grid: list[list[Cell | None]] = [[None] * width for _ in range(rows)]
    for cell in table.cells:
        for r in range(cell.row, cell.row + max(cell.row_span, 1)):
            for c in range(cell.column, cell.column + max(cell.column_span, 1)):
                if grid[r][c] is None:
                    grid[r][c] = cell
    return grid


def _text(cell: Cell | None) -> str:
    return cell.text if cell is not None else ""


def _header(matrix: list[list[Cell | None]]) -> _Header | None:
    """The heading rows near the top of a table, or None where it has none."""
    for r, row in enumerate(matrix[:_HEADER_SEARCH]):
        if _heading_share(row) < 0.6:
            continue
        last = r
        while last + 1 < len(matrix) and last - r < 2 and _goes_on(matrix, r, last):
            last += 1
        stacked = [[_text(matrix[k][c]) for k in range(r, last + 1)] for c in range(len(row))]
        found = columns(stacked)
        if sum(f is not None for f in found.fields) >= 2 and (
            found.assigns or found.has("no", "task", "goal", "activity")
        ):
            return _Header(found, r, last)
    return None


def _distinct(row: Sequence[Cell | None]) -> list[Cell]:
    seen: dict[int, Cell] = {}
    for cell in row:
        if cell is not None and cell.text.strip():
            seen.setdefault(id(cell), cell)
    return list(seen.values())


def _known(row: Sequence[Cell | None]) -> int:
    return sum(header_field(c.text) is not None for c in _distinct(row))


def _heading_share(row: Sequence[Cell | None]) -> float:
    """The share of a row's filled cells that the vocabulary knows; 0 for rows with fewer than two known."""
    known = _known(row)
    return known / len(_distinct(row)) if known >= 2 else 0.0


def _goes_on(matrix: list[list[Cell | None]], first: int, last: int) -> bool:
    """Whether the row below ``last`` belongs to the heading too: it splits merged headings, or merges reach into it."""
    below, above = matrix[last + 1], matrix[last]
    reaching = sum(cell is not None and cell is up and bool(_text(cell)) for cell, up in zip(below, above, strict=True))
    fresh = [c for c in _distinct(below) if c.row == last + 1]
    if numbers_columns([_text(c) for c in below]) or not fresh:
        return reaching > 0 and bool(fresh) is False and reaching == len(_distinct(below)) > 0
    known = sum(header_field(c.text) is not None for c in fresh)
    if reaching:
        return known >= 0.5 * len(fresh)
    under = any(c.column_span > 1 for c in _distinct(above))
    return known >= 2 and known >= 0.6 * len(fresh) and (under or len(fresh) < len(_distinct(above)))


def _near(document: Document, previous: Table, table: Table) -> bool:
    """Whether nothing but a page's furniture stands between two tables."""
    between = fold(document.text[previous.span.end : table.span.start]).strip()
    return len(between) <= _GAP and not any(word in between for word in _NEW_PART)


def _same_fields(a: Columns, b: Columns) -> bool:
    return [f for f in a.fields if f and f != "ignore"] == [f for f in b.fields if f and f != "ignore"]


def _fitted(known: Columns, previous: Table, table: Table) -> Columns | None:
    """The known columns laid over a table that has no heading of its own, or None where they do not fit."""
    width = max([table.columns, *(c.column + c.column_span for c in table.cells)])
    if width == len(known.fields):
        return known
    edges = _edges(previous, len(known.fields))
    own = _edges(table, width)
    if edges is None or own is None:
        return None
    fields: list[ColumnField | None] = []
    headings: list[str] = []
    for left, right in own:
        middle = (left + right) / 2
        at = next((i for i, (low, high) in enumerate(edges) if low <= middle <= high), None)
        fields.append(None if at is None else known.fields[at])
        headings.append("" if at is None else known.headings[at])
    return Columns(tuple(fields), tuple(headings)) if sum(f is not None for f in fields) >= 3 else None


def _edges(table: Table, width: int) -> list[tuple[float, float]] | None:
    """Left and right edge of each column in points, from the cells that span one column; None where unknown."""
    found: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if cell.box is not None and cell.column_span == 1:
            found.setdefault(cell.column, (cell.box.x0, cell.box.x1))
    return [found[i] for i in range(width)] if all(i in found for i in range(width)) else None


def _raw_rows(table: Table, matrix: list[list[Cell | None]], known: Columns, start: int) -> list[PlacedRow]:
    """The rows below the heading, without repeated headings and rows that only number the columns."""
    rows = []
    for r in range(start, len(matrix)):
        row = matrix[r]
        cells = _distinct(row)
        if not cells or _repeats_heading(cells, known) or numbers_columns([_text(c) for c in row]):
            continue
        raw = [_raw_cell(cell, r, position, known) for position, cell in enumerate(row) if _opens(row, position)]
        rows.append(PlacedRow(tuple(raw), len(row), table.origin))
    return rows


def _opens(row: Sequence[Cell | None], position: int) -> bool:
    cell = row[position]
    return cell is not None and (position == 0 or row[position - 1] is not cell)


def _raw_cell(cell: Cell | None, row: int, position: int, known: Columns) -> PlacedCell:
    assert cell is not None
    field = known.fields[position] if position < len(known.fields) else None
    if field is None and cell.column_span > 1:
        covered = known.fields[position : position + cell.column_span]
        field = next((f for f in covered if names_task_field(f)), None)
    heading = known.headings[position] if position < len(known.headings) else ""
    return PlacedCell(field, heading, cell, started_above=cell.row < row)


def _repeats_heading(cells: Sequence[Cell], known: Columns) -> bool:
    """Whether a row's cells are headings again, as on the next page."""
    printed = [_squeezed(h) for h in known.headings]
    again = sum(_alike(_squeezed(c.text), printed[c.column : c.column + c.column_span]) for c in cells)
    return len(cells) >= 2 and again >= 0.6 * len(cells)


def _squeezed(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


def _alike(text: str, headings: Sequence[str]) -> bool:
    """Whether a cell prints one of the headings again, whole or the part of it in its own row, OCR slips allowed."""
    return any(
        h and (text == h or (len(text) > 4 and (text in h or SequenceMatcher(None, text, h).ratio() > 0.85)))
        for h in headings
    )
