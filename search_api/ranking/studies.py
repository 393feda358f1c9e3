"""What was studied of plans, kept in the data folder for the next start. Safe to delete: it is studied again."""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from indexer import fold, spacing, syllable
from indexer.store.records import StoredDocument
from search_api.question.vocabulary import rows

log = logging.getLogger(__name__)

_TABLE = "CREATE TABLE IF NOT EXISTS studied (key TEXT PRIMARY KEY, years TEXT, places TEXT, packed BLOB)"
_AT_ONCE = 500
_WAIT_SECONDS = 0.5

Facts = tuple[frozenset[int], frozenset[str], bytes]
"""The years and provinces that a plan's text names, and the text's search keys, packed."""


class Studies:
    """A small database beside the catalogue. Whatever goes wrong with it, nothing is known and nothing kept."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, documents: Iterable[StoredDocument]) -> dict[str, Facts]:
        """What is kept of those documents as they are now, by their id."""
        ids = {_key(document): document.id for document in documents}
        keys, found = list(ids), {}
        if not keys or not self._path.is_file():
            return {}
        try:
            with closing(self._opened()) as base:
                for start in range(0, len(keys), _AT_ONCE):
                    some = keys[start : start + _AT_ONCE]
                    query = f"SELECT * FROM studied WHERE key IN ({','.join('?' * len(some))})"  # noqa: S608
                    for key, years, places, packed in base.execute(query, some):
                        found[ids[key]] = (frozenset(json.loads(years)), frozenset(json.loads(places)), bytes(packed))
        except sqlite3.DatabaseError as error:
            self._failed(error)
            return {}
        return found

    def keep(self, new: Mapping[StoredDocument, Facts], held: Iterable[StoredDocument]) -> None:
        """Keep what was found of ``new``, and only that of documents that are ``held``."""
        if not new:
            return
        lines = [
            (_key(document), json.dumps(sorted(years)), json.dumps(sorted(places)), packed)
            for document, (years, places, packed) in new.items()
        ]
        keys = [(_key(document),) for document in held]
        try:
            with closing(self._opened()) as base, base:
                base.executemany("INSERT OR REPLACE INTO studied VALUES (?, ?, ?, ?)", lines)
                base.execute("CREATE TEMP TABLE held (key TEXT PRIMARY KEY)")
                base.executemany("INSERT OR IGNORE INTO held VALUES (?)", keys)
                base.execute("DELETE FROM studied WHERE key NOT IN (SELECT key FROM held)")
        except sqlite3.DatabaseError as error:
            self._failed(error)

    def _opened(self) -> sqlite3.Connection:
        base = sqlite3.connect(self._path, timeout=_WAIT_SECONDS)
        try:
            base.execute(_TABLE)
        except sqlite3.DatabaseError:
            base.close()
            raise
        return base

    def _failed(self, error: sqlite3.DatabaseError) -> None:
        """Tell the log; a file that is no database is taken away, a locked one or a full disk is waited out."""
        log.debug("what was studied of plans is not kept: %s", error)
        if not isinstance(error, sqlite3.OperationalError):
            self._path.unlink(missing_ok=True)


def _key(document: StoredDocument) -> str:
    """A digest of the document as it is stored and of the rules by which its text is studied."""
    return hashlib.sha256(f"{_rules()} {document!r}".encode()).hexdigest()


@lru_cache(maxsize=1)
def _rules() -> str:
    digest = hashlib.sha256(repr(rows("provinces")).encode())
    for source in (*(module.__file__ for module in (fold, spacing, syllable)), Path(__file__).with_name("studied.py")):
        digest.update(Path(source).read_bytes() if source and Path(source).is_file() else b"")
    return digest.hexdigest()
