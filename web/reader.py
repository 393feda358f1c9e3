"""A document as blocks for the reader page: headings, paragraphs and tables with the cited stretches marked.

Every block shows slices of the one text and nothing else; only spaces and line ends between slices are ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from search_api.sheet import Clause, Sheet, Span, Table
from web.marks import Range, merged, pieces

HEADINGS = frozenset({"phần", "chương", "mục", "tiểu mục", "phụ lục", "tiêu đề"})
HEADING_LENGTH = 300
LABEL_LENGTH = 96


@dataclass(frozen=True, slots=True)
class Piece:
    """A slice of the one text; ``begins`` is k on the piece where the k-th mark begins, else 0."""

    text: str
    marked: bool = False
    begins: int = 0

    @property
    def anchor(self) -> str:
        """The element id of the place where a mark begins: "mark", "mark-2", …; empty elsewhere."""
        return mark_anchor(self.begins) if self.begins else ""


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell's lines, each a run of pieces."""

    lines: tuple[tuple[Piece, ...], ...]
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Block:
    """One thing down the page. ``anchors`` are element ids of the clauses that begin here, ``page`` a page that does.

    ``depth`` is the heading's rank (2..5), ``indent`` a clause's step to the right (0..3).
    """

    kind: Literal["heading", "paragraph", "table"]
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[CellView, ...], ...] = ()
    head_rows: int = 0
    anchors: tuple[str, ...] = ()
    page: int | None = None
    depth: int = 2
    indent: int = 0
    gap: bool = True
    bold: bool = False
    region: str = "body"


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the outline at the side."""

    anchor: str
    label: str
    depth: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """The reader's page: its blocks, its outline, how many pieces are marked and how many marks were found."""

    blocks: tuple[Block, ...]
    outline: tuple[OutlineEntry, ...]
    marked: int
    marks: int = 0


def anchor(path: Sequence[str]) -> str:
    """The element id of a clause: its path joined by dots, without spaces."""
    return "c." + ".".join(re.sub(r"\s+", "_", part) for part in path)


def mark_anchor(number: int) -> str:
    """The element id of the ``number``-th mark, from 1."""
    return "mark" if number == 1 else f"mark-{number}"


def ranges(text: str) -> tuple[Range, ...]:
    """The ranges of a ``span`` parameter, "START-END" or several joined by commas; malformed ones are left out."""
    found = re.findall(r"(?:^|,)(\d{1,9})-(\d{1,9})(?=,|$)", text)
    return tuple(merged((int(a), int(b)) for a, b in found))


class _Marker:
    """Cuts slices at the marks and knows on which piece each mark begins."""

    def __init__(self, text: str, marks: Sequence[Range]) -> None:
        self.text, self.marks, self.count = text, marks, 0
        self._begun = set[Range]()

    def cut(self, span: Span) -> tuple[Piece, ...]:
        found = []
        for start, end, marked in pieces(span.start, span.end, self.marks):
            self.count += marked
            found.append(Piece(self.text[start:end], marked, self._number(start) if marked else 0))
        return tuple(found)

    @property
    def begun(self) -> int:
        """How many marks have begun."""
        return len(self._begun)

    def _number(self, at: int) -> int:
        mark = next(one for one in self.marks if one[0] <= at < one[1])
        if mark in self._begun:
            return 0
        self._begun.add(mark)
        return len(self._begun)


class _Tree:
    """The clause tree by the place where each clause begins."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.by_id = {clause.id: clause for clause in clauses}
        self.ordered = sorted(clauses, key=lambda clause: (clause.whole.start, -clause.whole.end))

    def starting(self, span: Span, at: int) -> tuple[list[Clause], int]:
        """Clauses from index ``at`` on that begin before the end of ``span``, and the index of the next."""
        found: list[Clause] = []
        while at < len(self.ordered) and self.ordered[at].whole.start < span.end:
            found.append(self.ordered[at])
            at += 1
        return found, at

    def depth(self, clause: Clause) -> int:
        """How many clauses stand above this one."""
        steps, parent = 0, clause.parent_id
        while parent in self.by_id and steps < 12:
            steps, parent = steps + 1, self.by_id[parent].parent_id
        return steps

    def indent(self, clause: Clause) -> int:
        """Points and dashes stand one step to the right of what they belong to."""
        parent = self.by_id.get(clause.parent_id or "")
        above = self.indent(parent) if parent is not None else 0
        return min(3, above + 1) if clause.level in {"điểm", "gạch"} else above


def is_heading(clause: Clause, length: int) -> bool:
    """Whether the line on which this clause begins is set as a heading."""
    return length <= HEADING_LENGTH and (clause.level in HEADINGS or not clause.leaf)


def view(document: Sheet, marks: Sequence[Range]) -> View:
    """The document as blocks with ``marks`` (merged ranges of the one text) marked."""
    marker, tree = _Marker(document.text, marks), _Tree(document.clauses)
    blocks: list[Block] = []
    at, page, shown = 0, None, set[int]()
    regions = [(region.span.start, region.span.end, region.kind) for region in document.regions]
    for line in document.lines:
        begin, at = tree.starting(line.span, at)
        new_page = line.page if line.page != page else None
        page = line.page if line.page is not None else page
        anchors = tuple(dict.fromkeys(anchor(clause.path) for clause in begin))
        if line.table is not None and document.tables[line.table].cells:
            if line.table not in shown:
                shown.add(line.table)
                blocks.append(_table(document.tables[line.table], marker, anchors, new_page))
            continue
        length = line.span.end - line.span.start
        lead = begin[0] if begin else None
        headed = line.heading_mark or (lead is not None and is_heading(lead, length))
        blocks.append(
            Block(
                kind="heading" if headed and length <= HEADING_LENGTH else "paragraph",
                pieces=marker.cut(line.span),
                anchors=anchors,
                page=new_page,
                depth=min(5, 2 + tree.depth(lead)) if lead is not None else 3,
                indent=tree.indent(lead) if lead is not None else 0,
                gap=line.blank_before or lead is not None,
                bold=line.bold,
                region=next((kind for start, end, kind in regions if start <= line.span.start < end), "body"),
            )
        )
    return View(tuple(blocks), _entries(document, tree), marker.count, marker.begun)


def _table(table: Table, marker: _Marker, anchors: tuple[str, ...], page: int | None) -> Block:
    rows: list[list[CellView]] = [[] for _ in range(max(table.rows, *(cell.row + 1 for cell in table.cells)))]
    first: list[str] = []
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        lines = tuple(marker.cut(span) for span in cell.spans)
        rows[cell.row].append(CellView(lines, cell.row_span, cell.column_span))
        if cell.row == 0:
            first.append(" ".join(marker.text[span.start : span.end] for span in cell.spans))
    headed = table.rows > 1 and bool(first) and all(len(words) < 60 and not words.isdigit() for words in first)
    head_rows = max(cell.row_span for cell in rows[0]) if headed else 0
    return Block("table", rows=tuple(map(tuple, rows)), head_rows=head_rows, anchors=anchors, page=page)


def _entries(document: Sheet, tree: _Tree) -> tuple[OutlineEntry, ...]:
    """Headings and articles down to the third rank, each with its marker and the first of its words."""
    entries: list[OutlineEntry] = []
    for clause in tree.ordered:
        depth = tree.depth(clause)
        own = " ".join(document.text[clause.span.start : clause.span.end].split())
        named = clause.level in HEADINGS or clause.level == "điều" or not clause.leaf
        if depth > 2 or not named or not (own or clause.marker):
            continue
        words = own if len(own) <= LABEL_LENGTH else own[:LABEL_LENGTH].rsplit(" ", 1)[0] + "…"
        label = f"{clause.marker or ''} {words}".strip()
        entries.append(OutlineEntry(anchor(clause.path), label, depth, clause.page))
    return tuple(entries)
