"""What an answer is made of before it becomes JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.store.amend.records import Correction
from indexer.store.records import StoredTask
from indexer.types import Deadline, Span, UnitMention
from search_api.answer.then import NamedThen
from search_api.ranking.pool import Whole
from search_api.types import Intent


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of a document that an answer rests on; ``task`` where it is a row, to be cited as rows are.

    ``corrections`` are what people corrected in the record that it proves, to be noted under it.
    """

    document_id: str
    span: Span
    path: tuple[str, ...]
    page: int | None
    task: StoredTask | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; fields that do not apply are None or empty. ``reason`` says why it abstains;
    ``named_then`` are tasks under names of before, which are not among ``tasks``. ``whole`` gives all the tasks of a
    list of which ``tasks`` are but the first."""

    intent: Intent
    text: str | None = None
    units: tuple[UnitMention, ...] = ()
    coordinate: tuple[UnitMention, ...] = ()
    deadline: Deadline | None = None
    product: str | None = None
    count: int | None = None
    tasks: tuple[StoredTask, ...] = ()
    quoted: tuple[Quoted, ...] = ()
    confidence: float = 0.0
    abstained: bool = False
    reason: str | None = None
    filters: tuple[tuple[str, str], ...] = ()
    named_then: tuple[NamedThen, ...] = ()
    whole: Whole | None = None


def row(task: StoredTask) -> Quoted:
    """The row of a task as what an answer rests on."""
    return Quoted(task.document_id, task.task.span, task.task.path, task.task.page, task)


def names(units: Sequence[UnitMention]) -> str:
    """The units in one line."""
    return ", ".join(unit.name for unit in units)
