"""The files in a ZIP, one after another, without trusting what the archive says of itself."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from search_api.errors import BadUpload

MOST_MEMBERS = 1000
MOST_RATIO = 200
# Below this a file may be packed as tightly as it likes.
SMALL = 10 << 20
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_UNICODE_PATH = 0x7075
_LEAVINGS = ("__macosx", ".", "~$", "thumbs.db", "desktop.ini")
_VIETNAMESE = frozenset("ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive under its own name, or the reason why it is not taken."""

    name: str
    content: IO[bytes] | None = None
    refusal: BadUpload | None = None


def members(content: IO[bytes], name: str, most_mb: int, most_total_mb: int) -> Iterator[Member]:
    """The files of the archive ``name``, folders flattened, namesakes told apart by the folder they lay in.

    Raises BadUpload for what is no archive, holds too many files, or unpacks to more than ``most_total_mb``. What one
    file unpacks to is bounded by ``most_mb`` by whoever reads it: sizes in the archive are taken as hints only.
    """
    try:
        archive = zipfile.ZipFile(content)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _bad(name, "không phải tệp ZIP đọc được", "is no readable ZIP file") from error
    with archive:
        wanted = [info for info in archive.infolist() if not info.is_dir() and not _leaving(info)]
        if len(wanted) > MOST_MEMBERS:
            raise _bad(name, f"chứa {len(wanted)} tệp, nhiều nhất {MOST_MEMBERS}", f"holds {len(wanted)} files")
        if sum(info.file_size for info in wanted) > most_total_mb << 20:
            raise _bad(name, f"bung ra quá {most_total_mb} MB", f"unpacks to more than {most_total_mb} MB")
        if not wanted:
            raise _bad(name, "không chứa tệp nào", "holds no file")
        for info, own in zip(wanted, _names(wanted), strict=True):
            yield _member(archive, info, own, most_mb)


def _bad(name: str, vi: str, en: str) -> BadUpload:
    return BadUpload(f"“{name}” {vi}.", f"“{name}” {en}.")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, most_mb: int) -> Member:
    if info.flag_bits & _ENCRYPTED_FLAG:
        return _refused(
            name, "được đặt mật khẩu; hãy bỏ mật khẩu rồi gửi lại", "is encrypted; send it without a password"
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        return _refused(name, "chỉ là một liên kết", "is only a link")
    if name.lower().endswith((".zip", ".rar", ".7z")):
        return _refused(name, "là tệp nén nằm trong tệp nén; hãy giải nén trước", "is an archive within an archive")
    if info.file_size > most_mb << 20:
        return _refused(name, f"lớn hơn {most_mb} MB", f"is larger than {most_mb} MB")
    if info.file_size > SMALL and info.file_size > MOST_RATIO * max(1, info.compress_size):
        return _refused(name, "được nén chặt đến mức đáng ngờ", "is packed suspiciously tightly")
    try:
        return Member(name, archive.open(info))
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, zlib.error):
        return _refused(name, "bị hỏng trong tệp nén", "is damaged within the archive")


def _refused(name: str, vi: str, en: str) -> Member:
    return Member(name, refusal=_bad(name, vi, en))


def _leaving(info: zipfile.ZipInfo) -> bool:
    """Whether the file is only what a system left behind."""
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    return any(part.lower().startswith(_LEAVINGS) for part in parts if part not in (".", ".."))


def _names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """A name for each file, none twice."""
    found: list[str] = []
    taken: set[str] = set()
    for info in infos:
        parts = [part for part in PurePosixPath(member_name(info).replace("\\", "/")).parts if part.strip("./ ")]
        own = parts[-1] if parts else "van-ban"
        if own.casefold() in taken and len(parts) > 1:
            own = f"{parts[-2]} - {own}"
        name, number = own, 2
        while name.casefold() in taken:
            stem, dot, suffix = own.rpartition(".")
            name = f"{stem} ({number}){dot}{suffix}" if stem else f"{own} ({number})"
            number += 1
        taken.add(name.casefold())
        found.append(name)
    return found


def member_name(info: zipfile.ZipInfo) -> str:
    """The name that was meant, composed; archives written without the flag for UTF-8 hold bytes of any code page."""
    if info.flag_bits & _UTF8_FLAG:
        return unicodedata.normalize("NFC", info.filename)
    raw = info.orig_filename.encode("cp437", "replace")
    said = _unicode_path(info.extra, raw)
    if said is not None:
        return unicodedata.normalize("NFC", said)
    try:
        return unicodedata.normalize("NFC", raw.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    vietnamese = unicodedata.normalize("NFC", raw.decode("cp1258", "replace"))
    plausible = all(letter.isascii() or letter in _VIETNAMESE for letter in vietnamese.lower())
    return vietnamese if plausible else info.filename


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in the field that Info-ZIP adds for names beyond the code page, if it belongs to this name."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        body = extra[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == _UNICODE_PATH and len(body) > 5 and int.from_bytes(body[1:5], "little") == zlib.crc32(raw):
            return body[5:].decode("utf-8", "replace")
    return None
