"""Plain text and Markdown: pages from form feeds or page numbers, tables from tabs or bars, blank lines kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from indexer.read import refusals
from indexer.read.checksum import sha256
from indexer.read.encoding import decode
from indexer.read.kinds import describe, looks_like_text
from indexer.read.pagebreaks import stretches
from indexer.read.pipes import items, ruled_widths
from indexer.read.protocol import Progress
from indexer.settings import Settings
from indexer.types import RawDocument, RawPage


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads .txt and .md in UTF-8, or in UTF-16 with its mark."""

    name: str = "text"
    suffixes: tuple[str, ...] = (".txt", ".text", ".md", ".markdown")

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether the content can be text; a .txt name is enough, so that its wrong encoding is told by place."""
        if path.suffix.lower() in self.suffixes:
            return True
        return looks_like_text(head) and describe(head)[1] == "plain text"

    def read(self, path: Path, settings: Settings, progress: Progress | None) -> RawDocument:
        """One page per page of the source; a single page without a number where the text shows no breaks."""
        text, encoding = decode(path.read_bytes(), path)
        if not text.strip():
            raise refusals.empty(path)
        pages = _pages(text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n"))
        if len(pages) > settings.max_pages:
            raise refusals.too_many_pages(path, len(pages), settings.max_pages)
        if progress is not None:
            progress(len(pages), len(pages))
        return RawDocument(path.name, sha256(path), self.name, pages, encoding=encoding)


READER = TextReader()


def _pages(text: str) -> tuple[RawPage, ...]:
    widths = ruled_widths(text.replace("\f", "\n").split("\n"))
    if "\f" in text:
        # pdftotext ends every page with a form feed, the last one too.
        sheets = text.removesuffix("\n").removesuffix("\f").split("\f")
        return tuple(
            RawPage(number, 0.0, 0.0, items(sheet.strip("\n").split("\n"), widths))
            for number, sheet in enumerate(sheets, 1)
        )
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return tuple(
        RawPage(part.number, 0.0, 0.0, items(lines[part.start : part.end], widths)) for part in stretches(lines)
    )
