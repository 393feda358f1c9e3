"""A document written anew under the corrections that apply to it: rows, units, passages, vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.orm import Session

from indexer.errors import IndexMismatch, UnknownDocument
from indexer.store import assignments, codec, holdings, shelf
from indexer.store.amend import ledger
from indexer.store.amend.records import Correction, DocumentKey, Encode, Extraction
from indexer.store.amend.replay import Replayed, Row, replay
from indexer.store.amend.searched import Found, passages_of
from indexer.store.assignments import Kept
from indexer.store.tables import DocumentRow, ExtractionRow, PassageRow, VectorRow
from indexer.store.terms import word_terms
from indexer.types import Duty, Header, ParsedDocument, Passage, Task

T = TypeVar("T", Task, Duty)


@dataclass(frozen=True, slots=True)
class Standing:
    """A document with what was extracted from it, what people said, and what follows."""

    document: DocumentKey
    text: str
    extraction: Extraction
    corrections: tuple[Correction, ...]
    rows: Replayed

    @property
    def header(self) -> Header:
        """The header under the corrections in force."""
        return self.rows.header or self.extraction.header or Header()


def document_key(session: Connection | Session, document_id: str) -> DocumentKey:
    """The key of a held document. Raises UnknownDocument."""
    columns = (DocumentRow.id, DocumentRow.sha256, DocumentRow.file, DocumentRow.header)
    row = session.execute(select(*columns).where(DocumentRow.id == document_id)).first()
    if row is None:
        aside = shelf.one(session, document_id)
        if aside is not None:
            own = aside.header
            return DocumentKey(aside.id, aside.sha256, aside.file, own.number, own.issuer, own.issued_on)
        raise UnknownDocument(f"Không có văn bản “{document_id}”.", f"There is no document “{document_id}”.")
    header = codec.loads(Header, row.header)
    return DocumentKey(row.id, row.sha256, row.file, header.number, header.issuer, header.issued_on)


def present_id(session: Connection | Session, document_id: str) -> str | None:
    """The id itself if the document is held or on the shelf, else None."""
    held = session.scalar(select(DocumentRow.id).where(DocumentRow.id == document_id))
    return held or (document_id if shelf.one(session, document_id) is not None else None)


def draft_of(connection: Connection | Session, record_id: str) -> str | None:
    """The draft that a row of that id stands in; nothing for one that was removed or replaced."""
    found = shelf.one(connection, record_id.rpartition("-")[0])
    return found.id if found is not None and found.state == "draft" else None


def standing(session: Session, document_id: str) -> Standing:
    """How the document stands now."""
    document = document_key(session, document_id)
    aside = shelf.parsed(session, document_id)
    if aside is not None:
        text, found = aside.document.text, _found(aside)
    else:
        text = session.scalar(select(DocumentRow.text).where(DocumentRow.id == document_id)) or ""
        found = extraction(session, document_id)
    said = ledger.of_document(session, document)
    return Standing(document, text, found, said, replay(found, said, document_id, text))


def _found(parsed: ParsedDocument) -> Extraction:
    return Extraction(parsed.tasks, parsed.duties, parsed.passages, parsed.outline.header)


def extraction(session: Session, document_id: str) -> Extraction:
    """What was extracted: kept aside since the first correction, before it simply what the catalogue holds."""
    header = codec.loads(
        Header, session.scalar(select(DocumentRow.header).where(DocumentRow.id == document_id)) or "{}"
    )
    kept = session.scalar(select(ExtractionRow.record).where(ExtractionRow.document_id == document_id))
    if kept is not None:
        known = codec.unpack(Extraction, kept)
        # Records kept before headers could be corrected lack it; the document's own is untouched then.
        return known if known.header else replace(known, header=header)
    tasks, duties = assignments.held(session, document_id)
    stored = holdings.document_passages(session.connection(), document_id)
    return Extraction(
        tuple(one.record for one in tasks),
        tuple(one.record for one in duties),
        tuple(one.passage for one in stored),
        header,
    )


def rewrite(session: Session, document_id: str, encode: Encode) -> bool:
    """Write the document as its corrections want it; False when nobody ever corrected it."""
    now = standing(session, document_id)
    if not now.corrections:
        return False
    if shelf.one(session, document_id) is not None:
        reviews = sum(one.record.needs_review for one in now.rows.tasks)
        shelf.recount(session, document_id, now.header, len(now.rows.tasks), reviews)
        ledger.place(session, now.rows.found)
        return True
    session.execute(delete(ExtractionRow).where(ExtractionRow.document_id == document_id))
    kept = {"document_id": document_id, "record": codec.pack(now.extraction)}
    session.execute(insert(ExtractionRow).values(**kept))
    _write_header(session, document_id, now.header)
    tasks, duties = list(_kept(now.rows.tasks)), list(_kept(now.rows.duties))
    assignments.write(session, document_id, tasks, duties)
    _write_passages(session, document_id, passages_of(now.extraction, now.rows.tasks, now.text), encode)
    ledger.place(session, now.rows.found)
    counts = {"task_count": len(tasks), "review_count": sum(one.record.needs_review for one in tasks)}
    session.execute(update(DocumentRow).where(DocumentRow.id == document_id).values(**counts))
    return True


def _write_header(session: Session, document_id: str, header: Header) -> None:
    named = {name: getattr(header, name) for name in ("number", "kind", "issuer", "scope", "title", "issued_on")}
    session.execute(
        update(DocumentRow).where(DocumentRow.id == document_id).values(header=codec.dumps(header), **named)
    )


def _kept(rows: Sequence[Row[T]]) -> Iterator[Kept[T]]:
    for row in rows:
        yield Kept(row.record, tuple(sorted(set(row.touched))))


def _write_passages(session: Session, document_id: str, wanted: Sequence[Found], encode: Encode) -> None:
    """Put the passages in place of the present ones under new numbers, unless they are the same.

    New numbers tell the search index that the document changed; vectors of unchanged words are taken over.
    """
    stored = holdings.document_passages(session.connection(), document_id)
    present = [Found(one.passage, one.searched) for one in stored]
    if present == list(wanted):
        return
    vectors = session.execute(
        select(VectorRow.data, VectorRow.dimension).where(VectorRow.document_id == document_id)
    ).one()
    matrix = np.frombuffer(vectors.data, "<f4").reshape(-1, vectors.dimension)
    words = dict(
        session.execute(select(PassageRow.rowid, PassageRow.words).where(PassageRow.document_id == document_id))
        .tuples()
        .all()
    )
    held = {_mark(one): (matrix[i], words[stored[i].rowid]) for i, one in enumerate(present)}
    fresh = [one for one in wanted if _mark(one) not in held]
    made = encode([one.as_searched for one in fresh]) if fresh else matrix[:0]
    if made.shape[1] != vectors.dimension:
        raise IndexMismatch(
            f"Vectơ của văn bản có {vectors.dimension} chiều, mô hình hiện tại có {made.shape[1]}; hãy nhúng lại.",
            f"The document's vectors have dimension {vectors.dimension}, the model {made.shape[1]}; embed anew.",
        )
    for one, vector in zip(fresh, made, strict=True):
        held[_mark(one)] = (vector, " ".join(word_terms(one.as_searched.text)))
    session.execute(delete(PassageRow).where(PassageRow.document_id == document_id))
    assignments.insert_rows(session, PassageRow, (_passage(document_id, one, held[_mark(one)][1]) for one in wanted))
    joined = _stacked([held[_mark(one)][0] for one in wanted], vectors.dimension)
    session.execute(update(VectorRow).where(VectorRow.document_id == document_id).values(data=joined.tobytes()))


def _mark(one: Found) -> tuple[str, str]:
    return one.passage.context, one.as_searched.text


def _stacked(rows: Sequence[NDArray[np.float32]], dimension: int) -> NDArray[np.float32]:
    return np.ascontiguousarray(np.stack(rows), "<f4") if rows else np.empty((0, dimension), "<f4")


def _passage(owner: str, one: Found, words: str) -> dict[str, object]:
    passage: Passage = one.passage
    return {**holdings.passage_row(owner, passage), "words": words, "searched": one.searched}
