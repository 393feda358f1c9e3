"""Documents kept aside: drafts that wait for a person, removed ones, and those that a newer version replaced.

A document on the shelf has no row in any table that is searched, listed or counted, so nothing of it can be found. It
is kept whole, as it was parsed, and comes back without being read again; corrections find it by its content as ever.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, cast

import numpy as np
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.orm import Session

from indexer.store import codec
from indexer.store.insert import Embedded
from indexer.store.intake_tables import ShelfRow
from indexer.store.moment import now
from indexer.types import Header, ParsedDocument

ShelfState = Literal["draft", "removed", "replaced"]
GONE: tuple[ShelfState, ...] = ("removed", "replaced")


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document on the shelf as lists show it; ``successor`` is the version that replaced it."""

    id: str
    sha256: str
    file: str
    state: ShelfState
    successor: str | None
    header: Header
    tasks: int
    reviews: int
    pages: int | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Packed:
    """What one column holds: the document without its words' boxes, and the segmented words of its passages."""

    parsed: ParsedDocument
    words: tuple[str, ...]


_LISTED = (
    ShelfRow.document_id,
    ShelfRow.sha256,
    ShelfRow.file,
    ShelfRow.state,
    ShelfRow.successor,
    ShelfRow.header,
    ShelfRow.task_count,
    ShelfRow.review_count,
    ShelfRow.page_count,
    ShelfRow.put_by,
    ShelfRow.put_at,
)


def put(session: Session, embedded: Embedded, state: ShelfState, by: str, successor: str | None = None) -> None:
    """Keep the document aside, in place of what is there of it."""
    parsed = embedded.parsed
    document, header = parsed.document, parsed.outline.header
    bare = replace(parsed, document=replace(document, words=()))
    vectors = np.ascontiguousarray(embedded.vectors, "<f4")
    forget(session, document.id)
    values = {
        "document_id": document.id,
        "sha256": document.sha256,
        "file": document.file,
        "state": state,
        "successor": successor,
        "header": codec.dumps(header),
        "task_count": len(parsed.tasks),
        "review_count": sum(task.needs_review for task in parsed.tasks),
        "page_count": sum(page.number is not None for page in document.pages) or None,
        "put_by": by,
        "put_at": now(),
        "size": embedded.size,
        "words": codec.pack_words(document.words),
        "record": codec.pack(_Packed(bare, embedded.words)),
        "fingerprint": embedded.fingerprint,
        "dimension": vectors.shape[1] if vectors.ndim == 2 else 0,
        "vectors": vectors.tobytes(),
    }
    session.execute(insert(ShelfRow).values(**values))


def forget(session: Session, document_id: str) -> str | None:
    """Take the document off the shelf for good; returns its sha256, None when it is not there."""
    sha256 = session.scalar(select(ShelfRow.sha256).where(ShelfRow.document_id == document_id))
    session.execute(delete(ShelfRow).where(ShelfRow.document_id == document_id))
    return sha256


def listed(connection: Connection | Session, *states: ShelfState) -> tuple[Shelved, ...]:
    """What is on the shelf in those states (in any for none), the latest first."""
    query = select(*_LISTED).order_by(ShelfRow.put_at.desc(), ShelfRow.document_id)
    if states:
        query = query.where(ShelfRow.state.in_(states))
    return tuple(_shelved(row) for row in connection.execute(query).all())


def one(connection: Connection | Session, document_id: str) -> Shelved | None:
    """The document of that id, if it is on the shelf."""
    row = connection.execute(select(*_LISTED).where(ShelfRow.document_id == document_id)).first()
    return None if row is None else _shelved(row)


def _shelved(row: object) -> Shelved:
    key, sha256, file, state, successor, header, tasks, reviews, pages, by, at = cast("tuple[str, ...]", row)
    told = codec.loads(Header, header)
    return Shelved(key, sha256, file, state, successor, told, tasks, reviews, pages, by, at)  # type: ignore[arg-type]


def parsed(connection: Connection | Session, document_id: str) -> ParsedDocument | None:
    """Everything that was found in the document, as it was when it came onto the shelf."""
    columns = (ShelfRow.record, ShelfRow.words)
    row = connection.execute(select(*columns).where(ShelfRow.document_id == document_id)).first()
    if row is None:
        return None
    whole = codec.unpack(_Packed, row[0]).parsed
    return replace(whole, document=replace(whole.document, words=codec.unpack_words(row[1])))


def whole(session: Session, document_id: str) -> Embedded | None:
    """The document with its vectors; those are empty where they have to be made anew."""
    columns = (ShelfRow.record, ShelfRow.fingerprint, ShelfRow.dimension, ShelfRow.vectors, ShelfRow.size)
    row = session.execute(select(*columns).where(ShelfRow.document_id == document_id)).first()
    found = parsed(session, document_id)
    if row is None or found is None:
        return None
    vectors = np.frombuffer(row[3], "<f4").reshape(-1, row[2] or 1)
    return Embedded(found, vectors, row[1], codec.unpack(_Packed, row[0]).words, row[4])


def restate(session: Session, document_id: str, state: ShelfState, by: str, successor: str | None) -> str | None:
    """Let a draft be removed or replaced instead; returns its sha256, None when there is no such draft."""
    draft = (ShelfRow.document_id == document_id, ShelfRow.state == "draft")
    sha256 = session.scalar(select(ShelfRow.sha256).where(*draft))
    values = {"state": state, "successor": successor, "put_by": by, "put_at": now()}
    session.execute(update(ShelfRow).where(*draft).values(**values))
    return sha256


def recount(session: Session, document_id: str, header: Header, tasks: int, reviews: int) -> None:
    """Let lists show a draft as people corrected it."""
    values = {"header": codec.dumps(header), "task_count": tasks, "review_count": reviews}
    session.execute(update(ShelfRow).where(ShelfRow.document_id == document_id).values(**values))
