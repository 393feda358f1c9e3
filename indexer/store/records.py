"""What the catalogue gives back: the records of the stages with the identity they have in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from indexer.store.amend.records import Correction
from indexer.types import Duty, Header, Line, Page, Passage, Reference, Repair, Table, Task

T = TypeVar("T")

UnitRole = Literal["lead", "coordinate"]


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """One page of a list with the length of the whole list."""

    total: int
    items: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document without its text. ``status`` is "ready", or "review" when some of its tasks need a second look."""

    serial: int
    id: str
    file: str
    sha256: str
    format: str
    encoding: str | None
    header: Header
    pages: int | None
    tasks: int
    clauses: int
    reviews: int
    notes: tuple[str, ...]
    added_at: datetime

    @property
    def status(self) -> Literal["ready", "review"]:
        """Whether a person should look at some of its tasks."""
        return "review" if self.reviews else "ready"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the one text of a document stands: pages, lines, tables, and what was repaired."""

    pages: tuple[Page, ...]
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True)
class StoredTask:
    """A task and the document it stands in, with what people corrected in it."""

    document_id: str
    task: Task
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredDuty:
    """A duty, its words, and the document it stands in."""

    document_id: str
    duty: Duty
    text: str
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredReference:
    """A reference with the id of the document it names, if the catalogue holds it."""

    document_id: str
    reference: Reference
    held: str | None


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage under the number that the search index knows it by.

    ``searched`` is what it is found by in place of its text once a person corrected the row.
    """

    rowid: int
    document_id: str
    passage: Passage
    searched: str | None = None

    @property
    def as_searched(self) -> Passage:
        """The passage with the words that it is found by."""
        return self.passage if self.searched is None else replace(self.passage, text=self.searched)


@dataclass(frozen=True, slots=True)
class StoredUnit:
    """A unit with how many tasks it leads and coordinates and how many duties prose puts on it."""

    id: str
    name: str
    scope: str
    kind: str
    leads: int
    coordinates: int
    duties: int
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """A wording that stood for a unit in a document, how often, and the full name and the unit it gives by itself.

    ``base`` differs from ``unit_id`` where people joined or split units.
    """

    unit_id: str
    document_id: str
    printed: str
    times: int
    name: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody said of two units.

    A joining (``other`` became ``unit``), a splitting (``alias`` of ``unit`` became ``other``), that they are two
    bodies however alike their names (``apart``), or an undoing.
    """

    id: int
    action: Literal["join", "split", "apart", "undo"]
    unit_id: str
    unit_name: str
    other_id: str
    other_name: str
    alias: str | None
    made_by: str
    made_at: datetime
    why: str
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be added, and why, in both languages."""

    file: str
    code: str
    reason: str
    reason_en: str
    failed_at: datetime


JobState = Literal["queued", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Job:
    """How far an addition asked for over HTTP has come; ``done`` of ``of`` passages in the stage "embed".

    ``upload`` names the files that came with it; ``code`` tells the kind of a failure ("cancelled" when a person
    called it off); ``duplicate`` that ``document_id`` held the content already; ``attempts`` how often it was begun.
    """

    id: str
    file: str
    state: JobState
    stage: str
    done: int
    of: int
    error: str | None
    document_id: str | None
    created_at: datetime
    upload: str | None = None
    code: str | None = None
    error_en: str | None = None
    duplicate: bool = False
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Upload:
    """Files handed in together: by whom (``account`` None for nobody known), when, and the names announced.

    What comes of them is limited to ``groups``, and open to everybody for none.
    """

    id: str
    by: str
    account: str | None
    at: datetime
    announced: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What a list of tasks is cut to; every field left at its default cuts nothing.

    ``units`` are ids, any of which must have ``role`` (either role when None). ``due_from`` and ``due_to`` are
    the first and last day on which a task may fall due (its deadline's last day). ``section`` and ``text`` are
    compared without marks, as part of the whole; ``section_is`` as the whole, and empty for tasks without a section.
    """

    documents: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    role: UnitRole | None = None
    section: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    text: str | None = None
    origin: Literal["table", "prose"] | None = None
    needs_review: bool | None = None
    section_is: str | None = None


@dataclass(frozen=True, slots=True)
class DutyFilter:
    """What a list of duties is cut to; every field left at its default cuts nothing."""

    documents: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    role: str | None = None


Verdict = Literal["same", "narrowed", "mentioned", "rejected"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person said about a pair of obligations, by keys that follow from the words of each.

    ``verdict`` is how the lower one carries the upper one out, or "rejected"; the words are those of the moment.
    """

    above_key: str
    below_key: str
    above_document: str
    below_document: str
    verdict: Verdict
    above_words: str
    below_words: str
    judged_by: str
    why: str
    judged_at: datetime
