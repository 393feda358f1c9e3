"""What can go wrong between a file and the index. Messages name the thing, the value found and the value wanted.

Each error carries a stable ``code`` and the sentence in Vietnamese (``str(error)``) and English (``error.en``).
"""

from __future__ import annotations


class IndexerError(Exception):
    """Base of every error that this package raises on purpose."""

    code = "indexer_error"

    def __init__(self, message: str, en: str | None = None) -> None:
        super().__init__(message)
        self.en = en or message


class UnreadableDocument(IndexerError):
    """A file that no reader can turn into text: empty, damaged, encrypted, of another kind than it claims."""

    code = "unreadable_document"


class NothingToIndex(IndexerError):
    """A folder without a single document that a reader knows."""

    code = "nothing_to_index"


class ModelUnavailable(IndexerError):
    """The embedding model cannot be loaded from the place that the settings name."""

    code = "model_unavailable"


class IndexMismatch(IndexerError):
    """Stored vectors and the loaded model disagree (dimension or fingerprint)."""

    code = "index_mismatch"


class CatalogueLocked(IndexerError):
    """Another process holds the data directory for writing."""

    code = "catalogue_locked"


class InvalidTruth(IndexerError):
    """A truth or question file that does not have the documented shape."""

    code = "invalid_truth"


class UnknownDocument(IndexerError):
    """No document, or more than one, goes by the id, file name or number that was given."""

    code = "unknown_document"


class CorrectionRefused(IndexerError):
    """A correction that cannot be kept: no such field, a value that the field cannot have, nothing to undo."""

    code = "bad_correction"


class UnknownRecord(IndexerError):
    """No task, duty, unit or correction goes by the id that was given."""

    code = "unknown_record"


class AccountRefused(IndexerError):
    """An account that cannot be made or changed so: a name that is taken, a weak password, the last administrator."""

    code = "bad_account"


class UnknownAccount(IndexerError):
    """No account goes by the name or id that was given."""

    code = "unknown_account"


class CorrectionConflict(IndexerError):
    """Somebody corrected the same field meanwhile; ``present`` is its value as JSON now, ``by`` who gave it."""

    code = "conflict"

    def __init__(self, message: str, en: str, present: object, by: str | None) -> None:
        super().__init__(message, en)
        self.present = present
        self.by = by
