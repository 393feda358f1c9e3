"""Bytes of a text file → characters: UTF-8, or UTF-16 where its mark says so; anything else is refused by place."""

from __future__ import annotations

import codecs
from pathlib import Path

from indexer.read import refusals

_MARKED: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_CONTROLS = frozenset("\t\n\r\f\v")


def decode(data: bytes, path: Path) -> tuple[str, str]:
    """The characters and the encoding's name.

    Raises ``UnreadableDocument`` naming the first byte that cannot be text, whether it breaks the encoding or
    is a control byte (binary data, UTF-16 without its mark).
    """
    encoding = next((name for mark, name in _MARKED if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refusals.wrong_encoding(path, error.start, data[error.start]) from error
    for index, character in enumerate(text):
        if character < " " and character not in _TEXT_CONTROLS:
            raise refusals.wrong_encoding(path, len(text[:index].encode(encoding)), ord(character))
    return text, encoding
