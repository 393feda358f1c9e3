"""Files → ``RawDocument``: the format is decided by content, and every refusal is one clear sentence."""

from __future__ import annotations

from pathlib import Path

from indexer.errors import IndexerError
from indexer.read import kinds, refusals
from indexer.read.protocol import HEAD_BYTES, Progress, Reader
from indexer.read.registry import Availability, availability, missing_for, readable_suffixes, reader_for
from indexer.settings import Settings
from indexer.types import RawDocument

__all__ = ["Availability", "Progress", "Reader", "availability", "identify", "read", "readable_suffixes"]

# Clerks name RTF, HTML and newer Word files ".doc" every day, so those names promise nothing; these do.
_BINDING_SUFFIXES = frozenset({".pdf"})


def read(path: Path, settings: Settings, progress: Progress | None = None) -> RawDocument:
    """The file as its reader finds it.

    Raises ``UnreadableDocument`` for whatever cannot be read: no file, a folder, empty, too big, encrypted,
    cut off, damaged, of another kind than its name says, of a kind no reader knows.
    """
    reader = identify(path, settings)
    try:
        return reader.read(path, settings, progress)
    except (IndexerError, MemoryError):
        raise
    except Exception as error:
        # Parsers of foreign formats fail on hostile files with anything from KeyError to RecursionError.
        raise refusals.damaged(path, type(error).__name__) from error
    except BaseException as error:
        # What a parser written in Rust raises when it panics is no Exception.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise refusals.damaged(path, type(error).__name__) from error


def identify(path: Path, settings: Settings) -> Reader:
    """The reader for a file, by its content; raises ``UnreadableDocument`` where there is none."""
    head = _head(path, settings)
    reader = reader_for(head, path)
    suffix = path.suffix.lower()
    if suffix in _BINDING_SUFFIXES and (reader is None or suffix not in reader.suffixes):
        raise refusals.wrong_name(path, kinds.describe(head))
    missing = missing_for(path)
    if missing is not None and (reader is None or reader.name == "text"):
        raise refusals.reader_missing(path, missing.format.name, missing.missing or missing.format.module)
    if reader is None:
        raise refusals.unknown_kind(path, kinds.describe(head))
    return reader


def _head(path: Path, settings: Settings) -> bytes:
    try:
        if not path.exists():
            raise refusals.missing(path)
        if not path.is_file():
            raise refusals.directory(path)
        size = path.stat().st_size
        if size == 0:
            raise refusals.empty(path)
        if size > settings.max_file_mb * 1_048_576:
            raise refusals.too_big(path, size, settings.max_file_mb)
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except PermissionError as error:
        raise refusals.no_permission(path) from error
