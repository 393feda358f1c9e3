"""What can go wrong between a file and the index. Messages name the thing, the value found and the value wanted.

Each error carries a stable ``code`` and the sentence in Vietnamese (``str(error)``) and English (``error.en``).
"""

from __future__ import annotations

import errno
import sqlite3


class IndexerError(Exception):
    """Base of every error that this package raises on purpose."""

    code = "indexer_error"

    def __init__(self, message: str, en: str | None = None) -> None:
        super().__init__(message)
        self.en = en or message

    def __reduce__(self) -> tuple[object, ...]:
        """How the error goes from one process to another, whatever it is constructed from."""
        return _raised_there, (type(self), str(self)), self.__dict__


def _raised_there(kind: type[IndexerError], message: str) -> IndexerError:
    return kind.__new__(kind, message)


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


class UnknownGroup(IndexerError):
    """A group that there is not."""

    code = "unknown_group"


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


class Inaccessible(IndexerError):
    """A file or folder that the system does not let be read or written; ``error`` is what it said."""

    code = "inaccessible"

    def __init__(self, error: OSError) -> None:
        vi, en = _REASONS[error.errno or 0]
        name = f" “{error.filename}”" if error.filename else ""
        super().__init__(
            f"Không đọc hoặc ghi được tệp{name}: {vi}.", f"The file{name} cannot be read or written: {en}."
        )


class NoRoom(IndexerError):
    """The disk, or the quota, has no room for what is to be written."""

    code = "no_room"

    def __init__(self, lacking: int = 0) -> None:
        mb = -(-lacking >> 20)
        by, by_en = (f" (thiếu khoảng {mb} MB)", f" (about {mb} MB are lacking)") if lacking else ("", "")
        super().__init__(
            f"Đĩa đã đầy hoặc hết hạn mức{by}; việc này chưa được ghi, dữ liệu đang lưu còn nguyên. "
            "Hãy giải phóng chỗ rồi làm lại.",
            f"The disk is full or a quota used up{by_en}; this was not written and all data held is intact. "
            "Make room and try again.",
        )

    @staticmethod
    def behind(error: BaseException | None) -> bool:
        """Whether an error, or what caused it, says that there is no room left."""
        for _ in range(10):
            if error is None:
                return False
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                return True
            if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorname", "") in _UNWRITTEN:
                return True
            # Libraries that write by themselves only pass the system's words on.
            if any(words in str(error) for words in _FULL):
                return True
            error = error.__cause__ or error.__context__
        return False


def of_system(error: Exception) -> IndexerError | None:
    """What the system refused, as an error with a sentence: NoRoom, Inaccessible; None for any other error."""
    if NoRoom.behind(error):
        return NoRoom()
    return Inaccessible(error) if isinstance(error, OSError) and error.errno in _REASONS else None


_FULL = (
    "No space left on device",
    "database or disk is full",
    "Disk quota exceeded",
    "File too large",
    # What tantivy says of a writer whose thread could not write.
    "An index writer was killed",
    "os error 27",
    "os error 28",
    "os error 122",
)
# SQLite calls only one of the system's errors a full disk; a quota or a limit on files is a write that failed.
_UNWRITTEN = frozenset(
    {
        "SQLITE_FULL",
        *(f"SQLITE_IOERR_{what}" for what in ("WRITE", "TRUNCATE", "FSYNC", "SHMOPEN", "SHMSIZE", "SHMMAP")),
    }
)
_REASONS = {
    errno.EACCES: ("không có quyền", "permission denied"),
    errno.EPERM: ("không có quyền", "permission denied"),
    errno.EROFS: ("ổ đĩa chỉ cho đọc", "the file system is read-only"),
    errno.ENOENT: ("không có tệp hoặc thư mục này", "there is no such file or folder"),
    errno.ENOTDIR: ("một phần đường dẫn không phải thư mục", "a part of the path is no folder"),
    errno.EEXIST: ("ở đó đã có một tệp cùng tên", "a file of that name is there"),
    errno.EISDIR: ("đó là một thư mục", "it is a folder"),
    errno.ENAMETOOLONG: ("tên quá dài", "the name is too long"),
    errno.EIO: ("ổ đĩa báo lỗi", "the disk reports an error"),
}
