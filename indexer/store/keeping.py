"""The shelf as the catalogue takes it: documents put aside, brought back, exchanged for one another, forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.orm import Session

from indexer.errors import UnknownDocument
from indexer.store import holdings, shelf
from indexer.store.amend import apply
from indexer.store.amend.records import Encode
from indexer.store.audit import AuditLog
from indexer.store.database import reading, writing
from indexer.store.insert import Embedded, delete_document, insert_document
from indexer.store.intake_tables import VersionChoiceRow
from indexer.store.moment import now
from indexer.store.people import bump
from indexer.store.shelf import ShelfState, Shelved
from indexer.store.tables import DocumentRow, FileRow, PassageRow, State, VectorRow
from indexer.store.terms import word_terms
from indexer.types import Document, Header, Outline, ParsedDocument


class Shelf:
    """The part of a catalogue that holds what cannot be found. Each change is one transaction."""

    def __init__(self, engine: Engine, audit: AuditLog) -> None:
        self._engine, self._audit = engine, audit

    def listed(self, *states: ShelfState) -> tuple[Shelved, ...]:
        """What is on the shelf in those states (in any for none), the latest first."""
        with reading(self._engine) as connection:
            return shelf.listed(connection, *states)

    def one(self, document_id: str) -> Shelved | None:
        """The document of that id, if it is on the shelf."""
        with reading(self._engine) as connection:
            return shelf.one(connection, document_id)

    def standing(self, document_id: str) -> apply.Standing:
        """A held document or one on the shelf as people corrected it. Raises UnknownDocument."""
        with Session(self._engine) as session:
            return apply.standing(session, document_id)

    def parsed(self, document_id: str) -> ParsedDocument:
        """Everything that was found in a held document or one on the shelf, before corrections.

        Raises UnknownDocument.
        """
        with Session(self._engine) as session:
            held = shelf.parsed(session, document_id)
            return held if held is not None else _gathered(session, document_id).parsed

    def keep_draft(self, embedded: Embedded, by: str) -> None:
        """Hold a document back until a person publishes it."""
        with writing(self._engine) as session:
            shelf.put(session, embedded, "draft", by)
            document = embedded.parsed.document
            self._audit.note(session, "drafted", document.id, document.id, file=document.file)
            bump(session)

    def put_aside(self, document_id: str, state: ShelfState, by: str, successor: str | None = None) -> str | None:
        """Take a held document or a draft out so that nothing of it is found; returns its sha256, None for neither."""
        with writing(self._engine) as session:
            sha256 = _put_aside(session, document_id, state, by, successor)
            if sha256 is not None:
                self._audit.note(session, state, document_id, document_id, successor=successor)
                bump(session)
            return sha256

    def bring_back(self, document_id: str, encode: Encode) -> Shelved | None:
        """Let a document be found again, or for the first time; None when it is not on the shelf."""
        with writing(self._engine) as session:
            found = _bring_back(session, document_id, encode)
            if found is not None:
                kind = "published" if found.state == "draft" else "restored"
                self._audit.note(session, kind, document_id, document_id, file=found.file)
                bump(session)
            return found

    def exchange(self, document_id: str, other_id: str, by: str, encode: Encode) -> str | None:
        """Put ``document_id`` in the place of ``other_id``, whose corrections go over to it; the other goes aside.

        Returns the sha256 of the other, None when that is not held.
        """
        with writing(self._engine) as session:
            _bring_back(session, document_id, encode)
            sha256 = _put_aside(session, other_id, "replaced", by, document_id)
            apply.rewrite(session, document_id, encode)
            self._audit.note(session, "exchanged", document_id, document_id, other=other_id)
            bump(session)
            return sha256

    def forget(self, document_id: str) -> str | None:
        """Delete a document on the shelf for good; returns its sha256, None when it is not there."""
        with writing(self._engine) as session:
            sha256 = shelf.forget(session, document_id)
            if sha256 is not None:
                self._audit.note(session, "deleted", document_id, document_id)
            return sha256

    def outdated(self, days: int) -> tuple[Shelved, ...]:
        """What was removed more than ``days`` days ago; versions that were replaced stay."""
        before: datetime = now() - timedelta(days=days)
        return tuple(one for one in self.listed("removed") if one.at < before)

    def choose(self, document_id: str, other_id: str, choice: str, by: str) -> None:
        """Keep what a person decided about two documents that look like versions of one."""
        with writing(self._engine) as session:
            same = (VersionChoiceRow.document_id == document_id, VersionChoiceRow.other_id == other_id)
            session.execute(delete(VersionChoiceRow).where(*same))
            values = {"document_id": document_id, "other_id": other_id, "choice": choice}
            session.execute(insert(VersionChoiceRow).values(**values, made_by=by, made_at=now()))

    def choices(self, document_id: str) -> dict[str, str]:
        """What was decided about the document and each other one, by the other's id."""
        columns = (VersionChoiceRow.document_id, VersionChoiceRow.other_id, VersionChoiceRow.choice)
        here = (VersionChoiceRow.document_id == document_id) | (VersionChoiceRow.other_id == document_id)
        with reading(self._engine) as connection:
            rows = connection.execute(select(*columns).where(here)).all()
        return {(other if own == document_id else own): choice for own, other, choice in rows}


def _put_aside(session: Session, document_id: str, state: ShelfState, by: str, successor: str | None) -> str | None:
    if session.scalar(select(DocumentRow.id).where(DocumentRow.id == document_id)) is None:
        return shelf.restate(session, document_id, state, by, successor)
    whole = _gathered(session, document_id)
    delete_document(session, document_id)
    shelf.put(session, whole, state, by, successor)
    return whole.parsed.document.sha256


def _bring_back(session: Session, document_id: str, encode: Encode) -> Shelved | None:
    found, whole = shelf.one(session, document_id), shelf.whole(session, document_id)
    if found is None or whole is None:
        return None
    current = session.scalar(select(State.fingerprint))
    if current is not None and current != whole.fingerprint:
        whole = replace(whole, vectors=encode(whole.parsed.passages), fingerprint=current)
    insert_document(session, whole)
    apply.rewrite(session, document_id, encode)
    return found


def _gathered(session: Session, document_id: str) -> Embedded:
    """A held document as it was before corrections, put together from its rows. Raises UnknownDocument."""
    connection = session.connection()
    held, layout = holdings.document(connection, document_id), holdings.layout(connection, document_id)
    if held is None or layout is None:
        raise UnknownDocument(f"Không có văn bản “{document_id}”.", f"There is no document “{document_id}”.")
    extraction = apply.extraction(session, document_id)
    document = Document(
        id=held.id,
        file=held.file,
        sha256=held.sha256,
        format=held.format,
        text=holdings.text(connection, document_id) or "",
        pages=layout.pages,
        lines=layout.lines,
        tables=layout.tables,
        words=holdings.words(connection, document_id),
        repairs=layout.repairs,
        encoding=held.encoding,
        notes=held.notes,
    )
    header: Header = extraction.header or held.header
    outline = Outline(header, holdings.clauses(connection, document_id), holdings.regions(connection, document_id))
    parsed = ParsedDocument(
        document=document,
        outline=outline,
        tasks=extraction.tasks,
        duties=extraction.duties,
        references=tuple(one.reference for one in holdings.references(connection, document_id)),
        abbreviations=tuple(short for _, short in holdings.abbreviations(connection, document_id)),
        passages=extraction.passages,
    )
    size = session.scalar(select(FileRow.size).where(FileRow.sha256 == held.sha256)) or 0
    return _with_vectors(session, parsed, size)


def _with_vectors(session: Session, parsed: ParsedDocument, size: int) -> Embedded:
    """The document with the vectors that it has; without any where people changed what is searched."""
    key = parsed.document.id
    stored = holdings.document_passages(session.connection(), key)
    same = tuple(one.passage for one in stored) == parsed.passages and not any(one.searched for one in stored)
    columns = (VectorRow.data, VectorRow.dimension, VectorRow.fingerprint)
    made = session.execute(select(*columns).where(VectorRow.document_id == key)).first()
    if made is not None and same:
        rows = session.scalars(select(PassageRow.words).where(PassageRow.document_id == key).order_by(PassageRow.rowid))
        vectors = np.frombuffer(made.data, "<f4").reshape(-1, made.dimension)
        return Embedded(parsed, vectors, made.fingerprint, tuple(rows), size)
    words = tuple(" ".join(word_terms(passage.text)) for passage in parsed.passages)
    return Embedded(parsed, np.empty((0, 1), np.float32), "", words, size)
