"""Accounts and what can go wrong with them, for those who may import from this package only."""

from __future__ import annotations

from indexer.errors import AccountRefused as AccountRefused
from indexer.errors import UnknownAccount as UnknownAccount
from indexer.store.accounts.records import Account as Account
from indexer.store.accounts.records import Session as Session
from indexer.store.accounts.records import Token as Token
