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
from indexer.extract.flat.content import (
    broken_off,
    opens_product,
    opens_time,
    opens_unit,
    opens_work,
    product_score,
    time_score,
    unit_score,
    work_score,
)

_LINES: dict[ColumnField, int] = {
    "section": 12, "goal": 16, "task": 20, "activity": 20, "product": 16, "lead": 11, "coordinate": 11, "pair": 14,
    "deadline": 10, "ignore": 8, "period": 2,
}  # fmt: skip
_SKIPPED: dict[ColumnField, float] = {
    "no": 0.0, "section": 0.0, "goal": 0.2, "task": 5.0, "activity": 1.5, "product": 1.2, "lead": 2.2,
    "coordinate": 1.4, "pair": 2.2, "deadline": 1.4, "ignore": 0.1, "period": 0.0,
}  # fmt: skip
_INLINE = 2.3
_INLINE_ENDED = 1.0
_NOISE = 1.5
_IMPOSSIBLE = -1e9


@dataclass(frozen=True, slots=True)
class Segment:
    """Pieces ``start`` to ``end`` as the cell of a column; column None is a group's title or a stray number."""

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
        self._learnt = Learnt()
        self._cache: dict[tuple[int, int, str], float] = {}
        blank = [p.blank_before for p in pieces if p.starts_line]
        share = sum(blank) / max(1, len(blank))
        self._restarts = sum(p.number == 1 for p in pieces) > 1
        self._blanks_tell = 0.1 < share < 0.85

    def read(self, passes: int = 3) -> list[Segment]:
        """The cells in printed order; each pass uses what the one before has learnt."""
        segments = self._best()
        for _ in range(passes - 1):
            self._learnt = self._learn(segments)
            again = self._best()
            if again == segments:
                break
            segments = again
        return segments

    def _best(self) -> list[Segment]:
        n, width = len(self._pieces), len(self._fields)
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
                for end, gain in self._cells(start, column):
                    for last in live:
                        step = self._step(last, column, start)
                        if step is None:
                            continue
                        total = row[last] + step[0] + gain
                        if total > score[end][column]:
                            score[end][column] = total
                            came[end][column] = (start, last, Segment(start, end, column, step[1]))
        return self._trace(score, came)

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
        """Titles of groups close the row; a stray number (of a page) leaves everything as it is."""
        piece, width = self._pieces[start], len(self._fields)
        if piece.title:
            for last in live:
                total = score[start][last] - self._rest(last) + 3.0
                if total > score[start + 1][width]:
                    score[start + 1][width] = total
                    came[start + 1][width] = (start, last, Segment(start, start + 1, None, False))
        elif piece.text.isdigit() and len(piece.text) <= 3 and piece.number is None:
            for last in live:
                total = score[start][last] - _NOISE
                if total > score[start + 1][last]:
                    score[start + 1][last] = total
                    came[start + 1][last] = (start, last, Segment(start, start + 1, None, False))

    def _rest(self, last: int) -> float:
        """The price of leaving the columns behind ``last`` empty."""
        return sum(self._skip(c) for c in range(last + 1, len(self._fields)))

    def _skip(self, column: int) -> float:
        return self._learnt.skipped.get(column, self._usual_skip(column))

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
        limit = _LINES[name]
        opening = self._opening(start)
        found = []
        for end in range(start + 1, len(self._pieces) + 1):
            last = self._pieces[end - 1]
            if last.line - first.line >= limit or last.title:
                break
            if end - start > 1 and last.number is not None:
                break
            if not last.text and end - start == 1 and last.number is None:
                break
            found.append((end, opening + self._look(start, end, name) + self._fit(start, end, column)))
        return found

    def _opening(self, start: int) -> float:
        piece = self._pieces[start]
        if not piece.starts_line:
            ended = start > 0 and self._pieces[start - 1].text.endswith((".", ";", ")"))
            return -_INLINE_ENDED if ended else -_INLINE
        if not self._blanks_tell or piece.number is not None:
            return 0.0
        return 0.6 if piece.blank_before else -0.6

    def _look(self, start: int, end: int, name: ColumnField) -> float:
        kind = {
            "lead": "unit",
            "coordinate": "unit",
            "pair": "unit",
            "goal": "work",
            "task": "work",
            "activity": "work",
        }
        sort = kind.get(name, name)
        found = self._cache.get((start, end, sort))
        if found is None:
            found = self._judge(start, end, sort)
            self._cache[(start, end, sort)] = found
        return found

    def _judge(self, start: int, end: int, sort: str) -> float:
        pieces = self._pieces[start:end]
        words = tuple(w for p in pieces for w in p.words)
        text = next((p.text for p in pieces if p.text), "")
        low = 3.0 if text[:1].islower() or text[:1] in ",;.)" else 0.0
        if pieces[-1].text.endswith((",", "-", "–", "(", "/")):
            low += 3.0
        elif pieces[-1].text.endswith(";"):
            low += 3.0 if sort in ("unit", "deadline") else 1.5
        blanks = sum(p.blank_before and p.starts_line for p in pieces[1:]) * (0.25 if self._blanks_tell else 0.0)
        if sort != "deadline" and not pieces[-1].text.endswith((".", ";", ")", "…")):
            low += broken_off(words)
        if sort == "unit":
            return unit_score(words) - low - self._side_by_side(pieces) - blanks
        if sort == "deadline":
            return time_score(words) - low - blanks
        if sort == "product":
            return product_score(words) - low - blanks - self._side_by_side(pieces)
        if sort == "section":
            loose = 1.0 if len(words) <= 14 else -2.0
            return loose - low - blanks - (3.0 if time_score(words) > 2 else 0.0)
        if sort == "ignore":
            return -0.5 - 0.2 * len(words)
        score = work_score(words)
        if self._free_text:  # nothing but its own look calls for one more text cell in a row
            score = min(score, 1.2) - (0.0 if opens_work(words) else 0.9)
        return score - low - blanks - self._side_by_side(pieces)

    @staticmethod
    def _side_by_side(pieces: Sequence[Atom]) -> float:
        """What speaks against one cell: a line that opens another unit or time though the line before it has ended."""
        price = 0.0
        for before, piece in zip(pieces, pieces[1:], strict=False):
            if not piece.text[:1].isupper() or before.text.rstrip().endswith((",", ";", "-", "–", "và", ":")):
                continue
            if opens_unit(piece.words):
                half = len(piece.words) == 1 and len(piece.text) < 6  # "Thanh tra" | "Sở": the end of a name
                price += 0.0 if half else 1.2
            elif opens_time(piece.words) or before.text.endswith(".") and opens_product(piece.words):
                price += 2.0
        return min(price, 4.0)

    def _fit(self, start: int, end: int, column: int) -> float:
        """How well the cell agrees with what the column holds elsewhere."""
        if not self._learnt.widths and not self._learnt.recurring:
            return 0.0
        gain = 0.0
        seen = self._learnt.recurring.get(column)
        if seen is not None:
            count = seen[self._signature(start, end)]
            if count > 1 and self._look(start, end, self._fields[column]) > 0:
                gain += min(1.5 if self._fields[column] == "product" else 3.5, 1.1 * log2(count))
        width = self._learnt.widths.get(column)
        if width is not None:
            over = [len(p.text) - width for p in self._pieces[start:end] if len(p.text) > width + 1]
            gain -= sum(min(2.5, 0.5 + 0.25 * o) for o in over)
            gain -= self._early_ends(start, end, column, width)
        return gain

    def _early_ends(self, start: int, end: int, column: int, width: float) -> float:
        """What speaks against one cell: a line that ends though the next word would still have fitted its column."""
        price = 0.0
        for before, piece in zip(self._pieces[start:end], self._pieces[start + 1 : end], strict=False):
            if not piece.starts_line or before.text.endswith((";", ",", ":")) or piece.text[:1] in "-–+":
                continue
            first = len(piece.text.split(" ", 1)[0])
            if len(before.text) + 1 + first <= 0.8 * width:
                opener = piece.text[:1].isupper() and (opens_product(piece.words) or opens_unit(piece.words))
                items = self._fields[column] == "product"
                price += (0.5 if items else 1.8) if opener else 0.9
        return min(price, 3.6)

    def _section_may(self, start: int) -> bool:
        """Whether the next numbered piece opens a list, as the first row of a section does."""
        if not self._restarts:
            return True
        following = next((p.number for p in self._pieces[start:] if p.number is not None), None)
        return following == 1

    def _signature(self, start: int, end: int) -> str:
        return "".join(c for p in self._pieces[start:end] for c in p.text if c.isalnum())

    def _learn(self, segments: Sequence[Segment]) -> Learnt:
        recurring: dict[int, Counter[str]] = {}
        lengths: dict[int, list[int]] = {}
        rows = max(1, sum(s.opens_row for s in segments))
        for s in segments:
            if s.column is None:
                continue
            recurring.setdefault(s.column, Counter())[self._signature(s.start, s.end)] += 1
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
