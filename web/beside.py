"""The page of a plan beside the row under review: its picture with the fields boxed, or its words with them marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from search_api.intake.reviewing import Reviewed, Row
from search_api.sheet import Span
from web.marks import merged
from web.reader import Block, ranges, view

# Blocks of the text shown before and after the marked one, and rows of a long table around the marked row.
AROUND = 4
_PAD = 1.5


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle on the page in points; ``field`` is the field that stands in it, empty for the row's other words."""

    field: str
    x: float
    y: float
    width: float
    height: float
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on the left: a page by number with its picture and frames, or blocks of text."""

    page: int | None = None
    width: float = 0.0
    height: float = 0.0
    picture: str = ""
    frames: tuple[Frame, ...] = ()
    blocks: tuple[Block, ...] = ()
    pages: tuple[int, ...] = ()


def beside(reviewed: Reviewed, row: Row | None, at: str) -> Beside:
    """The page (or the text) around the row, or around the stretch ``at`` ("START-END"), else the beginning."""
    marks = [(row.span.start, row.span.end)] if row is not None else list(ranges(at))
    fields = [span for field in row.fields for span in field.spans] if row is not None else []
    if not reviewed.pictures:
        exact = merged((span.start, span.end) for span in fields) or marks
        return Beside(blocks=_excerpt(view(reviewed.sheet, exact).blocks))
    frames = _frames(reviewed, row, marks)
    number = frames[0][0] if frames else (row.page if row is not None and row.page else min(reviewed.pages))
    width, height = reviewed.pages.get(number, (595.0, 842.0))
    return Beside(
        page=number,
        width=round(width, 1),
        height=round(height, 1),
        picture=reviewed.pictures.replace("{n}", str(number)),
        frames=tuple(frame for page, frame in frames if page == number),
        pages=tuple(sorted(reviewed.pages)),
    )


def _frames(reviewed: Reviewed, row: Row | None, marks: Sequence[tuple[int, int]]) -> list[tuple[int, Frame]]:
    named = [(field.name, bool(field.doubt), field.boxes) for field in row.fields] if row is not None else []
    if not any(boxes for _, _, boxes in named):
        named = [("", False, reviewed.boxes(Span(start, end))) for start, end in marks]
    return [
        (
            box.page,
            Frame(
                name,
                round(box.x0 - _PAD, 1),
                round(box.top - _PAD, 1),
                round(box.x1 - box.x0 + 2 * _PAD, 1),
                round(box.bottom - box.top + 2 * _PAD, 1),
                doubtful,
            ),
        )
        for name, doubtful, boxes in named
        for box in boxes
    ]


def _excerpt(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks around the marked ones; the first of the document where nothing is marked."""
    marked = [at for at, block in enumerate(blocks) if _is_marked(block)]
    first, last = (min(marked), max(marked)) if marked else (0, 0)
    kept = blocks[max(0, first - AROUND) : last + AROUND + (1 if marked else 30)]
    return tuple(_cut(block) for block in kept)


def _is_marked(block: Block) -> bool:
    cells = (piece for row in block.rows for cell in row for line in cell.lines for piece in line)
    return any(piece.marked for piece in (*block.pieces, *cells))


def _cut(block: Block) -> Block:
    """A long table cut to its head and the rows around the marked ones."""
    marked = [
        at
        for at, row in enumerate(block.rows)
        if any(piece.marked for cell in row for line in cell.lines for piece in line)
    ]
    if not marked or len(block.rows) <= 3 * AROUND:
        return block if len(block.rows) <= 3 * AROUND else replace(block, rows=block.rows[: 3 * AROUND])
    head = block.rows[: block.head_rows]
    first = max(block.head_rows, min(marked) - AROUND // 2)
    return replace(block, rows=(*head, *block.rows[first : max(marked) + 1 + AROUND // 2]))
