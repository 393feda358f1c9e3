"""Numbered lines → clauses with ids: the parts of a file, each built on its own, in one sequence."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.segment.builder import Builder
from indexer.segment.regions import Labelled
from indexer.types import Clause, Document


def clause_tree(document: Document, lines: Sequence[Labelled], titles: dict[int, str | None]) -> tuple[Clause, ...]:
    """The clauses of every part of ``document`` in reading order, with ids of their own.

    ``lines`` are the document's labelled lines, ``titles`` the title of each part. The paths of a carried plan whose
    numbering collides with the decision's (Điều beside Điều) begin with its title.
    """
    found: list[Clause] = []
    for part in sorted({line.part for line in lines}):
        body = [line for line in lines if line.part == part and line.kind == "body"]
        clauses = _part(document, body, titles.get(part), "")
        taken = {clause.path for clause in found}
        if any(clause.path in taken for clause in clauses if clause.marker):
            clauses = _part(document, body, titles.get(part), f"Phần kèm theo {part}" if part > 1 else "Phần kèm theo")
        found += clauses
    return _with_ids(document, found)


def _part(document: Document, body: Sequence[Labelled], title: str | None, prefix: str) -> list[Clause]:
    builder = Builder(document, title, prefix)
    for index, line in enumerate(body):
        builder.add(line, body[index + 1 : index + 80])
    return builder.clauses()


def _with_ids(document: Document, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses with the document's id in front of theirs, and "~2", "~3" behind ids that come again."""
    counts: dict[str, int] = {}
    current: dict[str, str] = {}
    found = []
    for clause in clauses:
        counts[clause.id] = counts.get(clause.id, 0) + 1
        again = f"~{counts[clause.id]}" if counts[clause.id] > 1 else ""
        own = f"{document.id}/{clause.id}{again}"
        current[clause.id] = own
        parent = current.get(clause.parent_id) if clause.parent_id else None
        found.append(
            Clause(
                own, parent, clause.path, clause.level, clause.marker, clause.heading, clause.span, clause.whole,
                clause.page, clause.leaf,
            )
        )  # fmt: skip
    return tuple(found)
