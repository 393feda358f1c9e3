"""The printed lines of a file, cleaned and repaired one by one, before any of them are joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from indexer.normalise import markup
from indexer.normalise.clean import composed, spaced
from indexer.normalise.marks import Mended, leading_mark, repaired
from indexer.normalise.traced import Traced
from indexer.types import RawCell, RawLine, RawTable, RawWord


@dataclass(frozen=True, slots=True)
class Piece:
    """A cleaned line. ``raw`` is the source that ``text`` is traced to; ``blanks`` counts empty lines above it."""

    text: Traced
    raw: str
    page: int
    words: tuple[RawWord, ...] = ()
    bold: bool = False
    size: float | None = None
    whole: bool = False
    heading: bool = False
    footnote: bool = False
    item: bool = False
    blanks: int = 0
    mended: tuple[Mended, ...] = ()

    @property
    def shown(self) -> str:
        """The line's text."""
        return self.text.text

    @property
    def x0(self) -> float:
        """Left edge of its first word, in points."""
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        """Right edge of its last word, in points."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """Upper edge, in points."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Lower edge, in points."""
        return max(word.bottom for word in self.words)


@dataclass(frozen=True, slots=True)
class CellPieces:
    """A table cell with its cleaned lines."""

    cell: RawCell
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TablePieces:
    """A table with its cleaned cells, in row-major order."""

    table: RawTable
    page: int
    cells: tuple[CellPieces, ...]


def pieces(items: Iterable[RawLine | RawTable], page: int, markdown: bool) -> Iterator[Piece | TablePieces]:
    """The lines and tables of one page in order; empty lines are counted on the line below them."""
    blanks, bold = 0, False
    for item in _with_marks_at_home(items):
        if isinstance(item, RawTable):
            yield _table(item, page, markdown)
            blanks, bold = 0, False
            continue
        found, bold = _line(item, page, markdown, bold)
        if not found:
            blanks += not item.text.strip()
        for piece in found:
            yield replace(piece, blanks=blanks)
            blanks = 0


def _with_marks_at_home(items: Iterable[RawLine | RawTable]) -> Iterator[RawLine | RawTable]:
    """The items with a tone mark that opens a line moved to the end of the line above, where its vowel stands."""
    held: RawLine | RawTable | None = None
    for item in items:
        mark = leading_mark(item.text) if isinstance(item, RawLine) else None
        if mark and isinstance(item, RawLine) and isinstance(held, RawLine) and held.text.strip():
            held = replace(held, text=f"{held.text.rstrip()} {mark}")
            item = replace(item, text=item.text.replace(mark, "", 1))
        if held is not None:
            yield held
        held = item
    if held is not None:
        yield held


def _line(line: RawLine, page: int, markdown: bool, bold_above: bool) -> tuple[list[Piece], bool]:
    marked, bold_open = markup.read(composed(line.text), markdown, bold_above)
    found = []
    for part in marked:
        text, mended = repaired(part.text)
        text = spaced(text)
        if text.text:
            found.append(
                Piece(
                    text, line.text, page, line.words, line.bold or part.bold, line.size, line.whole,
                    part.heading, part.footnote, part.item, mended=mended,
                )
            )  # fmt: skip
    return found, bold_open


def _table(table: RawTable, page: int, markdown: bool) -> TablePieces:
    cells = []
    for cell in table.cells:
        lines = [piece for line in cell.lines for piece in _line(line, page, markdown, False)[0]]
        cells.append(CellPieces(cell, tuple(lines)))
    cells.sort(key=lambda c: (c.cell.row, c.cell.column))
    return TablePieces(table, page, tuple(cells))
