"""A plan's source → plain text as extraction tools leave it: rows with tabs, or a table flattened cell by cell."""

from __future__ import annotations

import textwrap
from pathlib import Path

from bench.typeset.pdf import MOTTO, NATION
from bench.typeset.records import FOOTNOTE, Block, Grid, Plan, Row

COLUMNS = 84


def write(plan: Plan, path: Path, style: str) -> None:
    """Writes ``text``; ``style`` is tabs (a row a line), paragraphs (tabs, prose unwrapped) or flat (cell by cell)."""
    path.write_text(text(plan, style), encoding="utf8")


def text(plan: Plan, style: str) -> str:
    """The whole text; when the table is flat a form feed and the page number open every further page."""
    lines: list[str] = []
    notes: list[str] = []
    for item in plan.items:
        if isinstance(item, Grid):
            lines += _flat(item) if style == "flat" else _tabs(item)
        else:
            lines += _block(plan, item, 0 if style == "paragraphs" else COLUMNS, notes)
    if style == "flat":
        lines = _paged(lines)
    return "\n".join(lines + notes).rstrip() + "\n"


def _block(plan: Plan, block: Block, width: int, notes: list[str]) -> list[str]:
    if block.kind == "letterhead":
        return _letterhead(plan)
    if block.kind == "page":
        return [""]
    if block.kind == "recipients":
        return ["Nơi nhận:", *block.lines, ""]
    if block.kind == "sign":
        return [*block.lines, ""]
    words = block.text
    for note in FOOTNOTE.findall(words):
        notes.append(f"{len(notes) + 1} {note}")
        words = FOOTNOTE.sub(str(len(notes)), words, count=1)
    words = f"{block.marker} {words}" if block.marker else words
    if not width:
        return [words, ""]
    return [*textwrap.wrap(words, width, break_on_hyphens=False, break_long_words=False), ""]


def _letterhead(plan: Plan) -> list[str]:
    head = plan.front["head"]
    right = [NATION, MOTTO, head.get("date_text") or ""]
    left = [*head["left"], f"Số: {head['number']}" if head.get("number") else ""]
    return [f"{a:<36}{b}".rstrip() for a, b in zip(left, right, strict=False)] + [""]


def _header(grid: Grid) -> list[str]:
    return [" ".join(column.header[-1:]) for column in grid.columns]


def _tabs(grid: Grid) -> list[str]:
    lines = ["\t".join(name.upper() for name in _header(grid))]
    for row in grid.rows:
        if row.group is not None:
            lines.append(row.group)
        else:
            lines.append("\t".join("" if cell == "^" else cell.replace("\n", " ") for cell in row.cells))
    return [*lines, ""]


def _flat(grid: Grid) -> list[str]:
    total = sum(column.width for column in grid.columns)
    widths = [max(7, round(110 * column.width / total)) for column in grid.columns]
    lines: list[str] = []
    for name, width in zip(_header(grid), widths, strict=True):
        lines += [*textwrap.wrap(name, width, break_long_words=False), ""]
    for row in grid.rows:
        lines += [row.group, ""] if row.group is not None else _flat_row(row, widths)
    return lines


def _flat_row(row: Row, widths: list[int]) -> list[str]:
    lines: list[str] = []
    for cell, width in zip(row.cells, widths, strict=True):
        if cell in ("^", ""):
            continue
        for part in cell.split("\n"):
            lines += textwrap.wrap(part, width, break_on_hyphens=False, break_long_words=False)
        lines.append("")
    return lines


def _paged(lines: list[str]) -> list[str]:
    out: list[str] = []
    number = 1
    for count, line in enumerate(lines, 1):
        out.append(line)
        if count % 46 == 0 and line == "":
            number += 1
            out += [f"\f{number}", ""]
    return out
