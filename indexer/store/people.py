"""What people say about what was extracted, as the catalogue takes it: corrections, and rulings on units."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from indexer.store import rule
from indexer.store.amend import apply, ledger, make
from indexer.store.amend.records import Correction, Draft, Encode, no_encoder
from indexer.store.audit import AuditLog
from indexer.store.database import reading, writing
from indexer.store.entities import Entities, rulings
from indexer.store.records import Ruling
from indexer.store.tables import State


def bump(session: Session) -> None:
    """Count one more change of what can be found."""
    session.execute(update(State).values(generation=State.generation + 1))


class People:
    """The part of a catalogue that only people write. Each change is one transaction and one generation.

    What is meant is looked up first as its readers see it: nobody changes what they may not read.
    """

    def __init__(self, engine: Engine, audit: AuditLog) -> None:
        self._engine, self._audit = engine, audit

    def correct(self, draft: Draft, encode: Encode = no_encoder) -> Correction:
        """Keep a correction and lay it over its document; ``encode`` gives the vectors of the corrected words.

        Raises UnknownRecord, CorrectionRefused or CorrectionConflict; nothing has changed then.
        """
        with reading(self._engine) as connection:
            make.owner(connection, draft)
        with writing(self._engine) as session:
            made = make.correct(session, draft, encode)
            self._note(session, "corrected", made, draft.record_id)
            bump(session)
            return made

    def undo(self, correction_id: int, by: str, why: str, encode: Encode = no_encoder) -> Correction:
        """Take a correction back; the undoing is kept as a correction itself. Raises as ``correct`` does."""
        with reading(self._engine) as connection:
            make.meant(connection, correction_id)
        with writing(self._engine) as session:
            made = make.undo(session, correction_id, by, why, encode)
            self._note(session, "undone", made, made.record_id or made.document.id)
            bump(session)
            return made

    def check_all(self, document_id: str, by: str, why: str = "", encode: Encode = no_encoder) -> tuple[int, ...]:
        """Mark every task of a document that nobody answers for as right; returns the ids of the corrections."""
        with reading(self._engine) as connection:
            apply.document_key(connection, document_id)
        with writing(self._engine) as session:
            made = make.check_all(session, document_id, by, why, encode)
            self._audit.note(session, "checked", document_id, document_id, rows=len(made))
            bump(session)
            return made

    def undo_all(self, ids: Iterable[int], by: str, encode: Encode = no_encoder) -> int:
        """Take those of the corrections back that are in force and may be read; returns how many that were."""
        known = tuple(self.some(ids))
        with writing(self._engine) as session:
            number = make.undo_all(session, known, by, encode)
            self._audit.note(session, "undone", corrections=", ".join(map(str, known))[:300], rows=number)
            bump(session)
            return number

    def rule(self, draft: rule.Draft) -> Ruling:
        """Keep a ruling on units, for all documents held and to come. Raises UnknownRecord and CorrectionRefused."""
        with reading(self._engine) as connection:
            rule.check(connection, draft)
        with writing(self._engine) as session:
            made = rule.make(session, draft)
            names = {"name": made.unit_name, "other": made.other_name}
            self._audit.note(session, "ruled", made.unit_id, action=made.action, **names, ruling=made.id)
            if rule.moves(made):
                bump(session)
            return made

    def unrule(self, ruling_id: int, by: str, why: str) -> Ruling:
        """Take a ruling back; the undoing is kept as a ruling itself. Raises UnknownRecord."""
        with reading(self._engine) as connection:
            taken = rule.meant(connection, ruling_id)
        with writing(self._engine) as session:
            made = rule.undo(session, ruling_id, by, why)
            names = {"name": made.unit_name, "other": made.other_name}
            self._audit.note(session, "unruled", made.unit_id, **names, ruling=ruling_id)
            if rule.moves(taken):
                bump(session)
            return made

    def _note(self, session: Session, kind: str, made: Correction, subject: str) -> None:
        """Note a correction without the words that it changed."""
        which = {"correction": made.id, "action": made.action, "field": made.field, "undoes": made.undoes}
        self._audit.note(session, kind, subject, made.document.id, **which)

    def corrections(self) -> tuple[Correction, ...]:
        """Everything that people corrected and undid, the oldest first."""
        with reading(self._engine) as connection:
            return ledger.all_of(connection)

    def some(self, ids: Iterable[int]) -> dict[int, Correction]:
        """The corrections of those ids."""
        with reading(self._engine) as connection:
            return ledger.some(connection, ids)

    def rulings(self) -> tuple[Ruling, ...]:
        """What was said of units, undoings included, the oldest first."""
        with reading(self._engine) as connection:
            return rulings(connection)

    def entities(self) -> Entities:
        """How mentions resolve to units under the rulings in force."""
        with reading(self._engine) as connection:
            return Entities.of(connection)
