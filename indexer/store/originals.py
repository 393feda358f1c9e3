"""The originals: every added file copied into the data folder under the digest of its content."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path


def original(data: Path, sha256: str, file: str) -> Path:
    """Where the original named ``file`` is kept; its suffix stays, for that is how other programs know it."""
    return data / "files" / f"{sha256}{Path(file).suffix.lower()}"


def keep(source: Path, data: Path, sha256: str) -> None:
    """Copy ``source`` to its place, all at once."""
    place = original(data, sha256, source.name)
    if place.is_file() and place.stat().st_size == source.stat().st_size:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".part-", dir=place.parent)
    os.close(handle)
    try:
        shutil.copyfile(source, draft)
        Path(draft).chmod(0o644)
        Path(draft).replace(place)
    finally:
        Path(draft).unlink(missing_ok=True)


def forget(data: Path, sha256: str) -> None:
    """Delete the original of that digest."""
    for path in (data / "files").glob(f"{sha256}.*"):
        path.unlink(missing_ok=True)
    (data / "files" / sha256).unlink(missing_ok=True)
