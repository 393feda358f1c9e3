"""Makes a zip-based office file the same at every run: entries with one fixed date."""

from __future__ import annotations

import zipfile
from pathlib import Path

DATE = (2024, 2, 6, 0, 0, 0)


def freeze(path: Path) -> None:
    """Rewrites the archive with fixed dates and the entries in their order."""
    with zipfile.ZipFile(path) as source:
        entries = [(name, source.read(name)) for name in source.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in entries:
            target.writestr(zipfile.ZipInfo(name, DATE), data, zipfile.ZIP_DEFLATED)
