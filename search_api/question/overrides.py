"""What a reader says against the reading of a question: parts taken out, others put in their place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import cast, get_args

from indexer.fold import fold
from search_api import limits
from search_api.errors import BadParameter
from search_api.knowledge import Knowledge
from search_api.present import Json
from search_api.query import read
from search_api.question.times import times
from search_api.question.tokens import clean_question, tokens
from search_api.ranking.finding import Within
from search_api.types import AskedDocument, AskedTime, AskedUnit, Concept, Form, Intent, Reading, Role, Token

NOTHING = "-"
ALL = "*"
_MOST = 20
_LONGEST = 300
_LISTS = ("unit_tasks", "list", "count")


@dataclass(frozen=True, slots=True)
class Overrides:
    """Changes to a reading, named as they stand in an address; empty ones change nothing.

    ``read`` is the wording to read instead, "-" for exactly what was typed; ``as_section`` and ``as_time`` are "-"
    for none; ``not_document`` may be "*" for every plan meant; ``as_role`` is lead, coordinate or any.
    """

    intent: str = ""
    as_role: str = ""
    read: str = ""
    as_section: str = ""
    as_time: str = ""
    not_unit: tuple[str, ...] = ()
    as_unit: tuple[str, ...] = ()
    not_document: tuple[str, ...] = ()
    as_document: tuple[str, ...] = ()
    not_expanded: tuple[str, ...] = ()
    not_topic: tuple[str, ...] = ()

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The changes as the parameters of an address."""
        found: list[tuple[str, str]] = []
        for name in NAMES:
            value = getattr(self, name)
            found += [(name, one) for one in ((value,) if isinstance(value, str) else value) if one]
        return tuple(found)

    def as_json(self) -> Json:
        """The changes that were made, by their names; empty when none was."""
        return {name: getattr(self, name) for name in NAMES if getattr(self, name)}


AS_READ = Overrides()
NAMES = tuple(field.name for field in fields(Overrides))
MANY = tuple(field.name for field in fields(Overrides) if field.default == ())


def overrides(pairs: Iterable[tuple[str, str]]) -> Overrides:
    """The changes among the parameters of an address; raises BadParameter for values that cannot be meant."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if name in NAMES and value.strip():
            given.setdefault(name, []).append(" ".join(value.split()))
    for name, values in given.items():
        longest = 2000 if name == "read" else _LONGEST
        if len(values) > _MOST or any(len(value) > longest for value in values):
            raise BadParameter(
                f"“{name}” có nhiều nhất {_MOST} giá trị, mỗi giá trị không quá {longest} ký tự.",
                f"“{name}” takes at most {_MOST} values of at most {longest} characters.",
            )
    if not given:
        return AS_READ
    limits.one_of("intent", given.get("intent", [""])[-1], get_args(Intent))
    limits.one_of("as_role", given.get("as_role", [""])[-1], ("lead", "coordinate", "any"))
    single = {name: values[-1] for name, values in given.items() if name not in MANY}
    many = {name: tuple(dict.fromkeys(values)) for name, values in given.items() if name in MANY}
    return Overrides(**single, **many)  # type: ignore[arg-type]


def held_to(within: Within, reading: Reading, said: Overrides) -> Within:
    """The cut of a search: a plan that the reader chose is the only one sought in."""
    if not said.as_document or within.documents:
        return within
    return replace(within, documents=tuple(key for mention in reading.documents for key, _ in mention.weights))


def understood(question: str, knowledge: Knowledge, said: Overrides = AS_READ) -> Reading:
    """The reading of ``question`` with the changes laid over it.

    Raises BadQuery for a question that cannot be read, BadParameter or NotFound for a change that names nothing.
    """
    reading = _worded(question, knowledge, said)
    if said == AS_READ:
        return reading
    reading = _unexpanded(reading, said.not_expanded)
    reading = _documents(reading, knowledge, said)
    reading = _units(reading, knowledge, said)
    reading = _time(reading, knowledge, said)
    if said.not_topic:
        dropped = set(said.not_topic)
        reading = replace(reading, topic=tuple(c for c in reading.topic if " ".join(c.forms[0].keys) not in dropped))
    if said.as_section:
        reading = replace(reading, section=said.as_section)
    return _asked(reading, said)


def _worded(question: str, knowledge: Knowledge, said: Overrides) -> Reading:
    """The reading of the wording chosen; the way of asking stays the question's own where the wording has none."""
    own = read(question, knowledge.known)
    if not said.read:
        return own
    if said.read == NOTHING:
        literal = tuple(_literal(concept, own) for concept in own.topic)
        return replace(own, topic=literal, vietnamese=" ".join(t.key for t in own.tokens), expanded=())
    new = read(said.read, knowledge.known)
    if new.intent == "clause" and own.intent != "clause":
        new = replace(
            new, intent=own.intent, role=own.role, fact=own.fact, cues=own.cues, asks=own.asks, prose=own.prose
        )
    return replace(new, language=own.language, restored=own.restored)


def _literal(concept: Concept, reading: Reading) -> Concept:
    """The concept in nothing but the letters typed for it."""
    keys = tuple(token.key for token in reading.tokens[concept.start : concept.end])
    return replace(concept, forms=(Form(keys, 1.0),), certain=False, source="typed") if keys else concept


def _unexpanded(reading: Reading, shorts: tuple[str, ...]) -> Reading:
    """Without the long forms and translations of those stretches."""
    if not shorts:
        return reading
    wanted = {fold(short) for short in shorts}
    dropped = [(short, long) for short, long in reading.expanded if fold(short) in wanted]
    starts = {i for i in range(len(reading.tokens)) for short, _ in dropped if _stands(fold(short), reading.tokens[i:])}
    vietnamese = f" {reading.vietnamese} "
    for short, long in dropped:
        vietnamese = vietnamese.replace(f" {long} ", f" {short.casefold()} ")
    return replace(
        reading,
        topic=tuple(_literal(c, reading) if starts & set(range(c.start, c.end)) else c for c in reading.topic),
        expanded=tuple(pair for pair in reading.expanded if pair not in dropped),
        vietnamese=vietnamese.strip(),
    )


def _stands(short: str, rest: Sequence[Token]) -> bool:
    words = short.split()
    return bool(words) and [token.folded for token in rest[: len(words)]] == words


def _documents(reading: Reading, knowledge: Knowledge, said: Overrides) -> Reading:
    mentions = reading.documents
    if ALL in said.not_document:
        mentions = ()
    elif said.not_document:
        left = (
            replace(m, weights=tuple((key, w) for key, w in m.weights if key not in said.not_document))
            for m in mentions
        )
        mentions = tuple(m for m in left if m.weights)
    if said.as_document:
        chosen = [key for name in said.as_document for key in limits.documents(knowledge, name)]
        shown = ", ".join(knowledge.documents[key].header.number or knowledge.documents[key].file for key in chosen)
        weights = tuple((key, 1.0) for key in dict.fromkeys(chosen))
        mentions = (AskedDocument(shown, 0, 0, weights, "number", True),)
    if mentions == reading.documents:
        return reading
    return replace(reading, documents=mentions, unheld=None, foreign=() if said.as_document else reading.foreign)


def _units(reading: Reading, knowledge: Knowledge, said: Overrides) -> Reading:
    if not (said.not_unit or said.as_unit):
        return reading
    out = {fold(one) for one in said.not_unit}
    units = [
        unit
        for unit in reading.units
        if not (out & {fold(unit.name), fold(unit.text)} or set(said.not_unit) & set(unit.ids))
    ]
    for wanted in said.as_unit:
        ids = limits.units(knowledge, wanted)
        at = next((i for i, unit in enumerate(units) if set(ids) & set(unit.ids)), None)
        name = knowledge.units.unit(ids[0]).name
        if at is None:
            units.append(AskedUnit(name, name, ids, 0, 0, reading.role))
        else:
            units[at] = replace(units[at], name=name, ids=tuple(i for i in units[at].ids if i in ids) or ids)
    return replace(reading, units=tuple(units), unheld=None)


def _time(reading: Reading, knowledge: Knowledge, said: Overrides) -> Reading:
    if not said.as_time:
        return reading
    return replace(reading, time=None if said.as_time == NOTHING else _read_time(said.as_time, reading, knowledge))


def _read_time(words: str, reading: Reading, knowledge: Knowledge) -> AskedTime:
    meant = {key for mention in reading.documents for key, _ in mention.weights} or set(knowledge.identities)
    years = {one.year for key, one in knowledge.identities.items() if key in meant and one.year}
    found = times(tokens(clean_question(words)), years.pop() if len(years) == 1 else None)
    if not found:
        raise BadParameter(
            f"Không hiểu thời gian “{words}”; thử “quý II năm 2024”, “tháng 9/2024” hoặc “hằng tháng”.",
            f"“{words}” is no time that can be read; try “quý II năm 2024”, “September 2024” or “monthly”.",
        )
    return found[0]


def _asked(reading: Reading, said: Overrides) -> Reading:
    """The intent and role chosen; a list of a unit's tasks that lost its unit is a plain list, and the other way."""
    intent = reading.intent
    if intent == "unit_tasks" and not reading.units:
        intent = "list"
    elif intent == "list" and said.as_unit:
        intent = "unit_tasks"
    cues = reading.cues
    if said.intent:
        intent = cast("Intent", said.intent)
        cues = tuple(dict.fromkeys((*cues, "list" if intent in _LISTS else intent)))
    role = reading.role
    if said.as_role:
        role = cast("Role", said.as_role) if said.as_role != "any" else None
    both = said.as_role == "any" if said.as_role else reading.both
    units = reading.units if not said.as_role else tuple(replace(unit, role=role) for unit in reading.units)
    asks = reading.asks or bool(said.intent)
    return replace(reading, intent=intent, role=role, both=both, units=units, cues=cues, asks=asks)
