"""A parsed document as rows of the catalogue, within the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from indexer.store import assignments, codec
from indexer.store.amend import ledger
from indexer.store.assignments import Kept, insert_rows
from indexer.store.holdings import passage_row
from indexer.store.intake_tables import ShelfRow
from indexer.store.moment import now
from indexer.store.records import Layout
from indexer.store.tables import (
    AbbreviationRow,
    AliasRow,
    ClauseRow,
    DocumentRow,
    FileRow,
    PassageRow,
    ReferenceRow,
    RegionRow,
    VectorRow,
)
from indexer.types import ParsedDocument

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A parsed document with what retrieval needs of each of its passages.

    ``vectors`` is ``(passages, dim)`` float32 made by the model of ``fingerprint``; ``words`` the segmented words
    of each passage; ``size`` the bytes of the original.
    """

    parsed: ParsedDocument
    vectors: NDArray[np.float32]
    fingerprint: str
    words: tuple[str, ...]
    size: int


def insert_document(session: Session, embedded: Embedded, serial: int | None = None) -> None:
    """Write every row of the document, under the serial that it had before if it is only read anew."""
    parsed = embedded.parsed
    owner = parsed.document.id
    document = parsed.document
    insert_rows(session, FileRow, [_file(embedded)])
    session.execute(delete(ShelfRow).where(ShelfRow.document_id == owner))
    again = {} if serial is None else {"serial": serial}
    insert_rows(session, DocumentRow, [{**_document(parsed), **again}])
    insert_rows(session, ClauseRow, _clauses(parsed))
    regions = [(r.kind, r.span.start, r.span.end, r.title) for r in parsed.outline.regions]
    insert_rows(session, RegionRow, _named(owner, ("kind", "start", "end", "title"), regions))
    assignments.write(session, owner, [Kept(task) for task in parsed.tasks], [Kept(duty) for duty in parsed.duties])
    references = [(r.number, r.relation, codec.dumps(r)) for r in parsed.references]
    insert_rows(session, ReferenceRow, _named(owner, ("number", "relation", "record"), references))
    shorts = [(a.short, a.long, a.span.start, a.span.end) for a in parsed.abbreviations]
    insert_rows(session, AbbreviationRow, _named(owner, ("short", "long", "start", "end"), shorts))
    insert_rows(session, PassageRow, _passages(embedded))
    insert_rows(session, VectorRow, [vector_row(document.id, embedded.vectors, embedded.fingerprint)])


def delete_document(session: Session, document_id: str) -> str | None:
    """Delete every row of the document and the units that nobody else names; returns its sha256, None if not held."""
    sha256 = session.scalar(select(DocumentRow.sha256).where(DocumentRow.id == document_id))
    if sha256 is None:
        return None
    named = set(session.scalars(select(AliasRow.unit_id).where(AliasRow.document_id == document_id)))
    session.execute(delete(DocumentRow).where(DocumentRow.id == document_id))
    session.execute(delete(FileRow).where(FileRow.sha256 == sha256))
    assignments.settle_units(session, named)
    ledger.displace(session, document_id)
    return sha256


def vector_row(document_id: str, vectors: NDArray[np.float32], fingerprint: str) -> Row:
    """The row that holds a document's vectors."""
    data = np.ascontiguousarray(vectors, "<f4")
    return {
        "document_id": document_id,
        "fingerprint": fingerprint,
        "dimension": data.shape[1],
        "data": data.tobytes(),
    }


def _named(owner: str, names: Sequence[str], rows: Iterable[tuple[object, ...]]) -> Iterator[Row]:
    for row in rows:
        yield {"document_id": owner, **dict(zip(names, row, strict=True))}


def _file(embedded: Embedded) -> Row:
    document = embedded.parsed.document
    return {"sha256": document.sha256, "name": document.file, "size": embedded.size, "added_at": now()}


def _document(parsed: ParsedDocument) -> Row:
    document, header = parsed.document, parsed.outline.header
    layout = Layout(document.pages, document.lines, document.tables, document.repairs)
    numbered = [page.number for page in document.pages if page.number is not None]
    return {
        "id": document.id,
        "sha256": document.sha256,
        "file": document.file,
        "format": document.format,
        "encoding": document.encoding,
        "number": header.number,
        "kind": header.kind,
        "issuer": header.issuer,
        "scope": header.scope,
        "title": header.title,
        "issued_on": header.issued_on,
        "header": codec.dumps(header),
        "text": document.text,
        "layout": codec.pack(layout),
        "words": codec.pack_words(document.words),
        "notes": codec.dumps(document.notes),
        "page_count": len(numbered) or None,
        "task_count": len(parsed.tasks),
        "clause_count": sum(clause.leaf for clause in parsed.outline.clauses),
        "review_count": sum(task.needs_review for task in parsed.tasks),
        "added_at": now(),
    }


def _clauses(parsed: ParsedDocument) -> Iterator[Row]:
    for ordinal, clause in enumerate(parsed.outline.clauses):
        yield {
            "id": clause.id,
            "document_id": parsed.document.id,
            "ordinal": ordinal,
            "parent_id": clause.parent_id,
            "level": clause.level,
            "page": clause.page,
            "record": codec.dumps(clause),
        }


def _passages(embedded: Embedded) -> Iterator[Row]:
    for passage, words in zip(embedded.parsed.passages, embedded.words, strict=True):
        yield {**passage_row(embedded.parsed.document.id, passage), "words": words}
