"""PDF with a text layer: pages read one at a time, so that memory does not grow with their number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pdfplumber
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from indexer.read import refusals
from indexer.read.checksum import sha256
from indexer.read.parallel import pages_in_order
from indexer.read.pdfpage import OLD_ENCODING, read_page
from indexer.read.protocol import Progress
from indexer.settings import Settings
from indexer.types import RawDocument, RawPage

_TAIL_BYTES = 65_536
# pdfminer keeps every object that it has met; a document opened anew for each stretch forgets them.
_PAGES_AT_ONCE = 24
_HUGE_POINTS = 14_400.0

# What pdfminer lets through when a page's content or fonts are broken.
_PAGE_ERRORS = (
    PDFException, PSException, PdfminerException, ValueError, TypeError, LookupError, AttributeError, ArithmeticError,
    RecursionError, AssertionError, OSError, EOFError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PdfReader:
    """Reads .pdf through pdfplumber."""

    name: str = "pdf"
    suffixes: tuple[str, ...] = (".pdf",)

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether the PDF mark stands in the first kilobyte, where viewers look for it."""
        return b"%PDF-" in head[:1024]

    def read(self, path: Path, settings: Settings, progress: Progress | None) -> RawDocument:
        """Every page with its lines and tables; pages that cannot be read stay, with the reason in their note."""
        count = page_count(path)
        if count > settings.max_pages:
            raise refusals.too_many_pages(path, count, settings.max_pages)
        pages: list[RawPage] = []
        for page in pages_in_order(read_pages, path, count, _PAGES_AT_ONCE, settings):
            pages.append(page)
            if progress is not None:
                progress(len(pages), count)
        return RawDocument(path.name, sha256(path), self.name, tuple(pages), _encoding(pages), tuple(_notes(pages)))


READER = PdfReader()


def page_count(path: Path) -> int:
    """The number of pages; raises ``UnreadableDocument`` for encrypted, cut-off, damaged and empty PDFs."""
    _check_end(path)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise refusals.encrypted(path) from error
        count = _count_leniently(path)
    else:
        count = len(document)
        document.close()
    if count < 1:
        raise refusals.no_pages(path)
    return count


def _count_leniently(path: Path) -> int:
    """The number of pages that pdfminer finds where PDFium finds no PDF at all."""
    try:
        with pdfplumber.open(path) as pdf:
            return len(pdf.pages)
    except _PAGE_ERRORS as error:
        raise refusals.damaged(path, type(error).__name__) from error


def _check_end(path: Path) -> None:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL_BYTES))
        if b"%%EOF" not in file.read():
            raise refusals.cut_off(path)


def read_pages(path: Path, numbers: range, settings: Settings) -> list[RawPage]:
    """Some pages of a PDF, by number from 1; the piece of work that a worker process can be given."""
    try:
        with pdfplumber.open(path, pages=list(numbers)) as pdf:
            found = {}
            for page in pdf.pages:
                try:
                    found[page.page_number] = read_page(page, path, settings)
                except _PAGE_ERRORS as error:
                    found[page.page_number] = _unread(page.page_number, error)
                finally:
                    page.close()
    except _PAGE_ERRORS as error:
        raise refusals.damaged(path, type(error).__name__) from error
    return [found.get(number) or _unread(number, None) for number in numbers]


def _unread(number: int, error: Exception | None) -> RawPage:
    detail = type(error).__name__ if error is not None else "không tìm thấy trang"
    return RawPage(number, 0.0, 0.0, (), source="none", note=f"Trang {number}: trang hỏng, không đọc được ({detail}).")


def _encoding(pages: list[RawPage]) -> str | None:
    """The encoding from before Unicode that pages were converted from, the first where there are several."""
    named = (page.note.partition(OLD_ENCODING)[2].rstrip(".") for page in pages if page.note)
    return next((name for name in named if name), None)


def _notes(pages: list[RawPage]) -> list[str]:
    notes = [page.note for page in pages if page.note]
    for page in pages:
        if max(page.width, page.height) >= _HUGE_POINTS:
            inches = f"{page.width / 72:.0f} × {page.height / 72:.0f}"
            notes.append(f"Trang {page.number}: khai khổ giấy {inches} inch, lớn bất thường.")
    return notes
