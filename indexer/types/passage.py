"""What is retrieved, and everything found in one file together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.types.document import Document
from indexer.types.obligation import Abbreviation, Duty, Reference, Task
from indexer.types.outline import Outline
from indexer.types.place import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieval unit: a leaf clause (or a piece of a long one) or a table row.

    ``text`` is verbatim from the one text (a row: its cells joined with " | " would not be verbatim, so a row's
    text is its field texts in printed order, one a line, and ``span`` locates the row). ``context`` is the
    heading path that is embedded in front of it and never shown.
    """

    id: str
    kind: Literal["task", "clause"]
    clause_id: str | None
    task_id: str | None
    span: Span
    page: int | None
    path: tuple[str, ...]
    section: str | None
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """Everything the stages found in one file: what the catalogue stores in one transaction."""

    document: Document
    outline: Outline
    tasks: tuple[Task, ...]
    duties: tuple[Duty, ...]
    references: tuple[Reference, ...]
    abbreviations: tuple[Abbreviation, ...]
    passages: tuple[Passage, ...]
