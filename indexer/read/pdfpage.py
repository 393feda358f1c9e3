"""One page of a PDF → lines and tables in reading order."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, cast

from pdfminer.pdftypes import stream_value

from indexer.read.aligned import aligned_tables
from indexer.read.flow import reading_lines
from indexer.read.glyphs import by_turn, upright
from indexer.read.oldfonts import converted
from indexer.read.placed import Placed, Rectangle, raw_line
from indexer.read.quality import Quality, judge
from indexer.read.ruled import Taken, ruled_tables
from indexer.read.rulings import SNAP, Ruling, page_rulings
from indexer.read.turn import Turn, View
from indexer.read.words import Dividers, words
from indexer.settings import Settings
from indexer.types import RawCell, RawLine, RawPage, RawTable, RawWord

_OUTLINES = 200
_MARGIN = 54.0
_IDLE_BYTES = 600


class Recogniser(Protocol):
    """What ``indexer.read.ocr`` offers: a page image → its lines and tables."""

    def page(self, path: Path, number: int, width: float, height: float, settings: Settings) -> RawPage:
        """The page ``number`` (from 1) of a PDF, read from its image."""
        ...


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is drawn on a page, turned so that its text stands upright.

    ``encoding`` names the encoding from before Unicode that its words were converted from.
    """

    turn: Turn
    words: tuple[Placed, ...]
    rulings: tuple[Ruling, ...]
    image: float
    outlines: int
    encoding: str | None = None


def read_page(page: Any, path: Path, settings: Settings) -> RawPage:
    """A pdfplumber page as a record; pages without a usable text layer go to OCR."""
    number = int(page.page_number)
    sheet = sheet_of(page)
    width, height = sheet.turn.width, sheet.turn.height
    quality = judge((word.word.text for word in sheet.words), sheet.image)
    blank = not sheet.words and sheet.image < 0.01 and sheet.outlines < _OUTLINES and _drawing_bytes(page) < _IDLE_BYTES
    if quality.verdict in ("none", "stamp only", "garbage") and not blank:
        return _recognised(path, number, (width, height), quality, settings)
    note = _LOST_SPACES.format(number) if quality.verdict == "lost spaces" else None
    if sheet.encoding is not None:
        note = f"{note or f'Trang {number}:'} {OLD_ENCODING}{sheet.encoding}."
    return RawPage(number, width, height, tuple(_items(sheet)), note=note)


def sheet_of(page: Any) -> Sheet:
    """The words and rulings on the visible part of a pdfplumber page, and how much of it images cover."""
    left, top, right, bottom = _visible(page)
    width, height = right - left, bottom - top
    shift = left - float(page.mediabox[0])
    directions = by_turn(page.chars)
    turn = Turn(next(iter(directions), 0), width, height)
    rulings = tuple(page_rulings(page.objects, View(turn, left, top, shift)))
    dividers = Dividers(rulings)
    found: list[Placed] = []
    for quarters, chars in directions.items():
        glyphs = upright(chars, View(Turn(quarters, width, height), left, top, shift))
        if quarters == turn.quarters:
            found += words(glyphs, dividers)
        else:
            found += _sideways(words(glyphs, Dividers(())), quarters, turn)
    outlines = len(page.objects.get("curve", ()))
    found, encoding = converted(found)
    return Sheet(turn, tuple(found), rulings, _image_share(page, (left, top, right, bottom)), outlines, encoding)


def _visible(page: Any) -> Rectangle:
    """The part of the page that viewers show: its crop box, within its media box."""
    media, crop = page.mediabox, page.cropbox
    x0, top = max(media[0], crop[0]), max(media[1], crop[1])
    x1, bottom = min(media[2], crop[2]), min(media[3], crop[3])
    whole = (float(media[0]), float(media[1]), float(media[2]), float(media[3]))
    return (float(x0), float(top), float(x1), float(bottom)) if x1 - x0 > 1 and bottom - top > 1 else whole


def _drawing_bytes(page: Any) -> int:
    """How long the page's drawing instructions are, as stored: a page that should show something says a lot."""
    return sum(len(stream_value(part).rawdata or b"") for part in page.page_obj.contents)


def _sideways(line_words: Sequence[Placed], quarters: int, turn: Turn) -> list[Placed]:
    """Words that run another way than the page, one a printed line, with their boxes on the turned page."""
    own = Turn(quarters, turn.width, turn.height)
    lines: dict[float, list[Placed]] = {}
    for word in line_words:
        lines.setdefault(round(word.base), []).append(word)
    found = []
    for line in lines.values():
        record = raw_line(line)
        box = (
            min(word.x0 for word in record.words),
            min(word.top for word in record.words),
            max(word.x1 for word in record.words),
            max(word.bottom for word in record.words),
        )
        placed = turn.forward(own.back(box))
        found.append(Placed(RawWord(record.text, *placed), placed[3], record.size or 12.0, record.bold))
    return found


def _items(sheet: Sheet) -> list[RawLine | RawTable]:
    tables = ruled_tables(sheet.rulings, sheet.words)
    rest = _without(sheet.words, tables)
    tables += aligned_tables([rule for rule in sheet.rulings if not _within(rule, tables)], rest)
    tables.sort(key=lambda table: (table.box[1], table.box[0]))
    rest = _without(sheet.words, tables)
    items: list[RawLine | RawTable] = []
    for index, table in enumerate([*tables, None]):
        above = [word for word in rest if table is None or word.middle[1] < table.box[3]]
        rest = [word for word in rest if table is not None and word.middle[1] >= table.box[3]]
        items += [_line_back(line, sheet.turn) for line in reading_lines(above)]
        if table is not None:
            items.append(_table_back(_opened(table, index, tables, sheet), sheet.turn))
    return items


def _without(words: Sequence[Placed], tables: Sequence[Taken]) -> list[Placed]:
    taken = {id(word) for table in tables for word in table.words}
    return [word for word in words if id(word) not in taken]


def _within(ruling: Ruling, tables: Sequence[Taken]) -> bool:
    """Whether a horizontal ruling belongs to one of the tables; vertical ones draw no row."""
    return ruling.vertical or any(table.box[1] - SNAP <= ruling.at <= table.box[3] + SNAP for table in tables)


def _opened(taken: Taken, index: int, tables: Sequence[Taken], sheet: Sheet) -> RawTable:
    """The table, open at the top or bottom where nothing but a page number or running line parts it from the edge."""
    height = sheet.turn.size[1]
    others = [word for word in sheet.words if _MARGIN < word.middle[1] < height - _MARGIN]
    first = index == 0 and not any(word.middle[1] < taken.box[1] for word in others)
    last = index == len(tables) - 1 and not any(word.middle[1] > taken.box[3] for word in others)
    table = taken.table
    return replace(table, open_top=table.open_top or first, open_bottom=table.open_bottom or last)


def _image_share(page: Any, visible: Rectangle) -> float:
    """The share of the visible page under images, overlaps counted twice but never above 1."""
    left, top, right, bottom = visible
    covered = 0.0
    for image in page.objects.get("image", ()):
        width = min(float(image["x1"]), right) - max(float(image["x0"]), left)
        height = min(float(image["bottom"]), bottom) - max(float(image["top"]), top)
        covered += max(0.0, width) * max(0.0, height)
    return min(1.0, covered / ((right - left) * (bottom - top)))


def _word_back(word: RawWord, turn: Turn) -> RawWord:
    return RawWord(word.text, *turn.back((word.x0, word.top, word.x1, word.bottom)), word.confidence)


def _line_back(line: RawLine, turn: Turn) -> RawLine:
    if turn.quarters == 0:
        return line
    return replace(line, words=tuple(_word_back(word, turn) for word in line.words))


def _table_back(table: RawTable, turn: Turn) -> RawTable:
    if turn.quarters == 0:
        return table

    def cell_back(cell: RawCell) -> RawCell:
        lines = tuple(_line_back(line, turn) for line in cell.lines)
        return replace(cell, lines=lines, box=_box_back(cell.box, turn))

    return replace(table, cells=tuple(cell_back(cell) for cell in table.cells), box=_box_back(table.box, turn))


def _box_back(box: Rectangle | None, turn: Turn) -> Rectangle | None:
    return None if box is None else turn.back(box)


OLD_ENCODING = "Đã chuyển sang Unicode từ bảng mã "
"""Stands in a page's note before the name of the encoding that its words were converted from."""

_LOST_SPACES = "Trang {}: lớp chữ mất dấu cách giữa các tiếng."
_REASONS = {
    "none": "không có lớp chữ",
    "stamp only": "chỉ có chữ của con dấu hoặc chữ ký số trên ảnh quét",
    "garbage": "lớp chữ không phải tiếng Việt đọc được",
}


def _recognised(path: Path, number: int, size: tuple[float, float], quality: Quality, settings: Settings) -> RawPage:
    """The page read from its image, or a page without items that says why nothing could be read."""
    reason = f"Trang {number}: {_REASONS[quality.verdict]}"
    engine = None if settings.ocr == "off" else _recogniser()
    if engine is not None:
        page = engine.page(path, number, size[0], size[1], settings)
        told = page.note or (None if quality.verdict == "none" else f"{reason}, đã đọc lại từ ảnh.")
        return replace(page, note=told)
    return RawPage(number, *size, (), source="none", note=f"{reason}, và chưa có máy nhận dạng ảnh.")


def _recogniser() -> Recogniser | None:
    try:
        return cast("Recogniser", importlib.import_module("indexer.read.ocr"))
    except ImportError:
        return None
