"""Complete lists and counts of tasks from the catalogue, with filters derived from the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.store.records import StoredDuty, StoredTask
from search_api.answer.prose import prose
from search_api.answer.reply import Quoted, Reply, names, row
from search_api.answer.then import NamedThen, named_then
from search_api.answer.wording import say
from search_api.knowledge import Knowledge
from search_api.ranking.finding import Findings
from search_api.selection import Chosen, choose
from search_api.types import Reading

_MOST_CITED = 20
_LONGEST_CLAUSE = 1200


def listed(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply:
    """The complete list of tasks, with the prose duties of the unit where the question asks for a unit's work.

    Beside it, told apart, the tasks under names of before of bodies whose duties the unit has today.
    """
    chosen = findings.chosen or choose(reading, findings.plans, knowledge)
    found = _listed(reading, chosen, findings, knowledge)
    if reading.intent != "unit_tasks" or reading.topic or reading.time:
        return found
    then = named_then(reading, knowledge, found.tasks)
    return _with_then(reading, found, then) if then else found


def helpers(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply | None:
    """Who coordinates with the unit of the question, over all that it leads; None where nobody does."""
    chosen = choose(replace(reading, intent="unit_tasks", role="lead"), findings.plans, knowledge)
    tasks = tuple(task for task in chosen.tasks if task.task.coordinate)
    if not tasks:
        return None
    helping = tuple({unit.name: unit for task in tasks for unit in task.task.coordinate}.values())
    lead = ", ".join(unit.name for unit in reading.units)
    said = {"units": names(helping), "lead": lead, "count": len(tasks), "items": _items(tasks)}
    return Reply(
        intent="coordinate",
        text=say("coordinate_all", reading.language, **said),
        coordinate=helping,
        tasks=tasks,
        quoted=tuple(row(task) for task in tasks[:_MOST_CITED]),
        confidence=0.8,
        filters=chosen.filters,
    )


def _with_then(reading: Reading, found: Reply, then: tuple[NamedThen, ...]) -> Reply:
    """The answer with what is printed under names of before; where nothing else is, that alone, said to be so."""
    said = [
        say(
            "then",
            reading.language,
            then=one.name,
            now=one.now,
            subject=f" ({one.subject})" if one.subject else "",
            since=f"{one.since:%d/%m/%Y}",
            basis=one.basis,
            count=len(one.tasks),
            items=_items(one.tasks),
        )
        for one in then
    ]
    own = found.text if found.tasks or not found.abstained else None
    own = own or say("none_now", reading.language, what=", ".join(unit.name for unit in reading.units))
    rows = tuple(row(task) for one in then for task in one.tasks)[:_MOST_CITED]
    return replace(
        found,
        abstained=False,
        reason=None,
        text=" ".join((own, *said)),
        count=found.count or 0,
        quoted=(*found.quoted, *rows),
        confidence=found.confidence or 0.6,
        named_then=then,
    )


def _items(tasks: Sequence[StoredTask]) -> str:
    return "; ".join(f"{t.task.no + '. ' if t.task.no else ''}{t.task.activity or t.task.task}" for t in tasks)


def _listed(reading: Reading, chosen: Chosen, findings: Findings, knowledge: Knowledge) -> Reply:
    tasks, duties = chosen.tasks, chosen.duties
    timed = bool(reading.units) and any(name == "time" for name, _ in chosen.filters)
    if "list" not in reading.cues and reading.topic and not duties and not timed:
        return prose(reading, _of_units_first(reading, findings), knowledge)
    if not duties and chosen.unsaid and _outright(reading) and not _of_unit(reading, findings):
        return Reply(intent=reading.intent, abstained=True, reason=say("none_listed", reading.language))
    if not duties and not chosen.narrow and _elsewhere(reading):
        return _in_words(reading, findings, knowledge)
    if not tasks and not duties and not chosen.recurring:
        if not reading.units and reading.time is None:
            return prose(reading, findings, knowledge)
        return _none(reading, chosen)
    rows = [row(task) for task in (tasks or chosen.recurring)[:_MOST_CITED]]
    owed = charged(duties, knowledge)
    in_prose = bool(owed) and (reading.prose or not rows or "list" not in reading.cues)
    text = say("list", reading.language, count=chosen.count, items=_items(tasks))
    if not tasks and reading.time is not None:
        text = say("none_dated", reading.language, time=reading.time.text)
    if in_prose:
        text = " ".join((knowledge.catalogue.text(q.document_id) or "")[q.span.start : q.span.end] for q in owed[:3])
    return Reply(
        intent=reading.intent,
        text=" ".join((text, *_beside(reading, chosen), *_filtered(reading, chosen, knowledge))),
        count=chosen.count,
        tasks=tasks or chosen.recurring,
        quoted=tuple(owed + rows if in_prose else rows + owed),
        confidence=0.8 if chosen.filters else 0.5,
        filters=chosen.filters,
        whole=chosen.whole,
    )


# More plans than these are counted, not named.
_MOST_NAMED = 3


def _filtered(reading: Reading, chosen: Chosen, knowledge: Knowledge) -> list[str]:
    """What cut the list, in one sentence: plans by their numbers, units, role, time, section and subject."""
    plans = [_plan_name(value, knowledge) for name, value in chosen.filters if name == "document"]
    if len(plans) > _MOST_NAMED:
        plans = [say("plans", reading.language, count=len(plans))]
    roles = [say(f"role_{value}", reading.language) for name, value in chosen.filters if (name, value) in _ROLES]
    # Of a name that several bodies have, the words of the question say more than one of their full names.
    shared = {unit.name: unit.text[:1].upper() + unit.text[1:] for unit in reading.units if len(unit.ids) > 1}
    others = [shared.get(value, value) for name, value in chosen.filters if name not in ("document", "role")]
    said = dict.fromkeys((*plans, *others, *roles))
    return [say("filtered", reading.language, what="; ".join(said))] if said else []


_ROLES = (("role", "lead"), ("role", "coordinate"))


def _plan_name(key: str, knowledge: Knowledge) -> str:
    held = knowledge.documents.get(key)
    return (held.header.number or held.header.issuer or held.file) if held else key


def _none(reading: Reading, chosen: Chosen) -> Reply:
    """That no task is due in the time asked for, what gives no time told apart; else that there is no such task."""
    asked = reading.time
    if asked is None or not reading.units:
        reason = say("none_listed", reading.language)
        return Reply(intent=reading.intent, abstained=True, reason=reason, filters=chosen.filters)
    units = ", ".join(unit.name for unit in reading.units)
    reason = say("none_due", reading.language, what=units, time=asked.text)
    if chosen.undated:
        sentences = {(one.document_id, one.duty.span.start) for one in chosen.undated}
        reason += " " + say("undated", reading.language, count=len(sentences))
    return Reply(intent=reading.intent, abstained=True, reason=reason, filters=chosen.filters)


def _beside(reading: Reading, chosen: Chosen) -> list[str]:
    """What is no answer to a question for a time but told with it: what comes back within it."""
    if not chosen.recurring:
        return []
    if not chosen.tasks:
        return [say("recurring_shown", reading.language, count=len(chosen.recurring))]
    return [say("recurring", reading.language, count=len(chosen.recurring), items=_items(chosen.recurring))]


# A list that its subject cuts nowhere is a list of everything: then the question asks for something else.
_SUBJECT = 3
_SAID = 0.3
_SAID_OF_UNIT = 0.6


def _elsewhere(reading: Reading) -> bool:
    """Whether the question has a subject that is more than a word or two."""
    return sum(len(concept.forms[0].keys) for concept in reading.topic) >= _SUBJECT


_ABOUT = frozenset(("ve", "vuc", "about", "regarding", "concerning"))


def _outright(reading: Reading) -> bool:
    """Whether the question names its subject as such: "việc gì về trồng rừng"."""
    return any(c.start and reading.tokens[c.start - 1].folded in _ABOUT for c in reading.topic)


def _of_unit(reading: Reading, findings: Findings) -> bool:
    """Whether a passage about the units of the question says its subject."""
    return any(j.said >= _SAID_OF_UNIT and (j.features["unit"] > 0 or not reading.units) for j in findings.judged)


def _of_units_first(reading: Reading, findings: Findings) -> Findings:
    """What was found with the passages first that name a unit of the question and say some of its subject; a plan
    need not name who issued it."""
    issuers = [range(m.start, m.end) for m in reading.documents if m.kind == "issuer"]
    if any(unit.start in span for unit in reading.units for span in issuers):
        return findings
    own = [j for j in findings.judged if j.features["unit"] > 0 and j.said >= _SAID]
    return replace(findings, judged=(*own, *(j for j in findings.judged if j not in own)))


def _in_words(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply:
    """The passages that say the subject, or an abstention where none does."""
    if max((judged.said for judged in findings.judged[:3]), default=0.0) < _SAID:
        return Reply(intent=reading.intent, abstained=True, reason=say("none_listed", reading.language))
    return prose(reading, findings, knowledge)


def charged(duties: Sequence[StoredDuty], knowledge: Knowledge) -> list[Quoted]:
    """The clauses that put the duties on their units, each once; the sentence alone of a long clause."""
    found: dict[tuple[str, int], Quoted] = {}
    for stored in duties:
        duty = stored.duty
        clause = knowledge.clause(stored.document_id, duty.clause_id)
        span = clause.span if clause and clause.span.end - clause.span.start <= _LONGEST_CLAUSE else duty.span
        found.setdefault((stored.document_id, span.start), Quoted(stored.document_id, span, duty.path, duty.page))
    return list(found.values())


def counted(reading: Reading, findings: Findings, knowledge: Knowledge) -> Reply:
    """How many tasks the question's filters leave, with the tasks themselves."""
    chosen = findings.chosen or choose(reading, findings.plans, knowledge)
    if chosen.unsaid and not chosen.narrow:
        # Nothing says the subject: the number of all tasks is no answer to how many are about it.
        return Reply(intent="count", abstained=True, reason=say("none_listed", reading.language))
    count = chosen.count
    found = Reply(
        intent="count",
        text=" ".join((say("count", reading.language, count=count), *_filtered(reading, chosen, knowledge))),
        count=count,
        tasks=chosen.tasks,
        quoted=tuple(row(task) for task in chosen.tasks[:_MOST_CITED]),
        confidence=0.8 if chosen.filters else 0.5,
        filters=chosen.filters,
        whole=chosen.whole,
    )
    if count or reading.topic or reading.time:
        return found
    then = named_then(reading, knowledge, ())
    return _with_then(reading, found, then) if then else found
