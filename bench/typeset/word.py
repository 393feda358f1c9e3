"""A plan's source → .docx: paragraphs, real merged cells (gridSpan, vMerge), header rows that repeat."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt

from bench.typeset.archive import freeze
from bench.typeset.pdf import MOTTO, NATION
from bench.typeset.records import Block, Grid, Plan

CENTRED = ("type", "title", "authority", "resolve", "sub")
STAMP = datetime.datetime(2024, 2, 6)


def write(plan: Plan, path: Path) -> None:
    """Writes the document; the same source gives the same bytes."""
    document = docx.Document()
    document.core_properties.author = plan.front["meta"]["issuer"]
    document.core_properties.created = document.core_properties.modified = STAMP
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(13)
    for item in plan.items:
        if isinstance(item, Grid):
            _table(document, item)
        else:
            _block(document, plan, item)
    document.save(str(path))
    freeze(path)


def _block(document: Any, plan: Plan, block: Block) -> None:
    if block.kind == "letterhead":
        _letterhead(document, plan)
    elif block.kind == "page":
        _page(document, block.text == "landscape")
    elif block.kind == "recipients":
        _ending(document, plan, block)
    elif block.kind != "sign":
        words = f"{block.marker} {block.words}" if block.marker else block.words
        paragraph = document.add_paragraph()
        run = paragraph.add_run(words)
        run.bold = block.kind in ("type", "title", "authority", "resolve", "heading")
        run.italic = block.kind in ("sub", "basis")
        if block.kind in CENTRED:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _letterhead(document: Any, plan: Plan) -> None:
    head = plan.front["head"]
    table = document.add_table(rows=1, cols=2)
    left = [*head["left"], *([f"Số: {head['number']}"] if head.get("number") else [])]
    right = [NATION, MOTTO, *([head["date_text"]] if head.get("date_text") else [])]
    for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
        cell.text = "\n".join(lines)


def _page(document: Any, landscape: bool) -> None:
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    width, height = sorted((section.page_width, section.page_height))
    section.page_width, section.page_height = (height, width) if landscape else (width, height)


def _ending(document: Any, plan: Plan, block: Block) -> None:
    following = plan.items[plan.items.index(block) + 1]
    sign = following.lines if isinstance(following, Block) and following.kind == "sign" else ()
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "\n".join(("Nơi nhận:", *block.lines))
    table.rows[0].cells[1].text = "\n".join(sign)


def _table(document: Any, grid: Grid) -> None:
    two = any(len(column.header) == 2 for column in grid.columns)
    first = 2 if two else 1
    table = document.add_table(rows=first + len(grid.rows), cols=len(grid.columns))
    table.style = "Table Grid"
    _header(table, grid, two)
    for row in table.rows[:first]:
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(mark)
    # Cells are looked up once: python-docx walks the whole table for every access.
    cells = [list(row.cells) for row in table.rows]
    for order, row in enumerate(grid.rows, first):
        if row.group is not None:
            cells[order][0].merge(cells[order][-1]).text = row.group
            continue
        for at, words in enumerate(row.cells):
            if words != "^":
                cells[order][at].text = words
    _merge(cells, grid, first)


def _merge(cells: list[list[Any]], grid: Grid, first: int) -> None:
    for at in range(len(grid.columns)):
        top: int | None = None
        for order, row in enumerate([*grid.rows, None], first):
            continues = row is not None and row.group is None and row.cells[at] == "^"
            if continues:
                top = order - 1 if top is None else top
            elif top is not None:
                cells[top][at].merge(cells[order - 1][at]).text = grid.rows[top - first].cells[at]
                top = None


def _header(table: Any, grid: Grid, two: bool) -> None:
    for at, column in enumerate(grid.columns):
        if not two:
            table.cell(0, at).text = column.header[0]
        elif len(column.header) == 1:
            table.cell(0, at).merge(table.cell(1, at)).text = column.header[0]
        else:
            table.cell(1, at).text = column.header[1]
    if two:
        upper = [at for at, column in enumerate(grid.columns) if len(column.header) == 2]
        table.cell(0, upper[0]).merge(table.cell(0, upper[-1])).text = grid.columns[upper[0]].header[0]
