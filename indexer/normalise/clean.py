"""Characters: composed, invisible ones dropped, spaces made plain. One line at a time."""

from __future__ import annotations

import re
import unicodedata

from indexer.normalise.traced import Edit, Traced

_INVISIBLE = dict.fromkeys(
    (*range(0x00, 0x09), *range(0x0B, 0x20), 0x7F, 0xAD, 0x34F, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
     *range(0x2060, 0x2070), 0xFEFF, 0xFFFE, 0xFFFF),
    "",
)  # fmt: skip
_SPACES = dict.fromkeys((0x0A, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000), " ")
# Hyphens that only differ in how lines break, eth that old fonts give for Đ, and bullets of the Symbol fonts.
_ALIKE = {
    0x2010: "-", 0x2011: "-", 0xD0: "Đ", 0xF0: "đ", 0x189: "Đ",
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF02D: "-", 0xF0FC: "✓", 0xF076: "❖",
}  # fmt: skip
_ODD = re.compile("[" + "".join(re.escape(chr(c)) for c in (*_INVISIBLE, *_SPACES, *_ALIKE)) + "]")
_REPLACED = {chr(code): new for code, new in (*_INVISIBLE.items(), *_SPACES.items(), *_ALIKE.items())}
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")
_SPACE_RUN = re.compile(r" *\t[ \t]*| {2,}")
_COLUMN_GAP = 5


def composed(text: str) -> Traced:
    """``text`` in NFC with invisible characters dropped and look-alikes made one, traced to ``text``."""
    traced = Traced.of(text)
    if _ODD.search(text):
        traced = traced.sub(_ODD, lambda m: _REPLACED[m.group()])
    if unicodedata.is_normalized("NFC", traced.text):
        return traced
    edits: list[Edit] = []
    for match in _CLUSTER.finditer(traced.text):
        new = unicodedata.normalize("NFC", match.group())
        if new != match.group():
            edits.append((match.start(), match.end(), new))
    return traced.edited(edits)


def spaced(traced: Traced) -> Traced:
    """``traced`` with single spaces; a gap wide enough to part two columns becomes one tab."""
    return traced.sub(_SPACE_RUN, _gap).strip()


def _gap(match: re.Match[str]) -> str:
    wide = "\t" in match.group() or len(match.group()) >= _COLUMN_GAP
    return "\t" if wide else " "
