"""Zipped XML opened with care: sizes are summed before anything is unpacked, entities are never followed."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from indexer.errors import UnreadableDocument
from indexer.read import refusals
from indexer.settings import Settings

_LARGEST_RATIO = 200
_FREE = 20 * 1_048_576
_MOST_PARTS = 20_000


def opened(path: Path, settings: Settings) -> zipfile.ZipFile:
    """The container, checked; raises ``UnreadableDocument`` for damaged, encrypted and bloated files."""
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise refusals.cut_off(path) from error
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    limit = settings.max_file_mb * 3 * 1_048_576
    if len(parts) > _MOST_PARTS or size > limit or (size > _FREE and size / packed > _LARGEST_RATIO):
        archive.close()
        raise bloated(path, size)
    if any(part.flag_bits & 1 for part in parts):
        archive.close()
        raise refusals.encrypted(path)
    return archive


def bloated(path: Path, size: int) -> UnreadableDocument:
    """A file that would unpack to far more than it is."""
    return UnreadableDocument(
        f"{path.name}: tệp nén phình tới {size / 1_048_576:.0f} MB khi mở ra, quá giới hạn an toàn.",
        f"{path.name}: the file unpacks to {size / 1_048_576:.0f} MB, more than is safe.",
    )


def xml(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """The root of a part, None where the part is missing."""
    try:
        data = archive.read(name)
    except KeyError:
        return None
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
