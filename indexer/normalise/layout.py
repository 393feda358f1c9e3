"""The one text written out: lines, tables, pages, words and repairs with their spans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.normalise.opening import ended
from indexer.normalise.pieces import CellPieces, Piece, TablePieces
from indexer.normalise.seam import seam
from indexer.types import Box, Cell, Line, RawPage, Repair, Span, Table, Word

Paragraph = tuple[Piece, ...]

_BULLET = re.compile(r"[-–+•▪➢✓*]\s*\S|\d{1,2}[.)]\s")


@dataclass(slots=True)
class Layout:
    """Collects the one text front to back."""

    pages: Sequence[RawPage]
    usual_blanks: int
    parts: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    page_spans: dict[int, Span] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self.parts)

    def paragraph(self, paragraph: Paragraph) -> None:
        """Writes printed lines as one line of the text."""
        start = self._new_line()
        for index, piece in enumerate(paragraph):
            if index:
                self._write(seam(paragraph[index - 1].shown, piece.shown))
            self._piece(piece)
        first = paragraph[0]
        self.lines.append(
            Line(
                Span(start, self.length),
                self.pages[first.page].number,
                all(piece.bold for piece in paragraph),
                first.heading,
                first.blanks > self.usual_blanks,
                footnote=first.footnote,
            )
        )

    def table(self, found: TablePieces) -> None:
        """Writes a table row by row, its cells parted by tabs."""
        raw, number = found.table, self.pages[found.page].number
        begin: int | None = None
        cells: list[Cell] = []
        for row in range(raw.rows):
            in_row = [c for c in found.cells if c.cell.row == row]
            if not any(c.pieces for c in in_row):
                cells += [_cell(c, (), self._box(c, found.page)) for c in in_row]
                continue
            start = self._new_line()
            begin = start if begin is None else begin
            for index, cell in enumerate(in_row):
                if index:
                    self._write("\t")
                cells.append(_cell(cell, self._cell_lines(cell), self._box(cell, found.page)))
            self.lines.append(Line(Span(start, self.length), number, table=len(self.tables)))
        begin = self.length if begin is None else begin
        self.tables.append(
            Table(
                raw.rows, raw.columns, tuple(cells), Span(begin, self.length), raw.origin,
                () if number is None else (number,), raw.open_top, raw.open_bottom,
            )
        )  # fmt: skip

    def _cell_lines(self, cell: CellPieces) -> tuple[Span, ...]:
        spans = []
        for index, piece in enumerate(cell.pieces):
            if index:
                self._write(seam(cell.pieces[index - 1].shown, piece.shown))
            start = self.length
            self._piece(piece)
            spans.append(Span(start, self.length))
        return tuple(spans)

    def _box(self, cell: CellPieces, page: int) -> Box | None:
        if cell.cell.box is None:
            return None
        return Box(self.pages[page].number or page + 1, *cell.cell.box)

    def _new_line(self) -> int:
        if self.length:
            self._write("\n")
        return self.length

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _piece(self, piece: Piece) -> None:
        start = self.length
        self._write(piece.shown)
        before = self.page_spans.get(piece.page)
        self.page_spans[piece.page] = Span(before.start if before else start, self.length)
        for mended in piece.mended:
            first, last = piece.text.locate(mended.start, mended.end)
            last = first + len(piece.shown[first:last].rstrip())
            printed = piece.raw[mended.start : mended.end]
            self.repairs.append(Repair(Span(start + first, start + last), printed, "displaced mark"))
        self._words(piece, start)

    def _words(self, piece: Piece, start: int) -> None:
        number = self.pages[piece.page].number or piece.page + 1
        cursor = 0
        for word in piece.words:
            at = piece.raw.find(word.text, cursor)
            if at < 0:
                continue
            cursor = at + len(word.text)
            first, last = piece.text.locate(at, cursor)
            stretch = piece.shown[first:last]
            first += len(stretch) - len(stretch.lstrip())
            last -= len(stretch) - len(stretch.rstrip())
            if first < last:
                box = Box(number, word.x0, word.top, word.x1, word.bottom)
                self.words.append(Word(Span(start + first, start + last), box, word.confidence))


def _cell(cell: CellPieces, spans: tuple[Span, ...], box: Box | None) -> Cell:
    raw = cell.cell
    return Cell(raw.row, raw.column, raw.row_span, raw.column_span, spans, _cell_text(cell.pieces), box)


def _cell_text(pieces: Sequence[Piece]) -> str:
    text = ""
    listed = _is_list(pieces)
    for index, piece in enumerate(pieces):
        if index == 0:
            text = piece.shown
        elif piece.item or (listed and _BULLET.match(piece.shown)):
            text += "\n" + piece.shown
        else:
            text += seam(pieces[index - 1].shown, piece.shown) + piece.shown
    return text


def _is_list(pieces: Sequence[Piece]) -> bool:
    """Whether dashes at line starts are a list's: one alone under an unfinished line ("2024" / "- 2026",
    "Phòng Văn hóa" / "- Xã hội") is a dash inside a phrase that the cell's edge broke."""
    bullets = [index for index, piece in enumerate(pieces) if _BULLET.match(piece.shown)]
    return len(bullets) != 1 or bullets[0] == 0 or ended(pieces[bullets[0] - 1].shown)
