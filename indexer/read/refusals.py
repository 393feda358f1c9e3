"""Why a file cannot be read, in one sentence of Vietnamese with its English twin."""

from __future__ import annotations

from pathlib import Path

from indexer.errors import UnreadableDocument


def missing(path: Path) -> UnreadableDocument:
    """There is no such file."""
    return UnreadableDocument(f"{path.name}: không có tệp này.", f"{path.name}: there is no such file.")


def no_permission(path: Path) -> UnreadableDocument:
    """The operating system does not let the file be opened."""
    return UnreadableDocument(
        f"{path.name}: không có quyền mở tệp này.", f"{path.name}: no permission to open this file."
    )


def directory(path: Path) -> UnreadableDocument:
    """A folder, a device or a socket stands where a file is wanted."""
    return UnreadableDocument(
        f"{path.name}: đây là thư mục, không phải tệp.", f"{path.name}: this is a folder, not a file."
    )


def empty(path: Path) -> UnreadableDocument:
    """The file has no bytes, or nothing but blanks."""
    return UnreadableDocument(f"{path.name}: tệp rỗng, không có chữ nào.", f"{path.name}: the file is empty.")


def too_big(path: Path, size: int, limit_mb: int) -> UnreadableDocument:
    """More bytes than ``Settings.max_file_mb`` allows."""
    found = size / 1_048_576
    return UnreadableDocument(
        f"{path.name}: tệp nặng {found:.0f} MB, giới hạn là {limit_mb} MB (max_file_mb).",
        f"{path.name}: the file has {found:.0f} MB, the limit is {limit_mb} MB (max_file_mb).",
    )


def too_many_pages(path: Path, found: int, limit: int) -> UnreadableDocument:
    """More pages than ``Settings.max_pages`` allows."""
    return UnreadableDocument(
        f"{path.name}: tệp có {found} trang, giới hạn là {limit} trang (max_pages).",
        f"{path.name}: the file has {found} pages, the limit is {limit} (max_pages).",
    )


def no_pages(path: Path) -> UnreadableDocument:
    """A well-formed file without a single page."""
    return UnreadableDocument(f"{path.name}: tệp không có trang nào.", f"{path.name}: the file has no pages.")


def unknown_kind(path: Path, kind: tuple[str, str]) -> UnreadableDocument:
    """Content that no reader knows; ``kind`` names it in Vietnamese and English."""
    return UnreadableDocument(
        f"{path.name}: không đọc được loại tệp này ({kind[0]}).",
        f"{path.name}: this kind of file cannot be read ({kind[1]}).",
    )


def wrong_name(path: Path, kind: tuple[str, str]) -> UnreadableDocument:
    """A name that promises one kind over content of another."""
    return UnreadableDocument(
        f"{path.name}: tên tệp có đuôi {path.suffix} nhưng nội dung là {kind[0]}; hãy đổi đuôi hoặc gửi lại tệp đúng.",
        f"{path.name}: the name ends in {path.suffix} but the content is {kind[1]}; rename it or send the right file.",
    )


def encrypted(path: Path) -> UnreadableDocument:
    """A file that opens only with a password."""
    return UnreadableDocument(
        f"{path.name}: tệp đặt mật khẩu; hãy gỡ mật khẩu rồi thêm lại.",
        f"{path.name}: the file is encrypted; remove the password and add it again.",
    )


def cut_off(path: Path) -> UnreadableDocument:
    """A file that ends before its end mark: an upload or a copy that broke off."""
    return UnreadableDocument(
        f"{path.name}: tệp bị cắt cụt, thiếu phần cuối; hãy tải hoặc chép lại tệp.",
        f"{path.name}: the file is cut off, its end is missing; download or copy it again.",
    )


def damaged(path: Path, detail: str) -> UnreadableDocument:
    """A file of the right kind whose structure cannot be followed; ``detail`` is the parser's word for it."""
    return UnreadableDocument(
        f"{path.name}: tệp hỏng, không mở được ({detail}).", f"{path.name}: the file is damaged ({detail})."
    )


def wrong_encoding(path: Path, offset: int, byte: int) -> UnreadableDocument:
    """Text that is neither UTF-8 nor marked UTF-16, with the first byte that shows it."""
    return UnreadableDocument(
        f"{path.name}: không phải văn bản UTF-8: byte 0x{byte:02X} ở vị trí {offset}; hãy lưu lại dưới dạng UTF-8.",
        f"{path.name}: not UTF-8 text: byte 0x{byte:02X} at offset {offset}; save it again as UTF-8.",
    )


def reader_missing(path: Path, format_name: str, package: str) -> UnreadableDocument:
    """A format whose reader needs a package that this installation lacks."""
    return UnreadableDocument(
        f"{path.name}: bản cài đặt này chưa đọc được {format_name}, thiếu gói {package}.",
        f"{path.name}: this installation cannot read {format_name}, the package {package} is missing.",
    )
