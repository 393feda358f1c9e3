"""Groups of people, kept in the catalogue: who is in them is said of accounts, what they may read of documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, func, insert, select, update

from indexer import fold
from indexer.errors import UnknownGroup
from indexer.store.accounts.tables import AccountGroupRow
from indexer.store.audit import AuditLog
from indexer.store.database import reading, writing
from indexer.store.group_table import GroupRow
from indexer.store.moment import now
from indexer.store.readership import ReadershipRow

_BETWEEN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Group:
    """A group with how many accounts are in it and how many documents are limited to it and others."""

    id: str
    name: str
    made_at: datetime
    members: int
    documents: int


class Groups:
    """The groups. Each change is one transaction."""

    def __init__(self, engine: Engine, audit: AuditLog) -> None:
        self._engine, self._audit = engine, audit

    def all(self) -> tuple[Group, ...]:
        """Every group by name."""
        members = select(AccountGroupRow.group_id, func.count()).group_by(AccountGroupRow.group_id)
        documents = select(ReadershipRow.group, func.count()).group_by(ReadershipRow.group)
        with reading(self._engine) as connection:
            inside = {key: int(number) for key, number in connection.execute(members)}
            limited = {key: int(number) for key, number in connection.execute(documents)}
            rows = connection.execute(select(GroupRow.id, GroupRow.name, GroupRow.made_at).order_by(GroupRow.key))
            return tuple(
                Group(key, name, made, inside.get(key, 0), limited.get(key, 0)) for key, name, made in rows.tuples()
            )

    def find(self, named: str) -> Group | None:
        """The group of that id or name."""
        key = fold.key(named.strip())
        return next((one for one in self.all() if named.strip() == one.id or fold.key(one.name) == key), None)

    def ids(self, named: Iterable[str]) -> tuple[str, ...]:
        """The ids of the groups of those ids or names. Raises UnknownGroup."""
        found = []
        for name in dict.fromkeys(named):
            group = self.find(name)
            if group is None:
                raise UnknownGroup(f"Không có nhóm “{name[:80]}”.", f"There is no group “{name[:80]}”.")
            found.append(group.id)
        return tuple(sorted(set(found)))

    def make(self, name: str) -> Group | None:
        """A new group, named by a readable id that never changes; None where the name is taken."""
        if self.find(name) is not None:
            return None
        slug = _BETWEEN.sub("-", fold.fold(name)).strip("-")[:48].strip("-") or "nhom"
        with writing(self._engine) as session:
            taken = set(session.scalars(select(GroupRow.id)))
            # A limit that was set before there was such a group must not fall to whoever takes its name.
            taken |= set(session.scalars(select(ReadershipRow.group)))
            key = next(one for one in _numbered(slug) if one not in taken)
            session.execute(insert(GroupRow).values(id=key, name=name, key=fold.key(name), made_at=now()))
            self._audit.note(session, "group_made", key, name=name)
        return self.find(key)

    def rename(self, group_id: str, name: str) -> bool:
        """Give the group another name; False where that is another group's."""
        other = self.find(name)
        if other is not None and other.id != group_id:
            return False
        with writing(self._engine) as session:
            session.execute(update(GroupRow).where(GroupRow.id == group_id).values(name=name, key=fold.key(name)))
            self._audit.note(session, "group_renamed", group_id, name=name)
        return True

    def remove(self, group_id: str) -> bool:
        """Take the group away, also from its members; False, and nothing done, while documents are limited to it."""
        with writing(self._engine) as session:
            if session.scalar(select(func.count()).where(ReadershipRow.group == group_id)):
                return False
            session.execute(delete(AccountGroupRow).where(AccountGroupRow.group_id == group_id))
            session.execute(delete(GroupRow).where(GroupRow.id == group_id))
            self._audit.note(session, "group_removed", group_id)
        return True


def _numbered(slug: str) -> Iterable[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1
