"""Records of a plan's source: what stands on the page, and what is true about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

FOOTNOTE = re.compile(r"\[\^([^\]]+)\]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or centred line. ``kind`` is heading, clause, para or one of the ``@`` words."""

    kind: str
    text: str
    marker: str | None = None
    lines: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The text without its footnotes."""
        return FOOTNOTE.sub("", self.text)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it holds, its relative width and its header (two parts for a two-row header)."""

    field: str
    width: float
    header: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells as printed; ``^`` continues the cell above. A group row has one cell across the table."""

    cells: tuple[str, ...]
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """An assignment table. ``split`` lets a row break across pages; ``rules`` is all, rows (horizontal) or none."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    repeat_header: bool = True
    split: bool = False
    rules: str = "all"


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole source file: front matter and items in printed order."""

    name: str
    front: dict[str, Any]
    items: tuple[Block | Grid, ...]
    blocks: tuple[Block, ...] = field(default=())
