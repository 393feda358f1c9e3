"""Since when and until when a body of a name exists: the reorganisation of 1/7/2025 parts namesakes.

Nghị quyết 202/2025/QH15: provinces merged under one of the old names, communes rearranged, districts ended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from indexer import fold
from indexer.gazetteer import load
from indexer.types import Header

REORGANISED = date(2025, 7, 1)
_LAST_DAY = REORGANISED - timedelta(days=1)
# A plan for this year or a later one was issued after the reorganisation even when it bears no date.
_YEAR_AFTER = 2026
_PROVINCE_WORD = re.compile(r"^(?:tỉnh|thành phố) ")
_PLACE = re.compile(r"\b(tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) (.+)$")


@dataclass(frozen=True, slots=True)
class Era:
    """The first and the last day on which a unit exists; None where nothing is known to have changed."""

    since: date | None = None
    until: date | None = None


ALWAYS = Era()


def era(scope: str, header: Header) -> Era:
    """The era of a unit of ``scope`` that a document with that header names."""
    province = _bare(header.province)
    known, renewed, ended = _provinces()
    if province not in known:
        return ALWAYS
    found = _PLACE.search(fold.key(scope))
    if found is None:
        return ALWAYS
    level, name = found[1], found[2].strip()
    later = _issued_after(header)
    if name == province and level == known[province]:
        if province in ended:
            return Era(until=_LAST_DAY)
        if province not in renewed:
            return ALWAYS
        return Era(since=REORGANISED) if later else Era(until=_LAST_DAY)
    if level in ("xã", "phường", "thị trấn", "đặc khu"):
        return Era(since=REORGANISED) if later else Era(until=_LAST_DAY)
    return Era(until=_LAST_DAY)


def _issued_after(header: Header) -> bool:
    if header.issued_on is not None:
        return header.issued_on >= REORGANISED
    return header.year is not None and header.year >= _YEAR_AFTER


def _bare(province: str | None) -> str:
    return _PROVINCE_WORD.sub("", fold.key(province or "")).strip()


@cache
def _provinces() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    """Every province with its level word, those that went on under their name after a merger, those that ended."""
    rows = load("provinces")
    ended = frozenset(_bare(row["name"]) for row in rows if row["merged_into"])
    renewed = frozenset(_bare(row["merged_into"]) for row in rows if row["merged_into"])
    return {_bare(row["name"]): row["kind"] for row in rows}, renewed, ended - renewed
