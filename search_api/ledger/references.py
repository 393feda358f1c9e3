"""Documents among themselves: what names what and how, which of them are held, and numbers that contradict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from indexer.fold import syllables
from indexer.store.records import StoredDocument, StoredReference
from search_api.knowledge import Knowledge
from search_api.ledger.numbers import alike, normal, series
from search_api.question.vocabulary import STOP_WORDS

_ABOUT = 160
_SAME_SUBJECT = 0.6
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class Link:
    """A document that names another; ``held`` is the id of that other where it is held."""

    stored: StoredReference
    number: str
    held: str | None


@dataclass(frozen=True, slots=True)
class Node:
    """A document of the graph: held (``document_id``) or only named; ``cited`` counts the plans that name it."""

    id: str
    document_id: str | None
    number: str | None
    kind: str | None
    issued_on: date | None
    cited: int


@dataclass(frozen=True, slots=True)
class Edge:
    """``source`` names ``target``; both are ids of nodes."""

    source: str
    target: str
    relation: str
    link: Link


@dataclass(frozen=True, slots=True)
class Graph:
    """Documents and what they say of one another."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Two numbers that seem to mean one document: of one type, issuer and date, and on one subject or a misprint."""

    first: Link
    second: Link
    reason: Literal["same subject", "misprint"]
    similarity: float


def links(knowledge: Knowledge, document_id: str | None = None) -> tuple[Link, ...]:
    """What the document (every document for None) names, itself excepted, in the order of documents and text."""
    held = _held(knowledge.documents.values())
    own = {key: normal(one.header.number or "") for key, one in knowledge.documents.items()}
    found = []
    for stored in knowledge.catalogue.references(document_id):
        if stored.document_id not in own or normal(stored.reference.number) == own[stored.document_id]:
            continue
        found.append(Link(stored, normal(stored.reference.number), _target(stored, held)))
    return tuple(found)


def _held(documents: Iterable[StoredDocument]) -> dict[str, list[StoredDocument]]:
    found: dict[str, list[StoredDocument]] = defaultdict(list)
    for one in documents:
        header = one.header
        # The decision that a plan came with is known by its number alone, and many bodies number alike: a date decides.
        attached = header.attached_to if header.issued_on else None
        for number in {header.number, attached} - {None}:
            found[normal(str(number))].append(one)
    return found


def _target(stored: StoredReference, held: Mapping[str, Sequence[StoredDocument]]) -> str | None:
    """The held document of that number; numbers restart every year, so the date decides where both are known."""
    reference = stored.reference
    for one in held.get(normal(reference.number), ()):
        day = one.header.issued_on
        if one.id != stored.document_id and (day is None or reference.issued_on is None or day == reference.issued_on):
            return one.id
    return None


def graph(knowledge: Knowledge, found: Sequence[Link] | None = None) -> Graph:
    """Every held document, every document that one of them names, and the links between."""
    chosen = links(knowledge) if found is None else found
    edges = tuple(Edge(one.stored.document_id, _node_id(one), one.stored.reference.relation, one) for one in chosen)
    cited: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        cited[edge.target].add(edge.source)
    nodes = {key: _own_node(one, len(cited[key])) for key, one in knowledge.documents.items()}
    for edge in edges:
        if edge.target not in nodes:
            reference = edge.link.stored.reference
            nodes[edge.target] = Node(
                edge.target, None, reference.number, reference.kind, reference.issued_on, len(cited[edge.target])
            )
    return Graph(tuple(nodes.values()), edges)


def _own_node(document: StoredDocument, cited: int) -> Node:
    header = document.header
    return Node(document.id, document.id, header.number, header.kind, header.issued_on, cited)


def _node_id(link: Link) -> str:
    if link.held is not None:
        return link.held
    day = link.stored.reference.issued_on
    return f"{link.number}@{day.isoformat()}" if day else link.number


def doubtful(knowledge: Knowledge, found: Sequence[Link] | None = None) -> tuple[Doubtful, ...]:
    """Pairs of numbers that seem to mean one document, each pair of numbers once."""
    groups: dict[tuple[str, date], dict[str, Link]] = defaultdict(dict)
    for link in links(knowledge) if found is None else found:
        day = link.stored.reference.issued_on
        if day is not None:
            groups[series(link.stored.reference.number), day].setdefault(link.number, link)
    pairs = []
    for group in groups.values():
        for first, second in combinations(group.values(), 2):
            likeness = _likeness(_about(knowledge, first), _about(knowledge, second))
            if likeness >= _SAME_SUBJECT:
                pairs.append(Doubtful(first, second, "same subject", likeness))
            elif alike(first.number, second.number):
                pairs.append(Doubtful(first, second, "misprint", likeness))
    return tuple(pairs)


def _about(knowledge: Knowledge, link: Link) -> frozenset[str]:
    """What the words after a number say the document is about."""
    text = knowledge.catalogue.text(link.stored.document_id) or ""
    after = text[link.stored.reference.span.end : link.stored.reference.span.end + _ABOUT]
    for stop in (";", "\n", ". "):
        after = after.split(stop)[0]
    return frozenset(key for key in syllables(after) if key not in STOP_WORDS and not key.isdecimal())


def _likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """The part of the shorter subject that the other one has; nothing for a subject of a few words."""
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter >= _FEWEST else 0.0
