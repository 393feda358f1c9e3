"""What was found for pairs of plans, kept in the data folder under the digests of both and of the rules.

Everything here follows from the catalogue and may be deleted at any time; a file that cannot be used is made anew.
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import threading
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

log = logging.getLogger(__name__)

Kind = Literal["conflicts", "cascade"]
Pair = tuple[str, str]
_PACKAGE = Path(__file__).resolve().parent.parent
# What a finding rests on besides the two plans: a change of any of these makes every finding void.
_SOURCES = (
    "ledger/conflicts.py", "ledger/differences.py", "ledger/likeness.py", "ledger/membership.py", "ledger/nearness.py",
    "ledger/obligations.py", "ledger/pairing.py", "ledger/prose.py", "ledger/wording.py",
    "ranking/prepared.py", "question/vocabulary.py", "question/glossary/synonyms.tsv",
    "question/glossary/shortforms.tsv",
)  # fmt: skip
_MADE = """
CREATE TABLE IF NOT EXISTS findings (
    kind TEXT NOT NULL, first TEXT NOT NULL, second TEXT NOT NULL, rules TEXT NOT NULL, found BLOB NOT NULL,
    PRIMARY KEY (kind, first, second)
) WITHOUT ROWID
"""
_MANY = 400


@lru_cache(maxsize=1)
def rules() -> str:
    """The digest of the rules and vocabulary that findings rest on."""
    made = hashlib.sha256()
    for name in _SOURCES:
        made.update((_PACKAGE / name).read_bytes())
    return made.hexdigest()[:16]


class PairStore:
    """Findings by kind and pair. Safe to share between threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._file: sqlite3.Connection | None = None

    def found(self, kind: Kind, pairs: Iterable[Pair]) -> dict[Pair, bytes]:
        """What is kept of those pairs."""
        wanted = list(dict.fromkeys(pairs))
        kept: dict[Pair, bytes] = {}
        firsts = list(dict.fromkeys(first for first, _ in wanted))
        chosen = set(wanted)
        with self._lock:
            for start in range(0, len(firsts), _MANY):
                part = firsts[start : start + _MANY]
                marks = ",".join("?" * len(part))
                query = f"SELECT first, second, found FROM findings WHERE kind = ? AND rules = ? AND first IN ({marks})"  # noqa: S608
                for first, second, value in self._rows(query, (kind, rules(), *part)):
                    if (first, second) in chosen:
                        kept[first, second] = value
        return kept

    def keep(self, kind: Kind, findings: Mapping[Pair, bytes]) -> None:
        """Keep findings in place of earlier ones for the same pairs."""
        if not findings:
            return
        rows = [(kind, first, second, rules(), value) for (first, second), value in findings.items()]
        with self._lock:
            try:
                with self._open() as file:
                    file.executemany("INSERT OR REPLACE INTO findings VALUES (?, ?, ?, ?, ?)", rows)
            except sqlite3.Error as error:
                self._renew(error)

    def forget_all_but(self, used: Collection[str]) -> None:
        """Drop findings about states of records that are no more, and those of older rules."""
        with self._lock:
            try:
                with self._open() as file:
                    held = {row[0] for row in file.execute("SELECT DISTINCT first FROM findings")}
                    held |= {row[0] for row in file.execute("SELECT DISTINCT second FROM findings")}
                    gone = [(one, one) for one in held - set(used)]
                    file.executemany("DELETE FROM findings WHERE first = ? OR second = ?", gone)
                    file.execute("DELETE FROM findings WHERE rules <> ?", (rules(),))
            except sqlite3.Error as error:
                self._renew(error)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._file is not None:
                self._file.close()
            self._file = None

    def _rows(self, query: str, values: tuple[str, ...]) -> list[tuple[str, str, bytes]]:
        try:
            return self._open().execute(query, values).fetchall()
        except sqlite3.Error as error:
            self._renew(error)
            return []

    def _open(self) -> sqlite3.Connection:
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = sqlite3.connect(self._path, timeout=20, check_same_thread=False)
            self._file.execute("PRAGMA journal_mode = WAL")
            self._file.execute("PRAGMA synchronous = NORMAL")
            self._file.execute(_MADE)
        return self._file

    def _renew(self, error: sqlite3.Error) -> None:
        """Put a fresh file in place of one that cannot be used; one that is only busy is left alone."""
        log.warning("findings about pairs of plans could not be used: %s", error)
        if self._file is not None:
            self._file.close()
            self._file = None
        if not isinstance(error, sqlite3.OperationalError):
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
