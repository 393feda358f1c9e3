"""Typesets every source: documents, other formats, truth, manifest. ``python -m bench.typeset [NAME…]``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.typeset import html, manifest, pdf, questions, scan, sheet, tcvn3, text, truth, word
from bench.typeset.records import Plan
from bench.typeset.source import plan

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SUFFIX = {
    "tcvn3": "-tcvn3.doc",
    "scan": "-scan.pdf",
    "tabs": "-tabs.txt",
    "flat": "-flat.txt",
    "paragraphs": "-paragraphs.txt",
}
WRITERS = {"pdf": pdf.write, "docx": word.write, "xlsx": sheet.write, "html": html.write, "tcvn3": tcvn3.write}


def write(parsed: Plan, path: Path, form: str) -> None:
    """Writes one form of a plan: pdf, scan, or a style of plain text."""
    if form in WRITERS:
        WRITERS[form](parsed, path)
    elif form == "scan":
        with tempfile.TemporaryDirectory() as folder:
            clean = Path(folder) / "clean.pdf"
            pdf.write(parsed, clean)
            scan.write(clean, path, parsed.front["meta"]["title"])
    else:
        text.write(parsed, path, form)


def main(names: list[str]) -> None:
    """Rebuilds the corpus, or only the plans whose file name begins with one of ``names``."""
    for source in sorted((CORPUS / "sources").glob("*.plan")):
        if names and not any(source.name.startswith(name) for name in names):
            continue
        parsed = plan(source)
        form = parsed.front.get("main", "pdf")
        write(parsed, CORPUS / "documents" / f"{source.stem}{'.pdf' if form == 'pdf' else '.txt'}", form)
        for other in parsed.front.get("also", ()):
            write(parsed, CORPUS / "formats" / f"{source.stem}{SUFFIX.get(other, f'.{other}')}", other)
        truth.write(parsed, CORPUS / "truth" / f"{source.stem}.json")
        sys.stdout.write(f"{source.stem}\n")
    questions.write(CORPUS)
    manifest.write(CORPUS)


if __name__ == "__main__":
    main(sys.argv[1:])
