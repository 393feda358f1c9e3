"""A page image → ``RawPage``: straightened, tables found by their rulings, everything else read as running text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import fmean, median

import numpy as np
from numpy.typing import NDArray

from indexer.read.aligned import aligned_tables
from indexer.read.flow import reading_lines
from indexer.read.lattice import Lattice, lattice_of, lattices
from indexer.read.ocr.blobs import blobs
from indexer.read.ocr.cells import cell_words
from indexer.read.ocr.engines import Engine, Grey, Seen
from indexer.read.ocr.image import Straight, straightened, without_colour
from indexer.read.ocr.strokes import find, ink
from indexer.read.placed import Placed, Rectangle
from indexer.read.ruled import Taken, fill
from indexer.read.rulings import SNAP, Ruling
from indexer.read.turn import Turn
from indexer.syllable import is_syllable
from indexer.types import RawCell, RawLine, RawPage, RawTable, RawWord

Move = Callable[[Rectangle], Rectangle]
"""From a rectangle of the level or turned page to the page itself."""

_DOUBTFUL = 0.70
_REVIEWED = 0.75
_UNREADABLE = 0.45
_LEAST_SYLLABLES = 0.4
_NOISE = 0.4
_SPECK = 0.4
_SPECK_WORD = 0.3
_LEAST_INK = 50
_EDGE_ZONE = 0.09
_TALLEST = {"trueocr": 1400}
_TALLEST_DEFAULT = 12_000


def read_image(image: NDArray[np.uint8], number: int | None, width: float, height: float, engine: Engine) -> RawPage:
    """What stands on a page: ``image`` is (h, w) grey or (h, w, 3) RGB uint8 of a page of width × height points.

    A page that cannot be read comes back without items, ``source`` "none" and the reason in ``note``.
    Raises ``OcrFailed`` when the engine cannot run.
    """
    grey = without_colour(image)
    page = _read_upright(grey, number, width, height, engine)
    if _trust(page) >= _DOUBTFUL:
        return page
    quarters = engine.quarter_turns(grey)
    if quarters:
        turn = Turn(quarters, width, height)
        turned = np.ascontiguousarray(np.rot90(grey, -quarters))
        other = _read_upright(turned, number, *turn.size, engine)
        if _trust(other) > _trust(page):
            page = _turned_back(other, turn)
    return noted(page) if _readable(page) else _unread(page)


def _read_upright(grey: Grey, number: int | None, width: float, height: float, engine: Engine) -> RawPage:
    straight = straightened(grey, width / grey.shape[1])
    rulings, clean = find(straight.grey, straight.points)
    tables: list[Taken] = []
    for lattice in lattices(rulings):
        if (taken := _read_table(lattice, clean, straight.points, engine)) is not None:
            tables.append(taken)
    loose = [rule for rule in rulings if not any(_beside(rule, taken) for taken in tables)]
    for found in aligned_tables(loose, blobs(clean, straight.points)):
        grid = lattice_of(found.table)
        if grid is not None and (taken := _read_table(grid, clean, straight.points, engine)) is not None:
            tables.append(taken)
    tables.sort(key=lambda taken: (taken.box[1], taken.box[0]))
    rest = _placed(engine.words(clean, single_column=False), straight.points) if _inked(clean) else []
    items = tuple(_on_page(item, straight) for item in _in_order(rest, tables, straight))
    words_read = [word for item in items for word in _words_of(item)]
    confidence = fmean(word.confidence or 0.0 for word in words_read) if words_read else 0.0
    return RawPage(number, width, height, items, "ocr", round(confidence, 3))


def _beside(rule: Ruling, taken: Taken) -> bool:
    """Whether a ruling belongs to a table that was read; one that stands upright draws no row."""
    return rule.vertical or taken.box[1] - SNAP <= rule.at <= taken.box[3] + SNAP


def _read_table(lattice: Lattice, clean: Grey, points: float, engine: Engine) -> Taken | None:
    """A lattice read cell by cell, and blanked on the image; None where its cells hold nothing."""
    tallest = _TALLEST.get(engine.name, _TALLEST_DEFAULT)
    taken = fill(lattice, _placed(cell_words(clean, lattice, points, engine, tallest), points), "image")
    if taken is not None:
        _blank(clean, lattice, points)
    return taken


def _inked(grey: Grey) -> bool:
    return bool(np.count_nonzero(ink(grey)) >= _LEAST_INK)


def _placed(words: Sequence[Seen], points: float) -> list[Placed]:
    """Words in points of the level page; a line's words share its baseline. Specks are dropped."""
    groups: dict[int, list[Seen]] = {}
    for seen in words:
        if not _speck(seen):
            groups.setdefault(seen.line, []).append(seen)
    found = []
    for group in groups.values():
        # Noise reads as a line of its own, with little conviction throughout.
        if fmean(seen.confidence for seen in group) < _NOISE:
            continue
        base = median(seen.bottom for seen in group) * points
        size = median(seen.bottom - seen.top for seen in group) * points
        for seen in group:
            box = (seen.x0 * points, seen.top * points, seen.x1 * points, seen.bottom * points)
            # An engine may number words of two printed lines as one; a word far off the baseline has its own.
            own = base if abs(box[3] - base) < 0.6 * size else box[3]
            found.append(Placed(RawWord(seen.text, *box, confidence=round(seen.confidence, 3)), own, size))
    return found


def _speck(seen: Seen) -> bool:
    """Dirt, a ruling's rest or letters cut through by the page's edge, which an engine reads with no conviction."""
    if not any(ch.isalnum() for ch in seen.text):
        return seen.confidence < _SPECK
    word = seen.text.strip(".,;:()")
    return seen.confidence < _SPECK_WORD and not (any(ch.isdigit() for ch in word) or is_syllable(word))


def _blank(grey: Grey, lattice: Lattice, points: float) -> None:
    x0, top, x1, bottom = (round(value / points) for value in lattice.box)
    grey[max(0, top - 2) : bottom + 2, max(0, x0 - 2) : x1 + 2] = 255


def _in_order(words: Sequence[Placed], tables: Sequence[Taken], straight: Straight) -> list[RawLine | RawTable]:
    """Lines in reading order, cut at the tables that stand between them."""
    height = straight.grey.shape[0] * straight.points
    inner = [word for word in words if _EDGE_ZONE * height < word.middle[1] < (1 - _EDGE_ZONE) * height]
    rest = list(words)
    ordered: list[RawLine | RawTable] = []
    for index, taken in enumerate(tables):
        ordered += reading_lines([word for word in rest if word.middle[1] < taken.box[3]])
        rest = [word for word in rest if word.middle[1] >= taken.box[3]]
        first = index == 0 and not any(word.middle[1] < taken.box[1] for word in inner)
        last = index == len(tables) - 1 and not any(word.middle[1] > taken.box[3] for word in inner)
        table = taken.table
        ordered.append(replace(table, open_top=table.open_top or first, open_bottom=table.open_bottom or last))
    return ordered + list(reading_lines(rest))


def _on_page(item: RawLine | RawTable, straight: Straight) -> RawLine | RawTable:
    def back(box: Rectangle) -> Rectangle:
        x0, top, x1, bottom = (value / straight.points for value in box)
        return straight.on_page((x0, top, x1, bottom))

    return _moved(item, back)


def _turned_back(page: RawPage, turn: Turn) -> RawPage:
    items = tuple(_moved(item, turn.back) for item in page.items)
    return replace(page, width=turn.width, height=turn.height, items=items)


def _moved(item: RawLine | RawTable, back: Move) -> RawLine | RawTable:
    if isinstance(item, RawLine):
        return _moved_line(item, back)
    cells = tuple(
        RawCell(
            cell.row,
            cell.column,
            tuple(_moved_line(line, back) for line in cell.lines),
            cell.row_span,
            cell.column_span,
            back(cell.box) if cell.box else None,
        )
        for cell in item.cells
    )
    return replace(item, cells=cells, box=back(item.box) if item.box else None)


def _moved_line(line: RawLine, back: Move) -> RawLine:
    words = tuple(
        RawWord(word.text, *back((word.x0, word.top, word.x1, word.bottom)), confidence=word.confidence)
        for word in line.words
    )
    return replace(line, words=words)


def _words_of(item: RawLine | RawTable) -> list[RawWord]:
    if isinstance(item, RawLine):
        return list(item.words)
    return [word for cell in item.cells for line in cell.lines for word in line.words]


def _trust(page: RawPage) -> float:
    """Confidence and share of Vietnamese syllables together: an engine can be sure of rubbish."""
    words = [word.text.strip(".,;:()[]\"'“”-–/") for item in page.items for word in _words_of(item)]
    letters = [word for word in words if word.isalpha()]
    if not letters:
        return 0.0
    syllables = sum(is_syllable(word) for word in letters) / len(letters)
    return (page.confidence or 0.0) * syllables


def _readable(page: RawPage) -> bool:
    return not page.items or (
        (page.confidence or 0.0) >= _UNREADABLE and _trust(page) >= _UNREADABLE * _LEAST_SYLLABLES
    )


def noted(page: RawPage) -> RawPage:
    """The page with a note where its words were read with little confidence."""
    sure = page.confidence or 0.0
    if not page.items or sure >= _REVIEWED:
        return page
    share = f"{sure:.0%}".replace("%", " %")
    return replace(page, note=f"Trang {page.number}: độ tin cậy nhận dạng chữ thấp ({share}), cần xem lại.")


def _unread(page: RawPage) -> RawPage:
    note = f"Trang {page.number}: chữ không đọc được (viết tay, quá mờ hoặc không phải tiếng Việt)."
    return replace(page, items=(), source="none", note=note)
