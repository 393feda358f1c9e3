"""What became of the files that were handed in, and how far an addition has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Stage = Literal["read", "normalise", "segment", "extract", "embed", "store", "index", "done"]


@dataclass(frozen=True, slots=True)
class Step:
    """A moment of an addition: file number ``at`` (from 1) of ``files``, and within its stage ``done`` of ``of``."""

    file: str
    at: int
    files: int
    stage: Stage
    done: int = 0
    of: int = 0


Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Added:
    """A document that can now be found; ``reviews`` is the number of its tasks that need a second look."""

    file: str
    document_id: str
    tasks: int
    clauses: int
    duties: int
    passages: int
    reviews: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A file whose content is already held as another document (or twice in one batch)."""

    file: str
    document_id: str
    held_as: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that was not added, with the reason in both languages."""

    file: str
    code: str
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a batch. ``re_embedded`` documents were given vectors of the present model."""

    added: tuple[Added, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    failed: tuple[Failed, ...] = ()
    re_embedded: int = 0
    seconds: float = 0.0
    embed_seconds: float = 0.0
