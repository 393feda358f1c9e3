"""Accounts kept in the catalogue. The last active administrator can be neither demoted nor deactivated."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select, update
from sqlalchemy.orm import Session as Writing

from indexer.errors import AccountRefused, UnknownAccount
from indexer.store.accounts.records import Account, NewAccount, name_key
from indexer.store.accounts.tables import AccountGroupRow, AccountRow, SessionRow
from indexer.store.database import reading, writing
from indexer.store.moment import now

ADMINISTRATOR = "administrator"
_FIELDS = (
    AccountRow.id,
    AccountRow.name,
    AccountRow.display,
    AccountRow.role,
    AccountRow.password,
    AccountRow.must_change,
    AccountRow.active,
    AccountRow.issuer,
    AccountRow.subject,
    AccountRow.made_at,
    AccountRow.taken_up,
    AccountRow.signed_in_at,
)
# Labelled, since sessions and tokens are read beside their account and have columns of the same names.
COLUMNS = tuple(column.label(f"account_{column.key}") for column in _FIELDS)
ACCOUNT_ID = "account_id"


def account_of(row: RowMapping, groups: Iterable[str]) -> Account:
    """The account in a row that has ``COLUMNS``."""
    fields: dict[str, Any] = {field.key: row[column.name] for field, column in zip(_FIELDS, COLUMNS, strict=True)}
    return Account(**fields, groups=frozenset(groups))


def groups_of(connection: Connection, account_id: str) -> frozenset[str]:
    """The ids of the groups whose documents an account may read."""
    query = select(AccountGroupRow.group_id).where(AccountGroupRow.account_id == account_id)
    return frozenset(connection.scalars(query))


class Accounts:
    """The accounts. Each change is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> tuple[Account, ...]:
        """Every account by name."""
        with reading(self._engine) as connection:
            groups: dict[str, set[str]] = {}
            for account_id, group_id in connection.execute(
                select(AccountGroupRow.account_id, AccountGroupRow.group_id)
            ):
                groups.setdefault(account_id, set()).add(group_id)
            rows = connection.execute(select(*COLUMNS).order_by(AccountRow.key)).mappings()
            return tuple(account_of(row, groups.get(row[ACCOUNT_ID], ())) for row in rows)

    def by_id(self, account_id: str) -> Account | None:
        """The account of that id."""
        return self._one(AccountRow.id == account_id)

    def by_name(self, name: str) -> Account | None:
        """The account of that name, whatever its case."""
        return self._one(AccountRow.key == name_key(name))

    def by_subject(self, issuer: str, subject: str) -> Account | None:
        """The account that a provider's subject is linked with."""
        return self._one((AccountRow.issuer == issuer) & (AccountRow.subject == subject))

    def personal(self) -> bool:
        """Whether nobody but the first administrator has an account, and even that one was never taken up."""
        with reading(self._engine) as connection:
            held, taken = connection.execute(select(func.count(), func.count(AccountRow.taken_up))).one()
            return bool(held <= 1 and taken == 0)

    def make(self, new: NewAccount) -> Account:
        """A new account; raises AccountRefused where the name is taken."""
        key = secrets.token_hex(8)
        with writing(self._engine) as session:
            if session.scalar(select(AccountRow.id).where(AccountRow.key == name_key(new.name))):
                raise AccountRefused(
                    f"Đã có tài khoản “{new.name}”; hãy chọn tên khác.",
                    f"There is an account “{new.name}” already; choose another name.",
                )
            by_provider = now() if new.issuer else None
            session.execute(
                insert(AccountRow).values(
                    id=key,
                    name=new.name,
                    key=name_key(new.name),
                    display=new.display,
                    role=new.role,
                    password=new.password,
                    must_change=new.must_change,
                    active=True,
                    issuer=new.issuer,
                    subject=new.subject,
                    made_at=now(),
                    taken_up=by_provider,
                )
            )
            _put_groups(session, key, new.groups)
        return self._held(key)

    def make_first(self, new: NewAccount) -> Account | None:
        """The first account, or None where there is one already."""
        with reading(self._engine) as connection:
            if connection.scalar(select(func.count()).select_from(AccountRow)):
                return None
        return self.make(new)

    def set_password(self, account_id: str, hashed: str, must_change: bool) -> None:
        """Another password; one that its owner chose (not ``must_change``) takes the account up."""
        values: dict[str, Any] = {"password": hashed, "must_change": must_change}
        if not must_change:
            values["taken_up"] = func.coalesce(AccountRow.taken_up, now())
        self._change(account_id, values)

    def rehash(self, account_id: str, before: str, hashed: str) -> None:
        """The same password hashed with newer parameters, unless it was changed meanwhile."""
        with writing(self._engine) as session:
            same = (AccountRow.id == account_id) & (AccountRow.password == before)
            session.execute(update(AccountRow).where(same).values(password=hashed))

    def signed_in(self, account_id: str) -> None:
        """Note that its owner has just signed in."""
        self._change(account_id, {"signed_in_at": now()})

    def set_rights(self, account_id: str, role: str, groups: frozenset[str], display: str | None = None) -> Account:
        """Another role and groups; every session of the account gets a new id at its next request.

        Raises AccountRefused where the last administrator would lose the role.
        """
        with writing(self._engine) as session:
            _require(session, account_id)
            if role != ADMINISTRATOR:
                _keep_an_administrator(session, account_id)
            values: dict[str, Any] = {"role": role} | ({} if display is None else {"display": display})
            session.execute(update(AccountRow).where(AccountRow.id == account_id).values(**values))
            _put_groups(session, account_id, groups)
            session.execute(update(SessionRow).where(SessionRow.account_id == account_id).values(stale=True))
        return self._held(account_id)

    def set_active(self, account_id: str, active: bool) -> Account:
        """Let an account in again or no longer; raises AccountRefused for the last administrator."""
        with writing(self._engine) as session:
            _require(session, account_id)
            if not active:
                _keep_an_administrator(session, account_id)
                session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))
            session.execute(update(AccountRow).where(AccountRow.id == account_id).values(active=active))
        return self._held(account_id)

    def _change(self, account_id: str, values: dict[str, Any]) -> None:
        with writing(self._engine) as session:
            _require(session, account_id)
            session.execute(update(AccountRow).where(AccountRow.id == account_id).values(**values))

    def _one(self, condition: Any) -> Account | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(*COLUMNS).where(condition)).mappings().one_or_none()
            return account_of(row, groups_of(connection, row[ACCOUNT_ID])) if row else None

    def _held(self, account_id: str) -> Account:
        found = self.by_id(account_id)
        if found is None:
            raise _unknown(account_id)
        return found


def _put_groups(session: Writing, account_id: str, groups: frozenset[str]) -> None:
    session.execute(delete(AccountGroupRow).where(AccountGroupRow.account_id == account_id))
    if groups:
        rows = [{"account_id": account_id, "group_id": one} for one in sorted(groups)]
        session.execute(insert(AccountGroupRow), rows)


def _require(session: Writing, account_id: str) -> None:
    if session.scalar(select(AccountRow.id).where(AccountRow.id == account_id)) is None:
        raise _unknown(account_id)


def _unknown(account_id: str) -> UnknownAccount:
    return UnknownAccount(f"Không có tài khoản “{account_id[:80]}”.", f"There is no account “{account_id[:80]}”.")


def _keep_an_administrator(session: Writing, account_id: str) -> None:
    """Refuse to take the role from the last administrator who can sign in."""
    able = (AccountRow.role == ADMINISTRATOR) & AccountRow.active
    others = session.scalar(select(func.count()).where(able, AccountRow.id != account_id))
    mine = session.scalar(select(func.count()).where(able, AccountRow.id == account_id))
    if mine and not others:
        raise AccountRefused(
            "Đây là quản trị viên cuối cùng; hãy trao quyền quản trị cho người khác trước.",
            "This is the last administrator; give somebody else that role first.",
        )
