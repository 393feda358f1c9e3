"""The corpus' manifest: every committed file with its checksum, origin, date and licence."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

LICENCE = "Apache-2.0; embedded fonts Noto (OFL-1.1) or DejaVu (Bitstream Vera)"
OBTAINED = "2026-11-22"


def rows(corpus: Path) -> list[dict[str, Any]]:
    """One entry a file of documents/ and formats/, in order of name."""
    out = []
    for folder in ("documents", "formats"):
        for path in sorted((corpus / folder).iterdir()):
            source = next(s for s in (corpus / "sources").glob("*.plan") if path.name.startswith(s.stem))
            out.append(
                {
                    "file": f"{folder}/{path.name}",
                    "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                    "origin": _origin(path, source),
                    "date": OBTAINED,
                    "licence": LICENCE if path.suffix == ".pdf" else "Apache-2.0",
                }
            )
    return out


def _origin(path: Path, source: Path) -> str:
    typeset = f"typeset from sources/{source.name} by bench.typeset"
    if path.stem.endswith("-word97"):
        return f"{typeset} as RTF in TCVN3, saved as Word 97 by LibreOffice 7.4"
    return typeset


def write(corpus: Path) -> None:
    """Writes manifest.jsonl."""
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(corpus))
    (corpus / "manifest.jsonl").write_text(lines, encoding="utf8")
