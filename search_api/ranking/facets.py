"""All hits of a question counted by plan, unit, role, section, time and kind, and narrowed to the values chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from indexer.store.units import mention_id
from indexer.types import Deadline, UnitMention
from search_api import limits
from search_api.errors import BadParameter
from search_api.knowledge import Knowledge
from search_api.present import Json
from search_api.ranking.rank import Judged
from search_api.types import Reading

PREFIX = "in_"
_MOST = 50
_ROLES = ("lead", "coordinate")
_KINDS = ("task", "clause")
_EVERY = {
    "week": "Hằng tuần",
    "month": "Hằng tháng",
    "quarter": "Hằng quý",
    "half-year": "Sáu tháng một lần",
    "year": "Hằng năm",
    "period": "Theo kỳ",
}
_ROMAN = ("I", "II", "III", "IV")
_SAID = {
    "lead": "Chủ trì",
    "coordinate": "Phối hợp",
    "task": "Nhiệm vụ trong bảng",
    "clause": "Điều khoản",
    "ongoing": "Thường xuyên",
    "undated": "Không rõ ngày",
}


@dataclass(frozen=True, slots=True)
class Picked:
    """The values chosen of every facet: any of one facet's values does, and every facet must be met.

    ``document`` and ``unit`` are ids, ``time`` is 2024-Q2, 2024-06, every-month, ongoing or undated.
    """

    document: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()

    def of(self, facet: str) -> tuple[str, ...]:
        """The values chosen of one facet."""
        found: tuple[str, ...] = getattr(self, facet)
        return found


EVERYTHING = Picked()
FACETS = tuple(field.name for field in fields(Picked))
NAMES = tuple(PREFIX + facet for facet in FACETS)


def picked(pairs: Iterable[tuple[str, str]]) -> Picked:
    """The values chosen among the parameters of an address; raises BadParameter for too many."""
    given: dict[str, dict[str, None]] = {}
    for name, value in pairs:
        if name in NAMES and value:
            given.setdefault(name.removeprefix(PREFIX), {})[value] = None
    for name, values in given.items():
        if len(values) > _MOST:
            raise BadParameter(
                f"“{PREFIX}{name}” có nhiều nhất {_MOST} giá trị.", f"“{PREFIX}{name}” takes at most {_MOST} values."
            )
    for role in given.get("role", ()):
        limits.one_of("in_role", role, _ROLES)
    for kind in given.get("kind", ()):
        limits.one_of("in_kind", kind, _KINDS)
    return Picked(**{name: tuple(values) for name, values in given.items()})


Values = Mapping[str, frozenset[str]]


class Facets:
    """The hits of one question with the values of each; nothing is asked of the catalogue."""

    def __init__(self, judged: Sequence[Judged], reading: Reading, chosen: Picked, knowledge: Knowledge) -> None:
        self._chosen, self._knowledge = chosen, knowledge
        asked = frozenset(chosen.unit) or frozenset(key for unit in reading.units for key in unit.ids)
        self._rows = [(one, mark(one), _values(one, asked)) for one in judged]
        self._units: dict[str, UnitMention] = {}
        for one in judged:
            for mention in _mentions(one):
                self._units.setdefault(mention_id(mention), mention)

    def hits(self) -> list[Judged]:
        """The hits that have a chosen value of every facet of which one is chosen."""
        if self._chosen == EVERYTHING:
            return [one for one, _, _ in self._rows]
        return [one for one, _, values in self._rows if _meets(values, self._chosen)]

    def as_json(self) -> Json:
        """``{facet: [{"value", "label", "count", "chosen"}]}``: what choosing a value would leave of all hits."""
        return {facet: self._counted(facet) for facet in FACETS}

    def _counted(self, facet: str) -> list[Json]:
        others = replace(self._chosen, **{facet: ()})
        groups: dict[str, set[tuple[str, ...]]] = {}
        for _, words, values in self._rows:
            if _meets(values, others):
                for value in values.get(facet, ()):
                    groups.setdefault(value, set()).add(words)
        chosen = self._chosen.of(facet)
        for value in chosen:
            groups.setdefault(value, set())
        order = _ORDER.get(facet, _most_first)
        return [
            {"value": value, "label": self._label(facet, value), "count": len(found), "chosen": value in chosen}
            for value, found in sorted(groups.items(), key=lambda entry: order(entry[0], len(entry[1])))
        ]

    def _label(self, facet: str, value: str) -> str:
        if facet == "document":
            held = self._knowledge.documents.get(value)
            return (held.header.number or held.file) if held else value
        if facet == "unit":
            mention = self._units.get(value)
            return mention.name if mention else value
        if facet == "time":
            return time_label(value)
        return _SAID.get(value, value)


def mark(judged: Judged) -> tuple[str, ...]:
    """What two passages share that say the same words."""
    return (*judged.prepared.main.keys, "|", *judged.prepared.rest.keys)


def time_label(value: str) -> str:
    """A value of the facet of times in Vietnamese words."""
    if value.startswith("every-"):
        return _EVERY.get(value.removeprefix("every-"), value)
    year, _, part = value.partition("-")
    if part[:1] == "Q" and part[1:] in "1234":
        return f"Quý {_ROMAN[int(part[1:]) - 1]}/{year}"
    return f"Tháng {int(part)}/{year}" if part.isdigit() else _SAID.get(value, value)


def _meets(values: Values, chosen: Picked) -> bool:
    return all(not chosen.of(facet) or not values[facet].isdisjoint(chosen.of(facet)) for facet in FACETS)


def _mentions(judged: Judged) -> Iterable[UnitMention]:
    task = judged.prepared.task
    return (*task.task.lead, *task.task.coordinate) if task is not None else ()


def _values(judged: Judged, units: frozenset[str]) -> Values:
    """The values of one hit; its role is that of ``units`` where units are asked for."""
    prepared = judged.prepared
    passage = prepared.passage.passage
    parts = (("lead", prepared.leads), ("coordinate", prepared.coordinates))
    task = prepared.task
    return {
        "document": frozenset((prepared.passage.document_id,)),
        "unit": prepared.leads | prepared.coordinates,
        "role": frozenset(role for role, held in parts if (held & units if units else held)),
        "section": frozenset((passage.section,)) if passage.section else frozenset(),
        "time": _times(task.task.deadline) if task is not None else frozenset(),
        "kind": frozenset((passage.kind,)),
    }


def _times(deadline: Deadline | None) -> frozenset[str]:
    """The quarters and months in which a deadline ends, or how it comes back."""
    if deadline is None:
        return frozenset(("undated",))
    found: set[str] = set()
    for one in (deadline, *deadline.also):
        if one.every:
            found.add(f"every-{one.every}")
        elif one.kind == "ongoing":
            found.add("ongoing")
        elif one.end is not None:
            found.add(f"{one.end.year}-Q{(one.end.month + 2) // 3}")
            if one.kind in ("date", "month"):
                found.add(f"{one.end.year}-{one.end.month:02}")
    return frozenset(found or ("undated",))


def quarter_of(month: str) -> str | None:
    """The quarter that a month of the facet of times lies in; None for anything else."""
    year, _, part = month.partition("-")
    return f"{year}-Q{(int(part) + 2) // 3}" if part.isdigit() and year.isdigit() else None


def _when(value: str, count: int) -> tuple[object, ...]:
    """Days in their order, a quarter before its months; what has no day at the end."""
    if not value[:1].isdigit():
        return (1, "", value)
    return (0, quarter_of(value) or value, "" if "Q" in value else value)


def _most_first(value: str, count: int) -> tuple[object, ...]:
    return -count, value


_ORDER: Mapping[str, Callable[[str, int], tuple[object, ...]]] = {
    "time": _when,
    "role": lambda value, count: (_ROLES.index(value),),
    "kind": lambda value, count: (_KINDS.index(value),),
}
