"""Typesets every source: documents, other formats, truth, manifest. ``python -m bench.typeset [NAME…]``."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.typeset import pdf, truth
from bench.typeset.source import plan

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def main(names: list[str]) -> None:
    """Rebuilds the corpus, or only the plans whose file name begins with one of ``names``."""
    for source in sorted((CORPUS / "sources").glob("*.plan")):
        if names and not any(source.name.startswith(name) for name in names):
            continue
        parsed = plan(source)
        pdf.write(parsed, CORPUS / "documents" / f"{source.stem}.pdf")
        truth.write(parsed, CORPUS / "truth" / f"{source.stem}.json")
        print(source.stem)


if __name__ == "__main__":
    main(sys.argv[1:])
