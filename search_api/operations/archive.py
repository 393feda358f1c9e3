"""A backup as one ZIP file: a manifest with a checksum for every entry, the catalogue, the originals."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from search_api.operations.errors import BadBackup
from search_api.operations.snapshot import CATALOGUE, folders, kept
from search_api.operations.tell import Tell

FORMAT = 1
MANIFEST = "manifest.json"
_NAME = re.compile(r"catalogue\.db|(files|removed)/[0-9a-f]{64}(\.[\w-]{1,16})?")
_CHUNK = 1 << 20
_MOST_MANIFEST = 64 << 20
# Kinds that are compressed as they are.
_PACKED = frozenset({".pdf", ".docx", ".xlsx", ".ods", ".odt", ".jpg", ".jpeg", ".png", ".zip"})


@dataclass(frozen=True, slots=True)
class Entry:
    """Size in bytes and SHA-256 of one file of a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; ``damaged`` are originals that were missing or damaged when it was made."""

    program: str
    schema: str
    created_at: str
    generation: int
    documents: int
    passages: int
    fingerprint: str | None
    entries: dict[str, Entry]
    damaged: tuple[str, ...] = ()


def write(folder: Path, manifest: Manifest, target: IO[bytes], tell: Tell) -> None:
    """Write the files of ``folder`` that the manifest names, with their checksums as they were read.

    An original whose content is not what its name says goes in as it is and is listed as damaged.
    """
    entries: dict[str, Entry] = {}
    damaged = list(manifest.damaged)
    names = [CATALOGUE, *kept(folder)]
    with zipfile.ZipFile(target, "w", allowZip64=True) as pack:
        for at, name in enumerate(names):
            tell("originals", at, len(names))
            entries[name] = _put(pack, folder / name, name)
            if name != CATALOGUE and not name.rpartition("/")[2].startswith(entries[name].sha256):
                damaged.append(name)
        content = {"format": FORMAT, **asdict(manifest), "entries": {n: asdict(e) for n, e in entries.items()}}
        content["damaged"] = sorted(damaged)
        pack.writestr(MANIFEST, json.dumps(content, ensure_ascii=False), zipfile.ZIP_DEFLATED)


def _put(pack: zipfile.ZipFile, path: Path, name: str) -> Entry:
    about = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    about.compress_type = zipfile.ZIP_STORED if path.suffix in _PACKED else zipfile.ZIP_DEFLATED
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, pack.open(about, "w", force_zip64=True) as place:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            place.write(chunk)
    return Entry(size, digest.hexdigest())


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The backup opened for reading. Raises BadBackup for a file that is none or that breaks off."""
    try:
        with zipfile.ZipFile(path) as pack:
            yield pack
    except FileNotFoundError as error:
        raise BadBackup(f"Không có tệp “{path}”.", f"There is no file “{path}”.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise BadBackup(
            f"“{path.name}” không phải bản sao lưu của Chủ Trì hoặc đã hỏng: {error}. Dữ liệu hiện có còn nguyên.",
            f"“{path.name}” is no backup of Chủ Trì, or is damaged: {error}. The present data is untouched.",
        ) from error


def manifest_of(pack: zipfile.ZipFile) -> Manifest:
    """What the backup says of itself. Raises BadBackup for one that cannot be understood."""
    try:
        if pack.getinfo(MANIFEST).file_size > _MOST_MANIFEST:
            raise ValueError(MANIFEST)
        content = json.loads(pack.read(MANIFEST))
        found_format = int(content.pop("format"))
        entries = {str(name): Entry(int(e["size"]), str(e["sha256"])) for name, e in content.pop("entries").items()}
        damaged = tuple(str(name) for name in content.pop("damaged"))
        manifest = Manifest(**content, entries=entries, damaged=damaged)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise BadBackup(
            "Tệp này không phải bản sao lưu của Chủ Trì (thiếu bản kê).",
            "This file is no backup of Chủ Trì (it has no list of contents).",
        ) from error
    if found_format != FORMAT:
        raise BadBackup(
            f"Bản sao lưu có dạng {found_format}, chương trình này đọc dạng {FORMAT}; hãy dùng bản mới hơn.",
            f"The backup has format {found_format}, this program reads {FORMAT}; use a newer program.",
        )
    strange = next((name for name in entries if not _NAME.fullmatch(name)), None)
    if strange is not None or CATALOGUE not in entries:
        raise BadBackup(
            "Bản kê của bản sao lưu không đúng dạng; không lấy gì từ nó.",
            "The list of contents of the backup has the wrong form; nothing was taken from it.",
        )
    return manifest


def unpack(pack: zipfile.ZipFile, manifest: Manifest, place: Path, tell: Tell) -> None:
    """Write every entry into the folder ``place``. Raises BadBackup for the first that is not what it should be."""
    folders(place)
    for at, (name, entry) in enumerate(manifest.entries.items()):
        tell("check", at, len(manifest.entries))
        try:
            source = pack.open(name)
        except KeyError as error:
            raise _damaged(name) from error
        digest, size = hashlib.sha256(), 0
        with source, (place / name).open("wb") as target:
            while size <= entry.size and (chunk := source.read(_CHUNK)):
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        if size != entry.size or digest.hexdigest() != entry.sha256:
            raise _damaged(name)


def _damaged(name: str) -> BadBackup:
    return BadBackup(
        f"Bản sao lưu hỏng ở “{name}”: nội dung khác với tổng kiểm. Dữ liệu hiện có còn nguyên.",
        f"The backup is damaged at “{name}”: the content differs from its checksum. The present data is untouched.",
    )
