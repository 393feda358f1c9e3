"""Fragments of one assignment table → its rows: groups and sections carried down, merges and broken rows undone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.extract.columns import ColumnField, Columns, names_task_field
from indexer.extract.groups import GroupStack, SectionLabels
from indexer.extract.numbering import is_ditto, is_group_number, is_total, is_upper, leading_number, row_number
from indexer.extract.rows import EMPTY, Content, LogicalTable, ReviewReason, Row, cut, joined
from indexer.types import Cell, Document, Table, TaskField

_SEPARATORS: dict[TaskField, str] = {"deadline": " - ", "lead": "; ", "coordinate": "; "}
_PERIOD = re.compile(r"(?P<name>(?:t|tháng|q|quý)\s?(?:\d{1,2}|[ivIV]{1,3}))(?P<year>/20\d\d)?", re.IGNORECASE)
_CROSS = re.compile(r"[xX×✓✔√*+●•]")
_TRUST = {"ruled": 0.98, "tabs": 0.95, "markup": 0.98, "aligned": 0.85, "image": 0.85}
_WHOLE: tuple[TaskField, ...] = ("lead", "coordinate", "deadline")
_TEXT_FIELDS: tuple[TaskField, ...] = ("section", "goal", "task", "activity")
_LONGEST_TITLE = 260
# In these nothing tells a merged cell from an empty one.
_UNRULED = ("tabs", "aligned")


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with the field and the heading of its column; ``started_above`` where a merge brings it down."""

    field: ColumnField | None
    heading: str
    cell: Cell
    started_above: bool


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """The cells of one printed row from left to right; ``width`` counts the columns of its table."""

    cells: tuple[PlacedCell, ...]
    width: int
    origin: str


@dataclass(slots=True)
class Draft:
    """A row while it is put together."""

    fields: dict[TaskField, Content]
    merged: set[TaskField]
    no: str | None = None
    label: int | None = None
    groups: tuple[Content, ...] = ()
    section: Content = EMPTY
    review: list[ReviewReason] = field(default_factory=list)

    def has_only(self, *names: TaskField) -> bool:
        """Whether nothing stands in the row outside ``names``, merges from above left aside."""
        return all(f in names or f in self.merged or f == "section" for f, c in self.fields.items() if c)


class TableBuilder:
    """Collects the fragments of one table (one a page) and gives its rows."""

    def __init__(self, document: Document, table: Table) -> None:
        self._document = document
        self._start = table.span.start
        self._origin = table.origin
        self._fragments: list[tuple[PlacedRow, ...]] = []
        self._columns: list[Columns] = []
        self._drafts: list[Draft] = []
        self._stack = GroupStack()
        self._labels = SectionLabels()
        self._above: dict[TaskField, Content] = {}
        self._standing: dict[int, Content] = {}

    def add_fragment(self, table: Table, rows: Sequence[PlacedRow], columns: Columns) -> None:
        """Take the rows of ``table``, which goes on where the fragment before it ended."""
        self._fragments.append(tuple(rows))
        self._columns.append(columns)

    def table(self) -> LogicalTable:
        """The table with its rows in printed order."""
        merging = {
            c.field
            for rows in self._fragments
            for row in rows
            for c in row.cells
            if c.cell.row_span > 1 and c.cell.text
        }
        for number, rows in enumerate(self._fragments):
            for position, row in enumerate(rows):
                self._take(row, merging, page_top=number > 0 and position == 0)
        self._number()
        self._subgroups()
        rows_done = tuple(self._row(draft) for draft in self._drafts)
        return LogicalTable(self._start, rows_done, self._origin, any(c.has("pair") for c in self._columns))

    def _take(self, raw: PlacedRow, merging: set[ColumnField | None], page_top: bool) -> None:
        title = _group_title(raw)
        if title is not None:
            number, words = title
            whole = joined([number, words], " " if number.text.rstrip().endswith((".", ")")) else ". ")
            if not is_total(words.text) and len(words.text) <= _LONGEST_TITLE:
                self._stack.push(whole)
                self._labels.close()
                self._above.clear()
            return
        draft = self._draft(raw, merging, page_top)
        if not any(c for f, c in draft.fields.items() if f != "section" and f not in draft.merged):
            self._labels.take(draft.fields.get("section", EMPTY))
            return
        if any(is_total(c.text) for c in draft.fields.values()) and draft.has_only("no", "task", "goal"):
            return
        number = draft.fields.get("no", EMPTY)
        draft.no = row_number(number.text) or (number.text.strip() if 0 < len(number.text.strip()) <= 8 else None)
        previous = self._drafts[-1] if self._drafts else None
        if previous is not None and (page_top and self._goes_on(draft) or _hangs_on(draft)):
            self._join(previous, draft, sure=page_top)
            return
        label = self._labels.take(draft.fields.get("section", EMPTY))
        if self._origin in _UNRULED:
            self._unmerge(draft)
        draft.label, draft.groups, draft.section = label, self._stack.titles(), self._stack.section()
        self._above.update({f: c for f, c in draft.fields.items() if c})
        self._drafts.append(draft)

    def _draft(self, raw: PlacedRow, merging: set[ColumnField | None], page_top: bool) -> Draft:
        parts: dict[TaskField, list[Content]] = {}
        merged: set[TaskField] = set()
        inherited = False
        for cell in raw.cells:
            name = names_task_field(
                "lead" if cell.field == "pair" else "deadline" if cell.field == "period" else cell.field
            )
            if name is None:
                continue
            content = self._standing.get(id(cell.cell)) or _content(cell)
            if not content and page_top and self._held_over(cell, name, merging):
                content = self._above[name]
                self._standing[id(cell.cell)] = content
                inherited |= cell.cell.row_span == 1
                merged.add(name)
            elif content and is_ditto(content.text):
                content = self._above.get(name, EMPTY)
            if cell.started_above:
                merged.add(name)
            parts.setdefault(name, []).append(content)
        fields = {name: _periods(found) or joined(found, _SEPARATORS.get(name, " ")) for name, found in parts.items()}
        review: list[ReviewReason] = ["inherited"] if inherited and merged - {"section", "goal"} else []
        return Draft(fields, merged, review=review)

    def _held_over(self, cell: PlacedCell, name: TaskField, merging: set[ColumnField | None]) -> bool:
        """Whether an empty cell at the top of a page is the rest of a merged cell on the page before."""
        if name in ("no", "section", "task", "activity") and cell.cell.row_span == 1:
            return False
        return name in self._above and (cell.cell.row_span > 1 or cell.field in merging)

    def _unmerge(self, draft: Draft) -> None:
        """Fill what merged cells above leave empty: the task over an activity, a lead and what else lacks beside it."""
        lost: list[TaskField] = []
        if draft.fields.get("activity") and not draft.fields.get("task"):
            lost.append("task")
        told = any(draft.fields.get(name) for name in ("coordinate", "deadline", "product"))
        if told and not draft.fields.get("lead") and self._above.get("lead"):
            lost += [name for name in _WHOLE if not draft.fields.get(name)]
        taken = {name: self._above[name] for name in lost if self._above.get(name)}
        if taken:
            draft.fields |= taken
            draft.review.append("inherited")

    def _goes_on(self, draft: Draft) -> bool:
        """Whether the first row of a page is the rest of the row that the page break cut."""
        task = draft.fields.get("task", EMPTY)
        if draft.no is not None or leading_number(task.text) is not None:
            return False
        own = [c.text.strip() for f, c in draft.fields.items() if c and f not in draft.merged and f != "section"]
        score = sum(2 if t[0].islower() or t[0] in ",;.)" else -1 for t in own)
        numbered = sum(
            d.no is not None or leading_number(d.fields.get("task", EMPTY).text) is not None for d in self._drafts
        )
        if numbered >= 0.6 * len(self._drafts):
            score += 3
        if not task:
            score += 1
        last = self._drafts[-1].fields.get("task", EMPTY).text.rstrip()
        return score + (0 if last.endswith((".", ";")) else 1) > 1

    def _join(self, previous: Draft, draft: Draft, sure: bool) -> None:
        for name, content in draft.fields.items():
            if content and name not in draft.merged and name not in ("no", "section"):
                separator = " " if sure else "\n"
                previous.fields[name] = joined([previous.fields.get(name, EMPTY), content], separator)
                self._above[name] = previous.fields[name]
        if not sure and "joined" not in previous.review:
            previous.review.append("joined")

    def _number(self) -> None:
        """Take numbers that stand in front of the task's words where the table has no number column."""
        if any("no" in c.fields for c in self._columns):
            return
        for name in ("task", "activity"):
            found = [leading_number(d.fields.get(name, EMPTY).text) for d in self._drafts]
            if sum(f is not None for f in found) < 0.5 * len(found):
                continue
            for draft, number in zip(self._drafts, found, strict=True):
                if number is not None:
                    content = draft.fields[name]
                    draft.no = number[0]
                    draft.fields[name] = cut(self._document, content, number[1], len(content.text))
            return

    def _subgroups(self) -> None:
        """Turn rows that only announce the rows below them (2 above 2.1, 2.2) into titles of those rows."""
        kept: list[Draft] = []
        title: tuple[str, Content] | None = None
        for draft, below in zip(self._drafts, [*self._drafts[1:], None], strict=True):
            text = draft.fields.get("task", EMPTY)
            if title is not None and not _deeper(draft.no, title[0]):
                title = None
            digits = draft.no is not None and draft.no.replace(".", "").isdigit()
            alone = bool(text) and draft.has_only("no", "task", "goal")
            opens = digits and alone and below is not None and _deeper(below.no, str(draft.no))
            if opens and draft.no is not None:
                title = (draft.no, text)
                continue
            if title is not None:
                whole = Content(f"{title[0]}. {title[1].text}", title[1].spans)
                draft.groups = (*draft.groups, whole)
                draft.section = draft.section or whole
                draft.fields.setdefault("goal", title[1])
            kept.append(draft)
        self._drafts = kept

    def _row(self, draft: Draft) -> Row:
        fields = dict(draft.fields)
        label = self._labels.label(draft.label)
        section = label or draft.section
        if section:
            fields["section"] = section
        groups = (label, *draft.groups) if label else draft.groups
        if "task" not in fields or not fields["task"]:
            for name in ("activity", "goal"):
                if fields.get(name):
                    fields["task"] = fields.pop(name)
                    break
            else:
                draft.review.append("no task")
        kept = tuple((name, content) for name, content in fields.items() if content)
        trust = _TRUST.get(self._origin, 0.9) - 0.15 * len(draft.review)
        return Row(draft.no, kept, groups, tuple(draft.review), max(trust, 0.3))


def _content(cell: PlacedCell) -> Content:
    text = cell.cell.text.strip()
    if cell.field == "period":
        text = cell.heading if _CROSS.fullmatch(text) else f"{cell.heading}: {text}" if text else ""
    return Content(text, cell.cell.spans) if text else EMPTY


def _periods(found: Sequence[Content]) -> Content | None:
    """Months or quarters crossed side by side as one phrase: "T4, T5/2026"; None where the parts are anything else."""
    named = [_PERIOD.fullmatch(content.text) for content in found if content]
    if not named or not all(named):
        return None
    whole = ""
    for here, after in zip(named, [*named[1:], None], strict=True):
        assert here is not None
        same = after is not None and after["year"] == here["year"]
        whole += here["name"] + ("" if same else here["year"] or "") + (", " if after is not None else "")
    return Content(whole, tuple(span for content in found for span in content.spans))


def _hangs_on(draft: Draft) -> bool:
    """Whether a row has neither number nor task of its own, so that its cells go on with the row above."""
    if draft.no is not None:
        return False
    own = [f for f, c in draft.fields.items() if c and f != "section"]
    return not any(f in ("task", "activity", "goal") for f in own) and not ({"lead", "deadline"} <= set(own))


def _deeper(number: str | None, above: str) -> bool:
    return number is not None and (number.startswith(above + ".") or number.isalpha())


def _group_title(raw: PlacedRow) -> tuple[Content, Content] | None:
    """Number and words of a row that is a title: one cell across the table, or a marked or capital title alone."""
    filled = [c for c in raw.cells if c.cell.text.strip() and not c.started_above]
    standing = [c for c in raw.cells if c.cell.text.strip() and c.started_above and c.field not in ("section", "no")]
    if not filled or len(filled) > 2 or standing:
        return None
    number, words = (filled[0], filled[1]) if len(filled) == 2 else (None, filled[0])
    if number is not None and number.field not in ("no", None):
        return None
    text = words.cell.text.strip()
    marked = number is not None and is_group_number(number.cell.text)
    wide = words.cell.column_span >= max(2, (raw.width * 2) // 3)
    if not (marked or wide or (is_upper(text) and _heads(words, number is not None))):
        return None
    if words.cell.row_span > 1 or (words.field == "section" and not wide and len(filled) == 1):
        return None
    return (_content(number) if number else EMPTY), Content(text, words.cell.spans)


def _heads(words: PlacedCell, numbered: bool) -> bool:
    return words.field in _TEXT_FIELDS or (not numbered and words.field in ("no", None))
