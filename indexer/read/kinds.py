"""Names for file kinds by their first bytes, for sentences that tell a person what a file really is."""

from __future__ import annotations

from pathlib import Path

from indexer.read.protocol import HEAD_BYTES

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "tệp PDF", "a PDF"),
    (b"PK\x03\x04", "tệp nén ZIP hoặc tệp Office", "a ZIP archive or an Office file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "tệp Office đời cũ (.doc, .xls)", "an old Office file (.doc, .xls)"),
    (b"{\\rtf", "tệp RTF", "an RTF file"),
    (b"\x89PNG", "ảnh PNG", "a PNG image"),
    (b"\xff\xd8\xff", "ảnh JPEG", "a JPEG image"),
    (b"GIF8", "ảnh GIF", "a GIF image"),
    (b"BM", "ảnh BMP", "a BMP image"),
    (b"II*\x00", "ảnh TIFF", "a TIFF image"),
    (b"MM\x00*", "ảnh TIFF", "a TIFF image"),
    (b"Rar!", "tệp nén RAR", "a RAR archive"),
    (b"7z\xbc\xaf", "tệp nén 7-Zip", "a 7-Zip archive"),
    (b"\x1f\x8b", "tệp nén GZIP", "a GZIP archive"),
    (b"\x7fELF", "chương trình máy tính", "a program"),
    (b"MZ", "chương trình máy tính", "a program"),
    (b"SQLite format 3", "cơ sở dữ liệu SQLite", "an SQLite database"),
)


def describe(head: bytes) -> tuple[str, str]:
    """What a file beginning with ``head`` is, in Vietnamese and English; "dữ liệu lạ" where nothing fits."""
    for magic, vi, en in _MAGIC:
        if head.startswith(magic):
            return vi, en
    begun = head.lstrip()[:1024].lower()
    if begun.startswith((b"<!doctype html", b"<html")):
        return "trang HTML", "an HTML page"
    if begun.startswith(b"<svg") or (begun.startswith(b"<?xml") and b"<svg" in begun):
        return "hình vẽ SVG", "an SVG drawing"
    if looks_like_text(head):
        return "văn bản thuần", "plain text"
    return "dữ liệu lạ", "unknown data"


def looks_like_text(head: bytes) -> bool:
    """Whether ``head`` can begin a text file: a Unicode mark, or no control bytes besides tab, line and page ends."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    return not any(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)


def is_small_text(path: Path, most: int) -> bool:
    """Whether a file of at most ``most`` bytes begins as plain text; False for one that cannot be opened."""
    try:
        if not path.is_file() or path.stat().st_size > most:
            return False
        with path.open("rb") as file:
            return describe(file.read(HEAD_BYTES))[1] == "plain text"
    except OSError:
        return False
