"""Printed pages laid out: the picture, its words as a layer that can be selected and searched, the marks over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search_api.leaves import Box, Leaf, has_pictures
from web.desk import Desk
from web.marks import Range, pieces
from web.reader import mark_anchor

SIDE = 2
"""Most pages beside the text: a citation that runs over a page's end."""

SHEAF = 4
"""Pages shown at once where the pages themselves are read."""

_PAD = 1.2
_BASELINE = 0.22
_SIZE = 0.85


@dataclass(frozen=True, slots=True)
class TextRun:
    """Words of one printed line in points: where they begin, their baseline, length and size; (words, marked) each."""

    x: float
    y: float
    length: float
    size: float
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class MarkBox:
    """A rectangle over marked words in points; ``anchor`` where a mark begins, else empty."""

    x: float
    y: float
    width: float
    height: float
    anchor: str


@dataclass(frozen=True, slots=True)
class LeafView:
    """A printed page: its size in points, its picture (None where none can be drawn), its words and its marks."""

    number: int
    width: float
    height: float
    picture: str | None
    runs: tuple[TextRun, ...]
    marks: tuple[MarkBox, ...]


def cited_pages(boxes: Sequence[Sequence[Box]]) -> tuple[int, ...]:
    """The numbers of the pages on which marks stand, in order."""
    return tuple(sorted({box.page for mark in boxes for box in mark}))


def lay_out(
    engine: Desk, document: Mapping[str, Any], numbers: Sequence[int], marks: Sequence[Range]
) -> tuple[LeafView, ...]:
    """The pages of those numbers with ``marks`` (merged ranges of the one text) marked on them."""
    key = str(document["id"])
    boxes = engine.marked_boxes(key, marks)
    text = engine.sheet(key).text
    drawn = has_pictures(str(document["file"]))
    return tuple(_view(leaf, key, drawn, text, marks, boxes) for leaf in engine.leaves(key, numbers))


def _view(
    leaf: Leaf, document_id: str, drawn: bool, text: str, marks: Sequence[Range], boxes: Sequence[Sequence[Box]]
) -> LeafView:
    here: list[MarkBox] = []
    for number, mark in enumerate(boxes, start=1):
        for at, box in enumerate(mark):
            if box.page == leaf.number:
                here.append(_mark(box, mark_anchor(number) if at == 0 else ""))
    runs = []
    for run in leaf.runs:
        cut = pieces(run.span.start, run.span.end, marks)
        words = tuple((" ".join(text[a:b].split("\n")).replace("\t", " "), marked) for a, b, marked in cut)
        height = run.box.bottom - run.box.top
        runs.append(
            TextRun(
                round(run.box.x0, 1),
                round(run.box.bottom - _BASELINE * height, 1),
                round(max(run.box.x1 - run.box.x0, 0.1), 1),
                round(max(height * _SIZE, 1.0), 1),
                words,
            )
        )
    picture = f"/api/v1/documents/{document_id}/pages/{leaf.number}.webp" if drawn else None
    return LeafView(leaf.number, round(leaf.width, 1), round(leaf.height, 1), picture, tuple(runs), tuple(here))


def _mark(box: Box, anchor: str) -> MarkBox:
    return MarkBox(
        round(box.x0 - _PAD, 1),
        round(box.top - _PAD, 1),
        round(box.x1 - box.x0 + 2 * _PAD, 1),
        round(box.bottom - box.top + 2 * _PAD, 1),
        anchor,
    )
