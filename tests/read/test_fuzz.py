"""Real files with bytes and parts changed at random: a document or the project's own refusal, never anything else.

``CHUTRI_FUZZ`` sets how many changed copies of each file are tried (4 without it); a failure names its seed.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
from pathlib import Path

import pytest

from indexer.errors import IndexerError
from indexer.parsing import parse
from indexer.settings import Settings
from indexer.types import ParsedDocument

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SHARED = Path(__file__).resolve().parents[3] / "shared"
COPIES = int(os.environ.get("CHUTRI_FUZZ", "4"))
SETTINGS = Settings(ocr="off", workers=1)
FILES = [
    CORPUS / "documents" / "108-ubnd-phuong-ban-chau-2026.pdf",
    CORPUS / "formats" / "108-ubnd-phuong-ban-chau-2026-scan.pdf",
    CORPUS / "formats" / "108-ubnd-phuong-ban-chau-2026.docx",
    CORPUS / "formats" / "108-ubnd-phuong-ban-chau-2026.xlsx",
    CORPUS / "formats" / "105-ubnd-xa-dong-may-2024.html",
    CORPUS / "formats" / "105-ubnd-xa-dong-may-2024-tcvn3.doc",
    CORPUS / "formats" / "105-ubnd-xa-dong-may-2024-flat.txt",
    SHARED / "fixtures" / "legacy" / "2005-QD-256.doc",
]


def changed(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few stretches overwritten, taken out, doubled or swapped, or the end cut off."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(found))
        size = min(len(found) - start, chance.choice((1, 2, 4, 16, 200)))
        kind = chance.randrange(6)
        if kind <= 1:
            found[start : start + size] = chance.randbytes(size)
        elif kind == 2:
            del found[start : start + size]
        elif kind == 3:
            found[start:start] = found[start : start + size] * chance.choice((1, 3, 50))
        elif kind == 4:
            found[start : start + size] = bytes([chance.choice((0, 0x20, 0x3C, 0x7F, 0xFF))]) * size
        elif chance.random() < 0.3:
            del found[max(1, start) :]
        if not found:
            return b"\0"
    return bytes(found)


def repacked(data: bytes, chance: random.Random) -> bytes:
    """The container with one of its parts changed, so that the change gets past the archive's checksums."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        names = [name for name in source.namelist() if name.endswith(".xml") and source.read(name)]
        hit = chance.choice(names)
        for name in source.namelist():
            part = source.read(name)
            archive.writestr(name, changed(part, chance) if name == hit else part)
    return target.getvalue()


@pytest.mark.parametrize("seed", range(COPIES))
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_changed_file_gives_a_document_or_a_refusal(file: Path, seed: int, tmp_path: Path) -> None:
    if not file.exists():
        pytest.skip(f"{file} is not here")
    chance = random.Random(f"{file.name} {seed}")
    data = file.read_bytes()
    packed = data.startswith(b"PK") and seed % 2 == 0
    path = tmp_path / file.name
    path.write_bytes(repacked(data, chance) if packed else changed(data, chance))
    try:
        found = parse(path, SETTINGS)
    except IndexerError as error:
        assert str(error)
        assert "\n" not in str(error)
        assert error.en
        assert "Lỗi khi phân tích" not in str(error), "a stage behind the reader failed"
    else:
        assert isinstance(found, ParsedDocument)
        assert found.document.text.strip()
