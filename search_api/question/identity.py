"""What names an indexed plan in a question: its number, its issuer, the issuer's level, its place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from indexer.fold import fold, key, syllables
from indexer.store.records import StoredDocument

NameKind = Literal["issuer", "place", "level"]

# Levels of government as they are said, by their folded word.
LEVELS = ("tinh", "thanh pho", "huyen", "thi xa", "quan", "xa", "phuong", "thi tran")
_COMMITTEE = "uy ban nhan dan"
# Said with its place alone: "Bệnh viện X" for "Bệnh viện Đa khoa X".
_HOSPITAL = "benh vien"
_PLACE = re.compile(rf"\b({'|'.join(LEVELS)}) ((?:\w+ ?){{1,4}})$")

# A plan without a header still says whose it is: "hoạt động của Sở X", "Quyết định Sở X".
_SELF = re.compile(
    r"(?:hoạt động của|cơ quan|công chức|trong|tại|toàn|của|Quyết định|Giám đốc|Lãnh đạo)\s+"
    r"((?:Sở|Thanh tra|Cục|Chi cục|Ban Quản lý|Phòng)\s+[A-ZĐÂĂÊÔƠƯ][\w\s]{2,40}?)"
    r"(?=[\n.,;:)]|\s+(?:và|theo|về|tỉnh|trong|năm)\b)"
)
_PROVINCE = re.compile(r"tỉnh\s+([A-ZĐÂĂÊÔƠƯ]\w+(?:\s+[A-ZĐÂĂÊÔƠƯ]\w+){0,3})")


@dataclass(frozen=True, slots=True)
class Name:
    """A wording of a plan's identity in folded words, with how surely it means this plan (0..1)."""

    words: tuple[str, ...]
    weight: float
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Identity:
    """A plan's names; ``issuer`` and ``province`` folded, ``level`` the issuer's level, ``number`` folded."""

    document_id: str
    number: str | None
    attached_to: str | None
    issuer: str
    core: str
    province: str
    level: str
    year: int | None
    names: tuple[Name, ...]
    title: frozenset[str] = frozenset()

    @property
    def issuers(self) -> frozenset[str]:
        """The issuer as it may be named: in full, without its place, without its level."""
        bare = self.issuer.removesuffix(self.province).strip() if self.province else self.issuer
        return frozenset((self.issuer, self.core, bare))


def identity(document: StoredDocument, text: str) -> Identity:
    """The identity of a plan from its header, or, where the header is silent, from what its text calls itself."""
    header = document.header
    issuer = fold(header.issuer or _said_issuer(text))
    province = _bare_place(fold(header.province or "")) or fold(_said_province(text))
    place = _place_of(issuer) or _bare_place(fold(header.place or ""))
    level = _level(issuer)
    names = _names(issuer, level, place, province)
    number = fold(header.number) if header.number else None
    attached = fold(header.attached_to) if header.attached_to else None
    core, title = _core(issuer, place), _title(header.title)
    return Identity(document.id, number, attached, issuer, core, province, level, header.year, tuple(names), title)


def reads_text(document: StoredDocument) -> bool:
    """Whether the header is silent on something that ``identity`` then looks for in the text."""
    header = document.header
    return not header.issuer or not _bare_place(fold(header.province or ""))


def _names(issuer: str, level: str, place: str, province: str) -> list[Name]:
    """Every wording, the fullest first."""
    found: dict[tuple[str, ...], Name] = {}

    def add(words: str, weight: float, kind: NameKind) -> None:
        keys = tuple(syllables(words))
        if keys and (keys not in found or found[keys].weight < weight):
            found[keys] = Name(keys, weight, kind)

    if issuer:
        add(issuer, 1.0, "issuer")
        core = _core(issuer, place)
        if issuer.startswith(_COMMITTEE):
            add(f"{level} {place}", 1.0, "issuer")
            add(place, 0.6 if level == "tinh" else 1.0, "place" if level == "tinh" else "issuer")
            add(f"{_COMMITTEE} {level}", 0.8, "level")
            add(level, 0.6, "level")
            add(f"cap {level}", 0.5, "level")
        else:
            where = place or province
            add(core, 0.8, "issuer")
            short = shortened(core)
            add(short, 0.75, "issuer")
            if where:
                add(f"{core} {where}", 1.0, "issuer")
                add(f"{short} {where}", 0.95, "issuer")
                for one in LEVELS[:3]:
                    add(f"{core} {one} {where}", 1.0, "issuer")
            if core.startswith(_HOSPITAL) and where and issuer.endswith(where):
                add(f"{_HOSPITAL} {where}", 0.9, "issuer")
            add(f"{core} tinh", 0.8, "issuer")
            add(core.split()[0], 0.4, "level")
    for where in {place, province} - {""}:
        add(where, 0.5, "place")
        add(f"tinh {where}", 0.5, "place")
    return sorted(found.values(), key=lambda name: (-len(name.words), -name.weight))


_PARTS = re.compile(r"\s*(?:,| - | va )\s*")


def shortened(name: str) -> str:
    """A department's folded name by its first field, as it is said: "so nong nghiep"; others as they are."""
    first = _PARTS.split(name)[0]
    return first if first.startswith(("so ", "bo ")) and len(first.split()) > 1 else name


def _core(issuer: str, place: str) -> str:
    """The issuer without its place and the place's level."""
    core = issuer.removesuffix(place).strip() if place else issuer
    for one in LEVELS:
        core = core.removesuffix(f" {one}")
    return core


def _title(title: str | None) -> frozenset[str]:
    """The folded words of a title."""
    return frozenset(re.findall(r"\w+", fold(title or "")))


def _level(issuer: str) -> str:
    """The level word of the issuer's place: "tinh" for "ủy ban nhân dân tỉnh …", "so" for a department."""
    match = _PLACE.search(issuer)
    if issuer.startswith(_COMMITTEE) and match:
        return match.group(1)
    return issuer.split()[0] if issuer else ""


def _place_of(issuer: str) -> str:
    match = _PLACE.search(issuer)
    return match.group(2).strip() if match else ""


def _bare_place(folded: str) -> str:
    for level in LEVELS:
        folded = folded.removeprefix(f"{level} ")
    return folded.split(",")[0].strip()


def _said_issuer(text: str) -> str:
    said = Counter(" ".join(key(match).split()) for match in _SELF.findall(text))
    return said.most_common(1)[0][0] if said else ""


def _said_province(text: str) -> str:
    said = Counter(match.strip() for match in _PROVINCE.findall(text))
    return said.most_common(1)[0][0] if said else ""
