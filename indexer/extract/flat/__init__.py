"""Tables that came out of a file as bare lines of text, cell by cell → the rows they were."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.extract.columns import ColumnField
from indexer.extract.flat.anchors import row_numbers
from indexer.extract.flat.atoms import Atom, atoms
from indexer.extract.flat.content import opens_time
from indexer.extract.flat.rebuild import rows
from indexer.extract.flat.region import FlatRegion, flat_regions
from indexer.extract.flat.segment import Segmenter
from indexer.extract.rows import LogicalTable
from indexer.types import Document

_ANCHORED = 0.6


def flat_tables(document: Document) -> tuple[LogicalTable, ...]:
    """The assignment tables that stand in ``document`` as lines of text, in order.

    Where row numbers run through the table they decide where rows begin; where they do not, the rows are the best
    reading of the cells and every one is marked for review.
    """
    found = (_table(document, region) for region in flat_regions(document))
    return tuple(table for table in found if table.rows)


def _table(document: Document, region: FlatRegion) -> LogicalTable:
    fields: tuple[ColumnField, ...] = tuple(f for f in region.columns.fields if f is not None and f != "no")
    texts = [document.slice(line.span) for line in region.lines]
    own_column = region.columns.has("no")
    numbers = row_numbers(texts, own_column, may_restart="section" in fields or not own_column)
    pieces = atoms(document, region, numbers)
    anchored = len(numbers) >= _ANCHORED * _times(pieces) and len(numbers) >= 2
    if not anchored:
        pieces = atoms(document, region, {})
    segments = Segmenter(pieces, fields, anchored).read()
    return LogicalTable(region.start, rows(pieces, segments, fields, anchored), "flat", "pair" in fields)


def _times(pieces: Sequence[Atom]) -> int:
    """How many pieces open a deadline: about the number of rows."""
    return sum(piece.text[:1].isupper() and opens_time(piece.words) and len(piece.words) <= 6 for piece in pieces)
