"""Documents and what they name, laid out from left to right: whoever names stands left of what is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import networkx as nx  # type: ignore[import-untyped]

_COLUMN, _ROW, _WIDE, _HIGH, _EDGE = 250.0, 34.0, 180.0, 24.0, 6.0
# More than this cannot be read; the table below the picture has all of them.
MOST = 48
# Letters that a box has room for.
ROOM = 24
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A document: its number, where its box begins, and its id where it is held."""

    label: str
    x: float
    y: float
    document: str | None
    cited: int


@dataclass(frozen=True, slots=True)
class Line:
    """What one document says of another, as a path of SVG."""

    path: str
    relation: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Network:
    """The picture, ``left_out`` documents that it has no room for, and the size of a box."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    left_out: int
    wide: float = _WIDE
    high: float = _HIGH


def network(found: Mapping[str, Any]) -> Network:
    """The picture of ``{"nodes", "edges"}``: the documents that are named most, and those that name them."""
    nodes = {node["id"]: node for node in found["nodes"]}
    pairs = [(e["source"], e["target"], e["relation"]) for e in found["edges"] if e["source"] != e["target"]]
    linked = {key for source, target, _ in pairs for key in (source, target)}
    ranked = sorted(linked, key=lambda key: (not nodes[key]["held"], -nodes[key]["cited"], str(nodes[key]["number"])))
    chosen = set(ranked[:MOST])
    graph = nx.DiGraph()
    for source, target, relation in pairs:
        if {source, target} <= chosen:
            graph.add_edge(source, target, relation=relation)
    places = _places(_columns(graph))
    boxes = {
        key: Box(
            _short(str(nodes[key]["number"] or nodes[key]["file"] or key)),
            x,
            y,
            nodes[key]["document_id"],
            int(nodes[key]["cited"]),
        )
        for key, (x, y) in places.items()
    }
    lines = tuple(
        Line(_path(boxes[source], boxes[target]), data["relation"], boxes[source].label, boxes[target].label)
        for source, target, data in graph.edges(data=True)
    )
    width = max((box.x for box in boxes.values()), default=0.0) + _WIDE + 2 * _EDGE
    height = max((box.y for box in boxes.values()), default=0.0) + _HIGH + 2 * _EDGE
    return Network(width, height, tuple(boxes.values()), lines, len(linked) - len(boxes))


def _columns(graph: Any) -> list[list[str]]:
    """The documents by how many steps they stand from one that nobody names; those that name each other share one."""
    whole = nx.condensation(graph)
    columns: list[list[str]] = [
        sorted(key for group in generation for key in whole.nodes[group]["members"])
        for generation in nx.topological_generations(whole)
    ]
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        order = columns if forth else columns[::-1]
        for before, column in pairwise(order):
            place = {key: number for number, key in enumerate(before)}
            column.sort(key=lambda key: _middle(graph, key, place, forth))
    return columns


def _middle(graph: Any, key: str, place: Mapping[str, int], forth: bool) -> float:
    """Where the neighbours of a document stand on average, so that lines cross as little as may be."""
    near: Sequence[str] = list(graph.predecessors(key) if forth else graph.successors(key))
    known = [place[one] for one in near if one in place]
    return sum(known) / len(known) if known else len(place) / 2


def _places(columns: Sequence[Sequence[str]]) -> dict[str, tuple[float, float]]:
    longest = max((len(column) for column in columns), default=0)
    return {
        key: (_EDGE + n * _COLUMN, _EDGE + (row + (longest - len(column)) / 2) * _ROW)
        for n, column in enumerate(columns)
        for row, key in enumerate(column)
    }


def _short(name: str) -> str:
    """The name as far as a box has room for it."""
    return name if len(name) <= ROOM else f"{name[: ROOM - 1]}…"


def _path(source: Box, target: Box) -> str:
    first, last = source.x + _WIDE, target.x
    above, below = source.y + _HIGH / 2, target.y + _HIGH / 2
    if last <= first:
        last = target.x + _WIDE
        bend = max(first, last) + (_COLUMN - _WIDE) / 2
        return f"M{first:g} {above:g}C{bend:g} {above:g} {bend:g} {below:g} {last:g} {below:g}"
    middle = (first + last) / 2
    return f"M{first:g} {above:g}C{middle:g} {above:g} {middle:g} {below:g} {last:g} {below:g}"
