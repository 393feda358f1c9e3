"""Names of bodies as they stand in capitals at the head of a document, written the way prose writes them."""

from __future__ import annotations

import re
from collections import Counter

from indexer.fold import key

_PLACE_KINDS = r"(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)"
_PLACE = re.compile(rf"\b({_PLACE_KINDS})\s+(.+)$")
_SHORT_FORMS = (
    (re.compile(r"\bubnd\b"), "ủy ban nhân dân"),
    (re.compile(r"\bhđnd\b"), "hội đồng nhân dân"),
    (re.compile(r"\bptnt\b"), "phát triển nông thôn"),
    (re.compile(r"\btp\.?\s*(?=\w)"), "thành phố "),
)
# "khu vực xxii": numerals keep their capitals.
_ROMAN = re.compile(r"\b[ivx]{2,}\b")
# Committees of the Party, which a place's bare name follows.
_PARTY = ("tỉnh ủy", "thành ủy", "huyện ủy")
_HEADS = (
    "ủy ban", "hội đồng", "sở", "bộ", "ban", "thanh tra", "văn phòng", "chi cục", "cục", "tổng cục", "trung tâm",
    "phòng", "trường", "bệnh viện", "công an", "kho bạc", "bảo hiểm", "viện", "đài", "báo", "hội", "liên đoàn",
    "chi nhánh", "quỹ", "đảng ủy", "tỉnh ủy", "thành ủy", "huyện ủy", "mặt trận", "tòa án", "viện kiểm sát",
    "bưu điện", "trạm", "tổ",
)  # fmt: skip


def is_head(text: str) -> bool:
    """Whether ``text`` begins with a word that begins the name of a body."""
    lower = expanded(text)
    return any(lower == head or lower.startswith(head + " ") for head in _HEADS)


def expanded(text: str) -> str:
    """``text`` in lower case, one spelling a word, with UBND and its like written out."""
    lower = " ".join(key(text).split())
    for pattern, full in _SHORT_FORMS:
        lower = pattern.sub(full, lower)
    return lower


def in_prose(capitals: str, text: str) -> str:
    """The name ``capitals`` as prose writes it: as ``text`` does most often, else capitalised by the rules.

    "SỞ THÔNG TIN VÀ TRUYỀN THÔNG" gives "Sở Thông tin và Truyền thông", "UBND XÃ THẠNH TÂN" gives
    "Ủy ban nhân dân xã Thạnh Tân".
    """
    lower = expanded(capitals)
    seen = _as_seen(lower, text)
    if seen is not None:
        return seen
    head = next((h for h in sorted(_HEADS, key=len, reverse=True) if lower == h or lower.startswith(h + " ")), "")
    place = _PLACE.search(lower, len(head))
    middle = lower[len(head) : place.start() if place else len(lower)]
    fielded = head in ("sở", "bộ", "phòng", "cục", "chi cục", "tổng cục", "ban", "trung tâm", "viện")
    name = (head[:1].upper() + head[1:]) + (_fielded(middle) if fielded else middle)
    if head in _PARTY:
        name = head[:1].upper() + head[1:] + " " + titled(middle)
    name = _ROMAN.sub(lambda m: m.group().upper(), name)
    if place:
        name += f"{place.group(1)} {titled(place.group(2))}"
    return " ".join(name.split()) if head or place else capitals.capitalize()


def titled(text: str) -> str:
    """``text`` with every word capitalised, as names of places are."""
    return " ".join(word[:1].upper() + word[1:] for word in text.split())


def place_of(name: str) -> tuple[str, str] | None:
    """The kind and the name of the place that ends ``name`` ("tỉnh", "Tây Ninh"), or None."""
    match = re.search(rf"\b({_PLACE_KINDS})\s+([A-ZĐÀ-Ỹ]\w*(?:[\s-]+[A-ZĐÀ-Ỹ]\w*)*)\s*$", name)
    return (match.group(1), match.group(2)) if match else None


def _fielded(text: str) -> str:
    """A field of work with a capital where one of its names begins: "thông tin và truyền thông" has two."""
    words = text.split()
    for index, word in enumerate(words):
        if index == 0 or words[index - 1] in ("và", "-", "–") or words[index - 1].endswith(","):
            words[index] = word[:1].upper() + word[1:]
    return f" {' '.join(words)} " if words else " "


def _as_seen(lower: str, text: str) -> str | None:
    """The commonest mixed-case spelling of ``lower`` in ``text``, starting with a capital letter."""
    pattern = re.compile(r"\s+".join(map(re.escape, lower.split())), re.IGNORECASE)
    seen = Counter(" ".join(m.group().split()) for m in pattern.finditer(text))
    mixed = [(count, s) for s, count in seen.items() if not s.isupper() and s[:1].isupper() and _proper(s)]
    return max(mixed)[1] if mixed else None


def _proper(text: str) -> bool:
    """A spelling that capitalises more than the first word of a longer name, and no word from end to end."""
    words = text.split()
    if any(len(word) > 2 and word.isupper() for word in words):
        return False
    return len(words) < 3 or any(word[:1].isupper() for word in words[1:])
