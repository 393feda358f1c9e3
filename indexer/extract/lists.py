"""Tasks that a plan without tables lists: a paragraph, and who does it by when on labelled lines or in brackets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from indexer.extract.columns import header_field
from indexer.extract.deadlines import deadline
from indexer.extract.labels import Label, labels
from indexer.extract.numbering import row_number
from indexer.extract.roles import lead_and_support
from indexer.extract.rows import EMPTY, Content, Row, cut, joined
from indexer.types import Clause, Document, Outline, RegionKind, Span, TaskField, UnitMention

_SILENT: frozenset[RegionKind] = frozenset({"header", "bases", "recipients", "signature", "footnote", "closing"})
_SECTIONS = frozenset({"phần", "chương", "mục", "tiểu mục", "điều", "phụ lục", "tiêu đề"})
_LINES = frozenset({"gạch", "đoạn"})
_FIELDS: dict[str, TaskField] = {
    "lead": "lead", "pair": "lead", "coordinate": "coordinate", "deadline": "deadline", "product": "product",
}  # fmt: skip
_WORK = frozenset({"task", "content", "measure", "activity", "section", "goal"})
_SEPARATORS: dict[TaskField, str] = {"lead": "; ", "coordinate": "; ", "deadline": "; "}
_ENDS = " \t\n.;:,-–—+•*(["
_GIVEN = re.compile(r"\s*(?:giao|phân công)\s+(?:cho\s+)?", re.IGNORECASE)
_ASIDE = re.compile(r"[(\[](?P<words>[^()\[\]]+)[)\]][\s.;,]*$")
_DUE = re.compile(
    r"[,;.]\s*(?:và\s+)?(?=(?:hoàn (?:thành|thiện)|xong|thời gian|thời hạn|hạn|trước|chậm nhất|trong|đến|quý|tháng)\b)",
    re.IGNORECASE,
)
_LABELLED, _PHRASED = 0.85, 0.7


class ListUnits(Protocol):
    """What finds the units that a phrase names."""

    def find(self, text: str, /) -> tuple[UnitMention, ...]:
        """The units in order, with spans relative to ``text``."""
        ...


@dataclass(frozen=True, slots=True)
class ListedTask:
    """A task of a list as a row, and the legal path of the paragraph that states it."""

    row: Row
    path: tuple[str, ...]


@dataclass(slots=True)
class _Item:
    """A paragraph with what is said of it, while it is put together."""

    clause: Clause
    task: Content
    details: list[Content] = field(default_factory=list)
    said: dict[TaskField, Content] = field(default_factory=dict)
    named: bool = False
    confidence: float = _LABELLED

    def take(self, name: TaskField, content: Content) -> None:
        if content:
            self.said[name] = joined([self.said.get(name, EMPTY), content], _SEPARATORS.get(name, " "))

    @property
    def assigns(self) -> bool:
        """Whether it says what a table has to say: something to do, and who does it, or by when with what result."""
        if not self.task or not self.said:
            return False
        return self.named or ("lead" in self.said and len(self.said) > 1) or {"deadline", "product"} <= self.said.keys()


def listed_tasks(document: Document, outline: Outline, units: ListUnits) -> tuple[ListedTask, ...]:
    """The tasks of the lists in ``document`` in the order of the text.

    A task is a paragraph that labelled lines below it ("a) Cơ quan chủ trì: …", "- Thời gian: …"), labels on its own
    line or in brackets, or a line that gives it to a unit and says no more ("Giao Sở A chủ trì, xong trước 30/6")
    complete. A leading unit that only a sentence names makes a duty, no task.
    """
    return tuple(_Reader(document, outline, units).read())


class _Reader:
    def __init__(self, document: Document, outline: Outline, units: ListUnits) -> None:
        self._document, self._units = document, units
        self._year = outline.header.year
        self._silent = [r.span for r in outline.regions if r.kind in _SILENT]
        self._by_id = {clause.id: clause for clause in outline.clauses}
        self._below: dict[str | None, list[Clause]] = defaultdict(list)
        for clause in outline.clauses:
            self._below[clause.parent_id].append(clause)
        self._items: dict[str, _Item] = {}
        self._labels = {c.id: labels(document.slice(c.span)) for c in outline.clauses if not self._is_silent(c)}

    def read(self) -> Iterator[ListedTask]:
        for parent, below in self._below.items():
            self._group(self._by_id.get(parent or ""), [clause for clause in below if clause.id in self._labels])
        for item in sorted(self._items.values(), key=lambda item: item.clause.span.start):
            if item.assigns and header_field(item.task.text) is None:
                yield ListedTask(self._row(item), tuple(p for p in item.clause.path if not re.match(r"¶|-\d", p)))

    def _is_silent(self, clause: Clause) -> bool:
        return any(span.start <= clause.span.start < span.end for span in self._silent)

    def _group(self, parent: Clause | None, below: Sequence[Clause]) -> None:
        """Reads the paragraphs of one parent: of it, where each label stands once below it, else of one another."""
        if parent is not None and self._is_label(parent):
            return
        owner = self._item(parent) if parent is not None and self._owns(parent, below) else None
        open_item, empty = owner, None
        for clause in below:
            if owner is None and self._is_label(clause) and clause.level not in _LINES:
                # "2. Thời gian: …" is numbered like the paragraphs beside it and completes none of them.
                open_item = None
            elif self._is_label(clause):
                empty = self._complete(open_item, clause) if open_item is not None else None
            elif empty is not None and clause.level == "gạch" and open_item is not None:
                # "Cơ quan phối hợp:" with the units on bulleted lines below.
                open_item.take(empty, self._words(clause))
            elif owner is None:
                open_item = self._item(clause)
            elif not self._given(owner, clause) and not self._item(clause).said and not owner.said:
                owner.details.append(self._words(clause))

    def _owns(self, parent: Clause, below: Sequence[Clause]) -> bool:
        said = [label.field for clause in below if self._is_label(clause) for label in self._labels[clause.id]]
        names = [*self._item(parent).said, *(_FIELDS[name] for name in said if name in _FIELDS)]
        return parent.marker is not None and parent.level not in _SECTIONS and len(set(names)) == len(names)

    def _item(self, clause: Clause) -> _Item:
        """The clause as an item, with what its own line says."""
        if clause.id not in self._items:
            self._items[clause.id] = self._own(clause)
        return self._items[clause.id]

    def _is_label(self, clause: Clause) -> bool:
        """Whether a clause opens with a label that says who, by when or with what result."""
        found = self._labels.get(clause.id, ())
        return bool(found) and found[0].field not in _WORK and not _before(self._document.slice(clause.span), found)

    def _complete(self, item: _Item, clause: Clause) -> TaskField | None:
        """Adds what the labels of ``clause`` say; returns the field of a last label that has no words of its own."""
        for label in self._labels[clause.id]:
            self._add(item, label, clause)
        if label.value[0] < label.value[1]:
            return None
        name = _FIELDS.get(label.field)
        for line in self._below.get(clause.id, ()):
            if name is not None:
                item.take(name, self._words(line))
        return name

    def _add(self, item: _Item, label: Label, clause: Clause) -> None:
        name = _FIELDS.get(label.field)
        content = self._part(clause, *label.value)
        if name == "lead":
            who, due = self._who_and_when(content)
            item.named |= self._names_units(who)
            item.take("lead", who)
            item.take("deadline", due)
        elif name is not None:
            item.take(name, content)
        elif label.field in _WORK:
            item.details.append(content)

    def _own(self, clause: Clause) -> _Item:
        """A paragraph with what its own line says of it."""
        text, found = self._document.slice(clause.span), self._labels.get(clause.id, ())
        if found and found[0].field in _WORK and not _before(text, found):
            # "Nội dung: Rà soát quy định" states the task behind a label of its own.
            start, end = found[0].value
            item, found = _Item(clause, self._part(clause, start, end)), found[1:]
        elif said := [label for label in found if label.field not in _WORK]:
            item = _Item(
                clause, joined([self._part(clause, 0, said[0].start), self._part(clause, said[-1].end, len(text))])
            )
            found = tuple(said)
        else:
            item = _Item(clause, self._words(clause))
            self._aside(item, text)
        for label in found:
            self._add(item, label, clause)
        return item

    def _aside(self, item: _Item, text: str) -> None:
        """Takes a closing bracket that gives the task: "(Sở A chủ trì, phối hợp với Sở B; hoàn thành quý II)"."""
        aside = _ASIDE.search(text)
        if aside is None or not aside.start():
            return
        start, end = aside.span("words")
        if self._assigned(item, self._part(item.clause, start, end)):
            item.task = self._part(item.clause, 0, aside.start())

    def _given(self, item: _Item, clause: Clause) -> bool:
        """Takes a line that gives the task above it to a unit; False where the line says more than that."""
        text = self._document.slice(clause.span)
        opening = _GIVEN.match(text)
        return opening is not None and self._assigned(item, self._part(clause, opening.end(), len(text)))

    def _assigned(self, item: _Item, content: Content) -> bool:
        """Takes "Sở A chủ trì, phối hợp với Sở B, xong trước 30/6", where nothing else is said."""
        who, due = self._who_and_when(content)
        parts = [part for part in lead_and_support(who.text) if part is not None]
        if parts == [(0, len(who.text))] or not all(self._only_units(who.text[a:b]) for a, b in parts):
            return False
        item.named = True
        item.take("lead", who)
        item.take("deadline", due)
        item.confidence = _PHRASED
        return True

    def _only_units(self, text: str) -> bool:
        """Whether a phrase is names of units from its first to its last word."""
        found = self._units.find(text)
        places = [mention.span for mention in found if mention.span]
        return bool(places) and places[0].start == 0 and not text[places[-1].end :].strip(_ENDS)

    def _names_units(self, content: Content) -> bool:
        found = self._units.find(content.text)
        return bool(found) and found[0].span is not None and found[0].span.start == 0

    def _who_and_when(self, content: Content) -> tuple[Content, Content]:
        """A phrase parted before the time that closes it."""
        for mark in _DUE.finditer(content.text):
            rest = content.text[mark.end() :]
            if deadline(rest, self._year).kind != "none":
                whole = len(content.text)
                return cut(self._document, content, 0, mark.start()), cut(self._document, content, mark.end(), whole)
        return content, EMPTY

    def _words(self, clause: Clause) -> Content:
        return self._content(clause.span)

    def _part(self, clause: Clause, start: int, end: int) -> Content:
        return self._content(Span(clause.span.start + start, clause.span.start + end))

    def _content(self, span: Span) -> Content:
        """The words of a stretch without what closes them in a list, a span a line."""
        spans = []
        at = span.start
        for line in self._document.slice(span).split("\n"):
            if words := line.strip(_ENDS):
                start = at + line.index(words)
                spans.append(Span(start, start + len(words)))
            at += len(line) + 1
        return Content(" ".join(self._document.slice(one) for one in spans), tuple(spans))

    def _row(self, item: _Item) -> Row:
        fields: dict[TaskField, Content] = {"task": item.task}
        if above := self._by_id.get(item.clause.parent_id or ""):
            heading = Span(above.whole.start, above.span.end)
            fields["section"] = self._content(heading)
        if item.details:
            fields["activity"] = joined(item.details)
        fields.update(item.said)
        number = row_number(item.clause.marker or "")
        return Row(number, tuple((n, c) for n, c in fields.items() if c), confidence=item.confidence)


def _before(text: str, found: Sequence[Label]) -> str:
    """What stands before the first label."""
    return text[: found[0].start].strip(_ENDS)
