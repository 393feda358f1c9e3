"""Parameters of requests checked against their ranges, each with a sentence that says what would be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from indexer.store.amend.records import Correction
from indexer.store.records import TaskFilter
from search_api.errors import BadParameter, NotFound
from search_api.knowledge import Knowledge
from search_api.ledger.naming import units_then

MOST = 200
LONGEST_NAME = 200
DEFAULT = 20
DUTY_ROLES = ("lead", "responsible", "coordinate", "guide", "monitor")


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list."""

    limit: int = DEFAULT
    offset: int = 0


def page(limit: int | str | None = None, offset: int | str | None = None) -> Page:
    """The page asked for; raises BadParameter outside 1..MOST and below 0."""
    return Page(_whole("limit", limit, DEFAULT, 1, MOST), _whole("offset", offset, 0, 0, 10_000_000))


def seconds(name: str, value: str | None) -> float | None:
    """How many seconds someone waits at most, None for as long as it takes; raises BadParameter outside 0..600."""
    return None if value is None or value == "" else float(_whole(name, value, 0, 0, 600))


def _whole(name: str, value: int | str | None, default: int, least: int, most: int) -> int:
    if value is None or value == "":
        return default
    try:
        number = int(value)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise BadParameter(
            f"“{name}” phải là số nguyên từ {least} đến {most}, không phải “{value}”.",
            f"“{name}” must be a whole number from {least} to {most}, not “{value}”.",
        )
    return number


def day(name: str, value: str | None) -> date | None:
    """The day of an ISO 8601 date; raises BadParameter for anything else."""
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadParameter(
            f"“{name}” phải là ngày dạng 2026-06-30, không phải “{value}”.",
            f"“{name}” must be a date like 2026-06-30, not “{value}”.",
        ) from error


def one_of(name: str, value: str | None, allowed: tuple[str, ...]) -> str | None:
    """The value when it is one of those allowed; raises BadParameter otherwise."""
    if not value:
        return None
    if value not in allowed:
        choices = ", ".join(allowed)
        raise BadParameter(
            f"“{name}” phải là một trong: {choices}; không phải “{value}”.",
            f"“{name}” must be one of: {choices}; not “{value}”.",
        )
    return value


def documents(knowledge: Knowledge, wanted: str | None) -> tuple[str, ...]:
    """The documents that a filter names by id, number or file; raises NotFound when none is meant."""
    if not wanted:
        return ()
    if wanted in knowledge.documents:
        return (wanted,)
    found = tuple(
        key
        for key, document in knowledge.documents.items()
        if wanted in (document.file, document.header.number) or document.file.endswith(f"/{wanted}")
    )
    if not found:
        raise NotFound(f"Không có văn bản “{wanted[:200]}”.", f"There is no document “{wanted[:200]}”.")
    return found


def units(knowledge: Knowledge, wanted: str | None, as_of: str | None = None) -> tuple[str, ...]:
    """The ids of the units that a filter names by id or by name; raises NotFound when there is none.

    ``as_of`` "printed" takes names as documents print them, "today" adds the bodies whose duties the unit has now;
    None takes them as printed and, where no document prints the name, looks for those bodies.
    """
    if not wanted:
        return ()
    if len(wanted) > LONGEST_NAME:
        raise BadParameter(
            f"Tên đơn vị dài nhất {LONGEST_NAME} ký tự, không phải {len(wanted)}.",
            f"A unit's name has at most {LONGEST_NAME} characters, not {len(wanted)}.",
        )
    chosen = one_of("as_of", as_of, ("printed", "today"))
    known = knowledge.catalogue.unit(wanted)
    found = (known.id,) if known else knowledge.units.named(wanted)
    if chosen == "today" or (chosen is None and not found):
        found = tuple(dict.fromkeys((*found, *units_then(knowledge, wanted))))
    if not found:
        raise NotFound(f"Không có đơn vị “{wanted}”.", f"There is no unit “{wanted}”.")
    return found


def task_filter(
    knowledge: Knowledge,
    document: str | None = None,
    unit: str | None = None,
    role: str | None = None,
    section: str | None = None,
    due_from: str | None = None,
    due_to: str | None = None,
    section_is: str | None = None,
    as_of: str | None = None,
) -> TaskFilter:
    """The filter of a task list; raises BadParameter or NotFound for what it cannot mean.

    ``section_is`` is a section's whole name, or "-" for tasks that stand in none.
    """
    first, last = day("due_from", due_from), day("due_to", due_to)
    if first and last and first > last:
        raise BadParameter(
            f"“due_from” ({first}) phải trước “due_to” ({last}).",
            f"“due_from” ({first}) must not be after “due_to” ({last}).",
        )
    return TaskFilter(
        documents=documents(knowledge, document),
        units=units(knowledge, unit, as_of),
        role=cast("Literal['lead', 'coordinate'] | None", one_of("role", role, ("lead", "coordinate"))),
        section=section or None,
        due_from=first,
        due_to=last,
        section_is=("" if section_is == "-" else section_is) if section_is else None,
    )


def documents_ever(said: Sequence[Correction], wanted: str | None) -> frozenset[str]:
    """The ids of the documents named by id, number or file that people corrected, held or not; none for no name."""
    if not wanted:
        return frozenset()
    keys = [one.document for one in said]
    found = frozenset(one.id for one in keys if wanted in (one.id, one.number, one.file))
    return found or frozenset((wanted,))
