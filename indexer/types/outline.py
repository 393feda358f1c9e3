"""What a document is and how it is built: header, clauses, regions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from indexer.types.place import Span


@dataclass(frozen=True, slots=True)
class Header:
    """Who issued what (Nghị định 30/2020/NĐ-CP, Phụ lục I): every field as the document gives it, or None.

    ``number`` has its parts joined without spaces ("140/QĐ-UBND"); ``kind`` is the type name in sentence case
    ("Quyết định"); ``issuer`` is the body in full with its place ("Ủy ban nhân dân tỉnh Tây Ninh");
    ``scope`` is the place or body that bare unit names resolve to ("tỉnh Tây Ninh", "xã Thạnh Tân",
    "Thanh tra tỉnh Sóc Trăng"); ``attached_to`` the number in "Kèm theo Quyết định số …"; ``year`` the plan's
    year, which deadlines without a year take.
    """

    number: str | None = None
    kind: str | None = None
    issuer: str | None = None
    parent: str | None = None
    scope: str | None = None
    province: str | None = None
    place: str | None = None
    issued_on: date | None = None
    title: str | None = None
    signer: str | None = None
    capacity: str | None = None
    attached_to: str | None = None
    year: int | None = None


ClauseLevel = Literal[
    "phần", "chương", "mục", "tiểu mục", "điều", "khoản", "điểm", "gạch", "đoạn", "phụ lục", "tiêu đề"
]


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of the clause tree. ``path`` carries the true letters by sequence, ``marker`` what is printed.

    ``span`` covers the clause's own words after the marker, without its children; ``whole`` covers marker,
    words and children. ``heading`` is the nearest heading above (or its own words for a heading). An unmarked
    paragraph has the path element "¶n", the n-th dash under its parent "-n" (both only where needed to tell
    siblings apart; neither is part of the legal path). ``leaf`` is False for nodes that only carry a heading.
    ``id`` is the document id plus the path.
    """

    id: str
    parent_id: str | None
    path: tuple[str, ...]
    level: ClauseLevel
    marker: str | None
    heading: str | None
    span: Span
    whole: Span
    page: int | None
    leaf: bool


RegionKind = Literal["header", "bases", "body", "recipients", "signature", "appendix", "footnote", "closing"]


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch with one function; căn cứ ("bases") and nơi nhận ("recipients") never assign work."""

    kind: RegionKind
    span: Span
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What segmenting found in one document."""

    header: Header
    clauses: tuple[Clause, ...]
    regions: tuple[Region, ...]
