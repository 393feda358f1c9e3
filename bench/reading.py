"""Reading against the bare libraries: pages a second of text PDFs and of scans, and the memory of a long PDF.

``python -m bench.reading`` measures this part alone and writes it to docs/benchmarks.md.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import pdfplumber
import pypdfium2

from bench import report
from bench.timing import PeakMemory, timed
from indexer.read import read
from indexer.read.ocr import available_engines, render
from indexer.read.worker import Worker
from indexer.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
FIXTURES = ROOT.parent / "shared" / "fixtures" / "plans"
PAGE = ROOT / "docs" / "benchmarks.md"
WORKERS = 2
LENGTHS = (100, 500)


def main() -> None:
    """Measures and writes this part."""
    body = section()
    report.replace(PAGE, "reading", body, "Benchmarks")
    print(body)


def section() -> str:
    """The tables under their heading."""
    parts = [text_pages(), long_files()]
    if "tesseract" in available_engines():
        parts.insert(1, scanned_pages())
    return "## Reading\n\n" + "\n\n".join(parts)


def text_pages() -> str:
    """Pages a second of the PDF reader and of bare pdfplumber ``extract_tables`` on the same files, in turns."""
    files = _there([*(CORPUS / "documents").glob("*.pdf"), *FIXTURES.glob("*text*.pdf")])
    settings = Settings(workers=1)
    ours = bare = 0.0
    for path in files:
        bare += timed(lambda path=path: _bare_tables(path))  # type: ignore[misc]
        ours += timed(lambda path=path: read(path, settings))  # type: ignore[misc]
    return _compared("pages of text PDF, one process", _pages(files), ours, bare, "pdfplumber extract_tables")


def scanned_pages() -> str:
    """Pages a second of the whole OCR path and of bare Tesseract on the same page images, as many at a time."""
    files = _there([*(CORPUS / "formats").glob("*-scan.pdf"), *FIXTURES.glob("*scan*.pdf")])
    settings = Settings(workers=WORKERS, ocr="tesseract")
    ours = bare = 0.0
    for path in files:
        bare += timed(lambda path=path: _bare_tesseract(_images(path)))  # type: ignore[misc]
        ours += timed(lambda path=path: read(path, settings))  # type: ignore[misc]
    return _compared(f"pages of scans, {WORKERS} processes", _pages(files), ours, bare, "Tesseract, page by page")


def long_files() -> str:
    """Peak memory of reading PDFs of many pages in the worker process, page processes counted in."""
    source = CORPUS / "documents" / "101-ubnd-tinh-ke-hoach-2024.pdf"
    rows: list[list[object]] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for length in LENGTHS:
            path = _repeated(source, length, Path(folder) / f"{length}.pdf")
            with Worker() as worker:
                worker.read(source, Settings(workers=WORKERS))
                with PeakMemory() as memory:
                    seconds = timed(lambda path=path: worker.read(path, Settings(workers=WORKERS)))  # type: ignore[misc]
            rows.append([length, f"{length / seconds:.1f}", f"{memory.megabytes:.0f}"])
    head = ("pages of one text PDF", f"pages/s, {WORKERS} processes", "peak memory, all processes, MB (wanted ≤ 1536)")
    return report.table(head, rows)


def _compared(what: str, pages: int, ours: float, bare: float, rival: str) -> str:
    rows: list[list[object]] = [
        ["our reader", f"{pages / ours:.2f}", bare / ours],
        [f"bare {rival}", f"{pages / bare:.2f}", 1.0],
    ]
    return report.table((f"{what} ({pages} in all)", "pages/s", "share of bare (wanted ≥ 0.7)"), rows)


def _there(files: Sequence[Path]) -> list[Path]:
    return sorted(path for path in files if path.exists())


def _pages(files: Sequence[Path]) -> int:
    count = 0
    for path in files:
        document = pypdfium2.PdfDocument(path)
        count += len(document)
        document.close()
    return count


def _bare_tables(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def _images(path: Path) -> list[bytes]:
    """The page images that our reader works on, encoded as it hands them to Tesseract."""
    images = [render(path, index) for index in range(_pages([path]))]
    return [cv2.imencode(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes() for image in images]


def _bare_tesseract(images: Sequence[bytes]) -> None:
    def recognise(image: bytes) -> None:
        subprocess.run(
            ["tesseract", "stdin", "stdout", "-l", "vie", "--psm", "3", "--dpi", "300", "tsv"],
            input=image, capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(recognise, images))


def _repeated(source: Path, length: int, target: Path) -> Path:
    """A PDF of ``length`` pages, those of ``source`` over and over."""
    document, pages = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(source)
    for first in range(0, length, len(pages)):
        document.import_pages(pages, list(range(min(len(pages), length - first))))
    document.save(target)
    document.close()
    pages.close()
    return target


if __name__ == "__main__":
    main()
