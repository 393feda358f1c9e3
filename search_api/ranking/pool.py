"""The tasks among which a question's filters choose: all of a few plans, and of many plans those that may pass.

What is fetched of many plans holds every task that the first filter of ``selection`` would leave, so that choosing
among them comes to the same as choosing among all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.store.records import StoredTask, TaskFilter
from search_api.knowledge import Knowledge
from search_api.question.falling import in_year
from search_api.ranking.retrieve import query_terms
from search_api.types import AskedTime, Concept, Reading

# So many tasks are read through as they are; a list that nothing cuts shows so many of more.
READ_THROUGH = 3_000
_SHOWN = 100
_AT_ONCE = 20
# A question may mean so many plans one by one; of more, tasks are looked for in all.
_PLANS = 300
_NEAREST = 400
_TAIL = 4
_YEARS_ON = 6

Whole = Callable[[], Iterator[StoredTask]]


@dataclass(frozen=True, slots=True)
class Pool:
    """The tasks to choose among; ``cut`` tells that others were left out.

    Where only length left some out, ``total`` tells how many there are with them, and ``whole`` gives all of them.
    ``of_year`` tells that they are those of the plans of the year asked for.
    """

    tasks: tuple[StoredTask, ...]
    cut: bool = True
    total: int | None = None
    whole: Whole | None = None
    of_year: bool = False


def narrow_scope(documents: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether the plans (all for none) have few enough tasks to be read through."""
    return sum(knowledge.documents[key].tasks for key in documents or knowledge.documents) <= READ_THROUGH


def every(documents: tuple[str, ...], knowledge: Knowledge) -> Pool:
    """All tasks of a narrow scope; of a wide one the first."""
    if narrow_scope(documents, knowledge):
        return Pool(knowledge.tasks(documents), cut=False)
    first = knowledge.catalogue.tasks(_within(documents), _SHOWN).items
    rows = rows_first(_held(first, documents, knowledge), knowledge)
    total = knowledge.catalogue.listed_count(documents)
    return Pool(tuple(rows), total=total, whole=lambda: _whole(documents, knowledge))


def rows_first(tasks: Iterable[StoredTask], knowledge: Knowledge) -> list[StoredTask]:
    """The tasks without those read from the prose of a plan that has them in tables."""
    return [t for t in tasks if t.task.origin == "table" or t.document_id not in knowledge.tabled]


def _whole(documents: Sequence[str], knowledge: Knowledge) -> Iterator[StoredTask]:
    """Every task of a wide scope in the order of documents and rows, read as they are taken."""
    wanted = [key for key in knowledge.documents if not documents or key in frozenset(documents)]
    for start in range(0, len(wanted), _AT_ONCE):
        some = TaskFilter(documents=tuple(wanted[start : start + _AT_ONCE]))
        yield from rows_first(knowledge.catalogue.tasks(some).items, knowledge)


def of_units(reading: Reading, documents: tuple[str, ...], knowledge: Knowledge) -> Pool:
    """The tasks in which a unit of the question, or a post of it, has a part."""
    ids = knowledge.units.with_posts({i for unit in reading.units for i in unit.ids}, [u.name for u in reading.units])
    if not ids:
        return Pool(())
    found = knowledge.catalogue.tasks(TaskFilter(documents=_within(documents).documents, units=tuple(sorted(ids))))
    return Pool(_held(found.items, documents, knowledge))


def of_time(asked: AskedTime, documents: tuple[str, ...], knowledge: Knowledge) -> Pool:
    """The tasks whose deadline, or a further milestone of it, may be the time asked for."""
    found: dict[str, StoredTask] = {}
    for one in [asked] if asked.season is None else [in_year(asked, year) for year in _years(knowledge)]:
        held = knowledge.catalogue.tasks_at(one.kind, one.every, one.start, one.end)
        found.update((task.task.id, task) for task in _held(held, documents, knowledge))
    return Pool(_in_order(tuple(found.values()), knowledge))


def _years(knowledge: Knowledge) -> list[int]:
    """Every year in which a deadline of the plans may lie."""
    own = [year for year in knowledge.plan_years.values() if year]
    return list(range(min(own) - 1, max(own) + _YEARS_ON + 1)) if own else []


def of_sections(sections: Sequence[str], documents: tuple[str, ...], knowledge: Knowledge) -> Pool:
    """The tasks that stand in those sections."""
    found: list[StoredTask] = []
    for section in sections:
        found += knowledge.catalogue.tasks(TaskFilter(_within(documents).documents, section_is=section)).items
    return Pool(_in_order(_held(found, documents, knowledge), knowledge))


def of_words(
    subject: Sequence[Concept],
    documents: tuple[str, ...],
    knowledge: Knowledge,
    says: Callable[[StoredTask], bool],
) -> Pool:
    """The tasks that say the subject, nearest words first until a long stretch of them says it no more."""
    terms = query_terms(subject)
    wanted, seen = _NEAREST, 0
    found: list[StoredTask] = []
    while True:
        rowids, _ = knowledge.index.lexical(terms, wanted)
        fresh = _held(knowledge.catalogue.tasks_of_passages(rowids[seen:].tolist()), documents, knowledge)
        saying = [says(task) for task in fresh]
        found += [task for task, yes in zip(fresh, saying, strict=True) if yes]
        last = saying[len(saying) - len(saying) // _TAIL :]
        if rowids.size < wanted or not any(last):
            break
        seen, wanted = wanted, 2 * wanted
    return Pool(_in_order(found, knowledge))


def _in_order(tasks: Sequence[StoredTask], knowledge: Knowledge) -> tuple[StoredTask, ...]:
    """The tasks in the order of documents and rows."""
    serials = knowledge.documents
    return tuple(sorted(tasks, key=lambda one: (serials[one.document_id].serial, one.task.span.start)))


def _within(documents: tuple[str, ...]) -> TaskFilter:
    return TaskFilter(documents=documents if len(documents) <= _PLANS else ())


def _held(tasks: Sequence[StoredTask], documents: Sequence[str], knowledge: Knowledge) -> tuple[StoredTask, ...]:
    """The tasks of those plans, of all that this generation knows for none."""
    among = frozenset(documents) if documents else knowledge.documents.keys()
    return tuple(task for task in tasks if task.document_id in among)
