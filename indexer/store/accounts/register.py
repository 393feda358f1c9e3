"""Everything about who may do what, as the catalogue offers it."""

from __future__ import annotations

from sqlalchemy import Engine

from indexer.store.accounts import held
from indexer.store.accounts.failures import FailureCounts
from indexer.store.accounts.people import Accounts
from indexer.store.accounts.sessions import Sessions
from indexer.store.accounts.tokens import Tokens


class Register:
    """Accounts, their sessions and tokens, failed log-ins, held forms, and the installation's secrets."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.accounts = Accounts(engine)
        self.sessions = Sessions(engine)
        self.tokens = Tokens(engine)
        self.held = held.Held(engine)
        self.failures = FailureCounts(engine)

    def key(self, name: str) -> str:
        """The installation's secret of that name, made when first asked for."""
        return held.key(self._engine, name)
