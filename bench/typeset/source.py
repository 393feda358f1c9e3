"""Reads a ``.plan`` source. Its markup is described in corpus/sources/README.md."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from bench.typeset.records import Block, Column, Grid, Plan, Row

MARKER = re.compile(r"^(Điều \d+\.|[IVX]+\.|\d+(?:\.\d+)*\.|[a-zđ]\)|-|\+)\s+(.*)$", re.DOTALL)


def plan(path: Path) -> Plan:
    """The plan of a source file; raises ValueError naming the line that does not parse."""
    text = path.read_text(encoding="utf8")
    _, front, body = text.split("---\n", 2)
    items = tuple(_items(body))
    return Plan(path.stem, yaml.safe_load(front), items, tuple(i for i in items if isinstance(i, Block)))


def _items(body: str) -> list[Block | Grid]:
    lines = _joined(body)
    items: list[Block | Grid] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        if line.startswith("@table"):
            end = lines.index("@end", position)
            items.append(_grid(lines[position:end]))
            position = end
        elif line.startswith("@") and line.split()[0] in ("@recipients", "@sign"):
            end = lines.index("@end", position)
            items.append(Block(line[1:], "", None, tuple(lines[position + 1 : end])))
            position = end
        else:
            items.append(_block(line))
        position += 1
    return items


def _joined(body: str) -> list[str]:
    """Lines that begin with two spaces continue the line above."""
    out: list[str] = []
    for line in body.splitlines():
        if line.startswith("  ") and out:
            out[-1] += " " + line.strip()
        elif line.strip():
            out.append(line.strip())
    return out


def _block(line: str) -> Block:
    if line.startswith("@"):
        word, _, rest = line.partition(" ")
        return Block(word[1:], rest)
    kind = "clause"
    if line.startswith("# "):
        kind, line = "heading", line[2:]
    found = MARKER.match(line)
    if found:
        return Block(kind, found[2], found[1])
    return Block("para" if kind == "clause" else "heading", line)


def _grid(lines: list[str]) -> Grid:
    options = lines[0].split()[1:]
    columns = []
    for part in lines[1].removeprefix("columns:").split("|"):
        name, width, header = part.strip().split(None, 2)
        columns.append(Column(name, float(width), tuple(h.strip() for h in header.split(">"))))
    rows = []
    for line in lines[2:]:
        if line.startswith("=="):
            rows.append(Row((), line[2:].strip()))
            continue
        cells = tuple(cell.strip().replace("\\\\", "\n") for cell in line.split("|"))
        if len(cells) != len(columns):
            raise ValueError(f"{len(cells)} cells, {len(columns)} columns: {line}")
        rows.append(Row(tuple("\n".join(part.strip() for part in cell.split("\n")) for cell in cells)))
    return Grid(tuple(columns), tuple(rows), "once" not in options, "split" in options, _rules(options))


def _rules(options: list[str]) -> str:
    return next((o.removeprefix("rules=") for o in options if o.startswith("rules=")), "all")
