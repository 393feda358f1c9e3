"""Forms that came after their session was over, kept for a day for the same person; and secrets of the installation."""

from __future__ import annotations

import json
import secrets
from datetime import timedelta

from sqlalchemy import Engine, delete, insert, select

from indexer.store.accounts.records import HeldForm, digest
from indexer.store.accounts.tables import HeldFormRow, KeyRow
from indexer.store.database import reading, writing
from indexer.store.moment import now

KEPT = timedelta(days=1)


class Held:
    """The held forms, each under a random secret that only the browser has that sent it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, account_id: str | None, path: str, fields: tuple[tuple[str, str], ...], files: int) -> str:
        """Keep a form; returns its secret. Forms older than a day are dropped."""
        secret = secrets.token_urlsafe(32)
        with writing(self._engine) as session:
            session.execute(delete(HeldFormRow).where(HeldFormRow.made_at < now() - KEPT))
            session.execute(
                insert(HeldFormRow).values(
                    digest=digest(secret),
                    account_id=account_id,
                    path=path,
                    fields=json.dumps(fields, ensure_ascii=False),
                    files=files,
                    made_at=now(),
                )
            )
        return secret

    def find(self, secret: str) -> HeldForm | None:
        """The form of that secret, if it is not too old."""
        columns = (
            HeldFormRow.account_id,
            HeldFormRow.path,
            HeldFormRow.fields,
            HeldFormRow.files,
            HeldFormRow.made_at,
        )
        fresh = (HeldFormRow.digest == digest(secret)) & (HeldFormRow.made_at >= now() - KEPT)
        with reading(self._engine) as connection:
            row = connection.execute(select(*columns).where(fresh)).one_or_none()
        if row is None:
            return None
        fields = tuple((str(name), str(value)) for name, value in json.loads(row.fields))
        return HeldForm(row.account_id, row.path, fields, row.files, row.made_at)

    def drop(self, secret: str) -> None:
        """Forget the form."""
        with writing(self._engine) as session:
            session.execute(delete(HeldFormRow).where(HeldFormRow.digest == digest(secret)))


def key(engine: Engine, name: str) -> str:
    """The installation's secret of that name, made when first asked for."""
    with reading(engine) as connection:
        found = connection.scalar(select(KeyRow.value).where(KeyRow.name == name))
    if found:
        return str(found)
    with writing(engine) as session:
        present = session.scalar(select(KeyRow.value).where(KeyRow.name == name))
        if present is None:
            present = secrets.token_urlsafe(32)
            session.execute(insert(KeyRow).values(name=name, value=present))
        return str(present)
