"""What a reader is: one module a format, each with one object that satisfies ``Reader``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from indexer.settings import Settings
from indexer.types import RawDocument, RawPage

Progress = Callable[[int, int], None]
"""Called with the pages (or parts) done and their total."""

ReadPages = Callable[[Path, range, Settings], list[RawPage]]
"""A function of a module's top level that reads some pages of a file, by number from 1."""

HEAD_BYTES = 4096
"""How much of a file's beginning ``Reader.sniff`` is given."""


class Reader(Protocol):
    """A format that can be read.

    ``name`` becomes ``RawDocument.format``; ``suffixes`` are the file endings, lower case with the dot, that
    people give such files.
    """

    name: str
    suffixes: tuple[str, ...]

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether a file beginning with ``head`` is of this format, decided by content before name."""
        ...

    def read(self, path: Path, settings: Settings, progress: Progress | None) -> RawDocument:
        """The file as read; raises ``UnreadableDocument`` with one sentence where it cannot be."""
        ...
