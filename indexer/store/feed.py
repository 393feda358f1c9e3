"""What the search index is made from: the documents under their serials, with texts and vectors of one model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from indexer.store.tables import DocumentRow, PassageRow, State, VectorRow


@dataclass(frozen=True, slots=True)
class CatalogueState:
    """The generation, and the fingerprint and dimension of the model whose vectors are current."""

    generation: int
    fingerprint: str | None
    dimension: int | None


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """What the search index takes of one document: ``rowids`` (n,), ``vectors`` (n, dim), and the texts."""

    serial: int
    rowids: NDArray[np.int64]
    vectors: NDArray[np.float32]
    words: tuple[str, ...]
    texts: tuple[str, ...]
    contexts: tuple[str, ...]


def state(connection: Connection) -> CatalogueState:
    """The generation and the current model."""
    row = connection.execute(select(State.generation, State.fingerprint, State.dimension)).one()
    return CatalogueState(*row)


def generation(connection: Connection) -> int:
    """A number that grows with every change of what can be found."""
    return int(connection.scalar(select(State.generation)) or 0)


def serials(connection: Connection) -> dict[int, str]:
    """The serial of every document with its id."""
    rows = connection.execute(select(DocumentRow.serial, DocumentRow.id)).all()
    return {serial: key for serial, key in rows}  # noqa: C416


def extents(connection: Connection) -> dict[int, tuple[int, int]]:
    """For every document's serial how many passages it has and the greatest number among them."""
    query = select(DocumentRow.serial, func.count(), func.max(PassageRow.rowid)).join(
        PassageRow, PassageRow.document_id == DocumentRow.id
    )
    rows = connection.execute(query.group_by(DocumentRow.serial)).all()
    return {serial: (count, last) for serial, count, last in rows}


def entry(connection: Connection, serial: int, fingerprint: str) -> IndexEntry | None:
    """What the index takes of one document; None where it has no vectors of that model."""
    text = func.coalesce(PassageRow.searched, PassageRow.text).label("text")
    columns = (PassageRow.rowid, PassageRow.words, text, PassageRow.context)
    vectors = connection.execute(
        select(VectorRow.data, VectorRow.dimension)
        .join(DocumentRow, DocumentRow.id == VectorRow.document_id)
        .where(DocumentRow.serial == serial, VectorRow.fingerprint == fingerprint)
    ).first()
    if vectors is None:
        return None
    rows = connection.execute(
        select(*columns)
        .join(DocumentRow, DocumentRow.id == PassageRow.document_id)
        .where(DocumentRow.serial == serial)
        .order_by(PassageRow.rowid)
    ).all()
    return IndexEntry(
        serial,
        np.array([row.rowid for row in rows], np.int64),
        np.frombuffer(vectors.data, "<f4").reshape(-1, vectors.dimension),
        tuple(row.words for row in rows),
        tuple(row.text for row in rows),
        tuple(row.context for row in rows),
    )


def without_vectors(connection: Connection, fingerprint: str) -> tuple[str, ...]:
    """The ids of documents that have no vectors of that model."""
    made = select(VectorRow.document_id).where(VectorRow.fingerprint == fingerprint)
    query = select(DocumentRow.id).where(DocumentRow.id.not_in(made)).order_by(DocumentRow.serial)
    return tuple(connection.scalars(query))


def passage_count(connection: Connection) -> int:
    """How many passages there are."""
    return int(connection.scalar(select(func.count()).select_from(PassageRow)) or 0)
