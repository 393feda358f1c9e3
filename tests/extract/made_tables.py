"""Documents made of tables and lines, for the tests of what is read out of them."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.types import Cell, Document, Header, Line, Outline, Page, Span, Table, UnitMention

OUTLINE = Outline(Header(year=2026), (), ())


class ByComma:
    """Units as a cell lists them, under their printed names."""

    def split(self, text: str, /) -> tuple[UnitMention, ...]:
        return tuple(UnitMention(p.strip(), "", p.strip()) for p in text.replace(";", ",").split(",") if p.strip())


def document(*parts: Sequence[Sequence[str | tuple[str, int, int]]] | str, origin: str = "ruled") -> Document:
    """A document of paragraphs (strings) and tables (lists of rows), one page for each table.

    A cell is its text or (text, row span, column span); positions that a span covers are left out of the rows
    below and beside it.
    """
    text = ""
    lines: list[Line] = []
    tables: list[Table] = []
    pages: list[Page] = []
    for part in parts:
        start = len(text)
        if isinstance(part, str):
            text += part + "\n"
            lines.append(Line(Span(start, len(text) - 1), len(pages) + 1, blank_before=True))
            continue
        text, table = _table(text, part, len(pages) + 1, origin)
        tables.append(table)
        pages.append(Page(len(pages) + 1, 842, 595, Span(pages[-1].span.end if pages else 0, len(text))))
    pages = pages or [Page(None, 0, 0, Span(0, len(text)))]
    return Document("d" * 12, "plan.pdf", "", "pdf", text, tuple(pages), tuple(lines), tuple(tables))


def _table(
    text: str, rows: Sequence[Sequence[str | tuple[str, int, int]]], page: int, origin: str
) -> tuple[str, Table]:
    start = len(text)
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        c = 0
        for entry in row:
            words, down, across = (entry, 1, 1) if isinstance(entry, str) else entry
            while (r, c) in taken:
                c += 1
            span = Span(len(text), len(text) + len(words))
            text += words + "\t"
            cells.append(Cell(r, c, down, across, (span,) if words else (), words))
            taken |= {(r + i, c + j) for i in range(down) for j in range(across)}
            c += across
        text = text.rstrip("\t") + "\n" if text.endswith("\t") else text
    width = max(c for _, c in taken) + 1
    return text, Table(len(rows), width, tuple(cells), Span(start, len(text)), origin, (page,))  # type: ignore[arg-type]


def flat_document(lines: Sequence[str]) -> Document:
    """A document of lines kept as printed; empty strings are blank lines."""
    text = ""
    kept: list[Line] = []
    blank = False
    for line in lines:
        if line.strip():
            kept.append(Line(Span(len(text), len(text) + len(line)), None, blank_before=blank))
            text += line + "\n"
        blank = not line.strip()
    return Document("f" * 12, "plan.txt", "", "txt", text, (Page(None, 0, 0, Span(0, len(text))),), tuple(kept))
