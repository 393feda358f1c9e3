"""The records of the public contract as schemas: what OpenAPI describes and the tests hold every answer to.

Answers are built as plain records and are not passed through these models; more fields may stand beside those named.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Range = Annotated[list[int], Field(min_length=2, max_length=2)]
Intent = Literal[
    "lead", "coordinate", "deadline", "product", "unit_tasks", "list", "count", "compare", "clause", "lookup"
]


class Record(BaseModel):
    """A record of the contract; more fields may stand beside those named."""

    model_config = ConfigDict(extra="allow")


class Unit(Record):
    """A unit by its full official name; ``scope`` tells two of one name apart."""

    id: str
    name: str
    scope: str


class CountedUnit(Unit):
    """A unit with the number of tasks that it leads and coordinates, and of its prose duties."""

    leads: Count
    coordinates: Count
    duties: Count


class Deadline(Record):
    """``start`` and ``end`` are the first and the last day covered; ``text`` is as printed."""

    kind: Literal["date", "month", "quarter", "year", "range", "recurring", "ongoing", "relative", "none"]
    start: date | None
    end: date | None
    every: str | None
    text: str


class Box(Record):
    """A rectangle in points from the top-left corner of its page."""

    page: Annotated[int, Field(ge=1)]
    x0: float
    top: float
    x1: float
    bottom: float


class Citation(Record):
    """``quote`` is verbatim; ``url`` opens the reader with the quote marked."""

    document_id: str
    file: str
    number: str | None
    page: int | None
    path: list[str]
    quote: str
    boxes: list[Box]
    url: str


class Document(Record):
    """A document without its text."""

    id: str
    file: str
    number: str | None
    kind: str | None
    issuer: str | None
    title: str | None
    issued_on: date | None
    signer: str | None
    pages: int | None
    tasks: Count
    clauses: Count
    status: str


class Reference(Record):
    """A document that another cites; ``held`` is its id where it is held."""

    number: str
    relation: str
    issued_on: date | None
    held: Any
    citation: Citation


class WholeDocument(Document):
    """A document asked for by its id."""

    references: list[Reference]


class Task(Record):
    """A task; units are resolved, ``*_text`` is as printed."""

    id: str
    no: str | None
    section: str | None
    goal: str | None
    task: str | None
    activity: str | None
    product: str | None
    lead: list[Unit]
    coordinate: list[Unit]
    lead_text: str | None
    coordinate_text: str | None
    deadline: Deadline | None
    document: Document
    citation: Citation
    origin: Literal["table", "prose"]
    confidence: Share
    needs_review: bool


class Duty(Record):
    """An obligation that prose puts on a unit."""

    id: str
    unit: Unit
    role: Literal["lead", "responsible", "coordinate", "guide", "monitor"]
    path: list[str]
    text: str
    document: Document
    citation: Citation


class Clause(Record):
    """A node of the clause tree."""

    path: list[str]
    marker: str | None
    heading: str | None
    text: str
    page: int | None


class Hit(Record):
    """A passage that fits a question."""

    id: str
    kind: Literal["task", "clause"]
    score: float
    text: str
    highlights: list[Range]
    path: list[str]
    section: str | None
    page: int | None
    document: Document
    task: Task | None
    citation: Citation


class Answer(Record):
    """What is answered; fields that do not apply are null or empty."""

    abstained: bool
    reason: str | None
    intent: Intent
    text: str | None
    units: list[Unit]
    coordinate: list[Unit]
    deadline: Deadline | None
    product: str | list[str] | None
    count: int | None
    tasks: list[Task]
    confidence: Share


class Taken(Record):
    """Milliseconds, with their ``total``."""

    total: Annotated[float, Field(ge=0)]


class Searched(Record):
    """What ``/search`` returns."""

    query: str
    interpreted: dict[str, Any]
    total: Count
    took_ms: Taken
    hits: list[Hit]


class Asked(Record):
    """What ``/ask`` returns."""

    question: str
    answer: Answer
    citations: list[Citation]
    hits: list[Hit]
    took_ms: Taken


class Tasks(Record):
    """A page of tasks."""

    total: Count
    tasks: list[Task]


class Duties(Record):
    """A page of duties."""

    total: Count
    duties: list[Duty]


class Units(Record):
    """A page of units with their counts."""

    total: Count
    units: list[CountedUnit]


class WholeUnit(Unit):
    """A unit with everything that it is to do."""

    aliases: list[str]
    lead_tasks: list[Task]
    coordinate_tasks: list[Task]
    prose_duties: list[Duty]
    successors: list[Any]


class Documents(Record):
    """A page of documents."""

    total: Count
    documents: list[Document]


class Clauses(Record):
    """The clause tree in the order of the text."""

    total: Count
    clauses: list[Clause]


class Upload(Record):
    """What became of an upload; ``duplicate_of`` where its content is held already."""

    job: str | None
    document_id: str


class Job(Record):
    """How far an addition has come."""

    state: Literal["queued", "running", "done", "failed"]
    stage: str
    done: Count
    of: Count
    error: str | None


class Fault(Record):
    """What was wrong, and what would be right."""

    code: str
    message: str
    detail: Any


class Refused(BaseModel):
    """Every error of the API."""

    error: Fault


REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Refused, "description": words}
    for status, words in (
        (400, "The question or the file cannot be taken."),
        (401, "Sign in, or send a token."),
        (403, "The role or the token does not allow it."),
        (404, "There is no such record."),
        (409, "Someone else was quicker."),
        (413, "Too large."),
        (415, "Of a kind that cannot be taken."),
        (422, "A value that cannot be used."),
        (429, "Too many requests; Retry-After says when."),
        (503, "Not now."),
        (507, "No room on the disk."),
    )
}


def returns(model: type[BaseModel], status: int = 200) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of an endpoint that returns ``model``, for OpenAPI."""
    return {status: {"model": model}}
