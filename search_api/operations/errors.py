"""What can go wrong with a backup or a restore; each says what to do."""

from __future__ import annotations

from indexer.errors import IndexerError


class BackupRefused(IndexerError):
    """A backup of a folder that holds no data."""

    code = "nothing_to_back_up"


class BadBackup(IndexerError):
    """A file that is no backup, or one that is damaged or newer than this program; nothing was touched."""

    code = "bad_backup"


class NothingToUndo(IndexerError):
    """There is no state from before a restore to go back to."""

    code = "nothing_to_undo"


class Busy(IndexerError):
    """Another backup or restore is at work on the data folder."""

    code = "operation_running"
