"""Questions to the catalogue that give documents, clauses, passages and references."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Row, func, select
from sqlalchemy.orm import InstrumentedAttribute

from indexer import fold
from indexer.store import codec
from indexer.store.records import Found, Layout, StoredDocument, StoredPassage, StoredReference
from indexer.store.tables import (
    AbbreviationRow,
    ClauseRow,
    DocumentRow,
    PassageRow,
    ReferenceRow,
    RegionRow,
)
from indexer.types import Abbreviation, Clause, Header, Passage, Reference, Region, Span, Word

# SQLite takes at most 32,766 values in one statement; a chunk stays far below.
CHUNK = 500

_DOCUMENT: tuple[InstrumentedAttribute[Any], ...] = (
    DocumentRow.serial,
    DocumentRow.id,
    DocumentRow.file,
    DocumentRow.sha256,
    DocumentRow.format,
    DocumentRow.encoding,
    DocumentRow.header,
    DocumentRow.page_count,
    DocumentRow.task_count,
    DocumentRow.clause_count,
    DocumentRow.review_count,
    DocumentRow.notes,
    DocumentRow.added_at,
)


def documents(connection: Connection, limit: int | None, offset: int) -> Found[StoredDocument]:
    """Documents in the order in which they were added."""
    total = connection.scalar(select(func.count()).select_from(DocumentRow)) or 0
    rows = connection.execute(select(*_DOCUMENT).order_by(DocumentRow.serial).limit(limit).offset(offset))
    return Found(total, tuple(_document(row) for row in rows))


def document(connection: Connection, document_id: str) -> StoredDocument | None:
    """The document of that id."""
    row = connection.execute(select(*_DOCUMENT).where(DocumentRow.id == document_id)).first()
    return None if row is None else _document(row)


def named(connection: Connection, name: str) -> tuple[StoredDocument, ...]:
    """The documents that go by ``name``: an id or its beginning, a file name or its end, a number; best sense first."""
    held = documents(connection, None, 0).items
    wanted, short = name.strip(), _squeezed(name)
    senses: tuple[Callable[[StoredDocument], bool], ...] = (
        lambda one: one.id == wanted,
        lambda one: one.file == wanted,
        lambda one: bool(short) and _squeezed(one.header.number or "") == short,
        lambda one: len(wanted) >= 4 and (one.id.startswith(wanted) or one.file.endswith(wanted)),
        lambda one: len(wanted) >= 3 and one.file.startswith(wanted),
    )
    for sense in senses:
        found = tuple(one for one in held if sense(one))
        if found:
            return found
    return ()


def _squeezed(number: str) -> str:
    return "".join(letter for letter in fold.fold(number) if letter.isalnum())


def _document(row: Row[*tuple[Any, ...]]) -> StoredDocument:
    serial, key, file, sha256, form, encoding, header, pages, tasks, clauses, reviews, notes, added = row
    return StoredDocument(
        serial=serial,
        id=key,
        file=file,
        sha256=sha256,
        format=form,
        encoding=encoding,
        header=codec.loads(Header, header),
        pages=pages,
        tasks=tasks,
        clauses=clauses,
        reviews=reviews,
        notes=codec.loads_all(str, notes),
        added_at=added,
    )


def text(connection: Connection, document_id: str) -> str | None:
    """The one text of the document."""
    return connection.scalar(select(DocumentRow.text).where(DocumentRow.id == document_id))


def layout(connection: Connection, document_id: str) -> Layout | None:
    """Pages, lines, tables and repairs of the document."""
    data = connection.scalar(select(DocumentRow.layout).where(DocumentRow.id == document_id))
    return None if data is None else codec.unpack(Layout, data)


def words(connection: Connection, document_id: str) -> tuple[Word, ...]:
    """The words of the document with their boxes; none for a format without pages."""
    data = connection.scalar(select(DocumentRow.words).where(DocumentRow.id == document_id))
    return () if data is None else codec.unpack_words(data)


def clauses(connection: Connection, document_id: str) -> tuple[Clause, ...]:
    """The clause tree of the document in the order of the text."""
    query = select(ClauseRow.record).where(ClauseRow.document_id == document_id).order_by(ClauseRow.ordinal)
    return tuple(codec.loads(Clause, record) for record in connection.scalars(query))


def regions(connection: Connection, document_id: str) -> tuple[Region, ...]:
    """The regions of the document in the order of the text."""
    columns = (RegionRow.kind, RegionRow.start, RegionRow.end, RegionRow.title)
    rows = connection.execute(select(*columns).where(RegionRow.document_id == document_id).order_by(RegionRow.id))
    return tuple(Region(kind, Span(start, end), title) for kind, start, end, title in rows)  # type: ignore[arg-type]


def references(connection: Connection, document_id: str | None) -> tuple[StoredReference, ...]:
    """What the document names (every document for None), each with the held document of that number."""
    query = select(ReferenceRow.document_id, ReferenceRow.record).order_by(ReferenceRow.id)
    if document_id is not None:
        query = query.where(ReferenceRow.document_id == document_id)
    held = connection.execute(select(DocumentRow.number, DocumentRow.issued_on, DocumentRow.id)).all()
    found = []
    for owner, record in connection.execute(query):
        reference = codec.loads(Reference, record)
        # Numbers restart every year and with every issuer: the date decides where both are known.
        same = (
            key
            for number, issued, key in held
            if number == reference.number
            and key != owner
            and (issued is None or reference.issued_on is None or issued == reference.issued_on)
        )
        found.append(StoredReference(owner, reference, next(same, None)))
    return tuple(found)


def abbreviations(connection: Connection, document_id: str | None) -> tuple[tuple[str, Abbreviation], ...]:
    """Short forms that the document (every document for None) defines, each with the id of the document."""
    columns = (AbbreviationRow.short, AbbreviationRow.long, AbbreviationRow.start, AbbreviationRow.end)
    query = select(AbbreviationRow.document_id, *columns).order_by(AbbreviationRow.id)
    if document_id is not None:
        query = query.where(AbbreviationRow.document_id == document_id)
    rows = connection.execute(query)
    return tuple((owner, Abbreviation(short, long, Span(start, end))) for owner, short, long, start, end in rows)


def passages(connection: Connection, rowids: Iterable[int]) -> dict[int, StoredPassage]:
    """The passages of those numbers that the catalogue still holds."""
    wanted = [int(number) for number in rowids]
    found = {}
    for start in range(0, len(wanted), CHUNK):
        query = select(*_PASSAGE).where(PassageRow.rowid.in_(wanted[start : start + CHUNK]))
        found.update({row.rowid: _passage(row) for row in connection.execute(query)})
    return found


def document_passages(connection: Connection, document_id: str) -> tuple[StoredPassage, ...]:
    """The passages of a document in the order of the text."""
    query = select(*_PASSAGE).where(PassageRow.document_id == document_id).order_by(PassageRow.rowid)
    return tuple(_passage(row) for row in connection.execute(query))


_PASSAGE: tuple[InstrumentedAttribute[Any], ...] = (
    PassageRow.rowid,
    PassageRow.document_id,
    PassageRow.id,
    PassageRow.kind,
    PassageRow.clause_id,
    PassageRow.task_id,
    PassageRow.start,
    PassageRow.end,
    PassageRow.page,
    PassageRow.path,
    PassageRow.section,
    PassageRow.text,
    PassageRow.context,
    PassageRow.searched,
)


def passage_row(document_id: str, passage: Passage) -> dict[str, object]:
    """The columns of a passage that follow from it alone."""
    return {
        "id": passage.id,
        "document_id": document_id,
        "kind": passage.kind,
        "clause_id": passage.clause_id,
        "task_id": passage.task_id,
        "page": passage.page,
        "start": passage.span.start,
        "end": passage.span.end,
        "path": codec.dumps(passage.path),
        "section": passage.section,
        "text": passage.text,
        "context": passage.context,
    }


def _passage(row: Row[*tuple[Any, ...]]) -> StoredPassage:
    rowid, owner, key, kind, clause, task, start, end, page, path, section, words_, context, searched = row
    passage = Passage(
        id=key,
        kind=kind,
        clause_id=clause,
        task_id=task,
        span=Span(start, end),
        page=page,
        path=codec.loads_all(str, path),
        section=section,
        text=words_,
        context=context,
    )
    return StoredPassage(rowid, owner, passage, searched)


def passage_rowids(
    connection: Connection,
    document_ids: tuple[str, ...] = (),
    kind: str | None = None,
    task_ids: Iterable[str] | None = None,
) -> NDArray[np.int64]:
    """The sorted numbers of the passages that belong to those documents, of that kind, to those tasks."""
    query = select(PassageRow.rowid).order_by(PassageRow.rowid)
    if document_ids:
        query = query.where(PassageRow.document_id.in_(document_ids))
    if kind is not None:
        query = query.where(PassageRow.kind == kind)
    if task_ids is None:
        return np.fromiter(connection.scalars(query), np.int64)
    wanted = list(task_ids)
    numbers: list[int] = []
    for start in range(0, len(wanted), CHUNK):
        numbers += connection.scalars(query.where(PassageRow.task_id.in_(wanted[start : start + CHUNK])))
    return np.array(sorted(numbers), np.int64)
