"""Draws an assignment table: merged cells as one rectangle a page, headers repeated, rows broken where allowed."""

from __future__ import annotations

from dataclasses import dataclass

from bench.typeset.fonts import wrap
from bench.typeset.page import BOTTOM, Pen
from bench.typeset.records import Grid, Row

SIDE, PAD = 40.0, 3.0


@dataclass(slots=True)
class Lane:
    """A column while it is drawn: where it lies, and the merged cell that is open in it."""

    x: float
    width: float
    top: float | None = None
    pending: list[str] | None = None


def draw(pen: Pen, grid: Grid, size: float) -> None:
    """Draws the whole grid from the pen's position, turning pages as needed."""
    _Drawer(pen, grid, size).run()


class _Drawer:
    def __init__(self, pen: Pen, grid: Grid, size: float) -> None:
        self.pen, self.grid, self.size = pen, grid, size
        self.leading = size * 1.22
        total = sum(column.width for column in grid.columns)
        usable = pen.width - 2 * SIDE
        x = SIDE
        self.lanes = []
        for column in grid.columns:
            width = usable * column.width / total
            self.lanes.append(Lane(x, width))
            x += width
        self.right = x

    def run(self) -> None:
        self._header()
        for index, row in enumerate(self.grid.rows):
            self._row(index, row)
        self._close_lanes(self.pen.y)
        self.pen.y -= 10

    def _lines(self, text: str, lane: Lane, font: str | None = None) -> list[str]:
        return wrap(text, font or self.pen.regular, self.size, lane.width - 2 * PAD) if text else []

    def _height(self, count: int) -> float:
        return max(1, count) * self.leading + 2 * PAD

    def _header(self) -> None:
        two = any(len(column.header) == 2 for column in self.grid.columns)
        bold = self.pen.bold
        tops = [self._lines(c.header[0], lane, bold) for c, lane in zip(self.grid.columns, self.lanes, strict=True)]
        subs = [
            self._lines(c.header[1], lane, bold) if len(c.header) == 2 else []
            for c, lane in zip(self.grid.columns, self.lanes, strict=True)
        ]
        lower = self._height(max(len(s) for s in subs)) if two else 0.0
        single = max((len(t) for t, s in zip(tops, subs, strict=True) if not s), default=1)
        upper = max(self._height(single) - lower, self._height(1))
        y = self.pen.y
        index = 0
        while index < len(self.lanes):
            lane = self.lanes[index]
            if not subs[index]:
                self._cell(lane.x, lane.width, y, upper + lower, tops[index], bold, True)
                index += 1
                continue
            last = self._last_under(index)
            width = self.lanes[last].x + self.lanes[last].width - lane.x
            self._cell(lane.x, width, y, upper, [self.grid.columns[index].header[0]], bold, True)
            for at in range(index, last + 1):
                self._cell(self.lanes[at].x, self.lanes[at].width, y - upper, lower, subs[at], bold, True)
            index = last + 1
        self.pen.y = y - upper - lower

    def _last_under(self, index: int) -> int:
        """The last column that shares the upper header of column ``index``."""
        last, columns = index, self.grid.columns
        while last + 1 < len(columns) and columns[last + 1].header[0] == columns[index].header[0]:
            last += 1
        return last

    def _cell(
        self, x: float, width: float, y: float, height: float, lines: list[str], font: str, centred: bool
    ) -> None:
        self._rule(x, width, y, height)
        start = y - PAD - self.size
        if centred:
            start -= (height - self._height(len(lines))) / 2
        for order, line in enumerate(lines):
            at = start - order * self.leading
            if centred:
                self.pen.line(line, x, at, font, self.size, width)
            else:
                self.pen.line(line, x + PAD, at, font, self.size)

    def _rule(self, x: float, width: float, y: float, height: float) -> None:
        canvas = self.pen.canvas
        canvas.setLineWidth(0.6)
        if self.grid.rules == "all":
            canvas.rect(x, y - height, width, height)
        elif self.grid.rules == "rows":
            canvas.line(x, y, x + width, y)
            canvas.line(x, y - height, x + width, y - height)

    def _need(self, index: int, row: Row) -> float:
        """Height of a row, and of the merged cells that begin in it where their text is longer than their rows."""
        heights = []
        for at, cell in enumerate(row.cells):
            if cell == "^":
                continue
            span = self._span(index, at)
            heights.append(self._height(-(-len(self._lines(cell, self.lanes[at])) // span)))
        return max(heights, default=self._height(1))

    def _span(self, index: int, at: int) -> int:
        count = 1
        for row in self.grid.rows[index + 1 :]:
            if row.group is not None or row.cells[at] != "^":
                break
            count += 1
        return count

    def _row(self, index: int, row: Row) -> None:
        if row.group is not None:
            self._group(row.group)
            return
        need = self._need(index, row)
        if self.pen.y - need < BOTTOM:
            room = int((self.pen.y - BOTTOM - 2 * PAD) // self.leading)
            if self.grid.split and room >= 2:
                self._broken(row, room)
                return
            self._turn(row)
        self._whole(index, row, need)

    def _turn(self, row: Row | None) -> None:
        """Closes open merged cells at the foot and opens them again below the next page's header."""
        open_lanes = [bool(row and row.cells and cell == "^") for cell in (row.cells if row and row.cells else ())]
        self._close_lanes(self.pen.y)
        self.pen.turn()
        if self.grid.repeat_header:
            self._header()
        for lane, is_open in zip(self.lanes, open_lanes, strict=False):
            if is_open:
                lane.top, lane.pending = self.pen.y, []

    def _whole(self, index: int, row: Row, need: float) -> None:
        y = self.pen.y
        for at, (cell, lane) in enumerate(zip(row.cells, self.lanes, strict=True)):
            if cell == "^":
                if lane.top is None:
                    lane.top, lane.pending = y, []
                continue
            self._close_lane(lane, y)
            if self._span(index, at) > 1:
                lane.top, lane.pending = y, self._lines(cell, lane)
            else:
                self._cell(lane.x, lane.width, y, need, self._lines(cell, lane), self.pen.regular, False)
        self.pen.y = y - need

    def _broken(self, row: Row, room: int) -> None:
        """Draws as many lines as fit, turns the page and draws the rest below the header."""
        texts = [
            self._lines(cell, lane) if cell != "^" else [] for cell, lane in zip(row.cells, self.lanes, strict=True)
        ]
        y = self.pen.y
        height = y - BOTTOM
        for cell, lane, lines in zip(row.cells, self.lanes, texts, strict=True):
            if cell == "^":
                continue
            self._close_lane(lane, y)
            self._cell(lane.x, lane.width, y, height, lines[:room], self.pen.regular, False)
        self.pen.y = BOTTOM
        self._turn(row)
        y = self.pen.y
        need = self._height(max(len(lines[room:]) for lines in texts))
        for cell, lane, lines in zip(row.cells, self.lanes, texts, strict=True):
            if cell != "^":
                self._cell(lane.x, lane.width, y, need, lines[room:], self.pen.regular, False)
        self.pen.y = y - need

    def _group(self, text: str) -> None:
        width = self.right - SIDE
        lines = wrap(text, self.pen.bold, self.size, width - 2 * PAD)
        need = self._height(len(lines))
        if self.pen.y - need - 3 * self.leading < BOTTOM:
            self._turn(None)
        self._close_lanes(self.pen.y)
        self._cell(SIDE, width, self.pen.y, need, lines, self.pen.bold, False)
        self.pen.y -= need

    def _close_lane(self, lane: Lane, y: float) -> None:
        if lane.top is not None:
            self._cell(lane.x, lane.width, lane.top, lane.top - y, lane.pending or [], self.pen.regular, False)
            lane.top = lane.pending = None

    def _close_lanes(self, y: float) -> None:
        for lane in self.lanes:
            self._close_lane(lane, y)
