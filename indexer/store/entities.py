"""Which unit a mention stands for: by its own name, scope and time, then as people joined and split units by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Session

from indexer.store.eras import era
from indexer.store.records import Ruling
from indexer.store.tables import RulingRow
from indexer.store.units import counted_name, unit_id, wording_key
from indexer.types import Duty, Header, Task, UnitMention

_COLUMNS = (
    RulingRow.id,
    RulingRow.action,
    RulingRow.unit_id,
    RulingRow.unit_name,
    RulingRow.other_id,
    RulingRow.other_name,
    RulingRow.alias,
    RulingRow.made_by,
    RulingRow.made_at,
    RulingRow.why,
    RulingRow.undoes,
)


def rulings(connection: Connection | Session) -> tuple[Ruling, ...]:
    """Everything that people said about units, the oldest first."""
    rows = connection.execute(select(*_COLUMNS).order_by(RulingRow.id)).all()
    return tuple(Ruling(*row) for row in rows)  # type: ignore[arg-type]


def keep(session: Session, ruling: Ruling) -> Ruling:
    """Write the ruling; returns it with its id."""
    values = {name: getattr(ruling, name) for name in Ruling.__slots__ if name != "id"}
    made = session.execute(insert(RulingRow).values(**values).returning(RulingRow.id)).scalar_one()
    return replace(ruling, id=made)


def in_force(said: Sequence[Ruling]) -> tuple[Ruling, ...]:
    """What nobody undid; an undoing can itself be undone."""
    undone: set[int] = set()
    for one in reversed(said):
        if one.undoes is not None and one.id not in undone:
            undone.add(one.undoes)
    return tuple(one for one in said if one.undoes is None and one.id not in undone)


def split_id(unit: str, alias: str) -> str:
    """The id of what a split makes of one wording of a unit."""
    return unit_id(alias, f"{unit} {wording_key(alias)}")


@dataclass(frozen=True, slots=True)
class Entities:
    """Resolves mentions under the rulings in force."""

    rulings: tuple[Ruling, ...] = ()

    @classmethod
    def of(cls, connection: Connection | Session) -> Entities:
        """Under the rulings that the catalogue holds."""
        return cls(in_force(rulings(connection)))

    def base(self, mention: UnitMention, header: Header) -> str:
        """The id that follows from name, scope and the time of the document."""
        return unit_id(counted_name(mention), mention.scope, era(mention.scope, header).since)

    def settled(self, mention: UnitMention, header: Header) -> UnitMention:
        """The mention with ``entity`` set where its unit does not follow from name and scope alone."""
        entity = self.base(mention, header)
        key = wording_key(mention.printed)
        for ruling in self.rulings:
            if ruling.action == "split" and entity == ruling.unit_id and key == wording_key(ruling.alias or ""):
                entity = ruling.other_id
            elif ruling.action == "join" and entity == ruling.other_id:
                entity = ruling.unit_id
        plain = unit_id(counted_name(mention), mention.scope)
        return replace(mention, entity=None if entity == plain else entity)

    def task(self, task: Task, header: Header) -> Task:
        """The task with its units settled."""
        return replace(task, lead=self._all(task.lead, header), coordinate=self._all(task.coordinate, header))

    def duty(self, duty: Duty, header: Header) -> Duty:
        """The duty with its unit settled."""
        return replace(duty, unit=self.settled(duty.unit, header))

    def _all(self, mentions: Iterable[UnitMention], header: Header) -> tuple[UnitMention, ...]:
        return tuple(self.settled(mention, header) for mention in mentions)

    def apart(self) -> frozenset[frozenset[str]]:
        """The pairs of units that people said to be two, as they are called now."""
        said = (one for one in self.rulings if one.action == "apart")
        return frozenset(frozenset((self.current(one.unit_id), self.current(one.other_id))) for one in said)

    def current(self, unit: str) -> str:
        """The unit that a joined one became; itself when nobody joined it."""
        for ruling in self.rulings:
            if ruling.action == "join" and unit == ruling.other_id:
                unit = ruling.unit_id
        return unit
