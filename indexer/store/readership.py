"""Who may read a document: everybody, or the groups that it is limited to; and the part of the catalogue they see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, Select, String, Table, delete, false, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column, with_loader_criteria

from indexer.store.intake_tables import ShelfRow, UploadRow, VersionChoiceRow
from indexer.store.tables import (
    AbbreviationRow,
    AliasRow,
    Base,
    ClauseRow,
    CorrectionRow,
    DocumentRow,
    DutyRow,
    ExtractionRow,
    FailureRow,
    FileRow,
    JobRow,
    JudgementRow,
    PassageRow,
    ReferenceRow,
    RegionRow,
    RulingRow,
    TaskRow,
    TaskUnitRow,
    UnitRow,
    VectorRow,
)

Groups = frozenset[str]
# The execution option that says whose part of the catalogue a connection sees; without it all of it.
OPTION = "chutri_readers"


class ReadershipRow(Base):
    """A group that a document is limited to; a document without such a row is open to everybody.

    The document is named by the digest of its content without a foreign key: the limit holds before it is read,
    while it is read anew, and when it is taken out and added again.
    """

    __tablename__ = "document_groups"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    group: Mapped[str] = mapped_column("group_key", String(128), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(12), index=True)


def limits(connection: Connection) -> Mapping[str, Groups]:
    """The id of every limited document with the groups that may read it."""
    found: dict[str, set[str]] = {}
    for document, group in connection.execute(select(ReadershipRow.document_id, ReadershipRow.group)):
        found.setdefault(document, set()).add(group)
    return {document: frozenset(groups) for document, groups in found.items()}


def limit(session: Session, sha256: str, groups: Iterable[str]) -> bool:
    """Let only those groups read the document of that digest, everybody for none; tells whether that is a change."""
    wanted = set(groups)
    held = set(session.scalars(select(ReadershipRow.group).where(ReadershipRow.sha256 == sha256)))
    if held == wanted:
        return False
    session.execute(delete(ReadershipRow).where(ReadershipRow.sha256 == sha256))
    for group in sorted(wanted):
        session.execute(insert(ReadershipRow).values(sha256=sha256, group=group, document_id=sha256[:12]))
    return True


def seen_by(engine: Engine, groups: Groups) -> Engine:
    """The same database with only what members of ``groups`` may read."""
    return engine.execution_options(**{OPTION: groups})


def narrow(
    connection: Connection, statement: Any, several: Any, parameters: Any, _options: Mapping[str, Any]
) -> tuple[Any, Any, Any]:
    """Cut a question to what its connection may see; listens to ``before_execute``.

    Raises PermissionError for anything but a SELECT, since nothing else can be cut.
    """
    groups: Groups | None = connection.get_execution_options().get(OPTION)
    if groups is None:
        return statement, several, parameters
    if not isinstance(statement, Select):
        raise PermissionError("a connection of readers takes nothing but SELECT")
    return statement.options(*_criteria(groups)), several, parameters


_OF_DOCUMENT = (
    ClauseRow,
    RegionRow,
    AliasRow,
    TaskRow,
    DutyRow,
    ReferenceRow,
    AbbreviationRow,
    PassageRow,
    VectorRow,
    ExtractionRow,
    CorrectionRow,
    ShelfRow,
)


@lru_cache(maxsize=256)
def _criteria(groups: Groups) -> tuple[Any, ...]:
    """For every table what a row must fulfil to be seen."""
    hidden = _hidden(groups)
    # Tables, not classes: the criteria would apply within themselves otherwise.
    tasks, aliases, readers, jobs = (_table(one) for one in (TaskRow, AliasRow, ReadershipRow, JobRow))
    told = aliases.c.document_id.not_in(hidden)
    units, bases = select(aliases.c.unit_id).where(told), select(aliases.c.base).where(told)
    withheld = select(readers.c.sha256).where(readers.c.document_id.in_(hidden))
    uploaded = jobs.c.document_id.in_(hidden) & jobs.c.upload_id.is_not(None)

    def known(column: Any) -> Any:
        return column.in_(units) | column.in_(bases)

    rules: list[tuple[type[Base], Any]] = [(row, row.document_id.not_in(hidden)) for row in _OF_DOCUMENT]
    rules += [
        (DocumentRow, DocumentRow.id.not_in(hidden)),
        (FileRow, FileRow.sha256.not_in(withheld)),
        (TaskUnitRow, TaskUnitRow.task_id.not_in(select(tasks.c.id).where(tasks.c.document_id.in_(hidden)))),
        # A unit is there because some document names it.
        (UnitRow, UnitRow.id.in_(units)),
        (JobRow, JobRow.document_id.is_(None) | JobRow.document_id.not_in(hidden)),
        # What was handed in together is told by the names of its files.
        (UploadRow, UploadRow.id.not_in(select(jobs.c.upload_id).where(uploaded))),
        (VersionChoiceRow, VersionChoiceRow.document_id.not_in(hidden) & VersionChoiceRow.other_id.not_in(hidden)),
        (JudgementRow, JudgementRow.above_document.not_in(hidden) & JudgementRow.below_document.not_in(hidden)),
        (RulingRow, known(RulingRow.unit_id) & known(RulingRow.other_id)),
        # A failure tells a file's name and not whose it was.
        (FailureRow, false()),
    ]
    return tuple(with_loader_criteria(row, rule) for row, rule in rules)


def _hidden(groups: Groups) -> Select[tuple[str]]:
    """The ids of documents that are limited to other groups."""
    readers = _table(ReadershipRow).c
    found = select(readers.document_id)
    if groups:
        mine = select(readers.document_id).where(readers.group_key.in_(sorted(groups)))
        found = found.where(readers.document_id.not_in(mine))
    return found


def _table(row: type[Base]) -> Table:
    assert isinstance(row.__table__, Table)
    return row.__table__
