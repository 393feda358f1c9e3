"""Columns that plain text keeps apart by runs of spaces, as layout-preserving extraction prints tables.

Every character is a square of a grid, so the machinery for tables without rulings reads them once each word is put
into its column: extraction pushes words a little to the right where cells are full, and may leave one space only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from indexer.read.aligned import bare_table
from indexer.read.placed import Placed
from indexer.read.rowbreaks import MARK
from indexer.types import RawLine, RawTable, RawWord

_WORD = re.compile(r"\S+")
_CHUNK = re.compile(r"\S+(?: \S+)*")
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_PITCH, _SIZE = 12.0, 10.0
_WALL = 12
# Justified prose has two spaces between words, or three; columns mostly stand farther apart.
_COLUMN_GAP = 3.5
_FAR = 100_000
_LEAST_CHUNKS = 3
_LEAST_LINES = 4
_FEW_CHUNKS = 7
_REST = 3
_CROSSED = 0.06
_DRIFT = 3
_WITHIN_PHRASE = 1.5
_PROSE = 70
_NUMBERING = ("stt", "tt", "số")
_CLEAR = 0.5

Block = tuple[int, int]
"""Lines or characters from and up to, half open."""


def items(lines: Sequence[str], opening: bool = False) -> tuple[RawLine | RawTable, ...]:
    """The lines of a page with every run of them that keeps columns by spaces as a table.

    ``opening`` tells that they open a page, where a table may go on without its heading.
    """
    found: list[RawLine | RawTable] = []
    cursor = 0
    for start, end in _blocks(lines):
        above = [at for at in range(start) if lines[at].strip()]
        table = _table(lines[start:end], headed=not opening or bool(above))
        if table is None and opening and 0 < len(above) <= _REST and not found and _alone(lines, above):
            # What the last row of the page before has left stands above the rows that go on.
            start = above[0]
            table = _table(lines[start:end], headed=False)
        if table is not None:
            found += [RawLine(line) for line in lines[cursor : start + table[0]]]
            found.append(table[1])
            cursor = end
    return (*found, *(RawLine(line) for line in lines[cursor:]))


def _alone(lines: Sequence[str], chosen: Sequence[int]) -> bool:
    return all(len(_CHUNK.findall(lines[at])) == 1 for at in chosen)


def _blocks(lines: Sequence[str]) -> list[Block]:
    """Runs of lines with several chunks of words, wrapped lines and titles between them."""
    parts = [_CHUNK.findall(line) for line in lines]
    full = [index for index, chunks in enumerate(parts) if len(chunks) >= _LEAST_CHUNKS and "\t" not in lines[index]]
    groups: list[list[int]] = []
    for index in full:
        if groups and not _parted(parts[groups[-1][-1] + 1 : index]):
            groups[-1].append(index)
        else:
            groups.append([index])
    found = []
    for group in groups:
        start, end = group[0], group[-1] + 1
        margin = min(_indent(lines[index]) for index in group)
        while start > 0 and parts[start - 1] and _indent(lines[start - 1]) > margin + 2:
            start -= 1
        while end < len(lines) and parts[end] and _indent(lines[end]) > margin + 2:
            end += 1
        if len(group) >= _LEAST_LINES:
            found.append((start, end))
    return found


def _parted(between: Sequence[Sequence[str]]) -> bool:
    """Whether the lines between two others end a table: too many of them, or a paragraph with blank lines around."""
    alone = any(
        len(line) == 1 and not above and not below
        for above, line, below in zip(between, between[1:], between[2:], strict=False)
    )
    return alone or len(between) > _FEW_CHUNKS or any(len(line) == 1 and len(line[0]) > _PROSE for line in between)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _table(lines: Sequence[str], headed: bool) -> tuple[int, RawTable] | None:
    """The table of a block and the number of lines of it that are titles above the table."""
    strips = _strips([line for line in lines if line.strip()])
    wide = [len(gap) for line in lines for gap in _GAP.findall(line)]
    if len(strips) < _LEAST_CHUNKS - 1 or median(wide) < _COLUMN_GAP:
        return None
    first = next(at for at, line in enumerate(lines) if len(_CHUNK.findall(line)) >= _LEAST_CHUNKS)
    above = _titles(lines[:first], strips)
    width = max(len(line) for line in lines) + _WALL
    placed = [_placed(line, at, strips, width) for at, line in enumerate(lines) if line.strip() and at >= above]
    walls = [(column * width - _WALL + 1.0, column * width - 1.0) for column in range(1, len(strips) + 1)]
    taken = bare_table(placed, walls, headed)
    if taken is None:
        return None
    cells = tuple(
        replace(cell, lines=tuple(RawLine(line.text) for line in cell.lines), box=None) for cell in taken.table.cells
    )
    return above, replace(taken.table, cells=cells, box=None)


def _titles(lines: Sequence[str], strips: Sequence[Block]) -> int:
    """How many of the lines above the first full one are titles: they run over columns, or end a bracket that did."""
    above = 0
    for at, line in enumerate(lines):
        closes = above == at > 0 and line.rstrip().endswith(")") and "(" not in line
        if line.strip() and (_run_over(line, strips) or closes):
            above = at + 1
    return above


def _strips(lines: Sequence[str]) -> list[Block]:
    """The stretches of characters that all but a few lines leave blank, where words beside them keep clear gaps."""
    rows = [line for line in lines if len(_CHUNK.findall(line)) > 1]
    width = max((len(line) for line in rows), default=0)
    allowed = int(_CROSSED * len(rows))
    found: list[Block] = []
    start: int | None = None
    for x in range(width + 1):
        crossed = x == width or sum(x < len(line) and not line[x].isspace() for line in rows) > allowed
        if not crossed and start is None:
            start = x
        elif crossed and start is not None:
            found.append((start, x))
            start = None
    if rows and found and found[0][0] <= min(_indent(line) for line in rows):
        found.pop(0)
    return _kept(found, rows)


def _kept(strips: Sequence[Block], rows: Sequence[str]) -> list[Block]:
    """The strips between columns: where words beside them keep two spaces or more, and not within a number column."""
    kept: list[Block] = []
    spans = [[match.span() for match in _WORD.finditer(line)] for line in rows]
    for strip, following in zip(strips, [*strips[1:], (_FAR, _FAR)], strict=True):
        left = kept[-1][1] if kept else 0
        gaps = [
            b - a
            for line in spans
            for (_, a), (b, _) in pairwise(line)
            if left < a <= strip[1] and strip[0] <= b < following[0]
        ]
        words = [(a, line[a:b]) for line, row in zip(rows, spans, strict=True) for a, b in row]
        numbers = all(
            MARK.fullmatch(word) or word.casefold() in _NUMBERING for a, word in words if left <= a < following[0]
        )
        filled = any(strip[1] <= a < following[0] for a, _ in words)
        if filled and not numbers and sum(gap > 1 for gap in gaps) >= _CLEAR * len(gaps):
            kept += [*_within(spans, left, strip[0]), strip]
    return [*kept, *_within(spans, kept[-1][1] if kept else 0, _FAR)]


def _within(lines: Sequence[Sequence[Block]], left: int, right: int) -> list[Block]:
    """The strips between ``left`` and ``right`` that some lines reach into: most leave two spaces or more there."""
    starts = sorted(b for line in lines for (_, a), (b, _) in pairwise(line) if left < a < b - 1 and b < right)
    found: list[Block] = []
    while starts:
        at = max(starts, key=lambda x: sum(abs(x - y) <= _DRIFT for y in starts))
        near = [y for y in starts if abs(y - at) <= _DRIFT]
        edges = [(a, b) for line in lines for (_, a), (b, _) in pairwise(line) if left < a and b < right]
        close = sum(b - a == 1 and abs(b - at) <= 1 for a, b in edges)
        through = sum(any(x0 < at - 1 and at < x1 for x0, x1 in line) for line in lines)
        if len(near) >= _LEAST_LINES and len(near) > 2 * through + close:
            found.append((at - 1, at))
        starts = [y for y in starts if abs(y - at) > 2 * _DRIFT]
    return sorted(found)


def _placed(line: str, at: int, strips: Sequence[Block], width: int) -> list[Placed]:
    """The words of line ``at``, each within the ``width`` of its column; words that run over columns come as one."""
    spans = [match.span() for match in _WORD.finditer(line)]
    over = _run_over(line, strips)
    if over is not None:
        return [_word(line.strip(), at, over[0] * width, (over[1] + 1) * width - _WALL)]
    cuts = [_cut(line, spans, strip) for strip in strips]
    found: list[Placed] = []
    filled: dict[int, int] = {}
    for order, (start, end) in enumerate(spans):
        column = sum(cut <= order for cut in cuts)
        x0 = filled.get(column, column * width)
        filled[column] = x0 + end - start + 1
        found.append(_word(line[start:end], at, x0, x0 + end - start))
    return found


def _run_over(line: str, strips: Sequence[Block]) -> tuple[int, int] | None:
    """First and last column of a lone chunk that runs over a strip: a title of a group, or of some headings."""
    chunks = [match.span() for match in _CHUNK.finditer(line)]
    start, end = chunks[0]
    over = any(start + 1 < left and right < end - 1 for left, right in strips)
    # "QUÝ I" reaches out of the column of numbers that it begins in.
    leaves = start <= 1 < strips[0][0] < end - 1 and " " in line.strip()
    if len(chunks) > 1 or not (over or leaves):
        return None
    first, last = sum(right <= start + 1 for _, right in strips), sum(left < end - 1 for left, _ in strips)
    return (first, last) if first > 1 else (0, len(strips))


def _word(text: str, at: int, x0: int, x1: int) -> Placed:
    base = at * _PITCH
    return Placed(RawWord(text, x0, base - _SIZE + 1, x1, base + 1), base, _SIZE)


def _cut(line: str, spans: Sequence[Block], strip: Block) -> int:
    """The order of the first word behind a strip: the gap between words that lies nearest to it.

    Of gaps as near, the one that takes most of the strip; a single space within a phrase counts as farther off.
    """
    edges = [(-_FAR, spans[0][0]), *((a[1], b[0]) for a, b in pairwise(spans)), (spans[-1][1], _FAR)]

    def away(order: int) -> tuple[float, float]:
        left, right = edges[order]
        within = _WITHIN_PHRASE if right - left == 1 and line[right].islower() else 0.0
        off = max(0.0, left - strip[1] + 1, strip[0] - right + 1)
        return off + within, max(left, strip[0]) - min(right, strip[1])

    return min(range(len(edges)), key=away)
