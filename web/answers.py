"""An answer laid out for its card: few tasks as cards, many as a table, every fact with the source it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from web.reader import ranges

Record = Mapping[str, Any]
CARDS = 3
SOURCES = 4
LONG_SENTENCE = 240
ONE_FACT = frozenset({"lead", "coordinate", "deadline", "product", "lookup"})


@dataclass(frozen=True, slots=True)
class Source:
    """A citation with the number under which it is listed; one inside another carries the number of the other."""

    number: int
    citation: Record


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer's record, its tasks as ``cards`` or as rows of a ``table``, and its sources in order.

    ``further`` tells that more of the tasks follow than the record holds: those are read in the list of tasks.
    """

    record: Record
    cards: tuple[Record, ...]
    table: tuple[Record, ...]
    more_tasks: int
    sources: tuple[Source, ...]
    more_sources: int
    known: tuple[Source, ...]
    further: bool = False

    @property
    def listed_at(self) -> str:
        """The address of the list of just these tasks where further ones follow; "" where there is no such list."""
        filters = [one for one in self.record.get("filters") or () if one["name"] != "role"]
        if not self.further or len(filters) > 1 or any(one["name"] != "document" for one in filters):
            return ""
        return "/tasks" + (f"?{urlencode({'document': filters[0]['value']})}" if filters else "")

    @property
    def said(self) -> str | None:
        """The answer in a sentence; None where it would only repeat the table below it."""
        text = self.record.get("text")
        return None if not text or (self.table and len(str(text)) > LONG_SENTENCE) else str(text)

    def tells(self, task: Record) -> bool:
        """Whether the answer's sentence holds the words of its one task, which its card then need not repeat."""
        words = _plain(str(task.get("activity") or task["task"]))
        return len(self.cards) == 1 and words in _plain(self.said or "")

    def source(self, task: Record, *printed: str | None) -> Source | None:
        """What a fact of a task rests on: the citation of just its printed words, else that of the task's row."""
        row = _place(task["citation"])
        own = [source for source in self.known if _within(_place(source.citation), row)]
        wanted = {_plain(words) for words in printed if words}
        exact = (source for source in own if _plain(str(source.citation["quote"])) in wanted)
        return next(exact, None) or next((source for source in own if _place(source.citation) == row), None)


def lay_out(answer: Record, citations: Sequence[Record], table: int | None) -> AnswerView:
    """The answer with its sources numbered in the order in which they are shown; ``table`` rows at most."""
    tasks = tuple(answer.get("tasks") or ())
    cards = tasks if answer.get("intent") in ONE_FACT and len(tasks) <= CARDS else ()
    rows = () if cards else tasks[:table]
    further = int(answer.get("further") or 0)
    known = numbered([*(task["citation"] for task in cards), *citations])
    listed = list({source.number: source for source in reversed(known)}.values())[::-1]
    shown = listed[:SOURCES] if rows else listed
    return AnswerView(
        record=answer,
        cards=cards,
        table=rows,
        more_tasks=0 if cards else len(tasks) - len(rows) + further,
        sources=tuple(shown),
        more_sources=len(listed) - len(shown),
        known=tuple(known),
        further=further > 0,
    )


def numbered(citations: Sequence[Record]) -> list[Source]:
    """The citations numbered from 1; the same stretch once, a stretch inside an earlier one under its number."""
    known: dict[Place, Source] = {}
    last = 0
    for citation in citations:
        place = _place(citation)
        if place in known:
            continue
        around = next((source.number for other, source in known.items() if _within(place, other)), None)
        last = max(last, around or last + 1)
        known[place] = Source(around or last, citation)
    return list(known.values())


Place = tuple[str, int, int]


def _place(citation: Record) -> Place:
    """The document and the stretch that a citation's address names."""
    return (str(citation["document_id"]), *_stretch(str(citation["url"])))


@lru_cache(maxsize=4096)
def _stretch(url: str) -> tuple[int, int]:
    found = ranges(parse_qs(urlsplit(url).query).get("span", [""])[0])
    return (found[0][0], found[-1][1]) if found else (0, 0)


def _within(inner: Place, outer: Place) -> bool:
    return inner[0] == outer[0] and outer[1] <= inner[1] and inner[2] <= outer[2]


def _plain(words: str) -> str:
    return " ".join(words.split()).rstrip(".;,")
