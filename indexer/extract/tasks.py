"""Rows of assignment tables and lists → task records: numbers and paths, units by name, deadlines, review reasons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from indexer.extract.deadlines import deadline
from indexer.extract.flat import flat_tables
from indexer.extract.grid import logical_tables
from indexer.extract.lists import listed_tasks
from indexer.extract.numbering import enumerated, group_mark
from indexer.extract.recognition import with_doubt
from indexer.extract.roles import lead_and_support
from indexer.extract.rows import REASONS, Content, LogicalTable, ReviewReason, Row, cut, joined
from indexer.types import Deadline, Document, FieldSpans, Outline, Region, Task, TaskField, UnitMention

_APPENDIX = re.compile(r"phụ\s+lục(?:\s+(?:số\s+)?(?:[IVX]+|\d+|[A-Z]))?\b", re.IGNORECASE)
_HARMLESS: frozenset[ReviewReason] = frozenset({"joined"})


class CellUnits(Protocol):
    """What names the units of a cell or a phrase in full."""

    def split(self, text: str, /) -> tuple[UnitMention, ...]:
        """The units that a cell names, in order."""
        ...

    def find(self, text: str, /) -> tuple[UnitMention, ...]:
        """The units that a phrase names, in order, with spans relative to it."""
        ...


def tasks(document: Document, outline: Outline, units: CellUnits) -> tuple[Task, ...]:
    """The tasks of every assignment table of ``document`` in printed order, real tables and flattened ones alike.

    Every field's words stand at its ``FieldSpans``. ``path`` begins with the appendix or the numbered section that
    the table stands in; the group's mark or title follows where numbers restart in each group. A document without
    such a table has the tasks of its lists instead, their origin "prose".
    """
    found = sorted((*logical_tables(document), *flat_tables(document)), key=lambda table: table.start)
    placed = [one for table in found for one in _rows(outline, table)]
    if not placed:
        placed = [_Placed(one.row, one.path, "prose", "list") for one in listed_tasks(document, outline, units)]
    done = [_task(document, outline, units, one, ordinal) for ordinal, one in enumerate(placed, 1)]
    return tuple(with_doubt(task, document.words) for task in done)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row with its whole path, and what it was read from."""

    row: Row
    path: tuple[str, ...]
    origin: Literal["table", "prose"]
    rule: str
    paired: bool = False


def _rows(outline: Outline, table: LogicalTable) -> Iterator[_Placed]:
    """The rows of a table that say anything."""
    prefix = _prefix(outline, table.start)
    grouped = _restarts(table.rows)
    for row in table.rows:
        if row.span is not None:
            yield _Placed(row, (*prefix, *_own_path(row, grouped)), "table", f"table:{table.origin}", table.paired)


def _task(document: Document, outline: Outline, units: CellUnits, placed: _Placed, ordinal: int) -> Task:
    row = placed.row
    lead, support = _who(document, row, placed.paired)
    fields: dict[TaskField, Content] = dict(row.fields)
    fields["lead"], fields["coordinate"] = lead, support
    due = _due(row, outline.header.year)
    review = list(row.review)
    leading = units.split(lead.text) if lead else ()
    if not lead:
        review.append("no lead")
    elif placed.paired and not support and len(leading) > 1:
        review.append("roles")
    span = row.span
    assert span is not None
    return Task(
        id=f"{document.id}-t{ordinal}",
        no=row.no,
        section=_said(row.get("section")),
        goal=_said(row.get("goal")),
        task=row.get("task").text,
        activity=_said(row.get("activity")),
        product=_said(row.get("product")),
        lead=leading,
        coordinate=units.split(support.text) if support else (),
        lead_text=lead.text,
        coordinate_text=support.text,
        deadline=due,
        path=placed.path,
        span=span,
        fields=tuple(FieldSpans(name, content.spans) for name, content in fields.items() if content.spans),
        page=_page(document, span.start),
        origin=placed.origin,
        rule=placed.rule,
        confidence=round(max(row.confidence - (0.1 if not lead else 0.0), 0.1), 2),
        needs_review=any(reason not in _HARMLESS for reason in review),
        review=tuple(REASONS[reason] for reason in dict.fromkeys(review)),
    )


def _said(content: Content) -> str | None:
    return content.text or None


def _due(row: Row, year: int | None) -> Deadline | None:
    content = row.get("deadline")
    return deadline(content.text, year) if content else None


def _who(document: Document, row: Row, paired: bool) -> tuple[Content, Content]:
    """The leading and the supporting units of a row, the parts of one cell told apart."""
    lead, support = row.get("lead"), row.get("coordinate")
    if not lead:
        return lead, support
    part, other = lead_and_support(lead.text, paired)
    if other is None:
        return cut(document, lead, *part), support
    return cut(document, lead, *part), joined([cut(document, lead, *other), support], "; ")


def _page(document: Document, offset: int) -> int | None:
    return next((p.number for p in document.pages if p.span.start <= offset < max(p.span.end, p.span.start + 1)), None)


def _prefix(outline: Outline, start: int) -> tuple[str, ...]:
    """The path of the place where a table stands: its appendix, else the innermost clause that it stands in."""
    for region in outline.regions:
        if region.kind == "appendix" and region.span.start <= start < region.span.end:
            return (_appendix(region),)
    inside = [c for c in outline.clauses if c.whole.start < start < c.whole.end and c.span.start < start]
    if not inside:
        return ()
    clause = min(inside, key=lambda c: c.whole.end - c.whole.start)
    return tuple(p for p in clause.path if not re.match(r"¶|-\d", p))


def _appendix(region: Region) -> str:
    found = _APPENDIX.match(region.title or "")
    return " ".join(found.group().split()).capitalize().replace(" số ", " ") if found else "Phụ lục"


def _restarts(rows: Sequence[Row]) -> bool:
    """Whether row numbers repeat, so that only the group tells which row is meant."""
    count = Counter(row.no for row in rows if row.no)
    return any(n > 1 for n in count.values())


def _own_path(row: Row, grouped: bool) -> tuple[str, ...]:
    groups = tuple(_group_name(g) for g in row.groups) if grouped or row.no is None else ()
    return (*groups, *([row.no] if row.no else []))


def _group_name(title: Content) -> str:
    """A group in a path: its mark where it has one ("II"), else its title."""
    mark = group_mark(title.text)
    if mark is None and enumerated(title.text):
        return title.text.split(".")[0].split(")")[0].strip()
    return mark or " ".join(title.text.split())
