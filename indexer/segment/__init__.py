"""Document → Outline: its header, the function of each stretch, and the clause tree."""

from __future__ import annotations

from indexer.segment.header import header, part_titles
from indexer.segment.regions import labelled, regions
from indexer.segment.tree import clause_tree
from indexer.types import Document, Outline


def outline(document: Document) -> Outline:
    """Header, regions and clauses of ``document``; an appendix's table yields regions, never clauses."""
    lines = labelled(document)
    return Outline(
        header=header(document, lines),
        clauses=clause_tree(document, lines, part_titles(lines, document)),
        regions=regions(document, lines),
    )
