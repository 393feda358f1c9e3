"""A file as it comes in: under a name of its own, of a kind and size that are read, whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import unicodedata
from pathlib import Path, PurePath
from typing import IO

from indexer.pipeline import readable_suffixes
from search_api.errors import BadUpload

_CHUNK = 1 << 20
_LONGEST_NAME = 180


def received(within: Path, name: str, content: IO[bytes], most_mb: int) -> tuple[Path, str]:
    """The file written to a new folder ``within``, and its SHA-256; nothing is left of one that broke off.

    Raises BadUpload for what no reader would take.
    """
    within.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".part-", dir=within))
    try:
        return folder / name, _written(folder / name, content, most_mb)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _written(path: Path, content: IO[bytes], most_mb: int) -> str:
    """Write the file to ``path``; returns its SHA-256."""
    name = path.name
    if path.suffix.lower() not in readable_suffixes():
        known = " ".join(readable_suffixes())
        raise BadUpload(
            f"Không có bộ đọc cho “{name}”; các loại đọc được: {known}.",
            f"There is no reader for “{name}”; readable kinds: {known}.",
        )
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            if size > most_mb << 20:
                raise BadUpload(f"“{name}” lớn hơn {most_mb} MB.", f"“{name}” is larger than {most_mb} MB.")
            digest.update(chunk)
            file.write(chunk)
    if not size:
        raise BadUpload(f"Tệp “{name}” rỗng.", f"The file “{name}” is empty.")
    return digest.hexdigest()


def clean_name(name: str) -> str:
    """The file's own name, composed, without folders and control characters, short enough for any file system."""
    own = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    own = "".join(c for c in own if c.isprintable() and c not in '<>:"|?*').strip(" .") or "van-ban"
    stem, suffix = PurePath(own).stem, PurePath(own).suffix
    while len(f"{stem}{suffix}".encode()) > _LONGEST_NAME + 60 or len(stem) > _LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem}{suffix}"
