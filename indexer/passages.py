"""Clauses and table rows → the passages that are retrieved, each with the headings above it as context."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer import fold, tokenise
from indexer.settings import Settings
from indexer.spacing import respaced
from indexer.types import Clause, Document, Line, Outline, Passage, Region, RegionKind, Span, Task, TaskField

# Headings say what a passage is about in their first words; the rest would drown the passage itself.
HEADING_SYLLABLES = 24
CONTEXT_SYLLABLES = 64
# What names a row's group stands above many rows, so it is context and not the row's own words.
ABOVE_ROW: frozenset[TaskField] = frozenset({"section", "goal"})
# Fewer words than these say nothing on their own: a row's number, "QUYẾT ĐỊNH:", a signer's office.
FEWEST_SYLLABLES = 3
REPEATED = 0.8
NEVER_FOUND: frozenset[RegionKind] = frozenset({"recipients"})


def passages(document: Document, outline: Outline, tasks: Sequence[Task], settings: Settings) -> tuple[Passage, ...]:
    """Every retrieval unit of the document in the order of the text.

    Leaf clauses, long ones cut at sentence ends into pieces of at most ``settings.passage_syllables``; one passage
    a task; and whatever neither covers (the header, căn cứ, lines of tables that no task was read from), so that
    only the list of recipients cannot be found.
    """
    maker = _Maker(document, outline, settings.passage_syllables)
    found = [*maker.of_clauses(tasks), *maker.of_tasks(tasks)]
    found += maker.of_rest(found, tasks)
    found.sort(key=lambda passage: (passage.span.start, passage.span.end))
    return tuple(replace(passage, id=f"{document.id}-p{n}") for n, passage in enumerate(found, 1))


def embedded_text(passage: Passage) -> str:
    """What is encoded of a passage: its headings, then its words, with the spaces that the file lost between them."""
    return respaced(f"{passage.context}\n{passage.text}" if passage.context else passage.text)


class _Cover:
    """Which characters of the text are taken, asked by stretch."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans, key=lambda span: span.start):
            if self._ends and span.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def share(self, span: Span) -> float:
        """The part of ``span`` that is taken, 0..1."""
        taken = 0
        at = max(0, bisect_right(self._starts, span.start) - 1)
        while at < len(self._starts) and self._starts[at] < span.end:
            taken += max(0, min(self._ends[at], span.end) - max(self._starts[at], span.start))
            at += 1
        return taken / max(1, span.end - span.start)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Neighbouring lines that no clause and no task covers."""

    lines: tuple[Line, ...]
    region: Region | None

    @property
    def span(self) -> Span:
        return Span(self.lines[0].span.start, self.lines[-1].span.end)


class _Maker:
    """Makes the passages of one document; ids are given when all are there."""

    def __init__(self, document: Document, outline: Outline, limit: int) -> None:
        self._document, self._outline, self._limit = document, outline, limit
        self._clauses = {clause.id: clause for clause in outline.clauses}
        self._pages = [page.span.start for page in document.pages]
        self._title = _first_syllables(outline.header.title or "", HEADING_SYLLABLES)

    # --- clauses ---

    def of_clauses(self, tasks: Sequence[Task]) -> Iterator[Passage]:
        rows = _Cover(task.span for task in tasks)
        unfound = _Cover(region.span for region in self._outline.regions if region.kind in NEVER_FOUND)
        for clause in self._outline.clauses:
            if clause.leaf and max(rows.share(clause.span), unfound.share(clause.span)) <= 0.5:
                context = self._context(self._headings(clause))
                for span in self._pieces(clause.span):
                    yield self._passage(span, clause=clause, context=context, section=clause.heading)

    def _headings(self, clause: Clause) -> list[str]:
        """The words of the clauses above, the outermost first."""
        found: list[str] = []
        above = clause.parent_id
        while above is not None and above in self._clauses:
            parent = self._clauses[above]
            found.append(self._document.slice(parent.span))
            above = parent.parent_id
        return found[::-1]

    def _context(self, headings: Iterable[str | None]) -> str:
        """Title and headings, each cut to its first words; the nearest ones survive the limit on the whole."""
        parts: list[str] = []
        room = CONTEXT_SYLLABLES - len(self._title.split())
        for heading in reversed([heading for heading in headings if heading]):
            short = _first_syllables(heading, HEADING_SYLLABLES)
            room -= len(short.split())
            if room < 0:
                break
            if short and short not in parts:
                parts.append(short)
        return " | ".join(part for part in (self._title, *reversed(parts)) if part)

    # --- tasks ---

    def of_tasks(self, tasks: Sequence[Task]) -> Iterator[Passage]:
        for task in tasks:
            text = self._row_text(task)
            if text.strip():
                context = self._context(dict.fromkeys((*self._appendix(task), task.section, task.goal)))
                passage = self._passage(task.span, context=context, section=task.section)
                yield replace(passage, kind="task", task_id=task.id, path=task.path, page=task.page, text=text)

    def _appendix(self, task: Task) -> Iterator[str]:
        for region in self._outline.regions:
            inside = region.span.start <= task.span.start < region.span.end
            if region.kind == "appendix" and region.title and inside:
                yield region.title

    def _row_text(self, task: Task) -> str:
        """The row's fields in printed order, one a line, every line verbatim but for breaks inside the cell."""
        placed = [field for field in task.fields if field.spans and field.field not in ABOVE_ROW]
        placed.sort(key=lambda field: field.spans[0].start)
        if not placed:
            return self._document.slice(task.span)
        lines = (" ".join(self._document.slice(span).strip() for span in field.spans) for field in placed)
        return "\n".join(dict.fromkeys(line for line in lines if line))

    # --- the rest ---

    def of_rest(self, found: Sequence[Passage], tasks: Sequence[Task]) -> Iterator[Passage]:
        headings = (clause.whole if clause.leaf else clause.span for clause in self._outline.clauses)
        fields = (span for task in tasks for field in task.fields for span in field.spans)
        taken = _Cover([*(passage.span for passage in found), *headings, *fields])
        groups = {fold.fold(name) for task in tasks for name in (task.section, task.goal) if name}
        loose = [
            line
            for line in self._document.lines
            if taken.share(line.span) <= 0.5 and fold.fold(self._document.slice(line.span).strip()) not in groups
        ]
        first_row = min((task.span.start for task in tasks), default=len(self._document.text))
        opening: set[str] = set()
        said: set[str] = set()
        for stretch in self._stretches(loose):
            words = fold.syllables(self._document.slice(stretch.span))
            if stretch.span.start < first_row:
                opening = set(words)
            elif sum(word in opening for word in words) >= REPEATED * len(words):
                # The head of a table, printed again on a later page.
                continue
            if len(words) < FEWEST_SYLLABLES or not any(map(str.isalpha, words)) or " ".join(words) in said:
                continue
            said.add(" ".join(words))
            title = stretch.region.title if stretch.region else None
            for span in self._pieces(stretch.span):
                yield self._passage(span, context=self._context([title]), section=title)

    def _stretches(self, loose: Sequence[Line]) -> Iterator[_Stretch]:
        """Loose lines put together while they are neighbours of one region and stay within the limit."""
        held: list[Line] = []
        place: Region | None = None
        for line in loose:
            region = self._region(line.span)
            if region is not None and region.kind in NEVER_FOUND:
                continue
            apart = region is not place or (region is not None and region.kind == "bases")
            if held and (apart or not self._adjoin(held, line)):
                yield _Stretch(tuple(held), place)
                held = []
            held.append(line)
            place = region
        if held:
            yield _Stretch(tuple(held), place)

    def _adjoin(self, held: Sequence[Line], line: Line) -> bool:
        between = self._document.text[held[-1].span.end : line.span.start]
        together = self._document.text[held[0].span.start : line.span.end]
        return not between.strip() and len(together.split()) <= self._limit

    def _region(self, span: Span) -> Region | None:
        inside = (r for r in self._outline.regions if r.span.start <= span.start < r.span.end)
        return min(inside, key=lambda region: region.span.end - region.span.start, default=None)

    # --- pieces ---

    def _passage(self, span: Span, *, context: str, section: str | None, clause: Clause | None = None) -> Passage:
        text = self._document.slice(span)
        return Passage(
            id="",
            kind="clause",
            clause_id=clause.id if clause else None,
            task_id=None,
            span=span,
            page=self._page(span.start) if self._pages else None,
            path=clause.path if clause else (),
            section=section,
            text=text,
            context="" if fold.fold(context) in fold.fold(text) else context,
        )

    def _page(self, offset: int) -> int | None:
        return self._document.pages[max(0, bisect_right(self._pages, offset) - 1)].number

    def _pieces(self, span: Span) -> Iterator[Span]:
        """``span`` in pieces of whole sentences within the limit; a longer sentence is cut between words."""
        text = self._document.slice(span)
        if len(text.split()) <= self._limit:
            if text.strip():
                lead = len(text) - len(text.lstrip())
                yield Span(span.start + lead, span.start + len(text.rstrip()))
            return
        start = end = 0
        for sentence in _within(text, tokenise.sentences(text), self._limit):
            if end > start and len(text[start : sentence.end].split()) > self._limit:
                yield Span(span.start + start, span.start + end)
                start = sentence.start
            elif end == start:
                start = sentence.start
            end = sentence.end
        if end > start:
            yield Span(span.start + start, span.start + end)


def _within(text: str, sentences: Iterable[Span], limit: int) -> Iterator[Span]:
    """The sentences, those of more than ``limit`` syllables in even parts."""
    for sentence in sentences:
        words = text[sentence.start : sentence.end].split()
        parts = -(-len(words) // limit)
        size = -(-len(words) // max(1, parts))
        at = sentence.start
        for first in range(0, len(words), max(1, size)):
            start = at
            for word in words[first : first + size]:
                at = text.index(word, at) + len(word)
            start += len(text[start:at]) - len(text[start:at].lstrip())
            yield Span(start, at)


def _first_syllables(text: str, count: int) -> str:
    words = text.split()
    return " ".join(words[:count]) + ("…" if len(words) > count else "")
