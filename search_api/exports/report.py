"""A report before it becomes a file: tables with headings, and rows that name the source they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from search_api.present import Json


@dataclass(frozen=True, slots=True)
class Linked:
    """A value that opens an address."""

    value: str | int
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """A citation: where the words stand, the words, and the full address that opens them."""

    place: str
    quote: str
    url: str


Value = str | int | date | Linked | Source | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading with the width of its column in characters."""

    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; ``totals`` is a last row that sums the others."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[Value, ...] | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Tables under one title; ``lines`` say what was chosen and when; ``name`` is the file's, without its ending."""

    name: str
    title: str
    lines: tuple[str, ...]
    tables: tuple[Table, ...]


def source(citation: Json, base: str) -> Source:
    """The citation of the contract as a source; ``base`` is the address of the server, without a closing slash."""
    return Source(place(citation), str(citation["quote"]), f"{base}{citation['url']}")


def place(citation: Json) -> str:
    """Where a citation stands, in words: number or file, path, page."""
    parts = [str(citation["number"] or citation["file"]), " › ".join(citation["path"])]
    if citation["page"]:
        parts.append(f"trang {citation['page']}")
    return ", ".join(part for part in parts if part)
