"""A report as a printable DOCX: landscape tables whose head repeats on every page, and numbered citations."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from search_api.exports.cells import clean
from search_api.exports.report import Linked, Report, Source, Table, Value

# A longer table is no report to print; the spreadsheet holds it whole.
MOST_ROWS = 2_000
_QUOTE = 400


class _Sources:
    """Citations numbered from 1 in the order in which they are met; the same one keeps its number."""

    def __init__(self) -> None:
        self.numbers: dict[Source, int] = {}

    def number(self, source: Source) -> int:
        return self.numbers.setdefault(source, len(self.numbers) + 1)


def as_docx(report: Report) -> bytes:
    """The report; a table of more than MOST_ROWS rows is cut, and says so under its title."""
    made = Document()
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(15)
    made.styles["Normal"].font.name = "Times New Roman"
    made.styles["Normal"].font.size = Pt(11)
    made.core_properties.title = clean(report.title)
    made.core_properties.author = "Chủ Trì"
    made.add_heading(clean(report.title), level=1)
    for line in report.lines:
        made.add_paragraph(clean(line))
    sources = _Sources()
    for table in report.tables:
        _table(made, table, sources)
    if sources.numbers:
        made.add_heading("Nguồn", level=2)
        for source, number in sources.numbers.items():
            _citation(made, number, source)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _table(made: Any, table: Table, sources: _Sources) -> None:
    made.add_heading(clean(table.title), level=2)
    rows = table.rows[:MOST_ROWS]
    if len(table.rows) > len(rows):
        made.add_paragraph(
            f"Bản in có {len(rows)} dòng đầu trong {len(table.rows)} dòng; tệp XLSX hoặc CSV có đủ mọi dòng."
        )
    lines = (*rows, *((table.totals,) if table.totals else ()))
    grid = made.add_table(rows=len(lines) + 1, cols=len(table.columns))
    grid.style = "Table Grid"
    grid.autofit = False
    total = sum(column.width for column in table.columns)
    for column, one in zip(grid.columns, table.columns, strict=True):
        column.width = Mm(267 * one.width / total)
    printed = iter(grid.rows)
    head = next(printed)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeated)
    _line(head, [column.heading for column in table.columns], sources, bold=True)
    for number, (row, values) in enumerate(zip(printed, lines, strict=True)):
        _line(row, values, sources, bold=number == len(rows))


def _line(row: Any, values: Sequence[Value], sources: _Sources, bold: bool) -> None:
    for cell, value in zip(row.cells, values, strict=True):
        run = cell.paragraphs[0].add_run(_words(value, sources))
        run.font.size = Pt(9)
        run.bold = bold


def _words(value: Value, sources: _Sources) -> str:
    if isinstance(value, Source):
        return f"[{sources.number(value)}]"
    if isinstance(value, Linked):
        value = value.value
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else clean(str(value)).replace("\t", " ")


def _citation(made: Any, number: int, source: Source) -> None:
    quote = " ".join(clean(source.quote).split())
    cut = quote if len(quote) <= _QUOTE else f"{quote[:_QUOTE].rsplit(' ', 1)[0]} …"
    paragraph = made.add_paragraph(f"[{number}] {clean(source.place)}: “{cut}” ")
    _link(paragraph, clean(source.url))


def _link(paragraph: Any, url: str) -> None:
    """Appends a hyperlink, for which python-docx has no call of its own."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(url, kind, is_external=True))
    run = paragraph.add_run("Mở nguồn")
    run.underline = True
    link.append(run._r)
    paragraph._p.append(link)
