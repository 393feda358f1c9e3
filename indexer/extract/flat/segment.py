"""The pieces of a flattened table → cells: the best way to cut them into rows of columns, by dynamic programming.

A cell is a run of pieces; cells follow one another in column order, and going back to an earlier column opens the
next row. A cut is judged by what the run looks like (``content``), by blank lines and line ends, and, once a first
reading is there, by what the columns of this very table hold: texts that recur, widths of lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log2

from indexer.extract.columns import ColumnField
from indexer.extract.flat.atoms import Atom
from indexer.extract.flat.ledger import Ledger

_LINES: dict[ColumnField, int] = {
    "section": 12, "goal": 16, "task": 20, "activity": 20, "product": 16, "lead": 11, "coordinate": 11, "pair": 14,
    "deadline": 10, "ignore": 8, "period": 2,
}  # fmt: skip
_SKIPPED: dict[ColumnField, float] = {
    "no": 0.0, "section": 0.0, "goal": 0.2, "task": 5.0, "activity": 1.5, "product": 1.2, "lead": 2.2,
    "coordinate": 1.4, "pair": 2.2, "deadline": 1.4, "ignore": 0.1, "period": 0.0,
}  # fmt: skip
_UNIT_FIELDS = ("lead", "coordinate", "pair")
_NOISE = 1.5
_UNPLACED = 9.0
_IMPOSSIBLE = -1e9


@dataclass(frozen=True, slots=True)
class Segment:
    """Pieces ``start`` to ``end`` as the cell of a column; column None is a group's title, or fits nowhere."""

    start: int
    end: int
    column: int | None
    opens_row: bool


@dataclass(slots=True)
class Learnt:
    """What a first reading of a table tells about its columns."""

    recurring: dict[int, Counter[str]] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    skipped: dict[int, float] = field(default_factory=dict)


class Segmenter:
    """Cuts the pieces of one table. ``fields`` are its columns in printed order, without the number column.

    ``anchored`` tells that numbered pieces, and only these, open rows.
    """

    def __init__(self, pieces: Sequence[Atom], fields: Sequence[ColumnField], anchored: bool) -> None:
        self._pieces = pieces
        self._fields = tuple(fields)
        self._anchored = anchored
        texts = [f for f in fields if f in ("goal", "task", "activity")]
        self._last_text = texts[-1]
        self._free_text = not anchored and len(texts) > 1
        self._ledger = Ledger(pieces, several_texts=self._free_text)
        self._learnt = Learnt()
        self._skips: list[float] = []
        self._following = self._next_numbers()

    def read(self, passes: int = 3) -> list[Segment]:
        """The cells in printed order; each pass uses what the one before has learnt."""
        segments = self._best()
        for _ in range(passes - 1):
            self._learnt = self._learn(segments)
            self._ledger.fit(self._learnt.widths, *self._blank_shares(segments))
            again = self._best()
            if again == segments:
                break
            segments = again
        return segments

    def _best(self) -> list[Segment]:
        n, width = len(self._pieces), len(self._fields)
        self._skips = [self._learnt.skipped.get(c, self._usual_skip(c)) for c in range(width)]
        score = [[_IMPOSSIBLE] * (width + 1) for _ in range(n + 1)]
        came: list[list[tuple[int, int, Segment] | None]] = [[None] * (width + 1) for _ in range(n + 1)]
        score[0][width] = 0.0  # the row before the first is complete
        for start in range(n):
            row = score[start]
            live = [c for c in range(width + 1) if row[c] > _IMPOSSIBLE / 2]
            if not live:
                continue
            self._special(start, live, score, came)
            for column in range(width):
                entry = self._entry(start, column, row, live)
                if entry is None:
                    continue
                total, last, opening = entry
                for end, gain in self._cells(start, column):
                    if total + gain > score[end][column]:
                        score[end][column] = total + gain
                        came[end][column] = (start, last, Segment(start, end, column, opening))
        return self._trace(score, came)

    def _entry(
        self, start: int, column: int, row: Sequence[float], live: Sequence[int]
    ) -> tuple[float, int, bool] | None:
        """The best way to begin a cell of ``column`` at ``start``: score, column before, whether a row opens."""
        best: tuple[float, int, bool] | None = None
        for last in live:
            step = self._step(last, column, start)
            if step is not None and (best is None or row[last] + step[0] > best[0]):
                best = (row[last] + step[0], last, step[1])
        return best

    def _trace(self, score: list[list[float]], came: list[list[tuple[int, int, Segment] | None]]) -> list[Segment]:
        n, width = len(self._pieces), len(self._fields)
        state = max(range(width + 1), key=lambda c: score[n][c] - self._rest(c))
        found: list[Segment] = []
        at = n
        while at > 0:
            origin = came[at][state]
            if origin is None:
                break
            at, state = origin[0], origin[1]
            found.append(origin[2])
        return found[::-1]

    def _special(
        self,
        start: int,
        live: Sequence[int],
        score: list[list[float]],
        came: list[list[tuple[int, int, Segment] | None]],
    ) -> None:
        """Titles of groups close the row; a stray number, or a piece that fits nowhere, leaves everything as it is."""
        piece, width = self._pieces[start], len(self._fields)
        if piece.title:
            for last in live:
                total = score[start][last] - self._rest(last) + 3.0
                if total > score[start + 1][width]:
                    score[start + 1][width] = total
                    came[start + 1][width] = (start, last, Segment(start, start + 1, None, False))
        elif piece.number is None:
            stray = piece.text.isdigit() and len(piece.text) <= 3
            for last in live:
                total = score[start][last] - (_NOISE if stray else _UNPLACED)
                if total > score[start + 1][last]:
                    score[start + 1][last] = total
                    came[start + 1][last] = (start, last, Segment(start, start + 1, None, False))

    def _rest(self, last: int) -> float:
        """The price of leaving the columns behind ``last`` empty."""
        return sum(self._skip(c) for c in range(last + 1, len(self._fields)))

    def _skip(self, column: int) -> float:
        return self._skips[column]

    def _usual_skip(self, column: int) -> float:
        """The price of an empty cell before anything is known; of several text columns all but the last are merged."""
        name = self._fields[column]
        if self._free_text and name in ("goal", "task", "activity"):
            return {self._last_text: 1.5, "goal": 0.1}.get(name, 0.3)
        return _SKIPPED[name]

    def _step(self, last: int, column: int, start: int) -> tuple[float, bool] | None:
        """The price of going on from column ``last`` to ``column``, and whether that opens a row; None: impossible."""
        opening = column <= last
        numbered = self._pieces[start].number is not None
        if self._anchored:
            section = self._fields[column] == "section"
            if numbered and not (self._is_first(column) and (opening or self._only_section(last))):
                return None
            if opening and not (numbered or section):
                return None
            if self._only_section(last) and not numbered:
                return None
            if section and not self._section_may(start):
                return None
        elif numbered and not opening:
            return None
        if opening:
            return -self._rest(last) - sum(self._skip(c) for c in range(column)), True
        return -sum(self._skip(c) for c in range(last + 1, column)), False

    def _is_first(self, column: int) -> bool:
        return all(f in ("section", "goal") for f in self._fields[:column]) and self._fields[column] != "section"

    def _only_section(self, last: int) -> bool:
        return last < len(self._fields) and self._fields[last] == "section"

    def _cells(self, start: int, column: int) -> list[tuple[int, float]]:
        """The ends that a cell of ``column`` beginning at ``start`` may have, each with its gain."""
        first = self._pieces[start]
        name = self._fields[column]
        limit = first.line + _LINES[name]
        opening = self._ledger.opening(start)
        found = []
        for end in range(start + 1, len(self._pieces) + 1):
            last = self._pieces[end - 1]
            if last.line >= limit or last.title:
                break
            if end - start > 1 and last.number is not None:
                break
            look = self._ledger.look(start, end, name)
            gain = opening + look - self._ledger.misfit(start, end, column, items=name == "product")
            count = self._recurs(column, self._ledger.signature(start, end)) if look > 0 else 0
            if count > 1:
                gain += min(1.5 if name == "product" else 3.5, 1.1 * log2(count))
            found.append((end, gain))
        return found

    def _recurs(self, column: int, signature: str) -> float:
        """How often a cell recurs in its column; a unit that recurs in the other unit column counts half there."""
        recurring = self._learnt.recurring
        count: float = recurring[column][signature] if column in recurring else 0
        if self._fields[column] in _UNIT_FIELDS:
            others = (c for c, f in enumerate(self._fields) if f in _UNIT_FIELDS and c != column and c in recurring)
            count += 0.5 * sum(recurring[c][signature] for c in others)
        return count

    def _next_numbers(self) -> list[str | None]:
        """For each piece the row number that comes next, its own included."""
        following: list[str | None] = []
        known: str | None = None
        for piece in reversed(self._pieces):
            known = piece.number if piece.number is not None else known
            following.append(known)
        return following[::-1]

    def _section_may(self, start: int) -> bool:
        """Whether the next numbered piece opens a list, as the first row of a section does."""
        return not self._ledger.restarts or self._following[start] == "1"

    def _blank_shares(self, segments: Sequence[Segment]) -> tuple[float, float]:
        """How often a blank line stands before a cell, and before a line within one, never quite 0 or 1."""
        counts = {True: [1, 2], False: [1, 2]}
        for segment in segments:
            for at in range(segment.start, segment.end) if segment.column is not None else ():
                piece = self._pieces[at]
                if piece.starts_line and piece.number is None:
                    count = counts[at == segment.start]
                    count[0] += piece.blank_before
                    count[1] += 1
        return counts[True][0] / counts[True][1], counts[False][0] / counts[False][1]

    def _learn(self, segments: Sequence[Segment]) -> Learnt:
        recurring: dict[int, Counter[str]] = {}
        lengths: dict[int, list[int]] = {}
        rows = max(1, sum(s.opens_row for s in segments))
        for s in segments:
            if s.column is None:
                continue
            recurring.setdefault(s.column, Counter())[self._ledger.signature(s.start, s.end)] += 1
            pieces = self._pieces[s.start : s.end]
            if len(pieces) > 1:
                lengths.setdefault(s.column, []).extend(len(p.text) for p in pieces if p.starts_line)
        widths = {
            c: float(sorted(found)[int(0.93 * (len(found) - 1))]) for c, found in lengths.items() if len(found) >= 6
        }
        short = {
            c: counts
            for c, counts in recurring.items()
            if self._fields[c] not in ("task", "activity", "goal", "section")
        }
        skipped = {}
        for column in range(len(self._fields)):
            filled = min(sum(recurring.get(column, Counter()).values()) / rows, 0.98)
            skipped[column] = max(self._usual_skip(column) * (0.4 + 0.9 * filled), 0.0)
        return Learnt(short, widths, skipped)
