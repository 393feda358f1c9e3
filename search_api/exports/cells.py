"""What may stand in a cell: no control characters, no more than a spreadsheet holds, nothing it takes for a formula."""

from __future__ import annotations

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 32_000


def clean(value: str) -> str:
    """The words without control characters other than line ends, and without what XML cannot hold."""
    kept = "".join(c for c in value if (c >= " " or c in "\n\t") and not "\ud800" <= c <= "\udfff" and c < "\ufffe")
    return kept[:_LONGEST_CELL]


def formula(value: str) -> bool:
    """Whether a spreadsheet that guesses types would take these words for a formula."""
    return value.lstrip(" ").startswith(_FORMULA_STARTS)


def safe(value: str) -> str:
    """The words for a format without types: an apostrophe before what would be run as a formula."""
    kept = clean(value).replace("\t", " ")
    return f"'{kept}" if formula(kept) else kept
