"""A correction, the row it is meant for, and what a person asks to be corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexMismatch
from indexer.types import Duty, Header, Passage, Task

Kind = Literal["task", "duty", "document"]
Action = Literal["set", "add", "delete", "split", "join", "check", "undo"]
Encode = Callable[[Sequence[Passage]], NDArray[np.float32]]
"""Passages (their text being what is searched) → ``(count, dim)`` vectors of the current model."""


def no_encoder(passages: Sequence[Passage]) -> NDArray[np.float32]:
    """Stands where no words are expected to change. Raises IndexMismatch when some do."""
    raise IndexMismatch(
        f"Cần mô hình nhúng để tính lại {len(passages)} đoạn đã sửa.",
        f"An embedding model is needed for {len(passages)} corrected passages.",
    )


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """A document by its content and by its identity (number, issuer, date), the file name for people."""

    id: str
    sha256: str
    file: str
    number: str | None
    issuer: str | None
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class Target:
    """Which row is meant, told by content: its path, its number, its words without marks, and which of equal ones.

    ``made`` names a row that an earlier correction made ("12", or "12.2" for the second part of a split).
    """

    path: tuple[str, ...] = ()
    no: str | None = None
    words: str = ""
    nth: int = 0
    made: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person changed: ``before`` and ``after`` as JSON values of the field.

    ``record_id`` is the task or duty that it applies to now, None while no such row is there.
    """

    id: int
    kind: Kind
    action: Action
    document: DocumentKey
    target: Target
    field: str | None
    before: Any
    after: Any
    by: str
    at: datetime
    why: str
    undoes: int | None = None
    record_id: str | None = None


class _Unsaid:
    """Stands for a value that the caller did not give."""


UNSAID: Final = _Unsaid()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person asks for. ``record_id`` is a task or duty, for "add" and for a field of the header a document.

    ``before`` is the value that the person saw; unsaid, it counts as the one that was extracted. ``after`` is the new
    value for "set", the fields of the row for "add", those of each part for "split", and for "join" a mapping with
    "with" (ids of the other rows) and "fields".
    """

    kind: Kind
    action: Action
    record_id: str
    by: str
    why: str
    field: str | None = None
    after: Any = None
    before: Any = UNSAID


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was extracted from a document before any correction."""

    tasks: tuple[Task, ...]
    duties: tuple[Duty, ...]
    passages: tuple[Passage, ...]
    header: Header | None = None
