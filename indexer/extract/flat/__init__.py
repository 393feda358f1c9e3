"""Tables that came out of a file as bare lines of text → the rows they were."""

from __future__ import annotations

from indexer.extract.rows import LogicalTable
from indexer.types import Document


def flat_tables(document: Document) -> tuple[LogicalTable, ...]:
    """The assignment tables that stand in ``document`` as lines of text, in order."""
    return ()
