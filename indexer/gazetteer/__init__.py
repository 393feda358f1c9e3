"""The vocabulary of administrative plans as data: one TSV file a subject, every row with an example.

Lines that start with "#" say what a file holds; the first other line names its columns.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

Row = Mapping[str, str]


@cache
def load(name: str) -> tuple[Row, ...]:
    """The rows of ``gazetteer/<name>.tsv`` in file order, each a mapping from column to text ("" when empty).

    Raises FileNotFoundError for a name without a file and ValueError for a row of the wrong length.
    """
    text = files("indexer.gazetteer").joinpath(f"{name}.tsv").read_text(encoding="utf8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    head, *rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        if len(row) != len(head):
            raise ValueError(f"{name}.tsv: {len(row)} columns in {row!r}, expected {len(head)}: {head}")
    return tuple(MappingProxyType(dict(zip(head, row, strict=True))) for row in rows)
