"""What speaks for and against one stretch of pieces as one cell, kept as sums so that any stretch is judged at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from math import log

from indexer.extract.columns import ColumnField
from indexer.extract.flat.atoms import Atom
from indexer.extract.flat.content import opens_product, opens_time, opens_unit
from indexer.extract.flat.wording import Wording
from indexer.extract.numbering import is_ditto

_INLINE = 2.3
_INLINE_ENDED = 1.0
_SORTS: dict[ColumnField, str] = {
    "lead": "unit", "coordinate": "unit", "pair": "unit", "goal": "work", "task": "work", "activity": "work",
}  # fmt: skip
_OPEN_ENDS = (",", "-", "–", "(", "/")


class Ledger:
    """The pieces of one table with the prices of cutting them; prices are positive, looks may be either."""

    def __init__(self, pieces: Sequence[Atom], several_texts: bool) -> None:
        self._pieces = pieces
        self._several_texts = several_texts
        self.restarts = sum(p.number == "1" for p in pieces) > 1
        blank = [p.blank_before for p in pieces if p.starts_line]
        self._blanks_tell = 0.1 < sum(blank) / max(1, len(blank)) < 0.85
        self._wording = Wording([w for p in pieces for w in p.words])
        self._offsets = _sums(len(p.words) for p in pieces)
        self._unbroken = 0.6
        self._blanks = self._blank_sums(0.25)
        self._seams = [0.0, *(_seam(a, b) for a, b in zip(pieces, pieces[1:], strict=False))]
        self._seam_sums = _sums(self._seams)
        letters = ["".join(c for c in p.text if c.isalnum()) for p in pieces]
        self._letters = "".join(letters)
        self._letter_offsets = [int(x) for x in _sums(len(part) for part in letters)]
        self._cache: dict[tuple[int, int, str], float] = {}
        self._over: dict[int, list[float]] = {}
        self._early: dict[int, tuple[list[float], list[float]]] = {}

    def opening(self, start: int) -> float:
        """What speaks for a cell's beginning at piece ``start``: blank lines do, the middle of a line does not."""
        piece = self._pieces[start]
        if not piece.starts_line:
            ended = start > 0 and self._pieces[start - 1].text.endswith((".", ";", ")"))
            return -_INLINE_ENDED if ended else -_INLINE
        if not self._blanks_tell or piece.number is not None:
            return 0.0
        return 0.6 if piece.blank_before else -self._unbroken

    def _blank_sums(self, price: float) -> list[float]:
        return _sums(price * (p.blank_before and p.starts_line and self._blanks_tell) for p in self._pieces)

    def signature(self, start: int, end: int) -> str:
        """The letters and digits of the stretch, by which recurring cells are known again."""
        return self._letters[self._letter_offsets[start] : self._letter_offsets[end]]

    def look(self, start: int, end: int, name: ColumnField) -> float:
        """How much the stretch looks like what a column of ``name`` holds."""
        sort = _SORTS.get(name, name)
        found = self._cache.get((start, end, sort))
        if found is None:
            found = self._cache[(start, end, sort)] = self._judge(start, end, sort)
        return found

    def _judge(self, start: int, end: int, sort: str) -> float:
        if end - start == 1 and sort != "section" and is_ditto(self._pieces[start].text):
            return 2.0
        low, high = int(self._offsets[start]), int(self._offsets[end])
        words = self._wording
        price = self._edges(start, end, sort) + self._blanks[end] - self._blanks[start + 1]
        if sort != "deadline" and not self._pieces[end - 1].text.endswith((".", ";", ")", "…")):
            price += words.broken_off(low, high)
        beside = min(self._seam_sums[end] - self._seam_sums[start + 1], 4.0)
        if sort == "unit":
            return words.unit(low, high) - price - beside
        if sort == "deadline":
            return words.time(low, high) - price
        if sort == "product":
            return words.product(low, high) - price - beside
        if sort == "section":
            loose = 1.0 if high - low <= 14 else -2.0
            return loose - price - (3.0 if words.time(low, high) > 2 else 0.0)
        if sort == "ignore":
            return -0.5 - 0.2 * (high - low)
        score = words.work(low, high)
        if self._several_texts:  # nothing but its own look calls for one more text cell in a row
            score = min(score, 1.2) - (0.0 if words.opens_work(low, high) else 0.9)
        return score - price - beside

    def _edges(self, start: int, end: int, sort: str) -> float:
        text = self._pieces[start].text or (self._pieces[start + 1].text if end - start > 1 else "")
        price = 3.0 if text[:1].islower() or text[:1] in ",;.)" else 0.0
        last = self._pieces[end - 1].text
        if last.endswith(_OPEN_ENDS):
            return price + 3.0
        if last.endswith(";"):
            return price + (3.0 if sort in ("unit", "deadline") else 1.5)
        return price

    def fit(self, widths: Mapping[int, float], between: float, within: float) -> None:
        """Take what a first reading has shown: the width of each column in characters, and how often a blank line
        stands between cells and within them (shares of all line starts there).
        """
        self._unbroken = max(0.6, 0.6 * min(4.0, log((1 - within) / (1 - between))))
        self._blanks = self._blank_sums(max(0.25, 0.6 * min(4.0, log(between / within))))
        self._cache.clear()
        self._over = {c: _sums(_over(p, w) for p in self._pieces) for c, w in widths.items()}
        self._early = {}
        for column, width in widths.items():
            ends = [(0.0, 0.0), *(_early(a, b, width) for a, b in zip(self._pieces, self._pieces[1:], strict=False))]
            self._early[column] = (_sums(e[0] for e in ends), _sums(e[1] for e in ends))

    def misfit(self, start: int, end: int, column: int, items: bool) -> float:
        """What the width of the column says against the stretch as one of its cells.

        Lines are too long for it, or end though the next word would have fitted; with ``items`` the cells of the
        column are lists, whose lines end early.
        """
        over = self._over.get(column)
        if over is None:
            return 0.0
        plain, listed = self._early[column]
        early = listed if items else plain
        return over[end] - over[start] + min(early[end] - early[start + 1], 3.6)


def _sums(values: Iterable[float]) -> list[float]:
    return [0.0, *accumulate(float(v) for v in values)]


def _seam(before: Atom, piece: Atom) -> float:
    """What speaks against two pieces in one cell: the first has ended and the second opens another unit or time."""
    if not piece.text[:1].isupper() or before.text.rstrip().endswith((",", ";", "-", "–", "và", ":")):
        return 0.0
    if opens_unit(piece.words):
        half = len(piece.words) == 1 and len(piece.text) < 6  # "Thanh tra" | "Sở": the end of a name
        return 0.0 if half else 1.2
    return 2.0 if opens_time(piece.words) or (before.text.endswith(".") and opens_product(piece.words)) else 0.0


def _over(piece: Atom, width: float) -> float:
    over = len(piece.text) - width
    return min(2.5, 0.5 + 0.25 * over) if over > 1 else 0.0


def _early(before: Atom, piece: Atom, width: float) -> tuple[float, float]:
    """The price of a line end with room left for the next word, in a column of plain cells and in one of lists."""
    if not piece.starts_line or before.text.endswith((";", ",", ":")) or piece.text[:1] in ("-", "–", "+"):
        return 0.0, 0.0
    if len(before.text) + 1 + len(piece.text.split(" ", 1)[0]) > 0.8 * width:
        return 0.0, 0.0
    opens = piece.text[:1].isupper() and (opens_product(piece.words) or opens_unit(piece.words))
    return (1.8, 0.5) if opens else (0.9, 0.9)
