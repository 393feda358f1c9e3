"""What is searched of a corrected document: passages stay as printed, what finds them follows the corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.store.amend.records import Extraction
from indexer.store.amend.replay import Row
from indexer.types import Passage, Task


@dataclass(frozen=True, slots=True)
class Found:
    """A passage, and what is searched in place of its text (None: the text itself)."""

    passage: Passage
    searched: str | None = None

    @property
    def as_searched(self) -> Passage:
        """The passage with the words that it is found by."""
        return self.passage if self.searched is None else replace(self.passage, text=self.searched)


def passages_of(extraction: Extraction, rows: Sequence[Row[Task]], text: str) -> tuple[Found, ...]:
    """The passages of the document under its corrected rows, in the order of the text.

    A row that was deleted stays findable as words of the document, a row that was split is found once a part.
    """
    printed = {one.task_id: one for one in extraction.passages if one.task_id is not None}
    used = {source for row in rows for source in row.sources}
    found = [Found(_released(one, used)) for one in extraction.passages if one.task_id not in used]
    shared = [source for row in rows for source in row.sources]
    for row in rows:
        own = [printed[source] for source in row.sources if source in printed]
        found += _row(row, own, len(shared) != len(set(shared)) and any(shared.count(s) > 1 for s in row.sources), text)
    return tuple(sorted(found, key=lambda one: (one.passage.span.start, one.passage.span.end, one.passage.id)))


def _released(passage: Passage, used: set[str]) -> Passage:
    if passage.task_id is None or passage.task_id in used:
        return passage
    return replace(passage, kind="clause", task_id=None)


def _row(row: Row[Task], own: Sequence[Passage], part: bool, text: str) -> Iterator[Found]:
    task = row.record
    if not own:
        if row.made is None:
            return
        key = f"{task.id}-p"
        shown = text[task.span.start : task.span.end]
        blank = Passage(key, "task", None, task.id, task.span, task.page, task.path, task.section, shown, "")
        yield _named(row, blank, "")
        return
    first = own[0]
    key = f"{first.id}.{(row.made or '').rpartition('.')[2]}" if part else first.id
    whole = replace(first, id=key, task_id=task.id, text="\n".join(one.text for one in own))
    if len(own) > 1:
        whole = replace(whole, span=task.span)
    if not row.reworded:
        yield Found(whole)
        return
    yield _named(row, whole, first.section or "")


def _named(row: Row[Task], passage: Passage, before: str) -> Found:
    """The passage under the section that its row has now, searched by the words of the row."""
    task = row.record
    context = passage.context
    if task.section and task.section != before:
        kept = [part for part in context.split(" | ") if part and part.rstrip("…") not in before]
        context = " | ".join((*kept, task.section))
    return Found(replace(passage, section=task.section, path=task.path, context=context), searched_text(task))


def searched_text(task: Task) -> str:
    """The words that a corrected row is found by, one field a line."""
    due = task.deadline
    units = (*task.lead, *task.coordinate)
    lines = (task.no, task.task, task.activity, task.product, *(unit.name for unit in units), due and due.text)
    return "\n".join(line for line in lines if line)
