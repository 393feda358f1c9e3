"""The cells of a flattened table → rows: titles carried down, broken words mended, lost merges filled and marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from indexer.extract.columns import ColumnField, names_task_field
from indexer.extract.flat.atoms import Atom
from indexer.extract.flat.segment import Segment
from indexer.extract.groups import GroupStack, SectionLabels
from indexer.extract.numbering import group_mark, is_ditto, is_group_number
from indexer.extract.rows import EMPTY, Content, ReviewReason, Row, joined
from indexer.syllable import is_syllable
from indexer.types import Span, TaskField

_CODE_OPEN = re.compile(r"\d[\w.]*/[\w/.]*-[A-ZĐ]+$")
_CODE_REST = re.compile(r"[A-ZĐ]+(?:-[A-ZĐ]+)*\b")
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_FIRST_WORD = re.compile(r"([^\W\d_]+)")
_OFTEN = 0.2
_WHOLE: tuple[TaskField, ...] = ("lead", "coordinate", "deadline")


@dataclass(slots=True)
class _Draft:
    fields: dict[TaskField, Content]
    no: str | None = None
    label: int | None = None
    groups: tuple[Content, ...] = ()
    section: Content = EMPTY
    review: list[ReviewReason] = field(default_factory=list)


def cell_content(pieces: Sequence[Atom]) -> Content:
    """The words of a cell on one line and where they stand; a word that its narrow column broke is whole again."""
    text = ""
    spans: list[Span] = []
    for piece in pieces:
        if not piece.text:
            continue
        text += ("" if not text or _broken(text, piece.text) else " ") + piece.text
        if spans and not piece.starts_line:
            spans[-1] = Span(spans[-1].start, piece.span.end)
        else:
            spans.append(piece.span)
    return Content(text, tuple(spans)) if spans else EMPTY


def _broken(text: str, following: str) -> bool:
    """Whether a line end cut a word or a document number in two: "Thốn" | "g kê", "3989/KH-U" | "BND"."""
    if _CODE_OPEN.search(text) and _CODE_REST.match(following):
        return True
    last, first = _LAST_WORD.search(text), _FIRST_WORD.match(following)
    if last is None or first is None or not first.group().islower():
        return False
    return not is_syllable(first.group()) and is_syllable(last.group() + first.group())


class _Titles:
    """The titles of groups as they come; capitals printed late fill the oldest mark that stood alone ("IV")."""

    def __init__(self) -> None:
        self.stack = GroupStack()
        self._bare: list[Content] = []
        self._whole: dict[Content, Content] = {}
        self._last: Content = EMPTY

    def take(self, title: Content, follows_title: bool) -> bool:
        """Open the group that ``title`` names; False where it only completes a title known before."""
        if is_group_number(title.text):
            self._bare.append(title)
        elif group_mark(title.text) is None and not title.text[:1].isdigit():
            known = self._last if follows_title and self._last else self._bare.pop(0) if self._bare else None
            if known is not None:
                self._whole[known] = joined(
                    [self._whole.get(known, known), title], ". " if known in self._bare else " "
                )
                if known in self._bare:
                    self._bare.remove(known)
                return False
        self.stack.push(title)
        self._last = title
        return True

    def whole(self, title: Content) -> Content:
        """``title`` with what was printed late."""
        return self._whole.get(title, title)


def rows(
    pieces: Sequence[Atom], segments: Sequence[Segment], fields: Sequence[ColumnField], anchored: bool
) -> tuple[Row, ...]:
    """The rows that the cells make, in printed order; what was filled in or is in doubt says so."""
    titles, labels = _Titles(), SectionLabels()
    drafts: list[_Draft] = []
    current: _Draft | None = None
    after_title = False
    for segment in segments:
        content = cell_content(pieces[segment.start : segment.end])
        if segment.column is None:
            if pieces[segment.start].title and content:
                if titles.take(content, after_title):
                    labels.close()
                current, after_title = None, True
            elif current is not None and content and not content.text.isdigit():
                current.review.append("unplaced")
            continue
        after_title = False
        name = names_task_field("lead" if fields[segment.column] == "pair" else fields[segment.column])
        if segment.opens_row or current is None:
            current = _Draft({}, groups=titles.stack.titles(), section=titles.stack.section())
            drafts.append(current)
        number = pieces[segment.start].number
        if number is not None:
            current.no = number
        if name == "section":
            current.label = labels.take(content)
        elif name is not None and content:
            if is_ditto(content.text) and len(drafts) > 1:
                content = drafts[-2].fields.get(name, EMPTY)
            current.label = labels.take(EMPTY) if current.label is None else current.label
            current.fields[name] = joined([current.fields.get(name, EMPTY), content])
    drafts = [d for d in drafts if d.fields]
    if anchored:
        _separate(drafts)
        _fill(drafts)
    else:
        drafts = _gathered(drafts)
    return tuple(_row(d, labels, titles, anchored) for d in drafts)


def _gathered(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Rows of which the text came late put back: cells without a task go to the row above where it lacks them.

    Where it does not lack them they are the rest of merged cells of which the rows are not known, and no row.
    """
    kept: list[_Draft] = []
    for draft in drafts:
        texts = [f for f in ("task", "activity", "goal") if f in draft.fields]
        above = kept[-1] if kept else None
        if not texts and above is not None and not any(f in above.fields for f in draft.fields):
            above.fields.update(draft.fields)
            above.review.append("doubtful")
            continue
        if not texts:
            continue
        kept.append(draft)
    return kept


def _separate(drafts: Sequence[_Draft]) -> None:
    """Tell the cells apart of rows that merged cells above leave one short.

    Where other rows have a task and an activity, a text alone is the activity, and the task the one above. A unit
    alone, where others have one that leads and one that supports, may be either: unless it leads elsewhere it is in
    doubt, and it supports where many rows have one alone that only supports elsewhere.
    """
    whole = [d for d in drafts if d.fields.get("lead") and d.fields.get("coordinate")]
    leads, supports = ({d.fields[name].text for d in whole} for name in ("lead", "coordinate"))
    alone = [d for d in drafts if not d.fields.get("coordinate") and d.fields.get("lead", EMPTY).text not in leads]
    supporting = [d for d in alone if d.fields.get("lead", EMPTY).text in supports]
    above: _Draft | None = None
    for draft in drafts:
        if above is not None and above.fields.get("activity") and _under_one_title(draft, above):
            _under_task(draft, above)
        above = draft
    for draft in alone if whole else ():
        if draft.fields.get("lead"):
            draft.review.append("doubtful")
    for draft in supporting if len(supporting) >= max(2, _OFTEN * len(drafts)) else ():
        draft.fields["coordinate"] = draft.fields.pop("lead")


def _under_task(draft: _Draft, above: _Draft) -> None:
    """Take the one text of ``draft`` for an activity of the task ``above`` it."""
    text = draft.fields.get("task", EMPTY)
    if text and not draft.fields.get("activity") and not _two_texts(text.text):
        draft.fields |= {"task": above.fields["task"], "activity": text}
        draft.review.append("inherited")


def _two_texts(text: str) -> bool:
    """Whether a capital follows a small word within ``text``, as where one cell ends and another begins."""
    return any(after.istitle() and before.islower() for before, after in pairwise(text.split()))


def _fill(drafts: Sequence[_Draft]) -> None:
    """Fill the cells that a merge left empty: a row without a lead takes the one above, and with it what else it lacks.

    Every task has someone who leads it, so an empty lead in a flattened table is the rest of a merged cell; an
    empty coordinate or deadline beside a printed lead is taken as empty.
    """
    above: _Draft | None = None
    for draft in drafts:
        if above is not None and _under_one_title(draft, above) and not draft.fields.get("lead"):
            lost = [f for f in _WHOLE if not draft.fields.get(f) and above.fields.get(f)]
            if "lead" in lost:
                draft.fields.update({f: above.fields[f] for f in lost})
                draft.review.append("inherited")
        above = draft


def _under_one_title(draft: _Draft, above: _Draft) -> bool:
    return (draft.section, draft.groups, draft.label) == (above.section, above.groups, above.label)


def _row(draft: _Draft, labels: SectionLabels, titles: _Titles, anchored: bool) -> Row:
    fields = dict(draft.fields)
    label = labels.label(draft.label)
    section = label or titles.whole(draft.section)
    if section:
        fields["section"] = section
    review = list(draft.review)
    if not fields.get("task"):
        text = fields.pop("activity", EMPTY) or fields.pop("goal", EMPTY)
        if text:
            fields["task"] = text
        else:
            review.append("no task")
    if not anchored:
        review.append("reconstructed")
    above = tuple(titles.whole(title) for title in draft.groups)
    groups = (label, *above) if label else above
    trust = (0.8 if anchored else 0.45) - 0.12 * len([r for r in review if r != "reconstructed"])
    kept = tuple((name, content) for name, content in fields.items() if content)
    return Row(draft.no, kept, groups, tuple(review), max(trust, 0.2))
