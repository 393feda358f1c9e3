"""The tables of the catalogue as SQLAlchemy classes; nothing in them is peculiar to one database."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, DateTime, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The common registry of all tables."""


def _owner() -> Mapped[str]:
    """A column naming the document that a row goes away with."""
    return mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), index=True)


class State(Base):
    """One row: the generation of the whole catalogue, the model that its vectors come from, the rules of unit ids."""

    __tablename__ = "state"

    id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    dimension: Mapped[int | None]
    links: Mapped[int] = mapped_column(default=0, server_default="0")


class FileRow(Base):
    """An original kept in the data folder, by the digest of its content."""

    __tablename__ = "files"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(DateTime)


class DocumentRow(Base):
    """A document with its one text. ``serial`` grows with every addition and is never used twice."""

    __tablename__ = "documents"
    __table_args__ = {"sqlite_autoincrement": True}

    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(12), unique=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("files.sha256"), unique=True)
    file: Mapped[str] = mapped_column(Text)
    format: Mapped[str] = mapped_column(String(32))
    encoding: Mapped[str | None] = mapped_column(String(32))
    number: Mapped[str | None] = mapped_column(Text, index=True)
    kind: Mapped[str | None] = mapped_column(Text)
    issuer: Mapped[str | None] = mapped_column(Text)
    scope: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    issued_on: Mapped[date | None] = mapped_column(Date)
    header: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, deferred=True)
    layout: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    words: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    notes: Mapped[str] = mapped_column(Text)
    page_count: Mapped[int | None]
    task_count: Mapped[int]
    clause_count: Mapped[int]
    review_count: Mapped[int]
    added_at: Mapped[datetime] = mapped_column(DateTime)


class ClauseRow(Base):
    """A node of a document's clause tree; ``ordinal`` is its place in the text."""

    __tablename__ = "clauses"

    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    document_id: Mapped[str] = _owner()
    ordinal: Mapped[int]
    parent_id: Mapped[str | None] = mapped_column(String(255))
    level: Mapped[str] = mapped_column(String(16))
    page: Mapped[int | None]
    record: Mapped[str] = mapped_column(Text)


class RegionRow(Base):
    """A stretch of a document with one function."""

    __tablename__ = "regions"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = _owner()
    kind: Mapped[str] = mapped_column(String(16))
    start: Mapped[int]
    end: Mapped[int]
    title: Mapped[str | None] = mapped_column(Text)


class UnitRow(Base):
    """A unit, told from its namesakes by ``scope`` and by when it existed; ``id`` follows from all three."""

    __tablename__ = "units"

    id: Mapped[str] = mapped_column(String(96), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(8))
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class AliasRow(Base):
    """A wording that stood for a unit in a document, how often, and the unit that it names on its own (``base``)."""

    __tablename__ = "aliases"
    __table_args__ = (UniqueConstraint("unit_id", "document_id", "printed", "base", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id", ondelete="CASCADE"), index=True)
    document_id: Mapped[str] = _owner()
    printed: Mapped[str] = mapped_column(Text)
    times: Mapped[int]
    base: Mapped[str] = mapped_column(String(96), server_default="")
    name: Mapped[str] = mapped_column(Text, server_default="")
    scope: Mapped[str] = mapped_column(Text, server_default="")
    kind: Mapped[str] = mapped_column(String(8), server_default="unit")
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class TaskRow(Base):
    """A task: what is filtered by, and the whole record as JSON."""

    __tablename__ = "tasks"
    __table_args__ = (Index("ix_tasks_due", "due_start", "due_end"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    document_id: Mapped[str] = _owner()
    ordinal: Mapped[int]
    no: Mapped[str | None] = mapped_column(Text)
    section: Mapped[str | None] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(8))
    deadline_kind: Mapped[str | None] = mapped_column(String(16))
    due_start: Mapped[date | None] = mapped_column(Date)
    due_end: Mapped[date | None] = mapped_column(Date)
    needs_review: Mapped[bool]
    section_folded: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    record: Mapped[str] = mapped_column(Text)
    corrections: Mapped[str | None] = mapped_column(Text)


class TaskUnitRow(Base):
    """A unit's part in a task; ``ordinal`` keeps the printed order within the role."""

    __tablename__ = "task_units"

    task_id: Mapped[str] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(10), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id"), index=True)
    printed: Mapped[str] = mapped_column(Text)


class DutyRow(Base):
    """An obligation that prose puts on a unit."""

    __tablename__ = "duties"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    document_id: Mapped[str] = _owner()
    ordinal: Mapped[int]
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    record: Mapped[str] = mapped_column(Text)
    corrections: Mapped[str | None] = mapped_column(Text)


class ReferenceRow(Base):
    """Another document that a document names."""

    __tablename__ = "document_references"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = _owner()
    number: Mapped[str] = mapped_column(Text, index=True)
    relation: Mapped[str] = mapped_column(String(12))
    record: Mapped[str] = mapped_column(Text)


class AbbreviationRow(Base):
    """A short form that a document defines."""

    __tablename__ = "abbreviations"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = _owner()
    short: Mapped[str] = mapped_column(Text, index=True)
    long: Mapped[str] = mapped_column(Text)
    start: Mapped[int]
    end: Mapped[int]


class PassageRow(Base):
    """A retrieval unit; ``rowid`` is its name in the search index and is never used twice.

    ``words`` are the segmented words of the text, kept because segmenting is the dear part of a rebuild;
    ``searched`` is what is searched instead of the text once a person corrected the row.
    """

    __tablename__ = "passages"
    __table_args__ = {"sqlite_autoincrement": True}

    rowid: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    document_id: Mapped[str] = _owner()
    kind: Mapped[str] = mapped_column(String(8))
    clause_id: Mapped[str | None] = mapped_column(String(255))
    task_id: Mapped[str | None] = mapped_column(String(64), index=True)
    page: Mapped[int | None]
    start: Mapped[int]
    end: Mapped[int]
    path: Mapped[str] = mapped_column(Text)
    section: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    context: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, deferred=True)
    searched: Mapped[str | None] = mapped_column(Text)


class VectorRow(Base):
    """The vectors of a document's passages, ``(count, dimension)`` float32 little-endian, in order of rowid."""

    __tablename__ = "vectors"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    dimension: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class FailureRow(Base):
    """A file that could not be added, and why."""

    __tablename__ = "failures"

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)
    reason_en: Mapped[str] = mapped_column(Text)
    failed_at: Mapped[datetime] = mapped_column(DateTime)


class JobRow(Base):
    """An addition asked for over HTTP; ``code`` tells the kind of a failure, ``attempts`` how often it was begun."""

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    stage: Mapped[str] = mapped_column(String(32))
    done: Mapped[int] = mapped_column(default=0)
    of: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    file: Mapped[str] = mapped_column(Text)
    document_id: Mapped[str | None] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(DateTime)
    upload_id: Mapped[str | None] = mapped_column(String(32), index=True)
    code: Mapped[str | None] = mapped_column(String(32))
    error_en: Mapped[str | None] = mapped_column(Text)
    duplicate: Mapped[bool] = mapped_column(default=False, server_default="0")
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")


class JudgementRow(Base):
    """What a person said about an obligation of a superior plan and one of a plan below it.

    The keys follow from the words of both, not from row numbers, and no foreign key ties them to a document: a
    judgement stays when its file is read anew.
    """

    __tablename__ = "cascade_judgements"
    __table_args__ = (UniqueConstraint("above_key", "below_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    above_key: Mapped[str] = mapped_column(String(64))
    below_key: Mapped[str] = mapped_column(String(64))
    above_document: Mapped[str] = mapped_column(String(12), index=True)
    below_document: Mapped[str] = mapped_column(String(12))
    verdict: Mapped[str] = mapped_column(String(12))
    above_words: Mapped[str] = mapped_column(Text)
    below_words: Mapped[str] = mapped_column(Text)
    judged_by: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    judged_at: Mapped[datetime] = mapped_column(DateTime)


class CorrectionRow(Base):
    """What a person changed in what was extracted, or an undoing of it. Rows are only ever added.

    ``target`` says by content which row was meant, and the document is named by digest and number without a foreign
    key, so that the correction outlives a re-reading; ``record_id`` is the task or duty that it applies to now.
    """

    __tablename__ = "corrections"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(8))
    action: Mapped[str] = mapped_column(String(8))
    document_id: Mapped[str] = mapped_column(String(12), index=True)
    document: Mapped[str] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(Text, index=True)
    target: Mapped[str] = mapped_column(Text)
    field: Mapped[str | None] = mapped_column(String(16))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(DateTime)
    why: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None]
    record_id: Mapped[str | None] = mapped_column(String(64))


class ExtractionRow(Base):
    """What was extracted from a document that people corrected, as it was before them."""

    __tablename__ = "extractions"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    record: Mapped[bytes] = mapped_column(LargeBinary)


class RulingRow(Base):
    """Two units joined or told apart, a wording split from one, or an undoing of these. Rows are only ever added."""

    __tablename__ = "unit_rulings"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    action: Mapped[str] = mapped_column(String(8))
    unit_id: Mapped[str] = mapped_column(String(96))
    unit_name: Mapped[str] = mapped_column(Text)
    other_id: Mapped[str] = mapped_column(String(96))
    other_name: Mapped[str] = mapped_column(Text)
    alias: Mapped[str | None] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(DateTime)
    why: Mapped[str] = mapped_column(Text)
    undoes: Mapped[int | None]
