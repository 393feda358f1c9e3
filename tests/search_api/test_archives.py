"""ZIP files as people and systems make them: names in any code page, folders, and what must not be unpacked."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
import zlib

import pytest

from search_api.errors import BadUpload
from search_api.intake import archives


def written(files: dict[str, bytes]) -> io.BytesIO:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in files.items():
            archive.writestr(name, words)
    content.seek(0)
    return content


def raw_named(name: bytes, flags: int = 0, extra: bytes = b"") -> io.BytesIO:
    """A stored file whose name is exactly those bytes."""
    words = b"ke hoach"
    crc, size = zlib.crc32(words), len(words)
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, flags, 0, 0, 33, crc, size, size, len(name), len(extra))
    central = struct.pack(
        "<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, flags, 0, 0, 33, crc, size, size, len(name), len(extra), 0, 0, 0, 0, 0
    )
    body = local + name + extra + words
    directory = central + name + extra
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(directory), len(body), 0)
    return io.BytesIO(body + directory + end)


def listed(content: io.BytesIO, most_mb: int = 5, total: int = 50) -> list[archives.Member]:
    return list(archives.members(content, "nen.zip", most_mb, total))


def test_folders_are_flattened_and_namesakes_told_apart() -> None:
    content = written(
        {
            "a/ke-hoach.txt": b"1",
            "b/ke-hoach.txt": b"2",
            "b/c/KE-HOACH.txt": b"3",
            "../../etc/passwd.txt": b"4",
            "/abs/x.txt": b"5",
            "c\\d\\y.txt": b"6",
            "__MACOSX/a/._ke-hoach.txt": b"7",
            "a/.DS_Store": b"8",
            "a/~$ke-hoach.docx": b"9",
        }
    )
    names = [one.name for one in listed(content)]
    assert names == ["ke-hoach.txt", "b - ke-hoach.txt", "c - KE-HOACH.txt", "passwd.txt", "x.txt", "y.txt"]


@pytest.mark.parametrize(
    ("raw", "flags", "meant"),
    [
        ("Kế hoạch số 5.txt".encode(), 0x800, "Kế hoạch số 5.txt"),
        ("Kế hoạch số 5.txt".encode(), 0, "Kế hoạch số 5.txt"),
        (unicodedata.normalize("NFD", "Kế hoạch.txt").encode(), 0x800, "Kế hoạch.txt"),
        (unicodedata.normalize("NFD", "Kế hoạch.txt").encode(), 0, "Kế hoạch.txt"),
        (b"K\xea\xec hoa\xf2ch.txt", 0, "Kế hoạch.txt"),
        (b"plan \x82t\x82.txt", 0, "plan été.txt"),
        (b"plain.txt", 0, "plain.txt"),
    ],
)
def test_names_are_read_as_they_were_meant(raw: bytes, flags: int, meant: str) -> None:
    (one,) = listed(raw_named(raw, flags))
    assert one.name == meant
    assert one.content is not None
    assert one.content.read() == b"ke hoach"


def test_the_name_that_info_zip_adds_wins() -> None:
    raw, meant = b"K_ ho_ch.txt", "Kế hoạch.txt"
    body = b"\1" + struct.pack("<I", zlib.crc32(raw)) + meant.encode()
    (one,) = listed(raw_named(raw, 0, struct.pack("<HH", 0x7075, len(body)) + body))
    assert one.name == meant
    stale = b"\1" + struct.pack("<I", 1) + meant.encode()
    (other,) = listed(raw_named(raw, 0, struct.pack("<HH", 0x7075, len(stale)) + stale))
    assert other.name == "K_ ho_ch.txt"


def test_what_must_not_be_unpacked_is_told_and_the_rest_goes_on() -> None:
    zeros = b"\0" * (11 << 20)
    content = written({"bom.txt": zeros, "trong.zip": b"PK", "tot.txt": b"ok", "to.txt": b"x" * (2 << 20)})
    with zipfile.ZipFile(content, "a") as archive:
        link = zipfile.ZipInfo("lien-ket.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    content.seek(0)
    found = {one.name: one.refusal for one in listed(content, most_mb=20)}
    assert found["tot.txt"] is None
    assert found["to.txt"] is None
    assert "đáng ngờ" in str(found["bom.txt"])
    assert "giải nén trước" in str(found["trong.zip"])
    assert "liên kết" in str(found["lien-ket.txt"])
    small = {one.name: one.refusal for one in listed(content, most_mb=1)}
    assert "lớn hơn 1 MB" in str(small["to.txt"])


def test_an_encrypted_file_is_told() -> None:
    (one,) = listed(raw_named(b"mat.txt", 0x1))
    assert "mật khẩu" in str(one.refusal)
    assert one.refusal is not None
    assert "password" in one.refusal.en


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (io.BytesIO(b"no archive at all"), "không phải tệp ZIP"),
        (io.BytesIO(b""), "không phải tệp ZIP"),
        (written({"a/": b""}), "không chứa tệp nào"),
        (written({"a.txt": b"x" * (3 << 20)}), "quá 2 MB"),
        (written({f"{n}.txt": b"x" for n in range(archives.MOST_MEMBERS + 1)}), "nhiều nhất 1000"),
    ],
)
def test_an_archive_that_cannot_be_taken_is_refused_whole(content: io.BytesIO, words: str) -> None:
    with pytest.raises(BadUpload, match=words):
        listed(content, total=2)
