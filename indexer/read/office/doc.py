"""Word 97–2003 (.doc): turned into .docx by a pure-Python converter, then read as that."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import doc2docx

from indexer.errors import UnreadableDocument
from indexer.read import refusals
from indexer.read.checksum import sha256
from indexer.read.office.word import read_docx
from indexer.read.protocol import Progress
from indexer.settings import Settings
from indexer.types import RawDocument

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_STREAM = "WordDocument".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class DocReader:
    """Reads .doc, and .doc files that were renamed .docx."""

    name: str = "doc"
    suffixes: tuple[str, ...] = (".doc", ".dot")

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether an OLE container has a Word stream."""
        return head.startswith(OLE) and has_stream(path, _WORD_STREAM)

    def read(self, path: Path, settings: Settings, progress: Progress | None) -> RawDocument:
        """Paragraphs and tables. Raises ``UnreadableDocument`` for encrypted and damaged files."""
        with tempfile.TemporaryDirectory(prefix="chutri-") as folder:
            target = Path(folder) / "document.docx"
            try:
                doc2docx.convert(path, target)
            except Exception as error:
                # The converter has no base error; encrypted files say so in their message.
                if "encrypt" in str(error).lower() or "password" in str(error).lower():
                    raise refusals.encrypted(path) from error
                raise refusals.damaged(path, type(error).__name__) from error
            try:
                return read_docx(target, settings, path.name, sha256(path), self.name)
            except UnreadableDocument as error:
                raise UnreadableDocument(
                    str(error).replace(target.name, path.name), error.en.replace(target.name, path.name)
                ) from error


READER = DocReader()


def has_stream(path: Path, name: bytes) -> bool:
    """Whether an OLE container's directory names a stream (``name`` in UTF-16-LE)."""
    return name in path.read_bytes()
