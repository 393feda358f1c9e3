"""Which formats there are and which of them this installation can read.

A format is added as one module with a ``READER`` and one line in ``FORMATS``. Modules load on first use, so
that a missing optional package takes away its own format only.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from indexer.read.protocol import Reader


@dataclass(frozen=True, slots=True)
class Format:
    """A line of the registry: the module under ``indexer.read`` and the endings its files usually have."""

    name: str
    module: str
    suffixes: tuple[str, ...]


FORMATS: tuple[Format, ...] = (
    Format("pdf", "indexer.read.pdf", (".pdf",)),
    Format("docx", "indexer.read.office.word", (".docx", ".docm")),
    Format("sheet", "indexer.read.office.sheet", (".xlsx", ".xlsm", ".xls", ".ods")),
    Format("doc", "indexer.read.office.doc", (".doc", ".dot")),
    Format("rtf", "indexer.read.rtf", (".rtf",)),
    Format("html", "indexer.read.html", (".html", ".htm")),
    Format("image", "indexer.read.image", (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")),
    # Plain text sniffs almost anything, so it stays last.
    Format("text", "indexer.read.text", (".txt", ".text", ".md", ".markdown")),
)


@dataclass(frozen=True, slots=True)
class Availability:
    """A format with its reader, or with the package that its reader misses."""

    format: Format
    reader: Reader | None
    missing: str | None = None


@cache
def availability() -> tuple[Availability, ...]:
    """Every format of the registry in order of sniffing, told apart by whether its reader loads here."""
    found = []
    for format_ in FORMATS:
        try:
            module = importlib.import_module(format_.module)
        except ImportError as error:
            found.append(Availability(format_, None, error.name or str(error)))
        else:
            found.append(Availability(format_, cast("Reader", module.READER)))
    return tuple(found)


def readable_suffixes() -> frozenset[str]:
    """The endings, lower case with the dot, that a folder is searched for; readers that are missing included."""
    return frozenset(suffix for format_ in FORMATS for suffix in format_.suffixes)


def reader_for(head: bytes, path: Path) -> Reader | None:
    """The first reader that knows the content, or None."""
    for entry in availability():
        if entry.reader is not None and entry.reader.sniff(head, path):
            return entry.reader
    return None


def missing_for(path: Path) -> Availability | None:
    """The format that the file's name asks for, where its reader cannot be loaded here."""
    for entry in availability():
        if entry.reader is None and path.suffix.lower() in entry.format.suffixes:
            return entry
    return None
