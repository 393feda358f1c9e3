"""The record of truth: one transaction per document, one generation number for everything that changes it."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from indexer.errors import IndexerError, UnknownDocument
from indexer.store import assignments, feed, holdings, journal, judgements, ledger, readership, roster
from indexer.store.accounts.register import Register
from indexer.store.amend import apply
from indexer.store.amend.records import Encode, no_encoder
from indexer.store.audit import AuditLog
from indexer.store.database import open_database, reading, writing
from indexer.store.feed import CatalogueState, IndexEntry
from indexer.store.groups import Groups
from indexer.store.handed_in import HandedIn
from indexer.store.insert import Embedded, delete_document, insert_document, vector_row
from indexer.store.keeping import Shelf
from indexer.store.people import People, bump
from indexer.store.records import (
    Alias,
    DutyFilter,
    Failure,
    Found,
    Job,
    Judgement,
    Layout,
    StoredDocument,
    StoredDuty,
    StoredPassage,
    StoredReference,
    StoredTask,
    StoredUnit,
    TaskFilter,
)
from indexer.store.searches import Searches
from indexer.store.tables import DocumentRow, State, VectorRow
from indexer.types import Abbreviation, Clause, Region, Word

ALL_TASKS = TaskFilter()
ALL_DUTIES = DutyFilter()


class Catalogue:
    """The catalogue in the file ``path``, created and migrated when opened. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = open_database(path)
        # Whose part of the catalogue this is; None for all of it.
        self.readers: readership.Groups | None = None
        self.audit = AuditLog(self._engine)
        self.people = People(self._engine, self.audit)
        self.register = Register(self._engine)
        self.groups = Groups(self._engine, self.audit)
        self.shelf = Shelf(self._engine, self.audit)
        self.handed_in = HandedIn(self._engine)
        self.searches = Searches(self._engine)
        with writing(self._engine) as session:
            state = session.get(State, 1)
            if state is None:
                session.add(State(id=1, generation=0, links=assignments.LINKS))
            elif state.links != assignments.LINKS:
                assignments.relink(session)
                bump(session)

    def seen_by(self, groups: readership.Groups) -> Catalogue:
        """The same catalogue with nothing in it that members of ``groups`` may not read."""
        other = copy.copy(self)
        other.readers = groups
        other._engine = readership.seen_by(self._engine, groups)
        other.people = People(other._engine, self.audit)
        other.shelf = Shelf(other._engine, self.audit)
        other.handed_in = HandedIn(other._engine)
        return other

    def close(self) -> None:
        """Let go of the database's connections."""
        self._engine.dispose()

    # --- what changes it ---

    def add(self, embedded: Embedded, encode: Encode = no_encoder) -> None:
        """Write one document with everything found in it, and what people corrected in it, in one transaction.

        ``encode`` is asked for the vectors of corrected words.
        """
        with writing(self._engine) as session:
            insert_document(session, embedded)
            apply.rewrite(session, embedded.parsed.document.id, encode)
            journal.forget_failure(session, embedded.parsed.document.file)
            self._note(session, "added", embedded)
            bump(session)

    def remove(self, document_id: str) -> str | None:
        """Delete everything of a document; returns the sha256 of its original, None when it is not held."""
        with writing(self._engine) as session:
            sha256 = delete_document(session, document_id)
            if sha256 is not None:
                self.audit.note(session, "removed", document_id, document_id)
                bump(session)
            return sha256

    def replace(self, embedded: Embedded, encode: Encode = no_encoder) -> None:
        """Write a document that is held anew, as it was read again, in one transaction."""
        with writing(self._engine) as session:
            key = embedded.parsed.document.id
            serial = session.scalar(select(DocumentRow.serial).where(DocumentRow.id == key))
            delete_document(session, key)
            insert_document(session, embedded, serial)
            apply.rewrite(session, embedded.parsed.document.id, encode)
            self._note(session, "reread", embedded)
            bump(session)

    def _note(self, session: Session, kind: str, embedded: Embedded) -> None:
        parsed = embedded.parsed
        key, number = parsed.document.id, parsed.outline.header.number
        self.audit.note(session, kind, key, key, file=parsed.document.file, number=number, tasks=len(parsed.tasks))

    def set_model(self, fingerprint: str, dimension: int) -> None:
        """Say which model's vectors are current; those of another one then count as missing."""
        with writing(self._engine) as session:
            session.execute(update(State).values(fingerprint=fingerprint, dimension=dimension))
            bump(session)

    def replace_vectors(self, document_id: str, vectors: NDArray[np.float32], fingerprint: str) -> None:
        """Put the vectors of another model in place of a document's present ones."""
        with writing(self._engine) as session:
            session.execute(delete(VectorRow).where(VectorRow.document_id == document_id))
            session.execute(insert(VectorRow).values(**vector_row(document_id, vectors, fingerprint)))
            bump(session)

    def record_failure(self, file: str, error: IndexerError) -> None:
        """Keep the reason why a file was not added."""
        with writing(self._engine) as session:
            journal.record_failure(session, file, error)

    def save_job(self, job: Job) -> None:
        """Write a job as it is now."""
        with writing(self._engine) as session:
            journal.save_job(session, job)

    def judge(self, judgement: Judgement) -> None:
        """Keep what a person said about a pair of obligations, in place of an earlier word on it."""
        with writing(self._engine) as session:
            judgements.save(session, judgement)
            pair = (judgement.above_key, judgement.above_document)
            self.audit.note(session, "judged", *pair, below=judgement.below_key, verdict=judgement.verdict)

    def unjudge(self, above_key: str, below_key: str) -> bool:
        """Take back what was said about a pair; tells whether anything was."""
        with writing(self._engine) as session:
            gone = judgements.forget(session, above_key, below_key)
            if gone:
                self.audit.note(session, "unjudged", above_key, above_key[:12], below=below_key)
            return gone

    def limit(self, sha256: str, groups: Iterable[str]) -> bool:
        """Let only those groups (for none: all) read the document of that digest; tells whether that is a change."""
        with writing(self._engine) as session:
            names = tuple(sorted(set(groups)))
            changed = readership.limit(session, sha256, names)
            if changed:
                self.audit.note(session, "limited", sha256[:12], sha256[:12], groups=", ".join(names) or "*")
                bump(session)
            return changed

    def limits(self) -> Mapping[str, readership.Groups]:
        """The id of every limited document with the groups that may read it."""
        with reading(self._engine) as connection:
            return readership.limits(connection)

    # --- what the index is made from ---

    def state(self) -> CatalogueState:
        """The generation and the current model."""
        with reading(self._engine) as connection:
            return feed.state(connection)

    def generation(self) -> int:
        """A number that grows with every change of what can be found."""
        # Every page asks several times: without a transaction, and as the driver takes it, that costs next to nothing.
        with closing(self._engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("SELECT generation FROM state")
            (generation,) = cursor.fetchone() or (0,)
            return int(generation)

    def serials(self) -> tuple[int, dict[int, str]]:
        """The generation, and of that same moment the serial of every document with its id."""
        with reading(self._engine) as connection:
            return feed.generation(connection), feed.serials(connection)

    def extents(self) -> dict[int, tuple[int, int]]:
        """For every document's serial how many passages it has and the greatest number among them."""
        with reading(self._engine) as connection:
            return feed.extents(connection)

    def index_entries(self, serials: Iterable[int], fingerprint: str) -> Iterator[IndexEntry]:
        """What the index takes of those documents, in order; one without vectors of that model is left out."""
        for serial in sorted(serials):
            with reading(self._engine) as connection:
                entry = feed.entry(connection, serial, fingerprint)
            if entry is not None:
                yield entry

    def without_vectors(self, fingerprint: str) -> tuple[str, ...]:
        """The ids of documents that have no vectors of that model."""
        with reading(self._engine) as connection:
            return feed.without_vectors(connection, fingerprint)

    def passage_count(self) -> int:
        """How many passages there are."""
        with reading(self._engine) as connection:
            return feed.passage_count(connection)

    # --- documents and their text ---

    def documents(self, limit: int | None = None, offset: int = 0) -> Found[StoredDocument]:
        """Documents in the order in which they were added."""
        with reading(self._engine) as connection:
            return holdings.documents(connection, limit, offset)

    def document(self, document_id: str) -> StoredDocument | None:
        """The document of that id."""
        with reading(self._engine) as connection:
            return holdings.document(connection, document_id)

    def find(self, name: str) -> StoredDocument:
        """The document of that id, file name or number. Raises UnknownDocument for none or several."""
        with reading(self._engine) as connection:
            found = holdings.named(connection, name)
        if not found:
            raise UnknownDocument(f"Không có văn bản “{name}”.", f"There is no document “{name}”.")
        if len(found) > 1:
            ids = ", ".join(f"{one.id} ({one.file})" for one in found)
            raise UnknownDocument(f"“{name}” là nhiều văn bản: {ids}.", f"“{name}” is several documents: {ids}.")
        return found[0]

    def text(self, document_id: str) -> str | None:
        """The one text of the document."""
        with reading(self._engine) as connection:
            return holdings.text(connection, document_id)

    def layout(self, document_id: str) -> Layout | None:
        """Pages, lines, tables and repairs of the document."""
        with reading(self._engine) as connection:
            return holdings.layout(connection, document_id)

    def words(self, document_id: str) -> tuple[Word, ...]:
        """The words of the document with their boxes; none for a format without pages."""
        with reading(self._engine) as connection:
            return holdings.words(connection, document_id)

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        """The clause tree of the document in the order of the text."""
        with reading(self._engine) as connection:
            return holdings.clauses(connection, document_id)

    def regions(self, document_id: str) -> tuple[Region, ...]:
        """The regions of the document in the order of the text."""
        with reading(self._engine) as connection:
            return holdings.regions(connection, document_id)

    def references(self, document_id: str | None = None) -> tuple[StoredReference, ...]:
        """What the document (every document for None) names, each with the held document of that number."""
        with reading(self._engine) as connection:
            return holdings.references(connection, document_id)

    def abbreviations(self, document_id: str | None = None) -> tuple[tuple[str, Abbreviation], ...]:
        """Short forms that the document (every document for None) defines, each with the document's id."""
        with reading(self._engine) as connection:
            return holdings.abbreviations(connection, document_id)

    def passages(self, rowids: Iterable[int]) -> dict[int, StoredPassage]:
        """The passages of those numbers that are still held."""
        with reading(self._engine) as connection:
            return holdings.passages(connection, rowids)

    def document_passages(self, document_id: str) -> tuple[StoredPassage, ...]:
        """The passages of a document in the order of the text."""
        with reading(self._engine) as connection:
            return holdings.document_passages(connection, document_id)

    def passage_rowids(
        self, documents: tuple[str, ...] = (), kind: str | None = None, tasks: Iterable[str] | None = None
    ) -> NDArray[np.int64]:
        """The sorted numbers of the passages that belong to those documents, of that kind, to those tasks."""
        with reading(self._engine) as connection:
            return holdings.passage_rowids(connection, documents, kind, tasks)

    # --- who does what ---

    def tasks(self, wanted: TaskFilter = ALL_TASKS, limit: int | None = None, offset: int = 0) -> Found[StoredTask]:
        """Tasks that pass the filter in the order of documents and rows, with how many there are in all."""
        with reading(self._engine) as connection:
            return roster.tasks(connection, wanted, limit, offset)

    def tasks_at(self, kind: str, every: str | None, start: date | None, end: date | None) -> tuple[StoredTask, ...]:
        """Every task that may be due at a time of that kind, and perhaps others; see ``roster.tasks_at``."""
        with reading(self._engine) as connection:
            return roster.tasks_at(connection, kind, every, start, end)

    def tasks_of_passages(self, rowids: Sequence[int]) -> tuple[StoredTask, ...]:
        """The tasks that the passages of those numbers are rows of, in the order of the numbers."""
        with reading(self._engine) as connection:
            return roster.tasks_of_passages(connection, rowids)

    def sections(self, documents: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The sections that tasks stand in, of those documents or of all, in the order of documents and rows."""
        with reading(self._engine) as connection:
            return roster.sections(connection, documents)

    def listed_count(self, documents: tuple[str, ...] = ()) -> int:
        """How many tasks those documents have, or all: of a document with tables only the rows of these."""
        with reading(self._engine) as connection:
            return roster.listed_count(connection, documents)

    def tabled(self) -> frozenset[str]:
        """The ids of documents that have tasks in tables."""
        with reading(self._engine) as connection:
            return roster.tabled(connection)

    def task_ids(self, wanted: TaskFilter) -> tuple[str, ...]:
        """The ids of all tasks that pass the filter."""
        with reading(self._engine) as connection:
            return roster.task_ids(connection, wanted)

    def task(self, task_id: str) -> StoredTask | None:
        """The task of that id."""
        with reading(self._engine) as connection:
            return roster.task(connection, task_id)

    def tasks_named(self, task_ids: Iterable[str]) -> dict[str, StoredTask]:
        """The tasks of those ids that are held, by id."""
        with reading(self._engine) as connection:
            return roster.tasks_named(connection, task_ids)

    def duties(self, wanted: DutyFilter = ALL_DUTIES, limit: int | None = None, offset: int = 0) -> Found[StoredDuty]:
        """Duties that pass the filter in the order of documents and clauses, with how many there are in all."""
        with reading(self._engine) as connection:
            return roster.duties(connection, wanted, limit, offset)

    def units(self, text: str | None = None) -> tuple[StoredUnit, ...]:
        """Units with their counts; with ``text`` those whose name, scope or a printed form holds it."""
        with reading(self._engine) as connection:
            return roster.units(connection, text)

    def unit(self, unit_id: str) -> StoredUnit | None:
        """The unit of that id with its counts."""
        with reading(self._engine) as connection:
            return roster.unit(connection, unit_id)

    def aliases(self, unit_id: str | None = None) -> tuple[Alias, ...]:
        """The wordings of a unit (of every unit for None), the most frequent first."""
        with reading(self._engine) as connection:
            return roster.aliases(connection, unit_id)

    def lines(
        self, before: Iterable[ledger.TaskLine] = ()
    ) -> tuple[tuple[ledger.TaskLine, ...], tuple[ledger.DutyLine, ...]]:
        """Every task and duty of one moment in short, in order; lines of ``before`` that still hold are taken over."""
        with reading(self._engine) as connection:
            return ledger.task_lines(connection, before), ledger.duty_lines(connection)

    def digests(self, document_id: str | None = None) -> dict[str, str]:
        """By document (every one for None) a digest of what the ledger reads of it; equal digests, equal records."""
        with reading(self._engine) as connection:
            return ledger.digests(connection, document_id)

    def judgements(self, above_document: str | None = None) -> tuple[Judgement, ...]:
        """What people said about pairs under that superior plan (under every one for None), the oldest first."""
        with reading(self._engine) as connection:
            return judgements.of(connection, above_document)

    # --- what happened to files ---

    def failures(self) -> tuple[Failure, ...]:
        """Files that could not be added, the latest last."""
        with reading(self._engine) as connection:
            return journal.failures(connection)

    def job(self, job_id: str) -> Job | None:
        """The job of that id."""
        with reading(self._engine) as connection:
            return journal.job(connection, job_id)

    def unfinished_jobs(self) -> tuple[Job, ...]:
        """Jobs that are queued or running, the oldest first."""
        with reading(self._engine) as connection:
            return journal.unfinished_jobs(connection)
