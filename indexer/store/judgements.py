"""Judgements of people about pairs of obligations: kept under keys that outlive a re-reading of either file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from indexer.store.records import Judgement
from indexer.store.tables import JudgementRow

_COLUMNS: tuple[InstrumentedAttribute[Any], ...] = (
    JudgementRow.above_key,
    JudgementRow.below_key,
    JudgementRow.above_document,
    JudgementRow.below_document,
    JudgementRow.verdict,
    JudgementRow.above_words,
    JudgementRow.below_words,
    JudgementRow.judged_by,
    JudgementRow.why,
    JudgementRow.judged_at,
)


def save(session: Session, judgement: Judgement) -> None:
    """Keep the judgement in place of an earlier one on the same pair."""
    forget(session, judgement.above_key, judgement.below_key)
    session.execute(insert(JudgementRow).values(**asdict(judgement)))


def forget(session: Session, above_key: str, below_key: str) -> bool:
    """Drop what was said about the pair; tells whether anything was."""
    pair = (JudgementRow.above_key == above_key) & (JudgementRow.below_key == below_key)
    return bool(session.execute(delete(JudgementRow).where(pair).returning(JudgementRow.id)).all())


def of(connection: Connection, above_document: str | None) -> tuple[Judgement, ...]:
    """What was said about the obligations of that superior plan (of every one for None), the oldest first."""
    query = select(*_COLUMNS).order_by(JudgementRow.id)
    if above_document is not None:
        query = query.where(JudgementRow.above_document == above_document)
    return tuple(Judgement(*row) for row in connection.execute(query))
