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


def set_aside(data: Path, sha256: str) -> None:
    """Move the original of that digest to where removed ones wait."""
    _move(data / "files", data / "removed", sha256)


def put_back(data: Path, sha256: str) -> None:
    """Move the original of that digest back among those of held documents."""
    _move(data / "removed", data / "files", sha256)


def _move(source: Path, target: Path, sha256: str) -> None:
    for path in (*source.glob(f"{sha256}.*"), source / sha256):
        if path.is_file():
            target.mkdir(parents=True, exist_ok=True)
            path.replace(target / path.name)


def forget(data: Path, sha256: str) -> None:
    """Delete the original of that digest, wherever it is kept."""
    for folder in (data / "files", data / "removed"):
        for path in folder.glob(f"{sha256}.*"):
            path.unlink(missing_ok=True)
        (folder / sha256).unlink(missing_ok=True)


def forget_aside(data: Path, sha256: str) -> None:
    """Delete a removed original that has been added again."""
    for path in (data / "removed").glob(f"{sha256}*"):
        path.unlink(missing_ok=True)
